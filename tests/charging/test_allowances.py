"""What a person keeps: ages, households, premiums and the days on which the figures change."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.inbound.assessments import Household, Premium
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.allowances import minimum_income_guarantee, personal_expenses_allowance
from hub.charging.refusals import CannotAssess
from hub.rates import RatesNotPublished
from tests.charging.facts import RATES, full

DAY = date(2025, 9, 1)


def kept(born: date | None, day: date = DAY, **household: Any) -> int:
    lines = minimum_income_guarantee(full(**household), born, RATES, day)
    return -sum(line.amount_pence for line in lines)


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
    ("day", "allowance", "guarantee"),
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
def test_allowances_change_on_the_sixth_of_april_and_not_a_day_before(
    day: date, allowance: int, guarantee: int
) -> None:
    assert personal_expenses_allowance(RATES, day)[0].amount_pence == -allowance
    assert kept(date(1940, 1, 1), day) == guarantee


@pytest.mark.parametrize("day", [date(2022, 4, 6) - timedelta(days=1), date(2027, 4, 6)])
def test_a_day_outside_the_published_years_is_refused(day: date) -> None:
    with pytest.raises(RatesNotPublished):
        personal_expenses_allowance(RATES, day)


def test_the_couple_figure_of_2026_that_nobody_read_is_refused_by_name_and_day() -> None:
    with pytest.raises(RatesNotPublished) as refused:
        kept(date(1990, 1, 1), date(2026, 4, 6), household=Household.COUPLE)
    assert refused.value.figure == "minimum_income_guarantee_couple_one_or_both_18_plus"
    assert refused.value.day == date(2026, 4, 6)
