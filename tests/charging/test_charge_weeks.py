"""Charges by the week: part weeks, splits by cost, and the cap in the days themselves."""

from datetime import date, timedelta

import pytest

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.charge_weeks import WeekCharge, charge_weeks
from hub.charging.circumstances import AssessmentBasis, FinancialAssessment
from hub.charging.rounding import by_share, half_up, part_weeks, to_nearest, within
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    care_home,
    charges,
    course,
    home_care,
    person,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

PENSION = weekly("state_pension", 30000)
FIRST, LAST = date(2025, 6, 2), date(2025, 6, 29)
DECLINED = FinancialAssessment(version(), AssessmentBasis.DECLINED, CARE_BEGAN)


def pence(found: list[WeekCharge]) -> list[tuple[int, int]]:
    return [(its.week.day, its.pence) for its in found]


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"), [(1, 2, 1), (49, 100, 0), (3, 2, 2), (0, 7, 0), (10, 5, 2)]
)
def test_halves_go_up(numerator: int, denominator: int, nearest: int) -> None:
    assert half_up(numerator, denominator) == nearest


def test_the_nearest_five_pence_takes_half_way_up() -> None:
    assert [to_nearest(amount, 10, 5) for amount in (1024, 1025, 1074, 1075)] == [100, 105, 105, 110]


def test_parts_of_a_week_add_up_to_the_week_with_the_odd_penny_in_the_last() -> None:
    # 100.00 x 3 / 7 = 42.857 -> 42.86; 100.00 - 42.86 = 57.14
    assert part_weeks(10000, [3, 4]) == [4286, 5714]
    # 0.04 / 7 = 0.57 -> 0.01 each, until the four pence are used up
    assert part_weeks(4, [1] * 7) == [1, 1, 1, 1, 0, 0, 0]
    assert part_weeks(10000, []) == []


def test_shares_add_up_to_the_whole_with_the_residual_in_the_last() -> None:
    assert by_share(10000, [1, 1, 1]) == [3333, 3333, 3334]
    assert by_share(2, [1, 1, 1, 1]) == [1, 1, 0, 0]
    assert by_share(5, [0, 0]) == [0, 5]


def test_whole_weeks_are_charged_the_weekly_contribution_on_their_mondays() -> None:
    found = charges(person(home_care(), assessed=full(PENSION)), FIRST, LAST)
    assert pence(found) == [(2, 6740), (9, 6740), (16, 6740), (23, 6740)]
    assert {(its.setting, its.collector) for its in found} == {(Setting.COMMUNITY, Collector.COUNCIL)}
    assert found[0].cost_pence == 50000


def test_a_first_and_a_last_part_week_are_charged_by_days() -> None:
    line = home_care(first=date(2025, 6, 4), last=date(2025, 6, 24))
    # Wednesday to Sunday: 67.40 x 5 / 7 = 48.142 -> 48.14
    # Monday and Tuesday: 67.40 x 2 / 7 = 19.257 -> 19.26
    assert pence(charges(person(line, assessed=full(PENSION)), FIRST, LAST)) == [
        (2, 4814),
        (9, 6740),
        (16, 6740),
        (23, 1926),
    ]


def test_a_change_within_a_week_is_charged_by_days_on_both_sides() -> None:
    who = person(home_care(), assessed=full(PENSION))
    who.assessments["a-2"] = full(weekly("state_pension", 30700), since=date(2025, 6, 6))
    # 67.40 x 4 / 7 = 38.514 -> 38.51; 74.40 x 3 / 7 = 31.886 -> 31.89; together 70.40
    assert pence(charges(who, FIRST, date(2025, 6, 8))) == [(2, 7040)]


def test_a_week_in_two_lines_of_one_contribution_is_still_one_week() -> None:
    lines = (home_care(last=date(2025, 6, 4)), home_care(60000, date(2025, 6, 5), line="l-9"))
    assert pence(charges(person(*lines, assessed=full(PENSION)), FIRST, date(2025, 6, 8))) == [(2, 6740)]


def test_one_contribution_is_split_between_collectors_by_cost() -> None:
    lines = (home_care(30000), home_care(10000, collector=Collector.PROVIDER, line="l-9"))
    found = charges(person(*lines, assessed=full(PENSION)), FIRST, date(2025, 6, 8))
    # 67.40 x 300 / 400 = 50.55; the rest is 16.85
    assert [(its.collector, its.pence, its.cost_pence) for its in found] == [
        (Collector.COUNCIL, 5055, 30000),
        (Collector.PROVIDER, 1685, 10000),
    ]


def test_a_move_into_a_care_home_makes_two_assessments_by_days_and_never_two_full_weeks() -> None:
    move = date(2025, 6, 5)
    lines = (home_care(last=move - timedelta(days=1)), care_home(first=move))
    found = charges(person(*lines, assessed=full(PENSION)), FIRST, date(2025, 6, 8))
    assert [(its.setting, its.pence) for its in found] == [
        (Setting.CARE_HOME, 15391),  # 269.35 x 4 / 7 = 153.914
        (Setting.COMMUNITY, 2889),  # 67.40 x 3 / 7 = 28.886
    ]


def test_the_day_of_death_is_charged_and_nothing_later_even_for_a_course_made_before() -> None:
    who = person(care_home(), assessed=full(PENSION))
    before = course(who, FIRST, LAST)
    who.date_of_death = date(2025, 6, 10)
    # Monday and Tuesday: 269.35 x 2 / 7 = 76.957
    assert pence(charges(who, FIRST, LAST)) == [(2, 26935), (9, 7696)]
    assert charge_weeks(who, before, POLICY, FIRST, LAST) == charges(who, FIRST, LAST)


def test_the_days_of_a_part_week_never_cost_less_than_what_is_charged_for_them() -> None:
    who = person(home_care(6741, last=date(2025, 6, 4)), assessed=full(PENSION))
    (only,) = charges(who, FIRST, LAST)
    assert only.pence <= only.cost_pence
    assert only.cost_pence == 2889  # 67.41 x 3 / 7 = 28.89


def test_the_residual_penny_is_not_charged_where_it_would_exceed_the_cost_of_its_days() -> None:
    lines = (
        home_care(60000, FIRST, FIRST, line="l-1"),
        home_care(70000, date(2025, 6, 3), date(2025, 6, 3), line="l-2"),
        home_care(6744, date(2025, 6, 4), line="l-3"),
    )
    who = person(*lines, assessed=full(weekly("state_pension", 30004)))
    # 67.44 / 7 = 9.634 -> 9.63 twice leaves 48.18, but five days cost 67.44 x 5 / 7 = 48.171 -> 48.17
    assert pence(charges(who, FIRST, date(2025, 6, 8))) == [(2, 963 + 963 + 4817)]


def test_weeks_of_nothing_are_left_out() -> None:
    assert charges(person(home_care(), assessed=full(weekly("state_pension", 1))), FIRST, LAST) == []
    assert charges(person(home_care()), FIRST, LAST) == []


def test_full_cost_is_the_whole_cost_of_every_day() -> None:
    line = home_care(12345, first=date(2025, 6, 4))
    found = charges(person(line, assessed=DECLINED), FIRST, date(2025, 6, 15))
    assert pence(found) == [(2, 8818), (9, 12345)]  # 123.45 x 5 / 7 = 88.179
    assert all(its.pence == its.cost_pence for its in found)


def test_only_the_days_asked_for_are_charged() -> None:
    who = person(home_care(), assessed=full(PENSION))
    segments = course(who, FIRST, LAST)
    found = charge_weeks(who, segments, POLICY, date(2025, 6, 9), date(2025, 6, 17))
    assert pence(found) == [(9, 6740), (16, 1926)]


def test_no_share_is_charged_more_than_it_costs_and_what_is_over_goes_where_there_is_room() -> None:
    assert within([50, 50], [30, 100]) == [30, 70]
    assert within([50, 50], [100, 30]) == [70, 30]
    assert within([60, 60], [30, 30]) == [30, 30]
