"""Capital: its limits to the penny, tariff income, shares, disregards and sales."""

from datetime import date

import pytest

from contracts.outbound.contributions import Basis
from hub.charging.capital import capital_on, is_over_upper_limit, limits_on, tariff_income
from hub.charging.circumstances import Capital, CapitalStatement, PropertySale
from hub.charging.refusals import CannotAssess
from tests.charging.facts import (
    CARE_BEGAN,
    RATES,
    assessed_on,
    care_home,
    contribution,
    full,
    home_care,
    person,
    savings,
    version,
    weekly,
)

DAY = date(2025, 9, 1)
LIMITS = limits_on(RATES, DAY)


@pytest.mark.parametrize(
    ("pence", "pounds"),
    [
        (0, 0),
        (1425000, 0),  # at the lower limit
        (1425001, 1),  # a penny over is a part band
        (1450000, 1),  # 250 / 250 = 1 whole band
        (1450001, 2),
        (2325000, 36),  # 9,000 / 250 = 36
    ],
)
def test_each_250_or_part_above_the_lower_limit_gives_a_pound_of_tariff_income(pence: int, pounds: int) -> None:
    assert tariff_income(pence * 100, LIMITS) == pounds * 100


def test_capital_exactly_at_the_upper_limit_is_still_means_tested() -> None:
    assert not is_over_upper_limit(2325000 * 100, LIMITS)
    assert is_over_upper_limit(2325001 * 100, LIMITS)


@pytest.mark.parametrize(("pence", "basis"), [(2325000, Basis.ASSESSED), (2325001, Basis.FULL_COST_CAPITAL)])
def test_a_penny_over_the_upper_limit_makes_the_full_cost_payable(pence: int, basis: Basis) -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(savings(pence),)))
    assert contribution(who, DAY).basis is basis
    if basis is Basis.ASSESSED:
        # 200.00 + tariff 36.00 - PEA 30.65 = 205.35
        assert contribution(who, DAY).weekly_pence == 20535


@pytest.mark.parametrize(
    ("pence", "pounds"),
    [
        (1425000, 0),
        (1425001, 1),  # a penny over is a part band: 200.00 + 1.00 - 30.65
        (1450000, 1),
        (1450001, 2),
        (2325000, 36),
    ],
)
def test_tariff_income_is_charged_like_any_other_and_never_below_the_lower_limit(pence: int, pounds: int) -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(savings(pence),)))
    assert contribution(who, CARE_BEGAN).weekly_pence == 20000 + pounds * 100 - 3065


def test_only_the_persons_share_of_a_joint_holding_counts_and_stays_exact() -> None:
    assessed = full(capital=(savings(2850001, share_percent=50),))
    # half of 28,500.01 is 14,250.005: over the lower limit by half a penny, so one part band
    counted = capital_on(assessed_on(person(assessed=assessed), DAY)).hundredths
    assert counted == 142500050
    assert tariff_income(counted, LIMITS) == 100


def test_a_disregard_holds_to_its_last_day_and_not_a_day_longer() -> None:
    home = Capital("k", "main_home", 20000000, disregarded=True, disregarded_to=date(2025, 8, 24))
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(home,)))
    assert contribution(who, date(2025, 8, 24)).weekly_pence == 16935  # 200.00 - 30.65
    assert contribution(who, date(2025, 8, 25)).basis is Basis.FULL_COST_CAPITAL


def test_the_main_home_of_somebody_who_does_not_live_in_a_care_home_never_counts() -> None:
    home = Capital("k", "main_home", 20000000)
    at_home = person(home_care(), assessed=full(capital=(home,)))
    assert contribution(at_home, DAY).basis is Basis.ASSESSED
    assert contribution(person(care_home(), assessed=full(capital=(home,))), DAY).weekly_pence == 100000


def test_a_kind_of_capital_that_no_rule_knows_stops_for_an_officer() -> None:
    who = person(home_care(), assessed=full(capital=(savings(1, kind="moon_dust"),)))
    with pytest.raises(CannotAssess, match=r"capital\.moon_dust"):
        contribution(who, DAY)


def test_a_newer_statement_of_capital_takes_the_place_of_every_holding() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(savings(3000000),)))
    who.capital_statements["s"] = CapitalStatement(version(), date(2025, 9, 1), (savings(1450000),))
    assert contribution(who, date(2025, 8, 31)).basis is Basis.FULL_COST_CAPITAL
    # 200.00 + 1.00 - 30.65 = 170.35
    assert contribution(who, date(2025, 9, 1)).weekly_pence == 17035


def test_a_statement_older_than_the_assessment_makes_no_difference() -> None:
    who = person(care_home(), assessed=full(capital=(savings(100),)))
    who.capital_statements["s"] = CapitalStatement(version(), date(2025, 6, 1), (savings(9000000),))
    assert contribution(who, DAY).basis is Basis.ASSESSED


def test_of_statements_of_one_day_the_later_revision_stands_and_comes_before_the_assessment() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(savings(3000000),)))
    who.capital_statements["s-1"] = CapitalStatement(version(2), CARE_BEGAN, (savings(1450000),))
    who.capital_statements["s-2"] = CapitalStatement(version(1), CARE_BEGAN, (savings(9000000),))
    assert contribution(who, CARE_BEGAN).weekly_pence == 17035  # 200.00 + 1.00 - 30.65


def test_from_completion_the_proceeds_stand_in_for_the_home_that_was_sold() -> None:
    home = Capital("k", "main_home", 20000000, disregarded=True)
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(home, savings(1400000))))
    who.property_sales["s"] = PropertySale(version(), DAY, 100000)
    assert contribution(who, date(2025, 8, 31)).weekly_pence == 16935  # 200.00 - 30.65
    # 14,000 + 1,000 = 15,000; 750 / 250 = 3 bands; 200.00 + 3.00 - 30.65 = 172.35
    assert contribution(who, DAY).weekly_pence == 17235


def test_a_sale_that_could_be_of_either_of_two_lands_stops_for_an_officer() -> None:
    lands = (Capital("1", "let_property", 100), Capital("2", "second_home", 100))
    who = person(care_home(), assessed=full(capital=lands))
    who.property_sales["s"] = PropertySale(version(), DAY, 100000)
    with pytest.raises(CannotAssess, match="which land was sold"):
        contribution(who, DAY)
    assert contribution(who, CARE_BEGAN).basis is Basis.ASSESSED
