"""Whose assessment stands on a day, whether capital is charged in full, and what wears notional capital down."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from hub.charging.circumstances import AssessmentBasis, CapitalStatement, FinancialAssessment
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO
from tests.charging.second_reading.holdings import capital_on, held_on, is_over_the_limit, the_council_ignores, value_of
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


def notional_left(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    """What is left of notional capital on a day (reg 23).

    For each charging week before, or part of one, in which the person had to pay more because of it, it falls by the
    difference between the two weekly charges, the most of any day of the week.
    """
    if case.as_if_without_notional_capital:
        return ZERO
    stated_on, holdings = held_on(case, assessment, day)
    taken = [
        (its.received_on or stated_on, value_of(its))
        for its in holdings
        if its.kind in NOTIONAL and not the_council_ignores(its, day)
    ]
    taken = [(since, value) for since, value in taken if since <= day]
    if not taken:
        return ZERO
    left, counted = ZERO, set[int]()
    for sunday, fall in _falls_before(case, day):
        for place, (since, value) in enumerate(taken):
            if place not in counted and since <= sunday:
                counted.add(place)
                left += value
        left = max(ZERO, left - fall)
    return left + sum((value for place, (_, value) in enumerate(taken) if place not in counted), ZERO)


def _falls_before(case: Case, day: date) -> list[tuple[date, Fraction]]:
    """By how much notional capital fell in each week before that of a day, the week named by its Sunday."""
    told: list[FinancialAssessment | CapitalStatement] = [
        *case.who.assessments.values(),
        *case.who.capital_statements.values(),
    ]
    first = min(its.effective_from for its in told if any(holding.kind in NOTIONAL for holding in its.capital))
    monday = first - timedelta(days=first.weekday())
    falls = []
    while monday + timedelta(days=7) <= day:
        falls.append((monday + timedelta(days=6), _fall(case, first, monday)))
        monday += timedelta(days=7)
    return falls


@lru_cache(maxsize=10000)
def _fall(case: Case, first: date, monday: date) -> Fraction:
    # The two need each other: what is left decides what is charged, and that what is left later.
    from tests.charging.second_reading.day import day_of

    without = _as_if_without(case)
    most = ZERO
    for place in range(7):
        day = monday + timedelta(days=place)
        assessment = assessment_on(case, day)
        if day < first or assessment is None or not notional_left(case, assessment, day):
            continue
        most = max(most, day_of(case, day).due - day_of(without, day).due)
    return most


@lru_cache(maxsize=1000)
def _as_if_without(case: Case) -> Case:
    return replace(case, as_if_without_notional_capital=True)
