"""The contribution: what its course, once worked out, is remembered for and asks of officers."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from contracts.money import pounds_from_pence
from hub.charging.charge_weeks import first_chargeable_day
from hub.charging.schedule import Segment
from hub.deciding import Deciding, WantedTask
from hub.differences.ahead import tasks_ahead
from hub.differences.notices import NOTICE_AHEAD, tell_course
from hub.rates.policy import Policy
from hub.recovery.working_days import add_working_days
from hub.standing.person import HeldUprating, PersonStanding, Refusal

SCOPE = "charging"
OFFICER_DAYS = 5


def settle_contribution(deciding: Deciding, standing: PersonStanding, segments: list[Segment], lower: date) -> None:
    """Say what the contribution is now or soon, and remember what its course asks of officers."""
    _remember(deciding, standing, segments, lower)
    tell_course(deciding, standing, segments)


def settle_charging_tasks(deciding: Deciding, standing: PersonStanding) -> None:
    """Keep open the tasks that the course of the contribution asks for, as last worked out."""
    policy = deciding.almanac.policy
    wanted = _wanted_tasks(standing, policy) | _held_upratings(standing, policy) | tasks_ahead(standing)
    deciding.settle_tasks(standing, SCOPE, wanted)


def _remember(deciding: Deciding, standing: PersonStanding, segments: list[Segment], lower: date) -> None:
    worked = standing.worked
    horizon = deciding.today + NOTICE_AHEAD
    # Segments begin at `lower` or later, so a change on that day itself was seen when it was worked out before.
    changes = {day: pence for day, pence in worked.large_changes.items() if date.fromisoformat(day) <= lower}
    for day, step in _steps(segments):
        if abs(step) >= deciding.terms.large_change_weekly_pence and day <= horizon:
            changes[day.isoformat()] = step
    worked.large_changes = changes
    worked.refusals = {}
    for segment in segments:
        if segment.refusal is not None and segment.first <= deciding.today:
            worked.refusals.setdefault(segment.refusal.key, Refusal(segment.refusal.message, segment.first))
    today = _covering(segments, deciding.today)
    worked.is_provisional = (
        today is not None and today.contribution is not None and today.contribution.is_awaiting_assessment
    )
    edges = {day for s in segments for day in (s.first - NOTICE_AHEAD, s.first, s.last + timedelta(days=1))}
    worked.next_change_on = min((day for day in edges if day > deciding.today), default=None)


def _steps(segments: list[Segment]) -> Iterable[tuple[date, int]]:
    for before, after in pairwise(segments):
        if before.contribution is None or after.contribution is None:
            continue
        if before.contribution.is_awaiting_assessment or after.contribution.is_awaiting_assessment:
            continue
        if before.last + timedelta(days=1) == after.first:
            yield after.first, after.contribution.weekly_pence - before.contribution.weekly_pence


def _covering(segments: list[Segment], day: date) -> Segment | None:
    return next((segment for segment in segments if segment.first <= day <= segment.last), None)


def _wanted_tasks(standing: PersonStanding, policy: Policy) -> dict[str, WantedTask]:
    wanted: dict[str, WantedTask] = {}
    for day in standing.worked.large_changes:
        changed_on = date.fromisoformat(day)
        wanted[f"large_change:{day}"] = WantedTask(
            "large_change",
            f"The weekly contribution changes on {changed_on:%-d %B %Y} by more than the policy lets pass "
            "unseen. Check the facts behind it, and that the person understands it.",
            add_working_days(changed_on, OFFICER_DAYS),
            3,
        )
    for key, refusal in standing.worked.refusals.items():
        wanted[f"cannot_be_worked_out:{key}"] = WantedTask(
            "cannot_be_worked_out",
            f"The contribution cannot be worked out: {refusal.message}. Nothing is charged for those days.",
            add_working_days(refusal.first, OFFICER_DAYS),
            2,
        )
    first = first_chargeable_day(standing.circumstances, policy)
    if standing.worked.is_provisional and first is not None:
        wanted["assessment_missing"] = WantedTask(
            "assessment_missing",
            "Care that may be charged for is running and there is no financial assessment. "
            "Nothing is charged until there is one.",
            add_working_days(first, OFFICER_DAYS),
            2,
        )
    return wanted


def _held_upratings(standing: PersonStanding, policy: Policy) -> dict[str, WantedTask]:
    return {
        f"uprating_held:{notice}:{held.revision}": WantedTask(
            "uprating_held",
            f"The uprating notice {notice}, revision {held.revision}, would raise the weekly contribution from "
            f"{held.first:%-d %B %Y} by {_rise(held)}: further than the policy lets a notice raise anybody unseen "
            f"({_limits(policy, held)}). "
            "Until an officer decides release_uprating it is held, and the person pays the amount without it: "
            "`hub person` shows both.",
            held.first,
            2,
        )
        for notice, held in standing.worked.held_upratings.items()
    }


def _rise(held: HeldUprating) -> str:
    # A task tells no sum of the person's.
    if not held.weekly_pence:
        return "all of it, from nothing"
    return f"{(held.weekly_if_released_pence - held.weekly_pence) * 100 // held.weekly_pence} per cent"


def _limits(policy: Policy, held: HeldUprating) -> str:
    terms = policy.on(held.first)
    weekly, counts_from = terms.largest_uprating_weekly_pence, terms.uprating_percent_counts_from_pence
    return (
        f"{pounds_from_pence(weekly)} a week, or {terms.largest_uprating_percent} per cent "
        f"from {pounds_from_pence(counts_from)} a week on"
    )
