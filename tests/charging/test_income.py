"""Income: kinds, weekly amounts, awards and uprating."""

from datetime import date
from typing import Any

import pytest

from contracts.inbound.assessments import Frequency
from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import Award, Income, Outgoing, UpratingNotice
from hub.charging.income import counted_income, incomes_on, weekly_parts
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, half_up
from hub.charging.tables import income_kinds
from hub.rates import RatesNotPublished
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    assessed_on,
    care_home,
    contribution,
    full,
    home_care,
    person,
    version,
    weekly,
)

DAY = date(2025, 9, 1)


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


@pytest.mark.parametrize("kind", ["earnings", "pip_mobility", "dla_mobility", "child_benefit", "direct_payment"])
def test_what_the_regulations_disregard_is_not_counted_in_either_setting(kind: str) -> None:
    assert counted(weekly(kind, 10000)) == 0
    assert counted(weekly(kind, 10000), setting=Setting.CARE_HOME) == 0


def test_an_unknown_kind_of_income_stops_for_an_officer_and_is_named() -> None:
    with pytest.raises(CannotAssess) as refused:
        counted(weekly("lottery", 100))
    assert (refused.value.code, refused.value.field) == ("unknown_income_kind", "incomes.lottery")


def test_ten_pounds_of_each_such_pension_is_disregarded_up_to_twenty_in_all() -> None:
    three = [weekly("war_widows_pension", 5000), weekly("war_pension_other", 800)]
    assert counted(*three) == 4000  # 58.00 - (10.00 + 8.00)
    three.append(weekly("widowed_parents_allowance", 3000))
    assert counted(*three) == 6800  # 88.00 - 20.00, as 10.00 + 8.00 + 10.00 is over the ceiling


def test_savings_credit_is_disregarded_up_to_the_figure_of_the_day_or_refused_without_one() -> None:
    assert counted(weekly("pension_credit_savings", 1700)) == 995  # 17.00 - 7.05
    assert counted(weekly("pension_credit_savings", 500)) == 0
    with pytest.raises(RatesNotPublished) as refused:
        counted(weekly("pension_credit_savings", 1700), day=date(2026, 4, 6))
    assert (refused.value.figure, refused.value.day) == ("savings_disregard_single", date(2026, 4, 6))


def test_every_kind_has_a_treatment_in_both_settings_and_a_source() -> None:
    assert all(kind.source and kind.community and kind.care_home for kind in income_kinds().values())


def residents_pension(*notices: UpratingNotice, day: date, benefit_rate: str | None = None) -> int:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000, benefit_rate)))
    return contribution(who, day, *notices).weekly_pence


def rise(percent: str, on: date = date(2026, 4, 6), message: str = "m-1", revision: int = 1) -> UpratingNotice:
    return UpratingNotice(version(revision, on, message), on, {}, {"state_pension": percent})


def test_a_rise_in_per_cent_goes_to_the_nearest_five_pence_from_its_day() -> None:
    notice = rise("4.8")
    assert residents_pension(notice, day=date(2026, 4, 5)) == 16935  # 200.00 - 30.65
    assert residents_pension(notice, day=date(2026, 4, 6)) == 17780  # 209.60 - 31.80
    # 200.00 x 1.0486 = 209.72 -> 209.70; x 1.048625 = 209.725 -> 209.75: halves go up
    assert residents_pension(rise("4.86"), day=date(2026, 4, 6)) == 20970 - 3180


def test_half_of_five_pence_goes_up() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 100)))
    held = incomes_on(assessed_on(who, date(2026, 4, 6), POLICY, rise("2.5")))
    assert held[0].weekly_parts == 105 * PARTS  # 1.025 lies half way between 1.00 and 1.05


def test_a_published_rate_comes_before_a_rise_of_the_kind() -> None:
    both = UpratingNotice(version(), date(2026, 4, 6), {"state_pension_new_full": 24130}, {"state_pension": "50"})
    assert residents_pension(both, day=date(2026, 4, 6), benefit_rate="state_pension_new_full") == 20950


def test_neither_the_order_of_notices_nor_a_repeat_makes_a_difference() -> None:
    first, second = rise("1", date(2025, 10, 6), "m-1"), rise("4.8", message="m-2")
    day = date(2026, 5, 1)
    expected = residents_pension(first, second, day=day)
    assert expected == 21170 - 3180  # 200.00 -> 202.00 -> 211.696 -> 211.70
    assert residents_pension(second, first, first, second, day=day) == expected


def test_of_two_statements_about_one_rise_the_later_revision_stands() -> None:
    wrong, right = rise("9", revision=1), rise("4.8", revision=2, message="m-0")
    assert residents_pension(right, wrong, day=date(2026, 4, 6)) == 17780


def test_a_notice_leaves_an_amount_alone_that_dates_from_its_own_day_or_after() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), since=date(2026, 4, 6)))
    assert contribution(who, date(2026, 4, 6), rise("4.8")).weekly_pence == 16820  # 200.00 - 31.80


def test_a_published_rate_leaves_an_amount_of_its_own_day_alone_too() -> None:
    income = weekly("state_pension", 20000, "state_pension_new_full")
    who = person(care_home(), assessed=full(income, since=date(2026, 4, 6)))
    notice = UpratingNotice(version(), date(2026, 4, 6), {"state_pension_new_full": 24130}, {})
    assert contribution(who, date(2026, 4, 6), notice).weekly_pence == 16820  # 200.00 - 31.80


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
    who = person(care_home(), assessed=full(weekly("attendance_allowance", 11040)))
    who.awards["w"] = award(11040, date(2024, 1, 1), date(2025, 6, 29), "attendance_allowance")
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
