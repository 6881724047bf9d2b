"""The savings disregard of Schedule 1, paragraph 40: the credit that is paid, or the flat sum."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import Frequency, Household
from contracts.inbound.care_packages import Stay
from hub.charging.circumstances import Income, SavingsCredit, ServiceLine
from hub.charging.income import counted_income
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy
from tests.charging.facts import POLICY, assessed_on, care_home, contribution, council, course, full, home_care, person
from tests.charging.facts import weekly as an_income

DAY = date(2025, 9, 1)
ONE = timedelta(days=1)
# 2025/26: standard minimum guarantee 227.10 single and 346.60 couple; disregard at most 7.05 and 10.60.
AT, ABOVE, AT_COUPLE, ABOVE_COUPLE = 22710, 22711, 34660, 34661
OLD, AGED_64, AGED_65 = date(1940, 1, 1), date(1960, 9, 2), date(1960, 9, 1)
COUPLE: dict[str, Any] = {"household": Household.COUPLE}


def ignored(
    pension: int = 0,
    credit: int = 0,
    *,
    born: date | None = OLD,
    day: date = DAY,
    line: ServiceLine | None = None,
    policy: Policy = POLICY,
    told: SavingsCredit | None = None,
    **rest: Any,
) -> int:
    """What is ignored, in pence, of a state pension and of savings credit."""
    incomes = [an_income("state_pension", pension), an_income("pension_credit_savings", credit)]
    assessed = full(*(its for its in incomes if its.amount_pence), savings_credit=told, **rest)
    its = assessed_on(person(line or home_care(), assessed=assessed, born=born), day, policy)
    counted = counted_income(its)
    shown = sum(line.amount_pence for line in counted.working if line.rule == "savings_disregard")
    assert counted.parts == (pension + credit + shown) * PARTS
    return -shown


@pytest.mark.parametrize(
    ("pension", "credit", "pence"),
    [
        (AT, 500, 500),  # the credit that is paid
        (AT, 705, 705),
        (AT, 706, 705),  # at most the maximum
        (AT, 0, 0),  # neither credit nor savings above the guarantee
        (ABOVE, 500, 705),  # the flat sum, whatever the credit
        (ABOVE, 0, 705),  # and without one
        (0, 0, 0),
        (0, 1700, 705),
    ],
)
def test_a_single_person_has_the_credit_up_to_a_sum_or_above_the_guarantee_the_sum(
    pension: int, credit: int, pence: int
) -> None:
    assert ignored(pension, credit) == pence


@pytest.mark.parametrize(
    ("pension", "credit", "pence"),
    [(AT_COUPLE, 1060, 1060), (AT_COUPLE, 1061, 1060), (AT_COUPLE, 0, 0), (ABOVE_COUPLE, 0, 1060), (ABOVE, 0, 0)],
)
def test_a_person_with_a_partner_is_measured_by_the_couples_figures(pension: int, credit: int, pence: int) -> None:
    assert ignored(pension, credit, **COUPLE) == pence


@pytest.mark.parametrize(("born", "pence"), [(AGED_64, 0), (AGED_65, 705), (OLD, 705)])
def test_the_flat_sum_begins_on_the_65th_birthday(born: date, pence: int) -> None:
    assert ignored(ABOVE, born=born) == pence


def test_the_credit_that_is_paid_asks_for_no_age() -> None:
    assert ignored(AT, 500, born=AGED_64) == 500
    assert ignored(AT, 500, born=None) == 500


@pytest.mark.parametrize(("born", "partner", "pence"), [(AGED_65, AGED_64, 1060), (AGED_64, OLD, 0)])
def test_it_is_the_persons_own_65th_birthday_and_not_the_partners(born: date, partner: date, pence: int) -> None:
    assert ignored(ABOVE_COUPLE, born=born, told=SavingsCredit(partner_date_of_birth=partner), **COUPLE) == pence


@pytest.mark.parametrize(
    ("told", "pence"),
    [
        (SavingsCredit(given_to_partner=True), 0),
        (SavingsCredit(partner_has_savings_credit=True), 0),
        (SavingsCredit(), 1060),
    ],
)
def test_the_couples_flat_sum_is_given_once_and_not_where_the_partner_has_savings_credit(
    told: SavingsCredit, pence: int
) -> None:
    assert ignored(ABOVE_COUPLE, told=told, **COUPLE) == pence
    assert ignored(ABOVE, told=told) == 705  # a single person has no partner to have it


def test_couples_in_permanent_care_are_two_singles_and_in_temporary_care_are_not() -> None:
    assert ignored(ABOVE, line=care_home(first=DAY), **COUPLE) == 705
    assert ignored(ABOVE, line=replace(care_home(first=DAY), stay=Stay.TEMPORARY), **COUPLE) == 0


@pytest.mark.parametrize(("stated", "pence"), [(AT, 0), (ABOVE, 705)])
def test_qualifying_income_that_was_stated_comes_before_what_the_incomes_tell(stated: int, pence: int) -> None:
    told = SavingsCredit(qualifying_income_weekly_pence=stated)
    assert ignored(40000 - stated, told=told) == pence


@pytest.mark.parametrize(
    ("kind", "qualifies"),
    [
        ("occupational_pension", True),
        ("carers_allowance", True),
        ("earnings", True),
        ("attendance_allowance", False),
        ("dla_care", False),
        ("pip_daily_living", False),
        ("pension_credit_guarantee", False),
        ("employment_support_allowance", False),
        ("incapacity_benefit", False),
        ("severe_disablement_allowance", False),
        ("maternity_allowance", False),
        ("jobseekers_allowance", False),
        ("working_tax_credit", False),
        ("family_maintenance", False),
    ],
)
def test_qualifying_income_leaves_out_what_pension_credit_leaves_out(kind: str, qualifies: bool) -> None:
    incomes = (an_income("state_pension", AT), an_income(kind, 1))
    its = assessed_on(person(home_care(), assessed=full(*incomes, savings_credit=None)), DAY)
    rules = [line.rule for line in counted_income(its).working]
    assert ("savings_disregard" in rules) is qualifies


def test_an_income_of_both_partners_qualifies_as_a_whole_for_a_couple_and_by_its_share_for_a_single_person() -> None:
    joint = Income("i", "annuity", ABOVE_COUPLE, Frequency.WEEKLY, share_percent=50)
    for household, rules in ((Household.COUPLE, 1), (Household.SINGLE, 0)):
        who = person(home_care(), assessed=full(joint, household=household, savings_credit=None))
        working = counted_income(assessed_on(who, DAY)).working
        assert sum(line.rule == "savings_disregard" for line in working) == rules


@pytest.mark.parametrize(
    ("born", "pence"),
    [(date(1953, 4, 5), 705), (date(1953, 4, 6), 0)],
)
def test_a_council_may_keep_the_flat_sum_to_those_of_pension_age_before_savings_credit_closed(
    born: date, pence: int
) -> None:
    policy = council(savings_disregard_flat_sum_from="pension_age_before_april_2016")
    assert ignored(ABOVE, born=born, policy=policy) == pence
    assert ignored(ABOVE, born=born) == 705


def test_a_partner_of_pension_age_before_it_closed_is_enough_for_such_a_council() -> None:
    policy = council(savings_disregard_flat_sum_from="pension_age_before_april_2016")
    young = date(1955, 1, 1)
    for partner, pence in ((OLD, 1060), (young, 0)):
        told = SavingsCredit(partner_date_of_birth=partner)
        assert ignored(ABOVE_COUPLE, born=young, policy=policy, told=told, **COUPLE) == pence


def test_no_more_is_ignored_than_counts() -> None:
    incomes = (an_income("earnings", 50000), an_income("incapacity_benefit", 100))
    its = assessed_on(person(home_care(), assessed=full(*incomes, savings_credit=None)), DAY)
    assert counted_income(its).parts == 0


def test_a_missing_date_of_birth_stops_for_an_officer_only_where_it_decides() -> None:
    resident = care_home(first=DAY)
    assert ignored(AT, born=None, line=resident) == 0
    with pytest.raises(CannotAssess, match="date_of_birth"):
        ignored(ABOVE, born=None, line=resident)


def test_where_nothing_counts_neither_a_date_of_birth_nor_a_figure_is_asked_for() -> None:
    for born, day in ((None, DAY), (OLD, date(2026, 4, 6))):
        who = person(home_care(), assessed=full(an_income("earnings", 90000), savings_credit=None), born=born)
        assert counted_income(assessed_on(who, day)).parts == 0


NEXT_YEAR = date(2026, 4, 6)  # the guarantee is 238.00 and 363.25; the disregard was not found for it


def test_a_figure_that_nobody_published_is_refused_only_where_the_sum_needs_it() -> None:
    assert ignored(23800, day=NEXT_YEAR) == 0
    assert ignored(90000, day=NEXT_YEAR, born=date(1961, 4, 7)) == 0  # 64
    for pension, credit in ((23801, 0), (23800, 1)):
        with pytest.raises(RatesNotPublished) as refused:
            ignored(pension, credit, day=NEXT_YEAR)
        assert (refused.value.figure, refused.value.day) == ("savings_disregard_single", NEXT_YEAR)
    with pytest.raises(RatesNotPublished, match="savings_disregard_couple"):
        ignored(90000, day=NEXT_YEAR, **COUPLE)


def test_the_line_names_its_paragraph_and_where_the_figure_comes_from() -> None:
    who = person(home_care(), assessed=full(an_income("state_pension", 30000), savings_credit=None))
    found = contribution(who, DAY)
    assert found.weekly_pence == 6035  # 300.00 - 7.05 - 232.60
    (line,) = [its for its in found.working if its.rule == "savings_disregard"]
    assert (line.source, line.rate) == ("SI 2014/2672, Schedule 1, para 40(2)", "savings_disregard_single")
    assert line.rate_source is not None
    assert "SI 2025/199" in line.rate_source


def test_the_contribution_changes_on_the_birthdays_that_the_disregard_asks_for() -> None:
    assessed = full(an_income("employment_support_allowance", 30000), savings_credit=SavingsCredit(ABOVE))
    for born in (AGED_65, date(1960, 11, 20)):
        who = person(home_care(), assessed=assessed, born=born)
        days = [its.first for its in course(who, DAY - ONE, date(2026, 3, 31))]
        assert days == [DAY - ONE, date(2025, born.month, born.day)]
