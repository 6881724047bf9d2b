"""Charges by the week: a course of contributions cut to charging weeks, settings and collectors."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.inbound.care_packages import Collector, Setting
from contracts.outbound.contributions import Basis
from hub.charging.assessment import Contribution
from hub.charging.care import first_chargeable_day, last_charged_day
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.delivered import DeliveredCost, delivered_weeks
from hub.charging.rounding import by_share, part_weeks, within
from hub.charging.schedule import Segment, schedule
from hub.rates import Rates
from hub.rates.policy import Policy

__all__ = ["WeekCharge", "charge_weeks", "first_chargeable_day", "should_be"]

_DAY = timedelta(days=1)

# Where care is given, who collects, what is to be paid, what the care costs, and what is deferred.
_Share = tuple[Setting, Collector, int, int, int]


@dataclass(slots=True, frozen=True)
class WeekCharge:
    """What one charging week comes to in one setting with one collector; `week` is its Monday.

    `pence` is to be paid to the collector. What is deferred under an agreement is owed to the council besides,
    whoever collects.
    """

    week: date
    setting: Setting
    collector: Collector
    pence: int
    cost_pence: int
    deferred_pence: int = 0

    @property
    def paid_over_pence(self) -> int:
        """What the council pays for the care: all of its cost, or net of what the person pays to somebody else.

        Source: charging section 8 (gross or net) and decision 1.
        """
        return self.cost_pence if self.collector is Collector.COUNCIL else self.cost_pence - self.pence


@dataclass(slots=True, frozen=True)
class _Part:
    """Some days of one week with one contribution."""

    segment: Segment
    contribution: Contribution
    days: int


def charge_weeks(
    circumstances: Circumstances, segments: Sequence[Segment], policy: Policy, first: date, last: date
) -> list[WeekCharge]:
    """Gives what is charged for each charging week from `first` to `last`; weeks of nothing are left out.

    Parts of a week with one contribution add up to the week; no part is more than the cost of its days, and in a week
    that is charged on what was delivered no more than that. Nothing falls after the day of death, and nothing on days
    whose contribution is too small to be billed.

    Source: Care Act 2014, s.14(4); charging decisions 3, 4, 25 and 27.
    """
    if circumstances.date_of_death is not None:
        last = min(last, last_charged_day(circumstances.date_of_death, policy))
    delivered = delivered_weeks(circumstances, policy)
    weeks: dict[date, list[_Part]] = defaultdict(list)
    charges: list[WeekCharge] = []
    for segment in segments:
        contribution = segment.contribution
        if contribution is None or not segment.shares or not contribution.is_billed:
            continue
        if contribution.basis is Basis.NOT_CHARGEABLE:
            # Care runs that may be charged for, and the person was not told so: it costs them nothing, whatever it is.
            continue
        day, end = max(segment.first, first), min(segment.last, last)
        whole = _whole_week(segment, contribution)
        while day <= end:
            week = policy.week_of(day)
            if day == week.first and week.last <= end and day not in delivered:
                charges += [WeekCharge(day, *share) for share in whole]
            else:
                days = (min(week.last, end) - day).days + 1
                weeks[week.first].append(_Part(segment, contribution, days))
            day = week.last + _DAY
    for monday, parts in weeks.items():
        charges += _broken_week(monday, parts, delivered.get(monday, {}))
    return sorted(
        (charge for charge in charges if charge.pence or charge.deferred_pence),
        key=lambda its: (its.week, its.setting, its.collector),
    )


def _whole_week(segment: Segment, contribution: Contribution) -> list[_Share]:
    weights = [share.weekly_pence for share in segment.shares]
    costs = by_share(contribution.cost_weekly_pence, weights)
    return _shared(segment, weights, costs, contribution.weekly_pence, contribution.deferred_weekly_pence)


def _shared(
    segment: Segment, weights: Sequence[int], costs: Sequence[int], pence: int, deferred_pence: int
) -> list[_Share]:
    """What is due, split by weights so that no share is charged more than it costs."""
    due = within(by_share(pence + deferred_pence, weights), costs)
    paid = within(by_share(pence, weights), due) if deferred_pence else due
    return [
        (share.setting, share.collector, own_paid, cost, own - own_paid)
        for share, cost, own, own_paid in zip(segment.shares, costs, due, paid, strict=True)
    ]


def _broken_week(monday: date, parts: Sequence[_Part], delivered: dict[str, DeliveredCost]) -> list[WeekCharge]:
    costs = _delivered_costs(parts, delivered) if delivered else _planned_costs(parts)
    charged = _charged(parts, [sum(shares) for shares in costs], is_delivered=bool(delivered))
    sums: dict[tuple[Setting, Collector], list[int]] = defaultdict(lambda: [0, 0, 0])
    for part, own_costs, (pence, deferred) in zip(parts, costs, charged, strict=True):
        weights = own_costs if delivered else [share.weekly_pence for share in part.segment.shares]
        for setting, collector, *amounts in _shared(part.segment, weights, own_costs, pence, deferred):
            total = sums[(setting, collector)]
            for place, amount in enumerate(amounts):
                total[place] += amount
    return [WeekCharge(monday, *key, *total) for key, total in sums.items()]


def _planned_costs(parts: Sequence[_Part]) -> list[list[int]]:
    """What the days of each part cost by plan, by share."""
    weekly = [part.contribution.cost_weekly_pence for part in parts]
    return [
        by_share(pence, [share.weekly_pence for share in part.segment.shares])
        for part, pence in zip(parts, _cut(weekly, weekly, parts), strict=True)
    ]


def _delivered_costs(parts: Sequence[_Part], delivered: dict[str, DeliveredCost]) -> list[list[int]]:
    """What the days of each part cost, by share: what was delivered where that is recorded, the plan for the rest."""
    undelivered: list[list[int]] = []
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, part in enumerate(parts):
        undelivered.append([share.weekly_pence for share in part.segment.shares])
        for place, share in enumerate(part.segment.shares):
            for line, planned in share.measured:
                if line in delivered:
                    undelivered[at][place] -= planned
                    places[line].append((at, place))
    weekly = []
    for part, rest in zip(parts, undelivered, strict=True):
        arranging = part.contribution.cost_weekly_pence - sum(share.weekly_pence for share in part.segment.shares)
        weekly.append(sum(rest) + arranging)
    costs = [by_share(pence, rest) for pence, rest in zip(_cut(weekly, weekly, parts), undelivered, strict=True)]
    for line, held in places.items():
        lengths = [parts[at].days for at, _ in held]
        cut = part_weeks(delivered[line].pence, lengths, delivered[line].days)
        for (at, place), pence in zip(held, cut, strict=True):
            costs[at][place] += pence
    return costs


def _charged(parts: Sequence[_Part], costs: Sequence[int], *, is_delivered: bool) -> list[tuple[int, int]]:
    """What is to be paid and what is deferred for each part: no more than its days cost."""
    due = [_due_weekly(part.contribution, is_delivered=is_delivered) for part in parts]
    keys = [(its, part.contribution.deferred_weekly_pence) for its, part in zip(due, parts, strict=True)]
    cut = _cut([its or 0 for its in due], keys, parts)
    charged = [cost if its is None else min(pence, cost) for its, pence, cost in zip(due, cut, costs, strict=True)]
    paid = _cut([part.contribution.weekly_pence for part in parts], keys, parts, charged)
    return [
        (own_paid, own - own_paid) if part.contribution.deferred_weekly_pence else (own, 0)
        for part, own, own_paid in zip(parts, charged, paid, strict=True)
    ]


def _due_weekly(its: Contribution, *, is_delivered: bool) -> int | None:
    """What is due for a full week, now or later; absent where it is all of the cost of what was delivered.

    Under a deferred payment agreement it is never more than planned, for that is what was agreed.
    """
    if is_delivered and not its.deferred_weekly_pence:
        return its.by_means_weekly_pence
    return its.weekly_pence + its.deferred_weekly_pence


def _cut(
    weekly: Sequence[int], keys: Sequence[Hashable], parts: Sequence[_Part], limits: Sequence[int] | None = None
) -> list[int]:
    """Weekly amounts cut to the days of the parts, so that the parts with one and the same key add up."""
    cut = [0] * len(parts)
    for key in set(keys):
        places = [place for place, its in enumerate(keys) if its == key]
        amounts = part_weeks(weekly[places[0]], [parts[place].days for place in places])
        if limits is not None:
            amounts = within(amounts, [limits[place] for place in places])
        for place, pence in zip(places, amounts, strict=True):
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
