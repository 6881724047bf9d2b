"""Adding up the rows of a rehearsal as they come; what it keeps does not grow with the number of people."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from contracts.outbound.contributions import Basis
from hub.rehearsing.comparing import Change, Crossing, Held, Row

WEEKS_IN_A_YEAR = 52
LARGEST = 20
PERSONS_NAMED = 1000
EDGES_PENCE = (200, 500, 1000, 2500, 5000, 10000)


@dataclass(slots=True)
class Several:
    """A group of people: how many, by how much a week, and the first of them by reference."""

    people: int = 0
    weekly: int = 0
    persons: list[str] = field(default_factory=list)

    def add(self, person: str, weekly: int) -> None:
        """Count somebody in."""
        self.people += 1
        self.weekly += weekly
        if len(self.persons) < PERSONS_NAMED:
            self.persons.append(person)


@dataclass(slots=True)
class Refused(Several):
    """People whose contribution cannot be worked out for one cause; `before_too` could not be before either."""

    why: str = ""
    before_too: int = 0


@dataclass(slots=True)
class Footing:
    """People on one footing before and after, and what they pay a week."""

    people_before: int = 0
    people_after: int = 0
    weekly_before: int = 0
    weekly_after: int = 0


@dataclass(slots=True)
class Summary:
    """What a rehearsal comes to; amounts are pence, a week unless they say otherwise."""

    compared: int = 0
    before: int = 0
    after: int = 0
    changes: dict[Change, Several] = field(default_factory=lambda: {change: Several() for change in Change})
    histogram: list[Several] = field(default_factory=lambda: [Several() for _ in range(2 * len(EDGES_PENCE) + 3)])
    crossings: dict[Crossing, Several] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    held: list[tuple[str, Held]] = field(default_factory=list)
    charged_people: int = 0
    charged_difference: int = 0
    moved: dict[str, Several] = field(default_factory=dict)
    footings: dict[Basis, Footing] = field(default_factory=lambda: defaultdict(Footing))
    _rises: list[tuple[int, "_Backwards", Row]] = field(default_factory=list)
    _falls: list[tuple[int, "_Backwards", Row]] = field(default_factory=list)

    def add(self, rows: Iterable[Row]) -> None:
        """Take in some rows."""
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        self.compared += 1
        self.changes[row.change].add(row.person, row.difference)
        self.before += row.before or 0
        self.after += row.after or 0
        self.charged_people += bool(row.charged_difference)
        self.charged_difference += row.charged_difference
        self.held += [(row.person, held) for held in row.held]
        self._add_footing(row)
        for crossing in row.crossings:
            self.crossings.setdefault(crossing, Several()).add(row.person, row.difference)
        for label, pence in row.moved:
            self.moved.setdefault(label, Several()).add(row.person, pence)
        if row.cause is not None:
            refused = self.refused.setdefault(row.cause, Refused(why=row.why or ""))
            refused.add(row.person, row.difference)
            refused.before_too += row.before is None and row.change is not Change.BEGINS
        if row.before is not None and row.after is not None:
            self.histogram[place_of(row.difference)].add(row.person, row.difference)
            _keep(self._rises, row, row.difference)
            _keep(self._falls, row, -row.difference)

    def _add_footing(self, row: Row) -> None:
        if row.basis_before is not None:
            before = self.footings[row.basis_before]
            before.people_before += 1
            before.weekly_before += row.before or 0
        if row.basis_after is not None:
            after = self.footings[row.basis_after]
            after.people_after += 1
            after.weekly_after += row.after or 0

    @property
    def largest_rises(self) -> list[Row]:
        """Those whose contribution rises most, the largest rise first."""
        return _in_order(self._rises)

    @property
    def largest_falls(self) -> list[Row]:
        """Those whose contribution falls most, the largest fall first."""
        return _in_order(self._falls)


class _Backwards(str):
    """A reference that sorts last to first, so that of equals the first is kept."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _keep(heap: list[tuple[int, _Backwards, Row]], row: Row, size: int) -> None:
    if size <= 0:
        return
    entry = (size, _Backwards(row.person), row)
    if len(heap) < LARGEST:
        heappush(heap, entry)
    else:
        heappushpop(heap, entry)


def _in_order(heap: list[tuple[int, _Backwards, Row]]) -> list[Row]:
    return [row for _, _, row in sorted(heap, key=lambda its: (-its[0], str(its[1])))]


def place_of(difference: int) -> int:
    """The bar of the histogram for a difference: falls, the largest first, then none, then rises, the largest last."""
    middle = len(EDGES_PENCE) + 1
    if not difference:
        return middle
    step = bisect_left(EDGES_PENCE, abs(difference)) + 1
    return middle + step if difference > 0 else middle - step
