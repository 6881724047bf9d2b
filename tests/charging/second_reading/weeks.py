"""Charging weeks: the days of each week put together, where care is given and by who collects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy
from tests.charging.second_reading.care import costs_on, shares
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.day import day_of
from tests.charging.second_reading.figures import ZERO, nearest

A_WEEK = 7


@dataclass(frozen=True)
class WeekReading:
    """What a week comes to in one place with one collector, in pounds; the week is named by its Monday."""

    week: date
    setting: Setting
    collector: Collector
    charge: Fraction


def read_weeks(
    who: Circumstances, first: date, last: date, notices: Sequence[UpratingNotice], rates: Rates, policy: Policy
) -> list[WeekReading]:
    """Read every charging week from a first to a last day; those without a charge are left out.

    Raises:
        Refused: a figure is not published, or a fact is missing or unknown.
    """
    case = Case(who, notices, rates, policy)
    found = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        days = [monday + timedelta(days=place) for place in range(A_WEEK)]
        found += _week(case, monday, [day for day in days if first <= day <= last])
        monday += timedelta(days=A_WEEK)
    return found


Places = dict[tuple[Setting, Collector], Fraction]


@dataclass
class _Part:
    """Days of a week on which one weekly sum is due for the same care; both come to what is charged for those days."""

    contribution: Fraction
    cost: Fraction
    places: Places
    days: int = 1


def _week(case: Case, monday: date, days: list[date]) -> list[WeekReading]:
    parts: list[_Part] = []
    for day in days:
        reading, places = day_of(case, day), shares(costs_on(case, day))
        if reading.contribution == 0 or not reading.is_billed:
            continue
        same = [its for its in parts if its.places == places and its.contribution == reading.contribution]
        if same:
            same[0].days += 1
        else:
            parts.append(_Part(reading.contribution, reading.cost, places))
    by_place: Places = {}
    for part, charge in _charges(parts):
        for place, share in _split(charge, part.places).items():
            by_place[place] = by_place.get(place, ZERO) + share
    return [WeekReading(monday, *place, charge) for place, charge in sorted(by_place.items()) if charge]


def _charges(parts: list[_Part]) -> Iterator[tuple[_Part, Fraction]]:
    """What each part comes to: weekly x days / 7 to the nearest penny, and no more than its days cost.

    Parts with one weekly sum add up to what all of their days come to; the last of them has the residual penny.
    """
    for weekly in {part.contribution: None for part in parts}:
        alike = [part for part in parts if part.contribution == weekly]
        left = nearest(weekly * sum(part.days for part in alike) / A_WEEK)
        for number, part in enumerate(alike, 1):
            charge = left if number == len(alike) else min(left, nearest(weekly * part.days / A_WEEK))
            left -= charge
            yield part, min(charge, nearest(part.cost * part.days / A_WEEK))


def _split(charge: Fraction, places: Places) -> Places:
    """A charge by the share that each place has in the cost; the last has the residual penny."""
    cost = sum(places.values(), ZERO)
    split = {}
    left = charge
    for place, weekly in sorted(places.items())[:-1]:
        split[place] = min(left, nearest(charge * weekly / cost)) if cost else ZERO
        left -= split[place]
    split[max(places)] = left
    return split
