"""Charging weeks: the days of each week put together, where care is given and by who collects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy
from tests.charging.second_reading.care import costs_on, shares
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.day import DayReading, day_of
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


@dataclass
class _Part:
    """Days of a week on which the same is due for the same care."""

    reading: DayReading
    places: dict[tuple[Setting, Collector], Fraction]
    days: int = 1


def _week(case: Case, monday: date, days: list[date]) -> list[WeekReading]:
    parts: list[_Part] = []
    for day in days:
        reading, places = day_of(case, day), shares(costs_on(case, day))
        if reading.contribution == 0 or not reading.is_billed:
            continue
        same = [its for its in parts if its.places == places and its.reading.contribution == reading.contribution]
        if same:
            same[0].days += 1
        else:
            parts.append(_Part(reading, places))
    by_place: dict[tuple[Setting, Collector], Fraction] = {}
    for part in parts:
        for place, charge in _split(part).items():
            by_place[place] = by_place.get(place, ZERO) + charge
    return [WeekReading(monday, *place, charge) for place, charge in sorted(by_place.items()) if charge]


def _split(part: _Part) -> dict[tuple[Setting, Collector], Fraction]:
    """The charge of some days, to the nearest penny, by the share that each place has in the cost."""
    charge = nearest(part.reading.contribution * part.days / A_WEEK)
    cost = sum(part.places.values(), ZERO)
    split = {}
    left = charge
    for place, weekly in sorted(part.places.items())[:-1]:
        split[place] = min(left, nearest(charge * weekly / cost)) if cost else ZERO
        left -= split[place]
    split[max(part.places)] = left
    return split
