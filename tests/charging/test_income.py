"""Income: weekly amounts, shares, days, and the awards that take the place of what was assessed."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.inbound.assessments import Frequency
from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import Award, Income, Outgoing
from hub.charging.held_incomes import assumed_incomes, weekly_parts
from hub.charging.income import counted_income
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, half_up
from tests.charging.facts import (
    CARE_BEGAN,
    assessed_on,
    care_home,
    contribution,
    council,
    course,
    home_care,
    person,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

DAY = date(2025, 9, 1)
ONE = timedelta(days=1)


def counted(*incomes: Income, setting: Setting = Setting.COMMUNITY, day: date = DAY) -> int:
    home = [care_home(first=date(2024, 4, 6))] if setting is Setting.CARE_HOME else []
    who = person(*home, assessed=full(*incomes, since=date(2024, 4, 6)))
    return half_up(counted_income(assessed_on(who, day)).parts, PARTS)


@pytest.mark.parametrize(
    ("pence", "frequency", "pounds"),
    [
        (80964, Frequency.MONTHLY, "186.84"),  # 809.64 x 12 / 52 = 186.84, as a council printed it
        (92120, Frequency.FOUR_WEEKLY, "230.30"),  # 921.20 / 4
        (10000, Frequency.FORTNIGHTLY, "50.00"),
        (1040000, Frequency.YEARLY, "200.00"),  # 10,400 / 52
    ],
)
def test_an_amount_for_another_period_becomes_a_weekly_one(pence: int, frequency: Frequency, pounds: str) -> None:
    assert f"{half_up(weekly_parts(pence, frequency), PARTS) / 100:.2f}" == pounds


@pytest.mark.parametrize(
    ("pence", "frequency", "pounds"),
    [
        (80964, Frequency.MONTHLY, "186.33"),  # 809.64 x 12 x 7 / 365 = 186.3281
        (1040000, Frequency.YEARLY, "199.45"),  # 10,400 x 7 / 365 = 199.4520
        (92120, Frequency.FOUR_WEEKLY, "230.30"),  # weeks are weeks in either year
        (10001, Frequency.FORTNIGHTLY, "50.01"),
        (100, Frequency.WEEKLY, "1.00"),
    ],
)
def test_a_council_may_divide_a_year_of_days(pence: int, frequency: Frequency, pounds: str) -> None:
    assert f"{half_up(weekly_parts(pence, frequency, '365_days'), PARTS) / 100:.2f}" == pounds
    who = person(assessed=full(Income("i", "state_pension", pence, frequency)))
    its = assessed_on(who, DAY, council(year_for_weekly_amounts="365_days"))
    assert counted_income(its).parts == weekly_parts(pence, frequency, "365_days")


@pytest.mark.parametrize("year", ["52_weeks", "365_days"])
@pytest.mark.parametrize("frequency", Frequency)
def test_no_weekly_amount_loses_a_part_of_a_penny_nor_does_a_share_or_half_of_it(
    frequency: Frequency, year: str
) -> None:
    numerators = {"monthly": 12, "yearly": 1, "weekly": 52, "fortnightly": 26, "four_weekly": 13}
    weeks = numerators[frequency.value]
    own = weekly_parts(1, frequency, year)
    if year == "52_weeks" or frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
        assert own * 52 == weeks * PARTS
    else:
        assert own * 365 == weeks * 7 * PARTS
    assert own % 200 == 0


def test_incomes_are_added_up_before_anything_is_rounded() -> None:
    # three times 1.00 a year is 3 / 52 = 0.0577 a week; each by itself would round to 0.02
    thrice = [Income(f"i-{place}", "state_pension", 100, Frequency.YEARLY) for place in range(3)]
    assert counted_income(assessed_on(person(assessed=full(*thrice)), DAY)).parts * 52 == 300 * PARTS


def test_an_unknown_kind_of_income_stops_for_an_officer_and_is_named() -> None:
    with pytest.raises(CannotAssess) as refused:
        counted(weekly("lottery", 100))
    assert (refused.value.code, refused.value.field) == ("unknown_income_kind", "incomes.lottery")


def test_of_an_income_paid_for_a_couple_the_persons_share_counts() -> None:
    joint = Income("i", "universal_credit", 10001, Frequency.WEEKLY, share_percent=50)
    assert counted_income(assessed_on(person(assessed=full(joint)), DAY)).parts == 10001 * PARTS // 2
    assert counted(Income("i", "universal_credit", 10000, Frequency.WEEKLY, share_percent=33)) == 3300


def test_of_an_award_paid_for_a_couple_the_persons_share_counts() -> None:
    who = person(home_care(), assessed=full())
    who.awards["w"] = Award(
        version(), "w-1", "pension_credit_guarantee", 50000, Frequency.WEEKLY, CARE_BEGAN, share_percent=60
    )
    assert contribution(who, DAY).weekly_pence == 6740  # 300.00 - 232.60


def test_an_income_counts_from_its_first_to_its_last_day() -> None:
    some_days = Income("i", "state_pension", 30000, Frequency.WEEKLY, paid_from=DAY, paid_to=DAY + ONE)
    who = person(home_care(), assessed=full(some_days))
    due = [contribution(who, DAY + place * ONE).weekly_pence for place in (-1, 0, 1, 2)]
    assert due == [0, 6740, 6740, 0]  # 300.00 - 232.60
    assert [its.first for its in course(who, CARE_BEGAN, DAY + 9 * ONE)] == [CARE_BEGAN, DAY, DAY + 2 * ONE]


def test_an_assumed_amount_says_so_in_the_working_and_is_listed() -> None:
    assumed = Income("i-1", "state_pension", 30000, Frequency.WEEKLY, assumed=True)
    who = person(home_care(), assessed=full(assumed, weekly("other", 100)))
    who.awards["w"] = Award(version(), "w-1", "carers_allowance", 100, Frequency.WEEKLY, CARE_BEGAN, assumed=True)
    assert [line.label for line in contribution(who, DAY).working][:3] == [
        "State pension, assumed",
        "Other",
        "Carers allowance, assumed",
    ]
    assert [its.reference for its in assumed_incomes(assessed_on(who, DAY))] == ["i-1", "w-1"]


def award(pence: int, on: date, ended_on: date | None = None, kind: str = "state_pension") -> Award:
    return Award(version(), "w-1", kind, pence, Frequency.WEEKLY, on, ended_on)


def test_an_award_takes_the_place_of_the_same_kind_from_its_first_day() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000)))
    who.awards["w-1@2025-09-01"] = award(21000, DAY)
    assert contribution(who, date(2025, 8, 31)).weekly_pence == 16935  # 200.00 - 30.65
    assert contribution(who, DAY).weekly_pence == 17935  # 210.00 - 30.65


def test_an_award_adds_an_income_that_was_not_assessed_and_ends_after_its_last_day() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000)))
    who.awards["w-1@2025-09-01"] = award(7370, DAY, date(2025, 9, 28), "attendance_allowance")
    assert contribution(who, date(2025, 9, 28)).weekly_pence == 24305  # 200.00 + 73.70 - 30.65
    assert contribution(who, date(2025, 9, 29)).weekly_pence == 16935


def test_the_end_of_an_award_older_than_the_assessment_ends_the_assessed_income() -> None:
    who = person(care_home(), assessed=full(weekly("constant_attendance_allowance", 11040)))
    who.awards["w"] = award(11040, date(2024, 1, 1), date(2025, 6, 29), "constant_attendance_allowance")
    assert contribution(who, date(2025, 6, 29)).weekly_pence == 7975  # 110.40 - 30.65
    assert contribution(who, date(2025, 6, 30)).weekly_pence == 0


def test_an_award_of_the_assessments_own_day_comes_before_what_was_assessed() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000)))
    who.awards["w"] = award(21000, CARE_BEGAN)
    assert contribution(who, CARE_BEGAN).weekly_pence == 17935  # 210.00 - 30.65


def test_the_newest_amount_of_an_award_stands_and_another_award_of_the_kind_adds_to_it() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000)))
    for on, pence in ((date(2025, 7, 1), 21000), (date(2025, 8, 1), 22000)):
        who.awards[f"w-1@{on}"] = award(pence, on)
    assert contribution(who, DAY).weekly_pence == 18935  # 220.00 - 30.65
    other = Award(version(), "w-2", "state_pension", 1000, Frequency.WEEKLY, date(2020, 1, 1))
    who.awards["w-2@2020-01-01"] = other
    assert contribution(who, DAY).weekly_pence == 19935  # 220.00 + 10.00 - 30.65


def test_an_award_older_than_the_assessment_is_taken_as_known_to_it() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000)))
    who.awards["w"] = award(99999, date(2025, 6, 1))
    assert contribution(who, CARE_BEGAN).weekly_pence == 16935


def test_disability_costs_are_allowed_only_if_a_disability_benefit_is_counted() -> None:
    costs: dict[str, Any] = {"disability_related_expenditure": (Outgoing("cleaner", 2000),)}
    without = person(home_care(), assessed=full(weekly("state_pension", 30000), **costs))
    assert contribution(without, DAY).weekly_pence == 6740  # 300.00 - 232.60
    benefits = (weekly("state_pension", 30000), weekly("attendance_allowance", 7390))
    assert (
        contribution(person(home_care(), assessed=full(*benefits, **costs)), DAY).weekly_pence
        == 12130  # 300.00 + 73.90 - 232.60 - 20.00
    )


def test_an_income_in_the_working_names_its_rule_and_its_law() -> None:
    who = person(home_care(), assessed=full(weekly("state_pension", 30000, "some_rate")))
    (line,) = counted_income(assessed_on(who, DAY)).working
    assert (line.rule, line.rate, line.source) == ("income", None, "SI 2014/2672, reg 13")
