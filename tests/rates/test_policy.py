"""The council's policy: cycles, due days and dated terms."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.periods import Period
from hub.rates.policy import Policy, PolicyTerms, load_policy

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
    old, new = (PolicyTerms(percent, 2500, 2, "minutes") for percent in (80, 100))
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
"""
    )
    policy = load_policy(file)
    day = date(2026, 4, 15)
    assert policy.cycle_of(day) == Period(date(2026, 4, 13), date(2026, 4, 19))
    # The cycle ends on 19 April, and 21 days are given to pay.
    assert policy.due_on(date(2026, 4, 13)) == date(2026, 5, 10)
    assert policy.on(day).percent_of_available_income == 90
