"""One life in the council: what the hub is told of it at first, what it is told later, and how bills are paid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from hub.demo.facts import FIRST_DAY, LOADED, Data, details, package
from hub.demo.words import ASSESSMENTS, BUREAU, Event, event, mandate_of, payer_reference_of, reference_of


class Pays(Enum):
    """How somebody pays what is asked."""

    BY_DIRECT_DEBIT = "direct debit"
    BY_TRANSFER = "a transfer of what the statement shows"
    BY_STANDING_ORDER = "a standing order of a fixed sum"
    NOT_AT_ALL = "not at all"


@dataclass(slots=True, frozen=True)
class Payment:
    """Money that somebody pays of their own accord; without a reference that is theirs it goes to suspense."""

    paid_on: date
    pence: int
    reference: str


@dataclass(slots=True, frozen=True)
class Told:
    """What the hub is told of somebody on a day after the first."""

    day: date
    event: Event


@dataclass(slots=True, frozen=True)
class Note:
    """A story worth a line in the table: what was told and when, and the rule behind what the hub makes of it.

    `causes` are the messages whose consequences are shown, each by its id or, for all of one kind, by its name;
    absent, all that were told later of the person.
    """

    kind: str
    day: date
    told: str
    because: str
    causes: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Life:
    """A person of the council, by number."""

    number: int
    born: date
    lines: tuple[Data, ...]
    means: tuple[str, Data] | None
    pays: Pays
    details: Data | None = None
    beside: tuple[Event, ...] = ()
    later: tuple[Told, ...] = ()
    payments: tuple[Payment, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def person(self) -> str:
        """The reference of the person."""
        return reference_of(self.number)

    def first_events(self) -> Iterator[Event]:
        """What the council's records say of the person when they come to the hub."""
        yield event("person.registered", self.person, LOADED, self.details or details(self.number, self.born))
        yield event("care_package.changed", self.person, LOADED, package(self.number, self.lines))
        if self.means is not None:
            name, data = self.means
            yield event(name, self.person, LOADED, data, ASSESSMENTS)
        if self.pays is Pays.BY_DIRECT_DEBIT:
            yield event("mandate.changed", self.person, LOADED, mandate(self.number), BUREAU)
        yield from self.beside

    def knowing(self, *notes: Note, later: Iterable[Told] = (), payments: Iterable[Payment] = ()) -> "Life":
        """The same life with a story."""
        return replace(self, notes=notes, later=tuple(later), payments=tuple(payments))


def mandate(number: int, *, name: str | None = None, since: date = LOADED) -> Data:
    """A direct debit mandate that is in use."""
    return {
        "mandate": name or mandate_of(number),
        "revision": 1,
        "payer_reference": payer_reference_of(number),
        "state": "active",
        "effective_from": since.isoformat(),
    }


def first_cycles() -> tuple[date, date, date]:
    """First days of the three cycles that the council lives through."""
    return FIRST_DAY, date(2026, 3, 9), date(2026, 4, 6)
