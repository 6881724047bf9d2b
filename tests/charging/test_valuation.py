"""The value of a holding: the higher value, less costs and debts, and exactly the person's share of it."""

from fractions import Fraction

import pytest

from hub.charging.capital import is_over_upper_limit, limits_on, tariff_income
from hub.charging.valuation import in_pence, value_of
from tests.charging.facts import CARE_BEGAN, RATES, contribution, full, home_care, person, savings, weekly

LIMITS = limits_on(RATES, CARE_BEGAN)


@pytest.mark.parametrize(
    ("market", "surrender", "value"),
    [(800000, 825000, 825000), (825000, 800000, 825000), (825000, None, 825000), (0, 1, 1)],
)
def test_the_higher_of_market_and_surrender_value_counts(market: int, surrender: int | None, value: int) -> None:
    assert value_of(savings(market, surrender_value_pence=surrender)) == value * 100


def test_a_tenth_comes_off_for_a_sale_before_the_debts_secured_on_it() -> None:
    # 240,000.00 - 24,000.00 - 12,000.00 = 204,000.00, of which half is the person's
    home = savings(24000000, sale_would_cost=True, secured_debt_pence=1200000, share_percent=50)
    assert value_of(home) == 10200000 * 100


@pytest.mark.parametrize(("debt", "value"), [(99999, 1), (100000, 0), (100001, 0)])
def test_debts_above_the_value_leave_nothing_rather_than_less(debt: int, value: int) -> None:
    assert value_of(savings(100000, secured_debt_pence=debt)) == value * 100


def test_a_tenth_of_a_penny_is_not_rounded_away() -> None:
    assert value_of(savings(1, sale_would_cost=True)) == Fraction(90)
    assert value_of(savings(1, sale_would_cost=True, share_percent=1)) == Fraction(9, 10)


def test_owners_have_equal_shares_and_thirds_stay_exact() -> None:
    share = value_of(savings(100000, joint_owners=3))
    assert share * 3 == 100000 * 100
    assert in_pence(share) == 33333


@pytest.mark.parametrize(
    ("pence", "tariff"),
    [
        (4275000, 0),  # a third is 14,250.00
        (4275001, 100),  # a third of a penny over it
        (6975000, 3600),  # a third is 23,250.00
    ],
)
def test_a_third_of_a_joint_account_crosses_a_limit_by_a_third_of_a_penny(pence: int, tariff: int) -> None:
    share = value_of(savings(pence, joint_owners=3))
    assert tariff_income(share, LIMITS) == tariff
    assert not is_over_upper_limit(share, LIMITS)
    assert is_over_upper_limit(value_of(savings(6975001, joint_owners=3)), LIMITS)


def test_three_thirds_of_several_accounts_add_up_to_whole_pence() -> None:
    thirds = tuple(savings(1425001, joint_owners=3) for _ in range(3))
    who = person(home_care(), assessed=full(weekly("state_pension", 30000), capital=thirds))
    found = contribution(who, CARE_BEGAN)
    # 14,250.01 in all is one part band: 300.00 + 1.00 - 232.60 of the guarantee, less the savings disregard of 7.05
    assert found.weekly_pence == 30000 + 100 - 23260 - 705
    assert [line.amount_pence for line in found.capital] == [475000, 475000, 475000]
