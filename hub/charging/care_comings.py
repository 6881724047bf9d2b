"""What time alone will change of a person's care, told ahead so that somebody can act."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.inbound.assessments import ExemptionKind
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Stay
from hub.charging.care import RunningLine
from hub.charging.case import Case
from hub.charging.coming import Coming
from hub.charging.nhs_funding import is_continuing_healthcare
from hub.charging.stays import HomeStay, no_longer_short
from hub.charging.top_ups import top_ups_not_allowed

_DAY = timedelta(days=1)
_52_WEEKS = timedelta(weeks=52)
_WHY_FREE = {
    ExemptionKind.SECTION_117: "after-care under section 117",
    ExemptionKind.CREUTZFELDT_JAKOB_DISEASE: "variant Creutzfeldt-Jakob disease",
}


def care_comings(case: Case, first: date, last: date) -> Iterator[Coming]:
    """Gives what will change of a person's care from the first day to the last, or has to be done until then.

    A top-up that the person may not pay stands until somebody acts: it is told with its own first day even if that is
    past, so that it is one and the same thing whenever it is asked for.

    Source: charging section 2 (free periods need a clock), section 7 (short stays, top-ups, continuing healthcare) and
    section 9 (when changes take effect).
    """
    for its in case.running:
        yield from (coming for coming in _of_line(case, its) if first <= coming.day <= last)
    for stay in case.stays:
        yield from (coming for coming in _of_stay(case, stay) if first <= coming.day <= last)
    yield from (coming for coming in _free_care_ends(case) if first <= coming.day <= last)
    for its, since in top_ups_not_allowed(case, first, last):
        message = (
            "The person pays a top-up. They may only while their home does not count for twelve weeks, under a "
            "deferred payment agreement, or on after-care under section 117. End it, or agree it with somebody else."
        )
        yield Coming(since, "top_up_not_allowed", its.line.line, message)


def _of_line(case: Case, its: RunningLine) -> Iterator[Coming]:
    if its.charged_from is not None and _free_days_end(case, its, its.charged_from):
        message = (
            "The free weeks of reablement are over, and care that goes on may be charged for from this day. End the "
            "service, or see that the person is assessed and told."
        )
        yield Coming(its.charged_from, "reablement_ends", its.line.line, message)
    for suspension in its.line.suspensions:
        if suspension.last is not None and _is_chargeable(case, its, suspension.last + _DAY):
            day = suspension.last + _DAY
            message = "A service that was suspended begins again and is charged for as before from this day."
            yield Coming(day, "suspension_ends", its.line.line, message, needs_officer=False)


def _free_days_end(case: Case, its: RunningLine, day: date) -> bool:
    """Whether it is on this day that a line becomes chargeable which was free the day before, by itself or another."""
    return _is_chargeable(case, its, day) and any(
        other.line.service is its.line.service
        and other.covers(day - _DAY)
        and other.charged_from is not None
        and day - _DAY < other.charged_from
        for other in case.running
    )


def _of_stay(case: Case, its: HomeStay) -> Iterator[Coming]:
    if its.stay is Stay.PERMANENT:
        return
    if its.stay is Stay.SHORT_TERM:
        day = _too_long_from(case, its)
        if _is_here_for_a_time(case, its, day):
            at_home = case.policy.on(day - _DAY).short_stay_rules == "community"
            changes = " The rules for care homes hold from this day." if at_home else ""
            message = (
                "The stay is too long for a short one from this day. Decide whether the person goes home, or goes on "
                f"as a temporary or a permanent resident.{changes}"
            )
            yield Coming(day, "short_stay_too_long", "", message)
    if _is_here_for_a_time(case, its, its.first + _52_WEEKS):
        message = (
            "The stay has lasted 52 weeks, the most that is expected of a temporary one. Review whether the person "
            "goes home, or agree with them that they stay for good."
        )
        yield Coming(its.first + _52_WEEKS, "temporary_stay_of_52_weeks", "", message)


def _too_long_from(case: Case, its: HomeStay) -> date:
    """The first day on which the stay is too long by the terms of that very day, for these may have changed."""
    begin = case.policy.change_days(its.first, date.max)
    limits = (no_longer_short(its, case.policy.on(since)) for since in (its.first, *begin))
    return min(day for day in (*begin, *limits) if day >= no_longer_short(its, case.policy.on(day)))


def _is_here_for_a_time(case: Case, its: HomeStay, day: date) -> bool:
    return its.covers(day) and not any(other.stay is Stay.PERMANENT and other.covers(day) for other in case.stays)


def _free_care_ends(case: Case) -> Iterator[Coming]:
    for reference, exemption in case.circumstances.exemptions.items():
        if exemption.span.last is None:
            continue
        day = exemption.span.last + _DAY
        freed = [its for its in case.running if exemption.line in (None, its.line.line)]
        if any(_is_chargeable(case, its, day) for its in freed):
            message = (
                f"Care is no longer free because of {_WHY_FREE[exemption.kind]}, and may be charged for from this day. "
                "See that the person is assessed and told."
            )
            yield Coming(day, "exemption_ends", reference, message)
    for reference, funding in case.circumstances.fundings.items():
        if funding.kind is not NhsFunding.CHC or funding.span.last is None:
            continue
        day = funding.span.last + _DAY
        assessed_anew = any(its.effective_from >= day for its in case.circumstances.assessments.values())
        if not assessed_anew and any(_is_chargeable(case, its, day) for its in case.running):
            message = (
                "The NHS no longer pays for all of the care from this day. Assess the person anew: what they paid "
                "before holds only until then."
            )
            yield Coming(day, "continuing_healthcare_ends", reference, message)


def _is_chargeable(case: Case, its: RunningLine, day: date) -> bool:
    """Whether a line runs that is not free for its kind, its clock, an exemption or the NHS; minor works left aside."""
    return (
        its.runs(day)
        and its.charged_from is not None
        and its.charged_from <= day
        and not any(exempt.span.covers(day) for exempt in its.exemptions)
        and not is_continuing_healthcare(case.circumstances, day)
    )
