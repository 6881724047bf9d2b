"""The council's policy: cycles, due days and dated terms."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.periods import Period
from hub.rates.policy import Policy, PolicyTerms, load_policy
from hub.rates.policy.terms import CouncilTerms, recommendations, terms_from

POLICY = load_policy()


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 4, 6), date(2026, 4, 6)),
        (date(2026, 5, 3), date(2026, 4, 6)),  # the 28th day
        (date(2026, 5, 4), date(2026, 5, 4)),
        (date(2026, 4, 5), date(2026, 3, 9)),  # the day before the anchor is in the cycle before it
        (date(2024, 5, 6), date(2024, 5, 6)),  # 700 days, 25 cycles, before the anchor
    ],
)
def test_cycles_of_28_days_run_both_ways_from_the_anchor(day: date, first: date) -> None:
    assert POLICY.cycle_of(day) == Period(first, first + timedelta(days=27))


def test_a_charging_week_is_monday_to_sunday() -> None:
    for day in (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)):
        assert POLICY.week_of(day) == Period(date(2026, 11, 23), date(2026, 11, 29))


def test_a_cycle_is_due_fourteen_days_after_its_last_day() -> None:
    # 6 April + 27 days = 3 May; + 14 days = 17 May
    assert POLICY.due_on(date(2026, 4, 6)) == date(2026, 5, 17)


def test_the_terms_of_the_training_council_say_where_they_come_from() -> None:
    terms = POLICY.on(date(2026, 11, 24))
    assert terms.percent_of_available_income == 100
    assert terms.large_change_weekly_pence == 2500
    assert terms.acknowledgement_working_days == 2
    assert "training council" in terms.source


def test_new_terms_hold_from_their_day_and_are_a_day_of_change() -> None:
    old, new = (PolicyTerms("minutes", percent) for percent in (80, 100))
    policy = Policy(date(2026, 4, 6), 28, 14, {date(2016, 4, 4): old, date(2016, 8, 1): new})
    assert policy.on(date(2016, 7, 31)) is old
    assert policy.on(date(2016, 8, 1)) is new
    assert policy.change_days(date(2016, 5, 1), date(2016, 8, 1)) == [date(2016, 8, 1)]
    assert policy.change_days(date(2016, 8, 2), date(2026, 8, 1)) == []


def test_an_anchor_that_is_not_a_monday_is_refused() -> None:
    with pytest.raises(ValueError, match="Monday"):
        Policy(date(2026, 4, 7), 28, 14, {})


def test_a_council_gives_a_policy_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        """
source: sample council, charging policy
cycle_anchor: 2026-04-06
cycle_days: 7
payment_terms_days: 21
terms:
  2026-04-06:
    source: sample council, charging policy, section 3
    percent_of_available_income: 90
    large_change_weekly: "10.00"
    acknowledgement_working_days: 3
    standard_disability_expenditure_weekly: "12.50"
    arrangement_fee_weekly: "6.00"
    home_care_charged_on: delivered
    local_disregards: {pip_daily_living: "20.00", child_maintenance: full}
    local_allowances: [{label: Household bills, weekly: "7.00", setting: community}]
"""
    )
    policy = load_policy(file)
    day = date(2026, 4, 15)
    assert policy.cycle_of(day) == Period(date(2026, 4, 13), date(2026, 4, 19))
    # The cycle ends on 19 April, and 21 days are given to pay.
    assert policy.due_on(date(2026, 4, 13)) == date(2026, 5, 10)
    assert policy.on(day).percent_of_available_income == 90
    terms = policy.on(day)
    assert terms.standard_disability_expenditure_weekly_pence == 1250
    assert terms.arrangement_fee_weekly_pence == 600
    assert terms.home_care_charged_on == "delivered"
    assert terms.local_disregards == {"pip_daily_living": 2000, "child_maintenance": None}
    assert [(its.label, its.weekly_pence) for its in terms.local_allowances] == [("Household bills", 700)]


def test_how_far_a_notice_may_raise_anybody_unseen_is_the_councils_to_say() -> None:
    terms = POLICY.on(date(2026, 11, 24))
    assert (terms.largest_uprating_weekly_pence, terms.largest_uprating_percent) == (10000, 100)
    assert terms.uprating_percent_counts_from_pence == 2500
    said = {
        "source": "sample minutes",
        "percent_of_available_income": 100,
        "standard_disability_expenditure_weekly": "0.00",
        "arrangement_fee_weekly": "0.00",
        "home_care_charged_on": "planned",
        "largest_uprating_weekly": "40.00",
        "largest_uprating_percent": 30,
    }
    own = terms_from(CouncilTerms.model_validate(said))
    assert (own.largest_uprating_weekly_pence, own.largest_uprating_percent) == (4000, 30)


def test_what_the_council_does_not_decide_is_as_recommended_with_the_reason() -> None:
    terms = POLICY.on(date(2026, 11, 24))
    assert (terms.short_stay_rules, terms.short_stay_days) == ("care_home", 56)
    assert all(its.reason for its in recommendations().values())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("arrangement_fee_weekly: 6", "arrangement_fee_weekly: expected pounds"),
        ('arrangement_fee_weekly: "-6.00"', "arrangement_fee_weekly: expected pounds of 0.00 or more"),
        ("home_care_charged_on: hoped_for", "home_care_charged_on: expected one of planned, delivered"),
        ("death_day_charged: perhaps", "death_day_charged: expected true or false"),
        ("short_stay_days: 400", "short_stay_days: expected a whole number from 0 to 366"),
        ("percent_of_available_income: 101", "percent_of_available_income: expected a whole number from 0 to 100"),
        ("horoscope: true", "horoscope: expected a setting"),
    ],
)
def test_a_setting_that_is_not_what_it_takes_is_refused_by_name(tmp_path: Path, line: str, expected: str) -> None:
    said = {
        "percent_of_available_income": "percent_of_available_income: 90",
        "standard_disability_expenditure_weekly": 'standard_disability_expenditure_weekly: "12.50"',
        "arrangement_fee_weekly": 'arrangement_fee_weekly: "6.00"',
        "home_care_charged_on": "home_care_charged_on: planned",
    } | {line.split(":")[0]: line}
    with pytest.raises(ValueError, match=expected):
        load_policy(a_policy_file(tmp_path, said.values()))


def test_a_setting_for_which_nothing_can_be_recommended_is_required(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="arrangement_fee_weekly: expected in every policy"):
        load_policy(
            a_policy_file(
                tmp_path, ["percent_of_available_income: 90", 'standard_disability_expenditure_weekly: "12.50"']
            )
        )


def a_policy_file(folder: Path, settings: Iterable[str]) -> Path:
    file = folder / "policy.yaml"
    head = "source: sample council\ncycle_anchor: 2026-04-06\ncycle_days: 28\npayment_terms_days: 14\nterms:\n"
    terms = "".join(f"    {line}\n" for line in ["source: sample council", *settings])
    file.write_text(f"{head}  2026-04-06:\n{terms}")
    return file
