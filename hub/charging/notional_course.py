"""The course of notional capital: a case made ready with what is left of it in every charging week."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hub.charging.case import Case
from hub.charging.chosen_assessment import assessment_on
from hub.charging.notional import ChargingWeek, NotionalLeft, Taken, diminishing, first_taken, taken_on
from hub.charging.refusals import CannotAssess
from hub.charging.valuation import Hundredths
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy

_DAY = timedelta(days=1)
_NOTHING = NotionalLeft()


def with_notional(
    case: Case, last: date, change_days: Callable[[Case], Iterable[date]], charge: Callable[[Case, date], int]
) -> Case:
    """Gives a case with what is left of notional capital up to a day; without any it is given back as it is.

    It is worked out from its first day again whatever else changed, so that a change in the past moves it too.
    `change_days` gives the days on which anything else may change, and `charge` the weekly charge of a day in pence.

    Source: SI 2014/2672, reg 23; charging decision 23.
    """
    first = first_taken(case.circumstances)
    if first is None or first > last:
        return case
    without = replace(case, notional=_NOTHING)
    days = {first, *change_days(without), *case.rates.change_days(first, last), *case.policy.change_days(first, last)}
    left = _NOTHING

    def charged(day: date, hundredths: Hundredths) -> int:
        # What was left before bears on the day too: whether benefits have stopped turns on who paid for earlier days.
        return charge(replace(case, notional=left) if hundredths else without, day)

    looked_at = first
    weeks = _weeks(case.policy, first, last, sorted(day for day in days if first <= day <= last))
    try:
        for day, hundredths in diminishing(weeks, lambda day: _taken(case, day), charged):
            looked_at, left = day, left.then(day, hundredths)
    except (CannotAssess, RatesNotPublished) as refusal:
        left = left.unknown_since(case.policy.week_of(looked_at).last + _DAY, refusal)
    return replace(case, notional=left)


def _taken(case: Case, day: date) -> Sequence[Taken]:
    found = assessment_on(case.circumstances, day)
    return [] if found is None else taken_on(case.circumstances, found[1], day)


def _weeks(policy: Policy, first: date, last: date, days: Sequence[date]) -> Iterator[ChargingWeek]:
    place = 0
    week = policy.week_of(first)
    while week.first <= last:
        begins, within = max(first, week.first), place
        while within < len(days) and days[within] <= week.last:
            within += 1
        yield ChargingWeek(sorted({begins, *days[place:within]}), week.last)
        place = within
        week = policy.week_of(week.last + _DAY)
