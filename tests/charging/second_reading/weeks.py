"""Charging weeks: the days of each week put together, where care is given and by who collects."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.inbound.care_packages import Collector, Service, Setting
from contracts.outbound.contributions import Basis
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy
from tests.charging.second_reading.care import A_DAY, Cost, costs_on, provided, shares
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.day import DayReading, day_of
from tests.charging.second_reading.figures import ZERO, nearest, pounds

A_WEEK = 7


@dataclass(frozen=True)
class WeekReading:
    """What a week comes to in one place with one collector, in pounds; the week is named by its Monday."""

    week: date
    setting: Setting
    collector: Collector
    charge: Fraction
    deferred: Fraction


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
# What comes by the hour or the day, so that there may be more or less of it than planned.
MEASURED = (
    Service.HOME_CARE,
    Service.DAY_CARE,
    Service.SUPPORTED_LIVING,
    Service.EXTRA_CARE,
    Service.REABLEMENT,
)


@dataclass
class _Part:
    """Days of a week, one after another, on which all is the same."""

    reading: DayReading
    lines: list[Cost]
    days: list[date]

    @property
    def places(self) -> Places:
        """The weekly cost by place."""
        return shares(self.lines)


def _week(case: Case, monday: date, days: list[date]) -> list[WeekReading]:
    parts: list[_Part] = []
    for day in days:
        reading, lines = day_of(case, day), costs_on(case, day)
        if not lines or not reading.is_billed or reading.basis is Basis.NOT_CHARGEABLE:
            continue
        before = parts[-1] if parts else None
        if before and before.days[-1] + A_DAY == day and (before.reading, before.lines) == (reading, lines):
            before.days.append(day)
        else:
            parts.append(_Part(reading, lines, [day]))
    charge: Places = {}
    deferred: Places = {}
    delivered = _delivered(case, monday)
    costs = _costs(parts, delivered)
    for part, own, due, paid in zip(parts, costs, *_due(parts, costs, bool(delivered)), strict=True):
        weights = own if delivered else part.places
        owed = _within(_split(due, weights), own)
        for place, share in _within(_split(paid, weights), owed).items():
            charge[place] = charge.get(place, ZERO) + share
            deferred[place] = deferred.get(place, ZERO) + owed[place] - share
    return [
        WeekReading(monday, *place, sum_, deferred[place])
        for place, sum_ in sorted(charge.items())
        if sum_ or deferred[place]
    ]


def _due(parts: list[_Part], costs: list[Places], is_delivered: bool) -> tuple[list[Fraction], list[Fraction]]:
    """What is due for each part, now or later, and what of it has to be paid now: never more than its days cost.

    Where care is charged on what was delivered, the sum is not held to the cost of the plan; unless some of it is
    deferred, for that was agreed by the plan.
    """
    of_the_days = [sum(its.values(), ZERO) for its in costs]
    weekly = []
    for part in parts:
        its = part.reading
        weekly.append(its.by_means if is_delivered and not its.deferred else its.due)
    keys = [(due, part.reading.deferred) for due, part in zip(weekly, parts, strict=True)]
    due = [
        cost if sum_ is None else min(cut, cost)
        for sum_, cut, cost in zip(weekly, _cut([its or ZERO for its in weekly], keys, parts), of_the_days, strict=True)
    ]
    now = _cut([part.reading.contribution for part in parts], keys, parts)
    paid = [min(cut, owed) if part.reading.deferred else owed for part, cut, owed in zip(parts, now, due, strict=True)]
    return due, paid


def _cut(weekly: list[Fraction], keys: Sequence[Hashable], parts: list[_Part]) -> list[Fraction]:
    """Weekly x days / 7 to the nearest penny; parts with one key add up, and the last of them has what is left over."""
    cut: list[Fraction] = []
    for place, part in enumerate(parts):
        alike = [number for number, key in enumerate(keys) if key == keys[place]]
        if place == alike[-1]:
            total = nearest(weekly[place] * sum(len(parts[number].days) for number in alike) / A_WEEK)
            cut.append(total - sum((cut[number] for number in alike[:-1]), ZERO))
        else:
            cut.append(nearest(weekly[place] * len(part.days) / A_WEEK))
    return cut


def _costs(parts: list[_Part], delivered: dict[str, tuple[Fraction, list[date]]]) -> list[Places]:
    """What the days of each part cost by place: by plan, or what was delivered spread over the days it was for."""
    weekly, rest = [], []
    for part in parts:
        by_plan = part.places
        for cost in part.lines:
            if cost.line.line in delivered and cost.line.service in MEASURED:
                by_plan[_place(cost)] -= cost.weekly
        rest.append(by_plan)
        arranging = part.reading.cost - sum(part.places.values(), ZERO)
        weekly.append(sum(by_plan.values(), ZERO) + arranging)
    costs = [_split(cost, by_plan) for cost, by_plan in zip(_cut(weekly, weekly, parts), rest, strict=True)]
    for part, own in zip(parts, costs, strict=True):
        for cost in part.lines:
            if cost.line.line in delivered and cost.line.service in MEASURED:
                sum_, days = delivered[cost.line.line]
                own[_place(cost)] += nearest(sum_ * len(set(part.days) & set(days)) / len(days))
    return costs


def _place(cost: Cost) -> tuple[Setting, Collector]:
    return cost.line.setting, cost.line.collector


def _delivered(case: Case, monday: date) -> dict[str, tuple[Fraction, list[date]]]:
    """What was delivered of each line in a week at its cost, less what the NHS pays of it, and the days it was for."""
    if case.terms(monday).home_care_charged_on != "delivered":
        return {}
    found: dict[str, tuple[Fraction, list[date]]] = {}
    for its in provided(case):
        records = [
            told
            for told in case.who.deliveries.values()
            if told.line == its.line.line and told.week - timedelta(days=told.week.weekday()) == monday
        ]
        days = [
            day
            for day in (monday + timedelta(days=place) for place in range(A_WEEK))
            if its.covers(day) and not any(away.covers(day) for away in its.line.suspensions)
        ]
        if records and days:
            cost = sum((pounds(told.cost_pence) for told in records), ZERO)
            by_the_nhs = nearest(pounds(its.line.nhs_share_weekly_pence) * len(days) / A_WEEK)
            found[its.line.line] = (max(ZERO, cost - by_the_nhs), days)
    return found


def _split(amount: Fraction, places: Places) -> Places:
    """An amount by the share that each place has in the cost; the last has the residual penny."""
    cost = sum(places.values(), ZERO)
    split = {}
    left = amount
    for place, weight in sorted(places.items())[:-1]:
        split[place] = min(left, nearest(amount * weight / cost)) if cost else ZERO
        left -= split[place]
    split[max(places)] = left
    return split


def _within(amounts: Places, limits: Places) -> Places:
    """Each amount within its own limit; what is over goes to others with room, the last of them first."""
    kept = {place: min(amount, limits[place]) for place, amount in amounts.items()}
    over = sum(amounts.values(), ZERO) - sum(kept.values(), ZERO)
    for place in sorted(kept, reverse=True):
        more = min(over, limits[place] - kept[place])
        kept[place] += more
        over -= more
    return kept
