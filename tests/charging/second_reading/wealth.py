"""Whose assessment stands on a day, whether capital is charged in full, and what wears notional capital down."""

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from hub.charging.circumstances import AssessmentBasis, FinancialAssessment
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO
from tests.charging.second_reading.holdings import capital_on, held_on, is_over_the_limit, value_of
from tests.charging.second_reading.kinds import NOTIONAL
from tests.charging.second_reading.residence import Rules, rules_on


def assessment_on(case: Case, day: date) -> FinancialAssessment | None:
    """The latest assessment that has begun; an interim one only while there is no other."""
    begun = [its for its in case.who.assessments.values() if its.effective_from <= day]
    real = [its for its in begun if its.basis is not AssessmentBasis.INTERIM]
    candidates = real or begun
    latest = [its for its in candidates if its.effective_from == max(other.effective_from for other in candidates)]
    return next((its for its in latest if not any(o.version.supersedes(its.version) for o in latest)), None)


def pays_in_full_for_capital(case: Case, assessment: FinancialAssessment, day: date) -> bool:
    """Whether a day is charged in full because of capital, notional capital included."""
    return is_charged_in_full(case, capital_on(case, assessment, day, notional_left(case, assessment, day)), day)


def is_charged_in_full(case: Case, capital: Fraction, day: date) -> bool:
    """Whether so much capital is over the limit, and the council does not help all the same (reg 12)."""
    may_help = rules_on(case, day) is not Rules.PERMANENT
    helps = may_help and not case.terms(day).full_cost_over_limit_in_community
    return is_over_the_limit(case, capital, day) and not helps


@lru_cache(maxsize=10000)
def notional_left(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    """What is left of notional capital on a day (reg 23).

    For each charging week before, or part of one, in which the person had to pay more because of it, it falls by the
    difference between the two weekly charges.
    """
    stated_on, holdings = held_on(case, assessment, day)
    notional = [its for its in holdings if its.kind in NOTIONAL]
    if not notional:
        return ZERO
    left = sum((value_of(its) for its in notional), ZERO)
    first = min(its.received_on or stated_on for its in notional)
    monday = first - timedelta(days=first.weekday())
    while monday + timedelta(days=7) <= day:
        left -= _fall(case, max(first, monday), monday + timedelta(days=6), left)
        monday += timedelta(days=7)
    return max(ZERO, left)


def _fall(case: Case, first: date, last: date, notional: Fraction) -> Fraction:
    # The two need each other: what is left decides what is charged, and that what is left later.
    from tests.charging.second_reading.day import day_with

    day = first
    while day <= last:
        assessment = assessment_on(case, day)
        higher = day_with(case, assessment, day, notional).due - day_with(case, assessment, day, ZERO).due
        if higher > 0:
            return higher
        day += timedelta(days=1)
    return ZERO
