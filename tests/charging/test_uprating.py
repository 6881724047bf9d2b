"""Uprating: what notices make of incomes, and from which day for whom."""

from datetime import date, timedelta

import pytest

from contracts.inbound.assessments import Frequency
from hub.charging.circumstances import Award, Income, UpratingNotice
from hub.charging.held_incomes import incomes_on
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.charging.uprating import first_period
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    assessed_on,
    care_home,
    contribution,
    course,
    home_care,
    person,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

MONDAY = date(2026, 4, 6)
ONE = timedelta(days=1)


def residents_pension(*notices: UpratingNotice, day: date, benefit_rate: str | None = None) -> int:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000, benefit_rate)))
    return contribution(who, day, *notices).weekly_pence


def rise(percent: str, on: date = MONDAY, message: str = "m-1", revision: int = 1) -> UpratingNotice:
    return UpratingNotice(version(revision, on, message), on, {}, {"state_pension": percent})


def test_a_rise_in_per_cent_goes_to_the_nearest_five_pence_from_its_day() -> None:
    notice = rise("4.8")
    assert residents_pension(notice, day=date(2026, 4, 5)) == 16935  # 200.00 - 30.65
    assert residents_pension(notice, day=MONDAY) == 17780  # 209.60 - 31.80
    # 200.00 x 1.0486 = 209.72 -> 209.70; x 1.048625 = 209.725 -> 209.75: halves go up
    assert residents_pension(rise("4.86"), day=MONDAY) == 20970 - 3180


def test_half_of_five_pence_goes_up() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 100)))
    held = incomes_on(assessed_on(who, MONDAY, POLICY, rise("2.5")))
    assert held[0].weekly_parts == 105 * PARTS  # 1.025 lies half way between 1.00 and 1.05


@pytest.mark.parametrize(
    ("pence", "frequency", "weekly_pounds_times_52"),
    [
        (20001, Frequency.FORTNIGHTLY, 10480 * 52),  # 100.005 a week -> 104.80524 -> 104.80
        (92100, Frequency.FOUR_WEEKLY, 24130 * 52),  # 230.25 a week -> 241.302 -> 241.30
        (41000, Frequency.MONTHLY, 42968 * 12),  # 410.00 a month -> 429.68 a month
        (41001, Frequency.MONTHLY, 42969 * 12),  # 429.69048 -> 429.69, and not to 5p
        (1000010, Frequency.YEARLY, 1048010),  # 10,480.1048 -> 10,480.10
    ],
)
def test_weekly_amounts_rise_to_five_pence_and_others_to_a_penny_of_their_own_period(
    pence: int, frequency: Frequency, weekly_pounds_times_52: int
) -> None:
    who = person(home_care(), assessed=full(Income("i", "state_pension", pence, frequency)))
    (held,) = incomes_on(assessed_on(who, MONDAY, POLICY, rise("4.8")))
    assert held.weekly_parts * 52 == weekly_pounds_times_52 * PARTS


def test_a_share_is_taken_of_what_the_notice_made_of_the_whole() -> None:
    joint = Income("i", "state_pension", 10001, Frequency.WEEKLY, share_percent=50)
    who = person(home_care(), assessed=full(joint))
    (held,) = incomes_on(assessed_on(who, MONDAY, POLICY, rise("4.8")))
    assert held.weekly_parts == 10480 * PARTS // 2  # 100.01 x 1.048 = 104.81 -> 104.80, and half of that


def test_a_published_rate_comes_before_a_rise_of_the_kind_and_is_named_in_the_working() -> None:
    both = UpratingNotice(version(), MONDAY, {"state_pension_new_full": 24130}, {"state_pension": "50"})
    who = person(care_home(), assessed=full(weekly("state_pension", 20000, "state_pension_new_full")))
    found = contribution(who, MONDAY, both)
    assert found.weekly_pence == 20950  # 241.30 - 31.80
    line = found.working[0]
    assert (line.rate, line.rate_source) == ("state_pension_new_full", "uprating notice from 2026-04-06")
    assert line.source.endswith("uprated from 2026-04-06")
    by_percent = contribution(who, MONDAY, rise("1")).working[0]
    assert (by_percent.rate, by_percent.rate_source) == (None, None)


def test_neither_the_order_of_notices_nor_a_repeat_makes_a_difference() -> None:
    first, second = rise("1", date(2025, 10, 6), "m-1"), rise("4.8", message="m-2")
    day = date(2026, 5, 1)
    expected = residents_pension(first, second, day=day)
    assert expected == 21170 - 3180  # 200.00 -> 202.00 -> 211.696 -> 211.70
    assert residents_pension(second, first, first, second, day=day) == expected


def test_of_two_statements_about_one_rise_the_later_revision_stands() -> None:
    wrong, right = rise("9", revision=1), rise("4.8", revision=2, message="m-0")
    assert residents_pension(right, wrong, day=MONDAY) == 17780


def test_a_notice_leaves_an_amount_alone_that_dates_from_its_own_day_or_after() -> None:
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), since=MONDAY))
    assert contribution(who, MONDAY, rise("4.8")).weekly_pence == 16820  # 200.00 - 31.80


def test_an_income_that_begins_after_the_assessment_dates_from_its_own_first_day() -> None:
    for first, pence in ((MONDAY - ONE, 20960), (MONDAY, 20000)):
        income = Income("i", "state_pension", 20000, Frequency.WEEKLY, paid_from=first)
        who = person(care_home(), assessed=full(income))
        assert contribution(who, MONDAY, rise("4.8")).weekly_pence == pence - 3180


def test_a_published_rate_leaves_an_amount_of_its_own_day_alone_too() -> None:
    income = weekly("state_pension", 20000, "state_pension_new_full")
    who = person(care_home(), assessed=full(income, since=MONDAY))
    notice = UpratingNotice(version(), MONDAY, {"state_pension_new_full": 24130}, {})
    assert contribution(who, MONDAY, notice).weekly_pence == 16820  # 200.00 - 31.80


def test_a_rise_that_is_no_number_stops_for_an_officer() -> None:
    with pytest.raises(CannotAssess, match=r"rises\.state_pension"):
        residents_pension(rise("a lot"), day=MONDAY)


@pytest.mark.parametrize(
    ("monday", "period_day", "first"),
    [
        (MONDAY, 5, date(2026, 5, 5)),  # a period began the day before
        (MONDAY, 6, MONDAY),  # one begins on the very day
        (MONDAY, 7, date(2026, 4, 7)),
        (MONDAY, 1, date(2026, 5, 1)),
        (MONDAY, 31, date(2026, 4, 30)),  # the last day of a shorter month
        (MONDAY, None, date(2026, 5, 6)),  # nobody said: a month after the notice's day
        (date(2026, 12, 7), 6, date(2027, 1, 6)),
        (date(2026, 12, 7), None, date(2027, 1, 7)),
        (date(2026, 1, 31), None, date(2026, 2, 28)),
        (date(2026, 2, 2), 31, date(2026, 2, 28)),
        (date(2026, 2, 2), 30, date(2026, 2, 27)),  # regulation 21(2)(b) names the 27th
        (date(2028, 2, 7), 29, date(2028, 2, 28)),  # and in a leap year the 28th
        (date(2026, 2, 2), 28, date(2026, 2, 28)),
    ],
)
def test_universal_credit_rises_with_the_first_assessment_period_not_before_the_notices_day(
    monday: date, period_day: int | None, first: date
) -> None:
    assert first_period(monday, period_day) == first


@pytest.mark.parametrize("kind", ["universal_credit", "uc_standard_allowance", "uc_health_element"])
def test_the_contribution_changes_on_the_persons_own_day_and_not_on_the_notices(kind: str) -> None:
    credit = Income("i", kind, 100000, Frequency.MONTHLY, assessment_period_day=20)
    who = person(home_care(), assessed=full(credit), born=date(1990, 1, 1))
    notice = UpratingNotice(version(), MONDAY, {}, {kind: "5"})
    assert [
        (its.first, its.contribution and its.contribution.weekly_pence)
        for its in course(who, date(2026, 3, 1), date(2026, 5, 31), notice)
    ] == [
        (date(2026, 3, 1), 11826),  # 1,000.00 x 12 / 52 - 112.50
        (MONDAY, 11036),  # - 120.40
        (date(2026, 4, 20), 12190),  # 1,050.00 x 12 / 52 - 120.40
    ]


def test_an_award_of_universal_credit_rises_with_its_period_too() -> None:
    who = person(home_care(), assessed=full(), born=date(1990, 1, 1))
    who.awards["w"] = Award(
        version(), "w-1", "universal_credit", 100000, Frequency.MONTHLY, CARE_BEGAN, assessment_period_day=20
    )
    notice = UpratingNotice(version(), MONDAY, {}, {"universal_credit": "5"})
    assert contribution(who, date(2026, 4, 19), notice).weekly_pence == 11036
    assert contribution(who, date(2026, 4, 20), notice).weekly_pence == 12190
    assert date(2026, 4, 20) in [its.first for its in course(who, date(2026, 3, 1), date(2026, 5, 31), notice)]


def test_an_amount_told_between_the_notices_day_and_the_period_is_still_the_old_one() -> None:
    for since, pence in ((date(2026, 4, 19), 12190), (date(2026, 4, 20), 11036)):
        credit = Income("i", "universal_credit", 100000, Frequency.MONTHLY, assessment_period_day=20)
        who = person(home_care(), assessed=full(credit, since=since), born=date(1990, 1, 1))
        notice = UpratingNotice(version(), MONDAY, {}, {"universal_credit": "5"})
        assert contribution(who, date(2026, 4, 20), notice).weekly_pence == pence
