"""Two outlooks of one account side by side: what changes, which limits are crossed, which lines moved."""

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.inbound.care_packages import Setting
from contracts.outbound.contributions import Basis
from hub.rehearsing.outlook import Outlook

FULL_COST = frozenset({Basis.FULL_COST_CAPITAL, Basis.FULL_COST_DECLINED})
TARIFF = "Tariff income from capital"


class Change(StrEnum):
    """What becomes of an account's weekly contribution."""

    SAME = "same"
    RISES = "rises"
    FALLS = "falls"
    BEGINS = "begins"
    ENDS = "ends"
    UNKNOWN = "cannot_be_worked_out"
    NO_CARE = "no_care"


class Crossing(StrEnum):
    """A limit that an account crosses."""

    TO_FULL_COST = "to_full_cost"
    FROM_FULL_COST = "from_full_cost"
    TO_CAP = "to_cost_of_care"
    FROM_CAP = "from_cost_of_care"
    FROM_NIL = "from_nil"
    TO_NIL = "to_nil"
    OVER_UPPER_CAPITAL = "over_upper_capital_limit"
    UNDER_UPPER_CAPITAL = "under_upper_capital_limit"
    OVER_LOWER_CAPITAL = "over_lower_capital_limit"
    UNDER_LOWER_CAPITAL = "under_lower_capital_limit"
    TO_GUARANTEE = "down_to_minimum_guarantee"
    FROM_GUARANTEE = "up_from_minimum_guarantee"


@dataclass(slots=True, frozen=True)
class Held:
    """A notice that would wait for an officer, and the weekly contribution of its first day without it and with it."""

    notice: str
    weekly: int
    weekly_if_released: int

    @property
    def rise(self) -> int:
        """By how much a week the notice would raise the person."""
        return self.weekly_if_released - self.weekly


@dataclass(slots=True, frozen=True)
class Row:
    """One account before and after; amounts are pence, a week unless they say otherwise.

    `charged_difference` is what would be charged beside what is charged already; `moved` are the lines of the working
    that differ, by label, each with its difference.
    """

    person: str
    on: date | None
    change: Change
    before: int | None
    after: int | None
    basis_before: Basis | None
    basis_after: Basis | None
    setting: Setting | None
    crossings: tuple[Crossing, ...]
    held: tuple[Held, ...]
    cause: str | None
    why: str | None
    charged_difference: int
    moved: tuple[tuple[str, int], ...]

    @property
    def difference(self) -> int:
        """What the account comes to more a week; what cannot be worked out counts as nothing."""
        return (self.after or 0) - (self.before or 0)


def compare(person: str, before: Outlook, after: Outlook, about: Set[str] = frozenset()) -> Row:
    """The account before and after; what is held is told if it is new, or one of the notices that this is about."""
    refused = after if after.cause is not None else before
    return Row(
        person,
        after.on or before.on,
        change_of(before, after),
        before.weekly,
        after.weekly,
        before.basis,
        after.basis,
        after.setting or before.setting,
        tuple(_crossings(before, after)),
        tuple(
            Held(notice, its.weekly_pence, its.weekly_if_released_pence)
            for notice, its in sorted(after.held.items())
            if notice in about or before.held.get(notice) != its
        ),
        refused.cause,
        refused.why,
        after.charged - before.charged,
        tuple(_moved(before, after)),
    )


def differ(before: Outlook, after: Outlook) -> bool:
    """Whether anything of the day compared differs, so that the lines of the working are worth a look."""
    return (before.weekly, before.basis, before.cost) != (after.weekly, after.basis, after.cost)


def change_of(before: Outlook, after: Outlook) -> Change:
    """What becomes of the weekly contribution."""
    if before.on is None and after.on is None:
        return Change.NO_CARE
    if before.weekly is None or after.weekly is None:
        if before.weekly is not None:
            return Change.ENDS
        return Change.UNKNOWN if after.weekly is None else Change.BEGINS
    if before.weekly == after.weekly:
        return Change.SAME
    return Change.RISES if after.weekly > before.weekly else Change.FALLS


def _crossings(before: Outlook, after: Outlook) -> Iterator[Crossing]:
    if before.weekly is None or after.weekly is None:
        return
    for was, now, there, back in (
        (before.basis in FULL_COST, after.basis in FULL_COST, Crossing.TO_FULL_COST, Crossing.FROM_FULL_COST),
        (_is_capped(before), _is_capped(after), Crossing.TO_CAP, Crossing.FROM_CAP),
        (before.weekly > 0, after.weekly > 0, Crossing.FROM_NIL, Crossing.TO_NIL),
        (_over_upper(before), _over_upper(after), Crossing.OVER_UPPER_CAPITAL, Crossing.UNDER_UPPER_CAPITAL),
        (_over_lower(before), _over_lower(after), Crossing.OVER_LOWER_CAPITAL, Crossing.UNDER_LOWER_CAPITAL),
        (_at_guarantee(before), _at_guarantee(after), Crossing.TO_GUARANTEE, Crossing.FROM_GUARANTEE),
    ):
        if was != now:
            yield there if now else back


def _is_capped(its: Outlook) -> bool:
    """Whether the means would give more than the care costs."""
    return its.basis is Basis.ASSESSED and its.cost > 0 and its.weekly == its.cost


def _over_upper(its: Outlook) -> bool:
    return its.basis is Basis.FULL_COST_CAPITAL


def _over_lower(its: Outlook) -> bool:
    return _over_upper(its) or any(line.label == TARIFF and line.pence > 0 for line in its.lines)


def _at_guarantee(its: Outlook) -> bool:
    """Whether the means are no more than what the person has to be left with."""
    return its.basis is Basis.ASSESSED and its.weekly == 0


def _moved(before: Outlook, after: Outlook) -> Iterator[tuple[str, int]]:
    if before.weekly is None or after.weekly is None:
        return
    moved: dict[str, int] = defaultdict(int)
    for line in after.lines:
        moved[line.label] += line.pence
    for line in before.lines:
        moved[line.label] -= line.pence
    yield from sorted((label, pence) for label, pence in moved.items() if pence)
