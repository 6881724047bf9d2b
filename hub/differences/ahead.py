"""Ahead: what time alone will change, worked out a cycle at a time, and the tasks it means for officers."""

from datetime import timedelta

from hub.charging.ahead import what_is_coming
from hub.charging.assessment import ready_case
from hub.deciding import Deciding, WantedTask
from hub.standing.person import ComingUp, PersonStanding

BEFORE = timedelta(days=28)
AHEAD = timedelta(days=56)


def look_ahead(deciding: Deciding, standing: PersonStanding) -> dict[str, ComingUp]:
    """What needs an officer from a cycle ago to two cycles on, by the facts.

    It is the same on every day of a cycle, so that it makes no difference on which of them a fact arrives; everybody
    with care is looked at again when the next cycle begins.
    """
    cycle = deciding.almanac.policy.cycle_of(deciding.today)
    last = cycle.last + AHEAD
    case = ready_case(
        standing.circumstances,
        deciding.council.notices_in_order(),
        deciding.almanac.rates,
        deciding.almanac.policy,
        last,
    )
    return {
        f"{coming.kind}:{coming.about}:{coming.day.isoformat()}": ComingUp(coming.day, coming.kind, coming.message)
        for coming in what_is_coming(case, cycle.first - BEFORE, last)
        if coming.needs_officer
    }


def tasks_ahead(standing: PersonStanding) -> dict[str, WantedTask]:
    """The tasks that what is coming means; none for somebody who has died, whose care and charges are at an end."""
    if standing.died:
        return {}
    return {
        f"coming:{key}": WantedTask(coming.kind, f"{coming.day:%-d %B %Y}: {coming.message}", coming.day, 3)
        for key, coming in standing.worked.comings.items()
    }
