"""Charges by the week: a course of contributions cut to charging weeks, settings and collectors."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.care import first_chargeable_day
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.rounding import by_share, part_weeks
from hub.charging.schedule import Segment, schedule
from hub.rates import Rates
from hub.rates.policy import Policy

__all__ = ["WeekCharge", "charge_weeks", "first_chargeable_day", "should_be"]

_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class WeekCharge:
    """What one charging week comes to in one setting with one collector; `week` is its Monday."""

    week: date
    setting: Setting
    collector: Collector
    pence: int
    cost_pence: int


@dataclass(slots=True, frozen=True)
class _Part:
    """Some days of one week with one contribution."""

    segment: Segment
    days: int
    weekly_pence: int
    cost_pence: int


def charge_weeks(
    circumstances: Circumstances, segments: Sequence[Segment], policy: Policy, first: date, last: date
) -> list[WeekCharge]:
    """Gives what is charged for each charging week from `first` to `last`; weeks of nothing are left out.

    Parts of a week with one contribution add up to the week; no part is more than the cost of its days.
    Nothing falls after the day of death.

    Source: Care Act 2014, s.14(4); charging decisions 3, 4 and 27.
    """
    if circumstances.date_of_death is not None:
        last = min(last, circumstances.date_of_death)
    weeks: dict[date, list[_Part]] = defaultdict(list)
    charges: list[WeekCharge] = []
    for segment in segments:
        contribution = segment.contribution
        if contribution is None or not segment.shares:
            continue
        day, end = max(segment.first, first), min(segment.last, last)
        whole = _shared(segment, contribution.weekly_pence, contribution.cost_weekly_pence)
        while day <= end:
            week = policy.week_of(day)
            if day == week.first and week.last <= end:
                charges += [WeekCharge(day, *charge) for charge in whole if charge[2] or charge[3]]
            else:
                days = (min(week.last, end) - day).days + 1
                part = _Part(segment, days, contribution.weekly_pence, contribution.cost_weekly_pence)
                weeks[week.first].append(part)
            day = week.last + _DAY
    for monday, parts in weeks.items():
        charges += _broken_week(monday, parts)
    return sorted(
        (charge for charge in charges if charge.pence), key=lambda its: (its.week, its.setting, its.collector)
    )


def _shared(segment: Segment, pence: int, cost_pence: int) -> list[tuple[Setting, Collector, int, int]]:
    shares = segment.shares
    weights = [share.weekly_pence for share in shares]
    return [
        (share.setting, share.collector, own, own_cost)
        for share, own, own_cost in zip(shares, by_share(pence, weights), by_share(cost_pence, weights), strict=True)
    ]


def _broken_week(monday: date, parts: list[_Part]) -> list[WeekCharge]:
    charged = _cut([part.weekly_pence for part in parts], parts)
    costs = _cut([part.cost_pence for part in parts], parts)
    sums: dict[tuple[Setting, Collector], list[int]] = defaultdict(lambda: [0, 0])
    for part, pence, cost in zip(parts, charged, costs, strict=True):
        for setting, collector, own, own_cost in _shared(part.segment, min(pence, cost), cost):
            total = sums[(setting, collector)]
            total[0] += own
            total[1] += own_cost
    return [WeekCharge(monday, *key, pence, cost) for key, (pence, cost) in sums.items()]


def _cut(weekly: list[int], parts: list[_Part]) -> list[int]:
    cut = [0] * len(parts)
    for amount in set(weekly):
        places = [place for place, its in enumerate(weekly) if its == amount]
        lengths = [parts[place].days for place in places]
        for place, pence in zip(places, part_weeks(amount, lengths), strict=True):
            cut[place] = pence
    return cut


def should_be(
    circumstances: Circumstances,
    notices: Sequence[UpratingNotice],
    rates: Rates,
    policy: Policy,
    first: date,
    last: date,
) -> list[WeekCharge]:
    """Gives what should be charged for each week from `first` to `last`, from the facts as they now stand.

    Source: Care Act 2014, s.14; charging section 13 (recalculate from facts, post the difference).
    """
    segments = schedule(circumstances, notices, rates, policy, first, last)
    return charge_weeks(circumstances, segments, policy, first, last)
