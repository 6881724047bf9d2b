"""Delivered care: what was delivered in a charging week, where the council charges on that and not on the plan."""

from dataclasses import dataclass
from datetime import date, timedelta

from hub.charging.care import running_lines
from hub.charging.circumstances import Circumstances
from hub.charging.rounding import DAYS_IN_WEEK, half_up
from hub.rates.policy import Policy

_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class DeliveredCost:
    """What was delivered of a line in a week cost the council, over the days on which it was there to be delivered."""

    pence: int
    days: int


def delivered_weeks(circumstances: Circumstances, policy: Policy) -> dict[date, dict[str, DeliveredCost]]:
    """Gives what the delivered care of each charging week cost, by Monday and line; records of one week add up.

    A week without a record is not there: it is charged as planned until one comes. What the NHS pays of a line that is
    funded jointly is taken off.

    Source: Care Act 2014, s.14(4); charging section 10 (planned or delivered time: two different contracts).
    """
    recorded: dict[tuple[date, str], int] = {}
    for its in circumstances.deliveries.values():
        monday = policy.week_of(its.week).first
        if policy.on(monday).home_care_charged_on == "delivered":
            recorded[monday, its.line] = recorded.get((monday, its.line), 0) + its.cost_pence
    if not recorded:
        return {}
    running = running_lines(circumstances, policy)
    weeks: dict[date, dict[str, DeliveredCost]] = {}
    for (monday, line), pence in sorted(recorded.items()):
        given = [
            its.line
            for its in running
            if its.line.line == line
            for day in (monday + place * _DAY for place in range(DAYS_IN_WEEK))
            if its.covers(day) and its.away_on(day) is None
        ]
        if given:
            by_nhs = half_up(sum(its.nhs_share_weekly_pence for its in given), DAYS_IN_WEEK)
            weeks.setdefault(monday, {})[line] = DeliveredCost(max(0, pence - by_nhs), len(given))
    return weeks
