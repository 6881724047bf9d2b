"""The table of how each kind of capital is treated, by day, read once from its data file."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from contracts.money import pence_from_pounds
from hub.charging.refusals import CannotAssess
from hub.charging.tables import read_table
from hub.charging.working import WorkingLine

_SINCE_EVER = date.min


class CapitalTreatment(StrEnum):
    """What becomes of a holding of capital."""

    COUNTED = "counted"
    DISREGARDED = "disregarded"
    FOR_WEEKS = "for_weeks"
    REASONABLE_TIME = "reasonable_time"
    UP_TO = "up_to"
    MAIN_HOME = "main_home"
    NOTIONAL = "notional"


class CapitalRead(StrEnum):
    """How the treatment of a kind was found: what is from memory has to be checked before anybody relies on it."""

    DIRECT = "direct"
    MEMORY = "memory"


@dataclass(slots=True, frozen=True)
class CapitalKind:
    """One kind of capital: its treatment, for how long or up to how much, and what else the rules ask of it.

    `nothing` is its line in the working if none of it ever counts.
    """

    name: str
    label: str
    treatment: CapitalTreatment
    source: str
    read: CapitalRead
    is_land: bool
    weeks: int
    years: int
    amount_pence: int
    temporary_only: bool
    runs_from_first_stay: bool
    nothing: WorkingLine | None


class CapitalKinds:
    """Every kind of capital, from each day on which any of them is treated otherwise than before."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        self._days = sorted({_SINCE_EVER, *(day for row in rows.values() for day in row.get("from", ()))})
        self._kinds = [{name: _kind(name, row, day) for name, row in rows.items()} for day in self._days]

    def on(self, day: date) -> Mapping[str, CapitalKind]:
        """Every kind of capital by name, as it is treated on a day.

        Source: SI 2014/2672, regs 18 to 24 and Schedule 2, as each row names.
        """
        return self._kinds[bisect_right(self._days, day) - 1]

    @property
    def change_days(self) -> list[date]:
        """The days from which some kind is treated otherwise.

        Source: charging note, how far to trust a line (what is from memory is switched by day).
        """
        return self._days[1:]


@cache
def all_capital_kinds() -> CapitalKinds:
    """Gives the table of kinds of capital.

    Source: SI 2014/2672, regs 18 to 24 and Schedule 2, as each row names.
    """
    return CapitalKinds(read_table("capital_kinds.yaml")["kinds"])


def capital_kinds(day: date = date.max) -> Mapping[str, CapitalKind]:
    """Gives the treatment of every known kind of capital on a day, or as last decided; an absent kind has none.

    Source: SI 2014/2672, regs 18 to 24 and Schedule 2, as each row names.
    """
    return all_capital_kinds().on(day)


def known_capital_kind(name: str, kinds: Mapping[str, CapitalKind]) -> CapitalKind:
    """Gives a kind of capital by name.

    Raises:
        CannotAssess: no rule knows it.

    Source: charging decision 12 (an unknown kind stops for an officer).
    """
    kind = kinds.get(name)
    if kind is None:
        raise CannotAssess("unknown_capital_kind", f"capital.{name}", "expected a kind of capital that a rule knows")
    return kind


def unchecked_capital_kinds(day: date = date.max) -> list[CapitalKind]:
    """Gives the kinds whose treatment was not read in the law or guidance, in the order of their names.

    Source: charging note, how far to trust a line.
    """
    unchecked = (kind for kind in capital_kinds(day).values() if kind.read is not CapitalRead.DIRECT)
    return sorted(unchecked, key=lambda its: its.name)


def _kind(name: str, row: Mapping[str, Any], day: date) -> CapitalKind:
    since = max((its for its in row.get("from", ()) if its <= day), default=None)
    told = row if since is None else {**row, **row["from"][since]}
    treatment = CapitalTreatment(told["treatment"])
    label = told.get("label", name.replace("_", " ").capitalize())
    nothing = None
    if treatment is CapitalTreatment.DISREGARDED:
        nothing = WorkingLine(f"{label}, disregarded", 0, told["source"], "capital_disregarded")
    return CapitalKind(
        name,
        label,
        treatment,
        told["source"],
        CapitalRead(told.get("read", CapitalRead.DIRECT)),
        told.get("land", False),
        told.get("weeks", 0),
        told.get("years", 0),
        pence_from_pounds(told.get("amount", "0.00")),
        told.get("temporary_only", False),
        told.get("runs_from_first_stay", False),
        nothing,
    )
