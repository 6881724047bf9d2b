"""What a person keeps: ages, households, premiums and the days on which the figures change."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.inbound.assessments import Household, Premium
from contracts.inbound.care_packages import Setting
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.allowances import minimum_income_guarantee, personal_expenses_allowance
from hub.charging.circumstances import Outgoing, SavingsCredit
from hub.charging.refusals import CannotAssess
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy
from hub.rates.policy.terms import LocalAllowance
from tests.charging.facts import POLICY, assessed_on, care_home, contribution, council, home_care, person, weekly
from tests.charging.facts import plain as full

DAY = date(2025, 9, 1)


def kept(born: date | None, day: date = DAY, policy: Policy = POLICY, **household: Any) -> int:
    its = assessed_on(person(assessed=full(**household), born=born), day, policy)
    return -sum(line.amount_pence for line in minimum_income_guarantee(its))


def allowance(day: date = DAY, **rest: Any) -> list[int]:
    its = assessed_on(person(care_home(), assessed=full(**rest)), day)
    return [-line.amount_pence for line in personal_expenses_allowance(its)]


@pytest.mark.parametrize(
    ("born", "pence"),
    [
        (date(2007, 9, 1), 8915),  # 18 today
        (date(2000, 9, 2), 8915),  # 25 tomorrow
        (date(2000, 9, 1), 11250),  # 25 today
        (date(1959, 9, 2), 11250),  # 66 tomorrow
        (date(1959, 9, 1), 23260),  # 66 today
    ],
)
def test_the_guarantee_goes_by_age_from_the_birthday_itself(born: date, pence: int) -> None:
    assert kept(born) == pence


def test_a_child_and_a_person_without_a_date_of_birth_stop_for_an_officer() -> None:
    with pytest.raises(CannotAssess, match="18 or over"):
        kept(date(2007, 9, 2))
    with pytest.raises(CannotAssess, match="date of birth"):
        kept(None)


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        (date(1960, 4, 5), date(2026, 4, 5)),  # the last with 66 years
        (date(1960, 4, 6), date(2026, 5, 6)),  # the first with 66 years and 1 month
        (date(1960, 5, 5), date(2026, 6, 5)),
        (date(1960, 7, 31), date(2026, 11, 30)),  # the Act names the last day of the shorter month
        (date(1960, 12, 31), date(2027, 9, 30)),
        (date(1961, 1, 31), date(2027, 11, 30)),
        (date(1961, 3, 5), date(2028, 2, 5)),  # the last with 66 years and 11 months
        (date(1961, 3, 6), date(2028, 3, 6)),  # the first with 67 years
    ],
)
def test_pension_credit_age_rises_a_month_at_a_time_by_date_of_birth(born: date, reached: date) -> None:
    assert pension_credit_day(born) == reached


def test_somebody_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    assert birthday(date(2000, 2, 29), 25) == date(2025, 3, 1)
    assert birthday(date(2000, 2, 29), 24) == date(2024, 2, 29)


def test_premiums_and_children_are_added_by_household() -> None:
    born, both = date(1990, 1, 1), (Premium.ENHANCED_DISABILITY, Premium.DISABILITY)
    assert kept(born, premiums=both) == 18640  # 112.50 + 49.65 + 24.25
    assert kept(born, premiums=both, household=Household.COUPLE) == 14120  # 88.35 + 35.40 + 17.45
    assert kept(born, premiums=(Premium.CARER,)) == 16575  # 112.50 + 53.25
    assert kept(born, lone_parent=True, children_count=2) == 31840  # 112.50 + 2 x 102.95


def test_the_same_premium_twice_is_added_once() -> None:
    assert kept(date(1990, 1, 1), premiums=(Premium.CARER, Premium.CARER)) == 16575


def test_disability_premiums_end_at_pension_credit_age_and_the_carer_premium_does_not() -> None:
    every = (Premium.DISABILITY, Premium.ENHANCED_DISABILITY, Premium.CARER)
    assert kept(date(1940, 1, 1), premiums=every) == 28585  # 232.60 + 53.25


def test_the_couple_figure_is_each_ones_own_and_is_not_halved() -> None:
    assert kept(date(1940, 1, 1), household=Household.COUPLE) == 17755


def test_a_lone_parent_of_pension_age_has_what_regulation_7_3_gives() -> None:
    assert kept(date(1940, 1, 1), lone_parent=True) == 11250


def test_a_lone_parent_who_is_one_of_a_couple_is_a_contradiction() -> None:
    with pytest.raises(CannotAssess, match="lone_parent"):
        kept(date(1990, 1, 1), lone_parent=True, household=Household.COUPLE)


@pytest.mark.parametrize(
    ("day", "pence", "guarantee"),
    [
        (date(2023, 4, 6), 2825, 21435),
        (date(2024, 4, 5), 2825, 21435),
        (date(2024, 4, 6), 3015, 22870),
        (date(2025, 4, 5), 3015, 22870),
        (date(2025, 4, 6), 3065, 23260),  # a Sunday, the day before the benefits rise
        (date(2026, 4, 5), 3065, 23260),
        (date(2026, 4, 6), 3180, 24145),
    ],
)
def test_allowances_change_on_the_sixth_of_april_and_not_a_day_before(day: date, pence: int, guarantee: int) -> None:
    assert allowance(day) == [pence]
    assert kept(date(1940, 1, 1), day) == guarantee


@pytest.mark.parametrize("day", [date(2022, 4, 6) - timedelta(days=1), date(2027, 4, 6)])
def test_a_day_outside_the_published_years_is_refused(day: date) -> None:
    with pytest.raises(RatesNotPublished):
        allowance(day)


def test_the_couple_figure_of_2026_that_nobody_read_is_refused_by_name_and_day() -> None:
    with pytest.raises(RatesNotPublished) as refused:
        kept(date(1990, 1, 1), date(2026, 4, 6), household=Household.COUPLE)
    assert refused.value.figure == "minimum_income_guarantee_couple_one_or_both_18_plus"
    assert refused.value.day == date(2026, 4, 6)


def test_a_council_may_give_a_lone_parent_of_pension_age_the_guarantee_of_that_age() -> None:
    kinder = council(lone_parent_has_pension_age_guarantee=True)
    assert kept(date(1940, 1, 1), policy=kinder, lone_parent=True, children_count=1) == 33555  # 232.60 + 102.95
    assert kept(date(1990, 1, 1), policy=kinder, lone_parent=True) == 11250
    assert kept(date(2004, 1, 1), policy=kinder, lone_parent=True) == 11250  # a lone parent of 21 too


@pytest.mark.parametrize(
    ("partner", "pence"),
    [
        (None, 8835),
        (date(1959, 9, 2), 8835),  # the partner is of pension credit age tomorrow
        (date(1959, 9, 1), 17755),  # and today
    ],
)
def test_one_member_of_pension_credit_age_is_enough_for_the_couples_higher_guarantee(
    partner: date | None, pence: int
) -> None:
    told = SavingsCredit(partner_date_of_birth=partner)
    assert kept(date(1990, 1, 1), household=Household.COUPLE, savings_credit=told) == pence


def test_support_besides_care_comes_off_the_guarantee_and_no_more_than_all_of_it() -> None:
    assert kept(date(1940, 1, 1), non_care_support_weekly_pence=1260) == 22000  # 232.60 - 12.60
    assert kept(date(1940, 1, 1), non_care_support_weekly_pence=23260) == 0
    assert kept(date(1940, 1, 1), non_care_support_weekly_pence=23261) == 0


def test_the_council_may_add_to_the_allowance_in_one_case() -> None:
    assert allowance(personal_allowance_extra_weekly_pence=1500) == [3065, 1500]


PENSION = weekly("state_pension", 40000)
CARE_ALLOWANCE = weekly("attendance_allowance", 7390)


def due(*incomes: Any, policy: Policy = POLICY, day: date = DAY, **rest: Any) -> int:
    return contribution(person(home_care(), assessed=full(*incomes, **rest)), day, policy=policy).weekly_pence


@pytest.mark.parametrize(
    ("stated", "standard", "pence"),
    [
        ((), 0, 24130),  # 400.00 + 73.90 - 232.60
        ((), 1000, 23130),
        ((Outgoing("cleaner", 999),), 1000, 23130),  # the standard sum is more than what is stated
        ((Outgoing("cleaner", 1000),), 1000, 23130),
        ((Outgoing("cleaner", 600), Outgoing("laundry", 401)), 1000, 23129),  # and now it is less
    ],
)
def test_disability_costs_are_those_stated_or_the_standard_sum_if_that_is_more(
    stated: tuple[Outgoing, ...], standard: int, pence: int
) -> None:
    policy = council(standard_disability_expenditure_weekly_pence=standard)
    assert due(PENSION, CARE_ALLOWANCE, policy=policy, disability_related_expenditure=stated) == pence


def test_without_a_disability_benefit_not_even_the_standard_sum_is_allowed() -> None:
    policy = council(standard_disability_expenditure_weekly_pence=1000)
    assert due(PENSION, policy=policy) == 16740  # 400.00 - 232.60
    assert due(PENSION, weekly("pip_mobility", 7390), policy=policy) == 16740
    wholly_ignored = council(
        standard_disability_expenditure_weekly_pence=1000, local_disregards={"attendance_allowance": None}
    )
    assert due(PENSION, CARE_ALLOWANCE, policy=wholly_ignored) == 16740


def test_a_cost_is_allowed_on_its_own_days_alone() -> None:
    costs: dict[str, Any] = {"housing_costs": (Outgoing("rent", 1000, paid_from=DAY, paid_to=DAY),)}
    day = timedelta(days=1)
    assert [due(PENSION, day=DAY + place * day, **costs) for place in (-1, 0, 1)] == [16740, 15740, 16740]


def test_of_a_shared_cost_the_persons_part_is_allowed_and_a_fraction_of_a_penny_goes_up() -> None:
    assert due(PENSION, housing_costs=(Outgoing("rent", 10001, 50),)) == 11739  # 167.40 - 50.01


def test_help_with_housing_costs_comes_off_them_and_off_nothing_else() -> None:
    rent: dict[str, Any] = {"housing_costs": (Outgoing("rent", 5000),)}
    assert due(PENSION, weekly("housing_benefit", 3000), **rent) == 14740  # 167.40 - (50.00 - 30.00)
    assert due(PENSION, weekly("housing_benefit", 3000), weekly("council_tax_reduction", 2000), **rent) == 16740
    assert due(PENSION, weekly("housing_benefit", 9000), **rent) == 16740
    assert due(PENSION, weekly("uc_housing_element", 9000)) == 16740
    assert due(PENSION, weekly("winter_fuel_payment", 9000), **rent) == 11740


def test_what_the_council_lets_everybody_keep_is_kept_in_its_own_setting() -> None:
    allowances = (
        LocalAllowance(label="Local uplift", weekly="10.50", setting=Setting.COMMUNITY),
        LocalAllowance(label="Local comforts", weekly="2.00", setting=Setting.CARE_HOME),
    )
    policy = council(local_allowances=allowances)
    assert due(PENSION, policy=policy) == 15690  # 167.40 - 10.50
    resident = person(care_home(), assessed=full(PENSION))
    assert contribution(resident, DAY, policy=policy).weekly_pence == 36735  # 400.00 - 30.65 - 2.00


def test_the_guarantee_and_the_allowance_are_never_kept_together() -> None:
    for line in (home_care(), care_home()):
        found = contribution(person(line, assessed=full(PENSION)), DAY)
        rules = {its.rule for its in found.working}
        assert len(rules & {"minimum_income_guarantee", "personal_expenses_allowance"}) == 1


def test_every_line_of_what_is_kept_names_its_rule_and_its_figure() -> None:
    policy = council(standard_disability_expenditure_weekly_pence=5000)
    assessed = full(
        PENSION,
        CARE_ALLOWANCE,
        children_count=1,
        premiums=tuple(Premium),
        housing_costs=(Outgoing("rent", 100),),
        disability_related_expenditure=(Outgoing("cleaner", 100),),
        non_care_support_weekly_pence=100,
    )
    who = person(home_care(), assessed=assessed, born=date(1990, 1, 1))
    working = contribution(who, DAY, policy=policy).working
    assert all(line.rule and line.source for line in working)
    assert all(line.rate_source for line in working if line.rate)
    assert {line.rate for line in working if line.rule == "minimum_income_guarantee"} == {
        "minimum_income_guarantee_single_25_to_pension_credit_age",
        "minimum_income_guarantee_per_child",
        "minimum_income_guarantee_single_disability_premium",
        "minimum_income_guarantee_single_enhanced_disability_premium",
        "minimum_income_guarantee_carer_premium",
    }
