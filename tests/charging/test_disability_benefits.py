"""Disability benefits in care homes: they stop after four weeks that the council pays for, and when they do not."""

from dataclasses import replace as replace_terms
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import Frequency
from contracts.inbound.care_packages import Stay
from hub.charging.case import case_of
from hub.charging.circumstances import (
    AssessmentBasis,
    Award,
    CapitalStatement,
    Circumstances,
    DeferredPayment,
    FinancialAssessment,
    PropertySale,
    ServiceLine,
    Span,
    Suspension,
)
from hub.charging.disability_benefits import stopped_spans
from hub.rates.policy import Policy
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    RATES,
    care_home,
    contribution,
    council,
    course,
    home_care,
    person,
    savings,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

PENSION = weekly("pension_credit_guarantee", 20000)
BENEFITS = (weekly("attendance_allowance", 11040), weekly("severe_disability_addition", 8290))
BEFORE = CARE_BEGAN - timedelta(days=400)
ENOUGH = savings(2325000)
TOO_MUCH = savings(2325001)


def after(days: int) -> date:
    """So many days after the first day of care, which is day 0."""
    return CARE_BEGAN + timedelta(days=days)


def stay(first: int, last: int | None, line: str = "l-2", **rest: Any) -> ServiceLine:
    """A stay from its first to its last day; the day of discharge, which is no day of it, comes after."""
    discharge = None if last is None else after(last + 1)
    return replace(care_home(first=after(first), last=discharge, line=line), **rest)


def resident(*lines: ServiceLine, **rest: Any) -> Circumstances:
    return person(*lines, assessed=full(PENSION, *BENEFITS, since=BEFORE, **rest))


def stopped(who: Circumstances, policy: Policy = POLICY) -> list[tuple[int, int | None]]:
    """The days on which disability benefits have stopped, counted from the first day of care."""
    spans = stopped_spans(case_of(who, (), RATES, policy))
    return [
        ((its.first - CARE_BEGAN).days, None if its.last is None else (its.last - CARE_BEGAN).days) for its in spans
    ]


def test_they_count_for_28_days_and_stop_on_the_29th_with_the_addition_that_hangs_on_them() -> None:
    who = resident(care_home())
    assert contribution(who, after(27)).weekly_pence == 36265  # 200.00 + 110.40 + 82.90 - 30.65
    found = contribution(who, after(28))
    assert found.weekly_pence == 16935  # 200.00 - 30.65
    gone = [line for line in found.working if line.rule == "disability_benefit_stopped"]
    assert [(line.label.split(",")[0], line.amount_pence) for line in gone] == [
        ("Attendance allowance", 0),
        ("Severe disability addition", 0),
    ]


def test_the_course_changes_on_the_29th_day_by_itself() -> None:
    segments = course(resident(care_home()), CARE_BEGAN, after(60))
    assert [(its.first, its.contribution and its.contribution.weekly_pence) for its in segments] == [
        (CARE_BEGAN, 36265),
        (after(28), 16935),
    ]


def test_a_council_may_know_another_number_of_days() -> None:
    assert stopped(resident(care_home())) == [(28, None)]
    assert stopped(resident(care_home()), council(disability_benefits_stop_after_days=42)) == [(42, None)]
    assert stopped(resident(care_home()), council(disability_benefits_stop_after_days=0)) == [(0, None)]


@pytest.mark.parametrize(
    ("last", "spans"),
    [(26, []), (27, []), (28, [(28, 28)]), (40, [(28, 40)])],
)
def test_a_stay_that_ends_before_the_29th_day_stops_nothing(last: int, spans: list[tuple[int, int]]) -> None:
    assert stopped(resident(stay(0, last))) == spans


@pytest.mark.parametrize(
    ("second", "spans"),
    [
        (48, [(56, None)]),  # 28 days at home: the 20 days of the first stay count
        (49, [(77, None)]),  # 29 days at home: they do not
    ],
)
def test_stays_no_more_than_28_days_apart_count_together(second: int, spans: list[tuple[int, int | None]]) -> None:
    who = resident(stay(0, 19), stay(second, None, line="l-3"))
    assert stopped(who) == spans


def test_a_council_may_link_stays_over_another_number_of_days() -> None:
    who = resident(stay(0, 19), stay(48, None, line="l-3"))
    assert stopped(who, council(stays_link_within_days=27)) == [(76, None)]
    assert stopped(who, council(stays_link_within_days=0)) == [(76, None)]


def test_a_stay_that_is_long_over_its_days_stops_them_at_once_when_the_person_comes_back() -> None:
    assert stopped(resident(stay(0, 39), stay(50, 60, line="l-3"))) == [(28, 39), (50, 60)]


def test_days_in_hospital_from_home_count_and_those_from_the_care_home_are_days_of_the_stay() -> None:
    in_hospital = home_care(
        first=BEFORE, last=after(9), suspensions=(Suspension(after(-10), after(-1), reason="hospital"),)
    )
    assert stopped(resident(in_hospital, stay(10, None))) == [(28, None)]  # 10 days, and 18 of the stay
    on_holiday = replace(in_hospital, suspensions=(Suspension(after(-10), after(-1), reason="holiday"),))
    assert stopped(resident(on_holiday, stay(10, None))) == [(38, None)]
    bed_kept = stay(0, None, suspensions=(Suspension(after(5), after(50), 0, "hospital"),))
    assert stopped(resident(bed_kept)) == [(28, None)]


def test_the_same_day_in_hospital_and_in_a_home_counts_once() -> None:
    at_home = home_care(first=BEFORE, suspensions=(Suspension(after(-4), after(5), reason="hospital"),))
    assert stopped(resident(at_home, stay(0, None))) == [(24, None)]  # 4 days, and 24 of the stay
    open_ended = home_care(first=BEFORE, suspensions=(Suspension(after(-4), None, reason="hospital"),))
    assert stopped(resident(open_ended, stay(0, 40))) == [(24, 40)]


def test_days_of_a_stay_for_a_time_count_towards_the_28_of_one_for_good() -> None:
    turned = stay(0, None, stay=Stay.TEMPORARY, permanent_from=after(20))
    assert stopped(resident(turned)) == [(28, None)]


def test_the_addition_stops_in_a_temporary_stay_in_which_the_benefit_is_ignored_anyway() -> None:
    who = resident(stay(0, None, stay=Stay.TEMPORARY))
    assert contribution(who, after(27)).weekly_pence == 25225  # 200.00 + 82.90 - 30.65
    assert contribution(who, after(28)).weekly_pence == 16935


def test_at_home_again_they_count_again() -> None:
    who = resident(stay(0, 39), home_care(first=after(41)))
    assert contribution(who, after(39)).weekly_pence == 16935
    assert contribution(who, after(41)).weekly_pence == 16070  # 393.30 - 232.60


def test_a_self_funder_keeps_them_and_the_28_days_begin_when_the_council_begins_to_pay() -> None:
    who = resident(care_home(), capital=(TOO_MUCH,))
    assert stopped(who) == []
    who.capital_statements["c"] = CapitalStatement(version(), after(100), (ENOUGH,))
    assert stopped(who) == [(128, None)]
    at_the_limit = resident(care_home(), capital=(ENOUGH,))
    assert stopped(at_the_limit) == [(28, None)]


def test_somebody_who_becomes_a_self_funder_gets_them_back() -> None:
    who = resident(care_home(), capital=(ENOUGH,))
    who.property_sales["s"] = PropertySale(version(), after(100), 9000000)
    assert stopped(who) == [(28, 99)]
    disregarded = savings(9000000, disregarded=True, disregarded_to=after(83))
    assert stopped(resident(care_home(), capital=(disregarded,))) == [(28, 83)]


@pytest.mark.parametrize(
    ("basis", "agreed", "spans"),
    [
        (AssessmentBasis.DECLINED, None, []),
        (AssessmentBasis.LIGHT_TOUCH, None, []),
        (AssessmentBasis.LIGHT_TOUCH, 10000, [(28, None)]),
        (AssessmentBasis.INTERIM, 10000, [(28, None)]),
    ],
)
def test_who_pays_the_full_cost_without_a_means_test_is_a_self_funder_too(
    basis: AssessmentBasis, agreed: int | None, spans: list[tuple[int, int | None]]
) -> None:
    assessed = FinancialAssessment(version(), basis, BEFORE, contribution_weekly_pence=agreed)
    assert stopped(person(care_home(), assessed=assessed)) == spans


def test_without_any_assessment_the_council_pays() -> None:
    assert stopped(person(care_home())) == [(28, None)]


def test_a_resident_for_a_time_is_a_self_funder_only_where_the_council_does_not_help_above_the_limit() -> None:
    who = resident(stay(0, None, stay=Stay.TEMPORARY), capital=(TOO_MUCH,))
    assert stopped(who) == []
    assert stopped(who, council(full_cost_over_limit_in_community=False)) == [(28, None)]


def test_a_council_that_begins_to_help_above_the_limit_pays_from_that_day() -> None:
    terms = POLICY.on(CARE_BEGAN)
    helps = replace_terms(terms, full_cost_over_limit_in_community=False)
    policy = Policy(date(2026, 4, 6), 28, 14, {date(2016, 4, 4): terms, after(50): helps})
    who = resident(stay(0, None, stay=Stay.TEMPORARY), capital=(TOO_MUCH,))
    assert stopped(who, policy) == [(78, None)]


def test_while_a_deferred_payment_agreement_runs_they_are_paid_on() -> None:
    who = resident(care_home())
    who.deferred_payments["d"] = DeferredPayment(version(), Span(CARE_BEGAN))
    assert stopped(who) == []
    who.deferred_payments["d"] = DeferredPayment(version(), Span(after(40), after(49)))
    assert stopped(who) == [(28, 39), (50, None)]


def test_a_day_whose_capital_cannot_be_worked_out_is_taken_as_the_councils() -> None:
    assert stopped(resident(care_home(), capital=(savings(100, kind="treasure"),))) == [(28, None)]


def attendance_award(on: date) -> Award:
    return Award(version(), "w-1", "attendance_allowance", 11040, Frequency.WEEKLY, on)


@pytest.mark.parametrize(
    ("on", "pence"),
    [
        (after(27), 16935),  # an award from before says nothing of the days after
        (after(28), 27975),  # 200.00 + 110.40 - 30.65
        (after(60), 27975),
    ],
)
def test_an_award_made_since_says_that_it_is_paid_on(on: date, pence: int) -> None:
    who = resident(care_home())
    who.awards["w"] = attendance_award(on)
    assert contribution(who, after(60)).weekly_pence == pence


def test_an_award_made_since_holds_over_a_fact_that_cuts_the_stay_in_two() -> None:
    who = resident(care_home())
    who.awards["w"] = attendance_award(after(30))
    who.capital_statements["c"] = CapitalStatement(version(), after(50), (ENOUGH,))
    assert contribution(who, after(60)).weekly_pence == 27975 + 3600  # and tariff income on 23,250.00


def test_somebody_without_such_a_benefit_is_charged_the_same_on_the_29th_day() -> None:
    who = person(care_home(), assessed=full(PENSION))
    assert len(course(who, CARE_BEGAN, after(60))) == 1
