"""What is ignored of incomes in part, of each by itself and of several together."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import Frequency
from contracts.inbound.care_packages import Stay
from hub.charging.circumstances import Award, Income, ServiceLine, UpratingNotice
from hub.charging.income import CountedIncome, counted_income
from hub.charging.rounding import PARTS
from hub.rates.policy import Policy
from tests.charging.facts import POLICY, assessed_on, care_home, council, home_care, person, version, weekly
from tests.charging.facts import plain as full

DAY = date(2025, 9, 1)
# A stay that is younger than four weeks, so that no benefit has stopped.
RESIDENT = care_home(first=DAY)


def of(*incomes: Income, line: ServiceLine | None = None, policy: Policy = POLICY) -> CountedIncome:
    who = person(line or home_care(), assessed=full(*incomes))
    return counted_income(assessed_on(who, DAY, policy))


def pence(*incomes: Income, line: ServiceLine | None = None, policy: Policy = POLICY) -> int:
    """What counts in whole pence; there is no fraction of one."""
    parts = of(*incomes, line=line, policy=policy).parts
    assert parts % PARTS == 0
    return parts // PARTS


@pytest.mark.parametrize(
    ("incomes", "counts"),
    [
        ({"war_widows_pension": 999}, 0),
        ({"war_widows_pension": 1000}, 0),
        ({"war_widows_pension": 1001}, 1),
        ({"war_widows_pension": 5000, "war_pension_other": 800}, 4000),  # 58.00 - (10.00 + 8.00)
        # 88.00 - 20.00, as 10.00 + 8.00 + 10.00 is over the ceiling
        ({"war_widows_pension": 5000, "war_pension_other": 800, "widowed_parents_allowance": 3000}, 6800),
        ({"charitable_payment": 1999}, 0),
        ({"charitable_payment": 2000}, 0),
        ({"charitable_payment": 2001}, 1),
        ({"charitable_payment": 1000, "war_widows_pension": 1000}, 0),
        ({"charitable_payment": 1001, "war_widows_pension": 1000}, 1),
    ],
)
def test_ten_pounds_of_each_such_pension_and_all_charity_are_ignored_up_to_twenty_in_all(
    incomes: dict[str, int], counts: int
) -> None:
    assert pence(*(weekly(kind, amount) for kind, amount in incomes.items())) == counts


def test_a_council_may_leave_charitable_payments_out_of_the_ceiling() -> None:
    policy = council(charitable_payments_under_ceiling=False)
    both = [weekly("charitable_payment", 9000), weekly("war_widows_pension", 5000)]
    assert pence(*both, policy=policy) == 4000  # 50.00 - 10.00
    assert pence(*both) == 12000  # 140.00 - 20.00


def test_a_payment_for_an_item_that_the_budget_leaves_out_is_outside_the_ceiling() -> None:
    assert pence(weekly("charitable_payment_for_planned_item", 9000), weekly("charitable_payment", 2000)) == 0


@pytest.mark.parametrize(
    ("kind", "weekly_pence", "counts"),
    [
        ("lodger", 2000, 0),
        ("lodger", 2001, 1),
        ("lodger", 5000, 3000),
        ("boarder", 2000, 0),
        ("boarder", 2002, 1),
        ("boarder", 5000, 1500),
    ],
)
def test_of_a_lodger_twenty_pounds_are_ignored_and_of_a_boarder_half_the_rest_too(
    kind: str, weekly_pence: int, counts: int
) -> None:
    assert pence(weekly(kind, weekly_pence)) == counts


def test_twenty_pounds_are_ignored_of_each_lodger() -> None:
    two = [Income(f"i-{place}", "lodger", 5000, Frequency.WEEKLY) for place in range(2)]
    assert pence(*two) == 6000


def test_half_of_an_odd_penny_is_kept_exactly() -> None:
    assert of(weekly("boarder", 2001)).parts * 2 == PARTS


def rent(amount: int, outgoings: int, **rest: Any) -> Income:
    return Income("i", "rent_from_disregarded_premises", amount, Frequency.MONTHLY, outgoings_pence=outgoings, **rest)


def test_rent_from_ignored_premises_counts_less_what_has_to_be_paid_out_of_it() -> None:
    assert pence(rent(52000, 13000)) == 9000  # (520.00 - 130.00) x 12 / 52
    assert pence(rent(52000, 52000)) == 0
    assert pence(rent(52000, 52001)) == 0
    assert pence(rent(52000, 13000, share_percent=50)) == 4500


def test_insurance_for_the_mortgage_counts_only_beyond_what_it_is_for() -> None:
    insurance = Income("i", "mortgage_protection_insurance", 13000, Frequency.WEEKLY, outgoings_pence=12000)
    assert pence(insurance) == 1000


def pension(kind: str, amount: int, to_spouse: int, **rest: Any) -> Income:
    return Income(f"i-{kind}", kind, amount, Frequency.WEEKLY, paid_to_spouse_pence=to_spouse, **rest)


@pytest.mark.parametrize(
    ("pensions", "counts"),
    [
        ([("occupational_pension", 20000, 9999)], 20000),  # a penny under half
        ([("occupational_pension", 20000, 10000)], 10000),
        ([("occupational_pension", 20000, 20000)], 10000),  # never more than half
        ([("occupational_pension", 20000, 0)], 20000),
        # together: 150.00 of 300.00 is half, though nothing of the second is paid over
        ([("occupational_pension", 20000, 15000), ("retirement_annuity", 10000, 0)], 15000),
        ([("occupational_pension", 20000, 14999), ("personal_pension", 10000, 0)], 30000),
        ([("state_pension", 20000, 20000)], 20000),
    ],
)
def test_half_of_all_pensions_is_ignored_where_at_least_half_of_them_is_paid_over(
    pensions: list[tuple[str, int, int]], counts: int
) -> None:
    assert pence(*(pension(*its) for its in pensions), line=RESIDENT) == counts


def test_half_a_pension_is_ignored_in_a_temporary_stay_and_not_at_home() -> None:
    paid_over = pension("occupational_pension", 20000, 10000)
    assert pence(paid_over, line=replace(RESIDENT, stay=Stay.TEMPORARY)) == 10000
    assert pence(paid_over) == 20000


def test_what_is_paid_over_is_taken_to_rise_with_the_pension() -> None:
    who = person(care_home(), assessed=full(pension("occupational_pension", 20000, 10000)))
    notice = UpratingNotice(version(), date(2025, 8, 1), {}, {"occupational_pension": "3.8"})
    assert counted_income(assessed_on(who, DAY, POLICY, notice)).parts == 10380 * PARTS  # half of 207.60


def test_a_council_may_ignore_more_of_a_kind_at_home_and_nowhere_else() -> None:
    policy = council(local_disregards={"attendance_allowance": 3650, "incapacity_benefit": None})
    allowance, benefit = weekly("attendance_allowance", 11040), weekly("incapacity_benefit", 5000)
    assert pence(allowance, policy=policy) == 7390  # 110.40 - 36.50
    assert pence(weekly("attendance_allowance", 3650), policy=policy) == 0
    assert pence(weekly("attendance_allowance", 3651), policy=policy) == 1
    assert pence(benefit, policy=policy) == 0
    assert pence(allowance, benefit, line=RESIDENT, policy=policy) == 16040


def test_what_the_council_ignores_of_a_kind_is_ignored_once_however_many_there_are() -> None:
    policy = council(local_disregards={"incapacity_benefit": 3000})
    two = [Income(f"i-{place}", "incapacity_benefit", 2000, Frequency.WEEKLY) for place in range(2)]
    assert pence(*two, policy=policy) == 1000


def test_what_the_council_ignores_comes_after_what_the_regulations_ignore_of_one_income() -> None:
    policy = council(local_disregards={"boarder": 500, "war_widows_pension": 500})
    assert pence(weekly("boarder", 5000), policy=policy) == 1000  # (50.00 - 20.00) / 2 - 5.00
    assert pence(weekly("war_widows_pension", 5000), policy=policy) == 3500  # 50.00 - 5.00 - 10.00
    assert pence(weekly("war_widows_pension", 1200), policy=policy) == 0


def test_every_disregard_has_a_line_that_names_its_rule_and_its_figure() -> None:
    policy = council(charitable_payments_under_ceiling=False, local_disregards={"other": 100})
    working = of(
        weekly("other", 500),
        weekly("lodger", 5000),
        weekly("war_widows_pension", 5000),
        weekly("charitable_payment", 5000),
        rent(52000, 13000),
        policy=policy,
    ).working
    ignored = {line.rule: line for line in working if line.amount_pence < 0}
    assert {rule: (line.amount_pence, line.rate) for rule, line in ignored.items()} == {
        "local_disregard": (-100, None),
        "lodger_disregard": (-2000, "lodger_disregard"),
        "partial_disregard": (-1000, "income_disregard_ceiling"),
        "charitable_payments": (-5000, None),
        "income_outgoings": (-3000, None),
    }
    assert all(line.rate_source for line in ignored.values() if line.rate)
    assert sum(line.amount_pence for line in working) == 500 + 5000 + 5000 + 5000 + 12000 - 11100


def test_an_award_may_bring_an_income_of_which_part_is_ignored() -> None:
    who = person(home_care(), assessed=full())
    who.awards["w"] = Award(version(), "w-1", "war_widows_pension", 5000, Frequency.WEEKLY, DAY)
    assert counted_income(assessed_on(who, DAY)).parts == 4000 * PARTS
