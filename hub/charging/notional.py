"""Notional capital: what a person is treated as having, and how it diminishes by every week charged higher for it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.capital_kinds import capital_kinds
from hub.charging.circumstances import AssessmentBasis, CapitalStatement, Circumstances, FinancialAssessment
from hub.charging.holdings import held_on, is_disregarded_by_council, is_notional
from hub.charging.valuation import WHOLE, Hundredths, value_of


@dataclass(slots=True, frozen=True)
class Taken:
    """A sum that a person is taken to have from a day on, in hundredths of a penny, before it diminishes."""

    since: date
    hundredths: Hundredths


@dataclass(slots=True, frozen=True)
class ChargingWeek:
    """A charging week: its last day, and those to look at, the first and every one on which something else changes."""

    days: Sequence[date]
    last: date


@dataclass(slots=True, frozen=True)
class NotionalLeft:
    """What is left of notional capital from each of some days on, in hundredths of a penny and in order.

    From `unknown_from` on it cannot be told, because of a charge before it that cannot be worked out.
    """

    from_days: tuple[tuple[date, Hundredths], ...] = ()
    unknown_from: date | None = None
    refusal: Exception | None = None

    def on(self, day: date) -> Hundredths:
        """What is left on a day.

        Raises:
            CannotAssess, RatesNotPublished: the charge of an earlier week cannot be worked out.

        Source: SI 2014/2672, reg 23.
        """
        if self.refusal is not None and self.unknown_from is not None and day >= self.unknown_from:
            raise self.refusal.with_traceback(None)
        place = bisect_right(self.from_days, day, key=lambda its: its[0])
        return self.from_days[place - 1][1] if place else 0

    @property
    def change_days(self) -> list[date]:
        """The days on which it changes, or is unknown from then on.

        Source: SI 2014/2672, reg 23.
        """
        days = [day for day, _ in self.from_days]
        return days if self.unknown_from is None else [*days, self.unknown_from]

    def then(self, day: date, hundredths: Hundredths) -> "NotionalLeft":
        """What is left, with so much from a later day on.

        Source: SI 2014/2672, reg 23.
        """
        if hundredths == (self.from_days[-1][1] if self.from_days else 0):
            return self
        return NotionalLeft((*self.from_days, (day, hundredths)))

    def unknown_since(self, day: date, refusal: Exception) -> "NotionalLeft":
        """What is left, as far as it can be told: from a day on it cannot.

        Source: SI 2014/2672, reg 23.
        """
        return NotionalLeft(self.from_days, day, refusal)


def diminishing(
    weeks: Iterable[ChargingWeek],
    taken: Callable[[date], Sequence[Taken]],
    charge: Callable[[date, Hundredths], int],
) -> Iterator[tuple[date, Hundredths]]:
    """Gives what is left of notional capital on each day of some weeks, in order, in hundredths of a penny.

    For each week, or part of one, in which the weekly charge is higher because of it, it falls by how much higher; the
    most of any day of the week. `taken` gives the sums that stand on a day, and `charge` the weekly charge of a day in
    pence with so much notional capital. A day is given before its charge is asked for.

    Source: SI 2014/2672, reg 23; charging decision 23.
    """
    falls: list[tuple[date, int]] = []
    for week in weeks:
        fall = 0
        for day in week.days:
            left = _left(taken(day), falls, day)
            yield day, left
            if left:
                fall = max(fall, charge(day, left) - charge(day, 0))
        if fall:
            falls.append((week.last, fall * WHOLE))


def _left(taken: Sequence[Taken], falls: Sequence[tuple[date, int]], day: date) -> Hundredths:
    left: Hundredths = 0
    waiting = sorted((its for its in taken if its.since <= day), key=lambda its: its.since, reverse=True)
    for last, fall in falls if waiting else ():
        while waiting and waiting[-1].since <= last:
            left += waiting.pop().hundredths
        left = max(0, left - fall)
    return left + sum(its.hundredths for its in waiting)


def taken_on(circumstances: Circumstances, assessment: FinancialAssessment, day: date) -> list[Taken]:
    """Gives the sums of notional capital that stand on a day; one without a day of its own counts since it was stated.

    Source: SI 2014/2672, reg 22.
    """
    if assessment.basis is not AssessmentBasis.FULL:
        return []
    held = held_on(circumstances, assessment, day)
    kinds = capital_kinds(day)
    return [
        Taken(holding.received_on or held.stated_on, value_of(holding))
        for holding in held.holdings
        if is_notional(holding, kinds) and not is_disregarded_by_council(holding, day)
    ]


def first_taken(circumstances: Circumstances) -> date | None:
    """Gives the first day on which notional capital may count, or nothing if there is none.

    Source: SI 2014/2672, reg 22.
    """
    told: list[FinancialAssessment | CapitalStatement] = [
        *circumstances.assessments.values(),
        *circumstances.capital_statements.values(),
    ]
    kinds = capital_kinds()
    days = (its.effective_from for its in told if any(is_notional(holding, kinds) for holding in its.capital))
    return min(days, default=None)
