"""What time alone changes of incomes and ages is told ahead, and what stands until somebody acts keeps its day."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.inbound.assessments import Frequency, Household
from hub.charging.case import case_of
from hub.charging.circumstances import (
    AssessmentBasis,
    Award,
    Circumstances,
    FinancialAssessment,
    Income,
    SavingsCredit,
    UpratingNotice,
)
from hub.charging.coming import Coming
from hub.charging.income_comings import income_comings
from hub.rates.policy import Policy
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    RATES,
    care_home,
    council,
    home_care,
    person,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

FIRST, LAST = date(2025, 9, 1), date(2025, 9, 28)
ONE = timedelta(days=1)
MONDAY = date(2026, 4, 6)


def comings(
    who: Circumstances, first: date = FIRST, last: date = LAST, *notices: UpratingNotice, policy: Policy = POLICY
) -> list[Coming]:
    return list(income_comings(case_of(who, notices, RATES, policy), first, last))


def told(*args: Any, **rest: Any) -> list[tuple[date, str, str]]:
    return [(its.day, its.kind, its.about) for its in comings(*args, **rest)]


def at_home(*incomes: Income, born: date | None = date(1940, 1, 1), **rest: Any) -> Circumstances:
    return person(home_care(), assessed=full(*incomes, **rest), born=born)


def test_where_nothing_changes_of_itself_nothing_is_told() -> None:
    assert comings(at_home(weekly("state_pension", 100))) == []
    assert comings(person(home_care(), born=None)) == []


@pytest.mark.parametrize(
    ("born", "kind"),
    [
        (date(2007, 9, 28), "turns_18"),
        (date(2000, 9, 28), "turns_25"),
        (date(1960, 9, 28), "turns_65"),
        (date(1959, 9, 28), "pension_credit_age"),
    ],
)
def test_a_birthday_is_told_if_it_falls_between_the_first_and_the_last_day(born: date, kind: str) -> None:
    who = at_home(born=born)
    assert told(who) == [(LAST, kind, "")]
    assert told(who, LAST, LAST) == [(LAST, kind, "")]
    assert told(who, FIRST, LAST - ONE) == []
    assert told(who, LAST + ONE, LAST + 9 * ONE) == []


def test_the_65th_birthday_is_told_only_where_the_flat_sum_turns_on_it() -> None:
    policy = council(savings_disregard_flat_sum_from="pension_age_before_april_2016")
    assert told(at_home(born=date(1960, 9, 28)), policy=policy) == []


def test_a_partner_who_reaches_pension_credit_age_is_told_for_a_couple_alone() -> None:
    partner = SavingsCredit(partner_date_of_birth=date(1959, 9, 28))
    couple = at_home(household=Household.COUPLE, savings_credit=partner)
    assert told(couple) == [(LAST, "partner_pension_credit_age", "a-1")]
    assert told(at_home(savings_credit=partner)) == []


def test_the_29th_day_of_a_stay_is_told_for_each_benefit_that_stops_with_it() -> None:
    incomes = (weekly("attendance_allowance", 11040), weekly("severe_disability_addition", 100), weekly("other", 1))
    who = person(care_home(), assessed=full(*incomes))
    stops = CARE_BEGAN + 28 * ONE
    assert told(who, CARE_BEGAN, stops) == [
        (stops, "disability_benefit_stops", "i-attendance_allowance"),
        (stops, "disability_benefit_stops", "i-severe_disability_addition"),
    ]
    assert told(who, CARE_BEGAN, stops - ONE) == []
    assert told(who, stops + ONE, LAST) == []
    assert "Confirm against benefit data" in comings(who, CARE_BEGAN, stops)[0].message


def test_the_29th_day_is_not_told_where_an_award_says_that_it_is_paid_on_or_no_means_test_stands() -> None:
    stops = CARE_BEGAN + 28 * ONE
    who = person(care_home(), assessed=full())
    who.awards["w"] = Award(version(), "w-1", "attendance_allowance", 100, Frequency.WEEKLY, stops)
    assert told(who, CARE_BEGAN, stops) == []
    agreed = FinancialAssessment(
        version(),
        AssessmentBasis.LIGHT_TOUCH,
        CARE_BEGAN,
        incomes=(weekly("dla_care", 1),),
        contribution_weekly_pence=1,
    )
    assert told(person(care_home(), assessed=agreed), CARE_BEGAN, stops) == []


def test_an_income_and_an_award_known_to_end_are_told_with_the_first_day_without_them() -> None:
    ends = Income("i-1", "annuity", 100, Frequency.WEEKLY, paid_to=LAST - ONE)
    who = at_home(ends, Income("i-2", "annuity", 100, Frequency.WEEKLY, paid_to=LAST))
    who.awards["w"] = Award(version(), "w-1", "carers_allowance", 1, Frequency.WEEKLY, CARE_BEGAN, FIRST - ONE)
    assert sorted(told(who)) == [(FIRST, "income_ends", "w-1"), (LAST, "income_ends", "i-1")]
    assert "Annuity" in comings(who)[0].message


def test_an_end_that_a_later_statement_of_the_award_took_back_is_not_told() -> None:
    who = at_home()
    who.awards["w@1"] = Award(version(), "w-1", "carers_allowance", 1, Frequency.WEEKLY, CARE_BEGAN, LAST - ONE)
    who.awards["w@2"] = Award(version(), "w-1", "carers_allowance", 2, Frequency.WEEKLY, FIRST)
    assert told(who) == []


def test_an_assumed_amount_is_told_with_its_own_first_day_however_long_ago_until_it_is_put_right() -> None:
    assumed = Income("i-1", "state_pension", 100, Frequency.WEEKLY, assumed=True)
    who = at_home(assumed)
    expected = [(CARE_BEGAN, "assumed_amount", "i-1")]
    assert told(who, CARE_BEGAN, CARE_BEGAN) == expected
    assert told(who) == expected
    assert told(who, CARE_BEGAN - 9 * ONE, CARE_BEGAN - ONE) == []
    who.assessments["a-2"] = full(weekly("state_pension", 100), since=FIRST)
    assert told(who) == []


NOTICE = UpratingNotice(version(), MONDAY, {}, {"universal_credit": "1.7", "state_pension": "4.8"})


def test_universal_credit_without_the_day_of_its_periods_is_told_for_the_day_of_the_notice() -> None:
    who = at_home(Income("i-1", "universal_credit", 100, Frequency.MONTHLY), weekly("state_pension", 1))
    who.awards["w"] = Award(version(), "w-1", "uc_health_element", 1, Frequency.MONTHLY, CARE_BEGAN, benefit_rate="uc")
    by_rate = UpratingNotice(version(message_id="m-2"), MONDAY, {"uc": 200}, {})
    assert told(who, MONDAY, MONDAY, NOTICE, by_rate) == [
        (MONDAY, "assessment_period_day_missing", "i-1"),
        (MONDAY, "assessment_period_day_missing", "w-1"),
    ]
    assert "2026-05-06" in comings(who, MONDAY, MONDAY, NOTICE)[0].message
    assert told(who, MONDAY + ONE, MONDAY + 9 * ONE, NOTICE) == []
    assert told(who, MONDAY, MONDAY) == []


def test_with_the_day_of_its_periods_universal_credit_needs_nothing() -> None:
    who = at_home(Income("i-1", "universal_credit", 100, Frequency.MONTHLY, assessment_period_day=20))
    assert told(who, MONDAY, MONDAY, NOTICE) == []


@pytest.mark.parametrize(
    ("stated", "household", "is_told"),
    [
        (22710, Household.SINGLE, False),  # it was no more than the guarantee of 227.10 before
        (22711, Household.SINGLE, True),
        (23800, Household.SINGLE, True),
        (23801, Household.SINGLE, False),  # it is more than the new one of 238.00 too
        (34661, Household.COUPLE, True),
    ],
)
def test_stated_qualifying_income_that_the_guarantee_overtakes_is_told(
    stated: int, household: Household, is_told: bool
) -> None:
    who = at_home(savings_credit=SavingsCredit(stated), household=household)
    expected = [(MONDAY, "qualifying_income_overtaken", "a-1")] if is_told else []
    assert told(who, MONDAY, MONDAY) == expected
    assert told(who, MONDAY - 9 * ONE, MONDAY - ONE) == []


def test_only_the_assessments_that_stand_in_the_time_looked_at_are_asked() -> None:
    who = at_home(Income("i-1", "annuity", 100, Frequency.WEEKLY, paid_to=LAST - ONE))
    who.assessments["a-2"] = full(since=FIRST - ONE)
    assert told(who) == []
    who.assessments["a-2"] = full(Income("i-9", "annuity", 1, Frequency.WEEKLY, paid_to=LAST - ONE), since=FIRST + ONE)
    assert told(who) == [(LAST, "income_ends", "i-1"), (LAST, "income_ends", "i-9")]
