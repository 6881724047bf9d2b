"""The table of how each kind of income is treated, by setting and by day, read once from its data file."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from hub.charging.tables import read_table
from hub.charging.working import WorkingLine

_COLUMNS = ("community", "temporary", "permanent")
_SINCE_EVER = date.min


class IncomeTreatment(StrEnum):
    """What becomes of an income."""

    COUNTED = "counted"
    DISREGARDED = "disregarded"
    CAPITAL = "capital"
    FIRST_TEN_POUNDS = "first_ten_pounds"
    UNDER_CEILING = "under_ceiling"
    FIRST_TWENTY_POUNDS = "first_twenty_pounds"
    FIRST_TWENTY_POUNDS_AND_HALF_THE_REST = "first_twenty_pounds_and_half_the_rest"
    LESS_OUTGOINGS = "less_outgoings"
    SAVINGS_CREDIT = "savings_credit"


class IncomeRead(StrEnum):
    """How the treatment of a kind was found: what is from memory has to be checked before anybody relies on it."""

    DIRECT = "direct"
    PRACTICE = "practice"
    MEMORY = "memory"


@dataclass(slots=True, frozen=True)
class IncomeKind:
    """One kind of income: its treatment in each setting, and what else the rules ask of it."""

    name: str
    label: str
    community: IncomeTreatment
    temporary: IncomeTreatment
    permanent: IncomeTreatment
    source: str
    read: IncomeRead
    is_disability_benefit: bool
    stops_in_homes: bool
    is_shared_pension: bool
    is_qualifying: bool
    is_help_with_housing: bool
    rises_with_assessment_period: bool


@dataclass(slots=True, frozen=True)
class IncomeRule:
    """What becomes of a kind of income in one setting; `nothing` is its line in the working if none of it counts."""

    kind: IncomeKind
    treatment: IncomeTreatment
    nothing: WorkingLine | None


Rules = Mapping[str, IncomeRule]


class IncomeKinds:
    """Every kind of income, from each day on which any of them is treated otherwise than before."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        self._days = sorted({_SINCE_EVER, *(day for row in rows.values() for day in row.get("from", ()))})
        self._kinds = [{name: _kind(name, row, day) for name, row in rows.items()} for day in self._days]
        self._rules = [
            {column: {name: _rule(kind, column) for name, kind in kinds.items()} for column in _COLUMNS}
            for kinds in self._kinds
        ]

    def on(self, day: date) -> Mapping[str, IncomeKind]:
        """Every kind of income by name, as it is treated on a day.

        Source: SI 2014/2672, regs 13 to 17 and 19, Schedule 1, as each row names.
        """
        return self._kinds[bisect_right(self._days, day) - 1]

    def rules(self, treatment: str, day: date) -> Rules:
        """What becomes of each kind of income under the rules that hold for the person on a day.

        Source: SI 2014/2672, regs 13 to 17 and 19, Schedule 1, as each row names.
        """
        return self._rules[bisect_right(self._days, day) - 1][treatment]

    @property
    def change_days(self) -> list[date]:
        """The days from which some kind is treated otherwise.

        Source: charging note, how far to trust a line (what is from memory is switched by day).
        """
        return self._days[1:]


@cache
def all_income_kinds() -> IncomeKinds:
    """Gives the table of kinds of income.

    Source: SI 2014/2672, regs 13 to 17 and 19, Schedule 1, as each row names.
    """
    return IncomeKinds(read_table("income_kinds.yaml")["kinds"])


def income_kinds(day: date = date.max) -> Mapping[str, IncomeKind]:
    """Gives the treatment of every known kind of income on a day, or as last decided; an absent kind has none.

    Source: SI 2014/2672, regs 13 to 17 and 19, Schedule 1, as each row names.
    """
    return all_income_kinds().on(day)


def unchecked_income_kinds(day: date = date.max) -> list[IncomeKind]:
    """Gives the kinds whose treatment was not read in the law or guidance, in the order of their names.

    Source: charging note, how far to trust a line.
    """
    return sorted(
        (kind for kind in income_kinds(day).values() if kind.read is not IncomeRead.DIRECT), key=lambda its: its.name
    )


def _kind(name: str, row: Mapping[str, Any], day: date) -> IncomeKind:
    since = max((its for its in row.get("from", ()) if its <= day), default=None)
    told = row if since is None else {**row, **row["from"][since]}
    return IncomeKind(
        name,
        told.get("label", name.replace("_", " ").capitalize()),
        IncomeTreatment(told["community"]),
        IncomeTreatment(told["temporary"]),
        IncomeTreatment(told["permanent"]),
        told["source"],
        IncomeRead(told.get("read", IncomeRead.DIRECT)),
        told.get("disability", False),
        told.get("stops", False),
        told.get("pension", False),
        told.get("qualifying", False),
        told.get("housing_help", False),
        told.get("universal_credit", False),
    )


def _rule(kind: IncomeKind, column: str) -> IncomeRule:
    treatment: IncomeTreatment = getattr(kind, column)
    if treatment is IncomeTreatment.DISREGARDED:
        return IncomeRule(
            kind, treatment, WorkingLine(f"{kind.label}, disregarded", 0, kind.source, "income_disregarded")
        )
    if treatment is IncomeTreatment.CAPITAL:
        label = f"{kind.label}, which is capital and no income"
        return IncomeRule(kind, treatment, WorkingLine(label, 0, kind.source, "income_is_capital"))
    return IncomeRule(kind, treatment, None)
