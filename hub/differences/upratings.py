"""Upratings: the course of a contribution, where each notice that raises the person too far waits for an officer.

Pure, and whatever order facts and notices came in the same: what is held follows from the facts, the notices, the
decisions and the policy alone. Whoever no notice raises that far is worked out once.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from hub.charging.charge_weeks import first_chargeable_day
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.schedule import Segment, schedule
from hub.differences.notices import NOTICE_AHEAD
from hub.rates import Rates
from hub.rates.policy import Policy, PolicyTerms
from hub.standing.person import HeldUprating

DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class Rules:
    """What a contribution is worked out by, beside the facts about the person; notices are by their reference."""

    notices: Mapping[str, UpratingNotice]
    rates: Rates
    policy: Policy


@dataclass(slots=True, frozen=True)
class Course:
    """The spans of a contribution, and the notices that are not in it because they wait for an officer."""

    segments: list[Segment]
    held: dict[str, HeldUprating]


def course_of(
    circumstances: Circumstances,
    rules: Rules,
    released: Mapping[str, int],
    known: Mapping[str, HeldUprating],
    first: date,
    last: date,
    horizon: date,
) -> Course:
    """Work out the course from `first` to `last`, without the notices that are held for the person.

    A notice is held when the contribution steps up on its first day by more than the policy lets a notice raise it,
    and the notice itself makes more than that of the step; unless it is released, in this revision or a later one.
    Notices are looked at in order of their first days, from the day after `first` up to `horizon`; for earlier ones,
    `known` says which are held.
    """
    held = dict(known)
    segments = _without(circumstances, rules, held, first, last)
    until = min(horizon, last)
    for reference, notice in sorted(rules.notices.items(), key=lambda its: (its[1].effective_from, its[0])):
        begins = notice.effective_from
        is_released = notice.version.revision <= released.get(reference, 0)
        if not first < begins <= until or is_released or reference in held:
            continue
        before, after = weekly_on(segments, begins - DAY), weekly_on(segments, begins)
        terms = rules.policy.on(begins)
        if before is None or after is None or not is_beyond(before, after, terms):
            continue
        others = _without(circumstances, rules, {*held, reference}, first, last)
        old = weekly_on(others, begins)
        if old is not None and is_beyond(old, after, terms):
            held[reference] = HeldUprating(notice.version.revision, begins, old, after)
            segments = others
    return Course(segments, held)


def notices_that_hold(
    circumstances: Circumstances, rules: Rules, released: Mapping[str, int], today: date
) -> list[UpratingNotice]:
    """The notices that hold for the person as things stand on the business day, worked out from all the facts."""
    first = first_chargeable_day(circumstances, rules.policy)
    if first is None:
        return list(rules.notices.values())
    begin, horizon = rules.policy.week_of(first - DAY).first, today + NOTICE_AHEAD
    held = course_of(circumstances, rules, released, {}, begin, max(begin, horizon), horizon).held
    return [notice for reference, notice in rules.notices.items() if reference not in held]


def _without(
    circumstances: Circumstances, rules: Rules, held: Set[str] | Mapping[str, object], first: date, last: date
) -> list[Segment]:
    notices = [notice for reference, notice in rules.notices.items() if reference not in held]
    return schedule(circumstances, notices, rules.rates, rules.policy, first, last)


def weekly_on(segments: list[Segment], day: date) -> int | None:
    """The weekly contribution of a day in pence; None without care, or if it cannot be worked out."""
    segment = next((its for its in segments if its.first <= day <= its.last), None)
    return None if segment is None or segment.contribution is None else segment.contribution.weekly_pence


def is_beyond(before_pence: int, after_pence: int, terms: PolicyTerms) -> bool:
    """Whether a rise is more than the policy lets a notice make before an officer has looked."""
    rise = after_pence - before_pence
    if rise > terms.largest_uprating_weekly_pence:
        return True
    is_small = rise < terms.uprating_percent_counts_from_pence
    return not is_small and rise * 100 > before_pence * terms.largest_uprating_percent
