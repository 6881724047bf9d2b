"""When attendance allowance and its like stop: after four weeks in a home that the council pays for."""

from datetime import date
from functools import lru_cache

from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import AssessmentBasis
from tests.charging.second_reading.care import A_DAY, provided
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import Refused
from tests.charging.second_reading.residence import meant_as
from tests.charging.second_reading.wealth import assessment_on, pays_in_full_for_capital


def stopped_since(case: Case, day: date) -> date | None:
    """The first day of those, this one among them, on which the benefits are not paid; none while they are.

    Days in homes and in hospital at public expense count together, unless more days lie between them than the policy
    says. On days that the person pays for, now or under a deferred payment agreement, the benefits are paid.
    """
    if not _is_in_a_home_that_the_council_pays_for(case, day):
        return None
    terms = case.terms(day)
    counted = apart = 0
    since = None
    that_day = min(its.first for its in provided(case))
    while that_day <= day:
        in_a_home = _is_in_a_home_that_the_council_pays_for(case, that_day)
        if in_a_home or _is_in_hospital(case, that_day):
            counted = 1 if apart > terms.stays_link_within_days else counted + 1
            apart = 0
        else:
            apart += 1
        is_stopped = in_a_home and counted > terms.disability_benefits_stop_after_days
        since = (since or that_day) if is_stopped else None
        that_day += A_DAY
    return since


@lru_cache(maxsize=10000)
def _is_in_a_home_that_the_council_pays_for(case: Case, day: date) -> bool:
    return bool(meant_as(case, day)) and not _pays_for_all_of_it(case, day)


def _is_in_hospital(case: Case, day: date) -> bool:
    """Whether somebody who lives at home is in hospital."""
    return not meant_as(case, day) and any(
        away.reason == "hospital" and away.covers(day)
        for its in provided(case)
        if its.line.setting is Setting.COMMUNITY
        for away in its.line.suspensions
    )


def _pays_for_all_of_it(case: Case, day: date) -> bool:
    if any(its.span.covers(day) for its in case.who.deferred_payments.values()):
        return True
    assessment = assessment_on(case, day)
    if assessment is None:
        return False
    if assessment.basis is not AssessmentBasis.FULL:
        return assessment.contribution_weekly_pence is None
    try:
        return pays_in_full_for_capital(case, assessment, day)
    except Refused:
        return False
