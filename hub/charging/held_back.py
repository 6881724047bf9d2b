"""Rises that count later than their cause: the council knew of the change, and was slow."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol, TypeVar

from msgspec.structs import replace

from hub.charging.circumstances import Circumstances


class _Rising(Protocol):
    @property
    def effective_from(self) -> date: ...

    @property
    def rises_from(self) -> date | None: ...


_Fact = TypeVar("_Fact", bound=_Rising)


def is_held_back(circumstances: Circumstances, day: date) -> bool:
    """Says whether some fact that applies on the day may lower what is due on it, but not raise it.

    Source: charging decision 14 (LGSCO 19 009 587: waived where the council knew and was slow).
    """
    return (
        any(_holds(its, day) for its in circumstances.assessments.values())
        or any(_holds(its, day) for its in circumstances.capital_statements.values())
        or any(_holds(its, day) for its in circumstances.awards.values())
    )


def without_held_back(circumstances: Circumstances, day: date) -> Circumstances:
    """Gives the facts as they would be had nobody told of what is held back on the day.

    Source: charging decision 14.
    """
    return replace(
        circumstances,
        assessments=_without(circumstances.assessments, day),
        capital_statements=_without(circumstances.capital_statements, day),
        awards=_without(circumstances.awards, day),
    )


def _without(facts: Mapping[str, _Fact], day: date) -> dict[str, _Fact]:
    return {name: fact for name, fact in facts.items() if not _holds(fact, day)}


def _holds(fact: _Rising, day: date) -> bool:
    return fact.rises_from is not None and fact.effective_from <= day < fact.rises_from
