"""Rises that count later than their cause: the council knew of the change, and was slow."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import combinations
from typing import Protocol, TypeVar

from msgspec.structs import replace

from hub.charging.circumstances import Circumstances
from hub.charging.refusals import CannotAssess
from hub.rates import RatesNotPublished

Found = TypeVar("Found")


class _Rising(Protocol):
    @property
    def effective_from(self) -> date: ...

    @property
    def rises_from(self) -> date | None: ...


_FAMILIES = ("assessments", "capital_statements", "awards")
# Every choice of so many is tried; of more, each by itself and all but each, so that nobody waits for a long list.
_MOST_TRIED_TOGETHER = 5


def is_held_back(circumstances: Circumstances, day: date) -> bool:
    """Says whether some fact that applies on the day may lower what is due on it, but not raise it.

    Source: charging decision 14 (LGSCO 19 009 587: waived where the council knew and was slow).
    """
    return (
        any(_holds(its, day) for its in circumstances.assessments.values())
        or any(_holds(its, day) for its in circumstances.capital_statements.values())
        or any(_holds(its, day) for its in circumstances.awards.values())
    )


def least_without_held_back(
    circumstances: Circumstances, day: date, assess: Callable[[Circumstances], Found], due: Callable[[Found], int]
) -> Found:
    """Gives what was found before all that is held back on the day, or what is less if some of it lowers that.

    Raises:
        CannotAssess, RatesNotPublished: what was due before all of it cannot be worked out.

    Source: charging decision 14.
    """
    without_all, *without_some = _without_held_back(circumstances, day)
    least = assess(without_all)
    for choice in without_some:
        try:
            found = assess(choice)
        except (CannotAssess, RatesNotPublished):
            # What was due before is known; what a part of the news would come to need not be.
            continue
        least = min(least, found, key=due)
    return least


def _without_held_back(circumstances: Circumstances, day: date) -> Iterator[Circumstances]:
    """The facts without what is held back: first without all of it, then without some of it only.

    One fact may lower what is due while another may not raise it yet, so each is left out by itself and with others.
    """
    held = [
        (family, name)
        for family in _FAMILIES
        for name, fact in getattr(circumstances, family).items()
        if _holds(fact, day)
    ]
    yield _without(circumstances, held)
    sizes = range(len(held) - 1, 0, -1) if len(held) <= _MOST_TRIED_TOGETHER else (len(held) - 1, 1)
    for size in sizes:
        for left_out in combinations(held, size):
            yield _without(circumstances, left_out)


def _without(circumstances: Circumstances, left_out: Collection[tuple[str, str]]) -> Circumstances:
    return replace(
        circumstances,
        **{
            family: {
                name: fact for name, fact in getattr(circumstances, family).items() if (family, name) not in left_out
            }
            for family in _FAMILIES
        },
    )


def _holds(fact: _Rising, day: date) -> bool:
    return fact.rises_from is not None and fact.effective_from <= day < fact.rises_from
