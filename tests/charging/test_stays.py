"""Stays in care homes: for how long each is meant, which rules hold, and how a stay turns into another."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.care_packages import Service, Setting, Stay
from hub.charging.case import case_of
from hub.charging.circumstances import Capital, Circumstances, Outgoing, ServiceLine, Span
from hub.charging.stays import HomeStay, Treatment, home_stays, no_longer_short, spans_in_home, treatment_on
from hub.rates.policy import Policy
from tests.charging.facts import CARE_BEGAN, POLICY, RATES, care_home, charges, council, course, full, home_care, person
from tests.charging.facts import weekly as a_week

PENSION = a_week("state_pension", 30000)
AT_HOME, IN_A_HOME = 18750, 26935
RENT = Outgoing("rent", 5000)
BY_COMMUNITY_RULES = council(short_stay_rules="community")
PERMANENT, TEMPORARY, SHORT = Stay.PERMANENT, Stay.TEMPORARY, Stay.SHORT_TERM


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def home(stay: Stay | None, first: int = 1, last: int | None = None, *, line: str = "l-2", **said: Any) -> ServiceLine:
    """A line in a care home; its last day is the day of discharge."""
    its = care_home(first=day(first), last=None if last is None else day(last), line=line)
    return replace(its, stay=stay, **said)


def living(*lines: ServiceLine, **said: Any) -> Circumstances:
    """Somebody of fifty with a pension of 300.00: 187.50 is due at home and 269.35 in a home."""
    return person(*lines, assessed=full(PENSION, **said), born=date(1975, 1, 1))


def stays(*lines: ServiceLine, policy: Policy = POLICY) -> list[tuple[Stay, date, date | None]]:
    found = home_stays(case_of(living(*lines), (), RATES, policy).running)
    return [(its.stay, its.first, its.last) for its in found]


def treatment(who: Circumstances, number: int, policy: Policy = POLICY) -> Treatment:
    on = day(number)
    return treatment_on(case_of(who, (), RATES, policy).stays, policy.on(on), on)


def weekly(who: Circumstances, last: int = 100, policy: Policy = POLICY) -> list[tuple[date, int | None]]:
    """The first day of each span on which one weekly sum is due."""
    return [
        (its.first, None if its.contribution is None else its.contribution.weekly_pence)
        for its in course(who, day(1), day(last), policy=policy)
    ]


def test_a_stay_that_nobody_said_is_for_a_time_is_for_good() -> None:
    assert stays(home(None)) == [(PERMANENT, day(1), None)]


def test_lines_that_follow_on_one_another_are_one_stay_and_a_day_between_makes_two() -> None:
    # Somebody who goes on in another line is not discharged.
    follows = (home(TEMPORARY, 1, 10, line="l-1"), home(TEMPORARY, 11, 20, line="l-2"))
    apart = (home(TEMPORARY, 1, 10, line="l-1"), home(TEMPORARY, 12, 20, line="l-2"))

    assert stays(*follows) == [(TEMPORARY, day(1), day(19))]
    assert stays(*apart) == [(TEMPORARY, day(1), day(9)), (TEMPORARY, day(12), day(19))]


def test_a_move_to_another_home_on_the_day_of_discharge_goes_on_as_one_stay() -> None:
    moved = (home(TEMPORARY, 1, 10, line="l-1"), home(TEMPORARY, 10, 20, line="l-2"))

    assert stays(*moved) == [(TEMPORARY, day(1), day(19))]


def test_lines_that_overlap_or_lie_in_one_another_are_one_stay_to_the_later_end() -> None:
    inside = (home(PERMANENT, 1, 40, line="l-1"), home(PERMANENT, 10, 20, line="l-2"))

    assert stays(*inside) == [(PERMANENT, day(1), day(39))]
    assert stays(home(PERMANENT, 1, 40, line="l-1"), home(PERMANENT, 10, None)) == [(PERMANENT, day(1), None)]


def test_stays_meant_for_another_time_are_stays_of_their_own_and_their_days_one_time_in_homes() -> None:
    lines = (home(SHORT, 1, 10, line="l-1"), home(TEMPORARY, 11, 20), home(PERMANENT, 21, None, line="l-3"))
    found = home_stays(case_of(living(*lines), (), RATES, POLICY).running)

    assert [its.stay for its in found] == [SHORT, TEMPORARY, PERMANENT]
    assert spans_in_home(found) == [Span(day(1))]
    assert spans_in_home([HomeStay(SHORT, day(9), day(10)), HomeStay(SHORT, day(1), day(7))]) == [
        Span(day(1), day(7)),
        Span(day(9), day(10)),
    ]


def test_care_at_home_is_no_stay_even_beside_one() -> None:
    assert stays(home_care()) == []
    assert treatment(living(home_care()), 1) is Treatment.COMMUNITY
    assert treatment(living(home_care(), home(TEMPORARY)), 1) is Treatment.TEMPORARY


def test_of_stays_on_one_day_the_one_for_good_decides() -> None:
    assert treatment(living(home(SHORT, line="l-1"), home(PERMANENT)), 1) is Treatment.PERMANENT
    assert treatment(living(home(SHORT, line="l-1"), home(TEMPORARY)), 1, BY_COMMUNITY_RULES) is Treatment.TEMPORARY


@pytest.mark.parametrize(("days", "limit"), [(28, 29), (56, 57), (57, 57), (366, 57), (0, 1)])
def test_a_short_stay_is_short_for_as_long_as_the_council_says_and_never_beyond_eight_weeks(
    days: int, limit: int
) -> None:
    terms = council(short_stay_days=days).on(CARE_BEGAN)

    assert no_longer_short(HomeStay(SHORT, day(1), None), terms) == day(limit)


@pytest.mark.parametrize(("days", "limit"), [(28, 29), (56, 57)])
def test_the_rules_for_care_homes_hold_once_a_short_stay_is_too_long(days: int, limit: int) -> None:
    policy = council(short_stay_rules="community", short_stay_days=days)

    assert weekly(living(home(SHORT)), policy=policy) == [(day(1), AT_HOME), (day(limit), IN_A_HOME)]
    assert weekly(living(home(SHORT))) == [(day(1), IN_A_HOME)]
    assert weekly(living(home(TEMPORARY)), policy=policy) == [(day(1), IN_A_HOME)]


def test_two_short_stays_apart_have_eight_weeks_each() -> None:
    who = living(home(SHORT, 1, 51, line="l-1"), home(SHORT, 60, None))

    assert weekly(who, 120, BY_COMMUNITY_RULES) == [(day(1), AT_HOME), (day(60), AT_HOME), (day(116), IN_A_HOME)]


def test_two_short_stays_in_a_row_have_eight_weeks_together() -> None:
    who = living(home(SHORT, 1, 30, line="l-1"), home(SHORT, 31, None))

    assert weekly(who, policy=BY_COMMUNITY_RULES) == [(day(1), AT_HOME), (day(57), IN_A_HOME)]


def test_a_temporary_stay_that_became_permanent_is_so_from_the_day_that_was_agreed_and_not_before() -> None:
    house = Capital("k-1", "main_home", 9000000)
    who = living(home(TEMPORARY, permanent_from=day(30)), housing_costs=(RENT,), capital=(house,))

    assert stays(home(TEMPORARY, permanent_from=day(30))) == [
        (TEMPORARY, day(1), day(29)),
        (PERMANENT, day(30), None),
    ]
    # The rent of the home kept on is allowed until then; the house counts twelve weeks after it, in full.
    assert weekly(who, 120) == [
        (day(1), IN_A_HOME - 5000),
        (day(30), IN_A_HOME),
        (day(114), 100000),
    ]


@pytest.mark.parametrize(("agreed", "found"), [(1, [PERMANENT]), (10, [TEMPORARY, PERMANENT]), (11, [TEMPORARY])])
def test_a_day_agreed_on_the_first_or_after_the_last_day_of_a_stay_leaves_it_whole(
    agreed: int, found: list[Stay]
) -> None:
    line = home(TEMPORARY, 1, 11, permanent_from=day(agreed))

    # The last day counted is the tenth.
    assert [its for its, _, _ in stays(line)] == found


def test_a_permanent_stay_that_turns_out_temporary_is_so_from_admission() -> None:
    before = living(home(PERMANENT), housing_costs=(RENT,))
    after = living(home(TEMPORARY), housing_costs=(RENT,))

    assert weekly(before) == [(day(1), IN_A_HOME)]
    assert weekly(after) == [(day(1), IN_A_HOME - 5000)]


def test_respite_within_a_week_is_charged_by_days_and_home_care_on_both_sides_of_it() -> None:
    lines = (
        home_care(last=day(2), line="l-1"),
        home(SHORT, 3, 6),
        home_care(first=day(6), line="l-3"),
    )
    found = charges(living(*lines), day(1), day(7))

    # Discharged on day 6, which is charged at home: 269.35 x 3 / 7 = 115.436; 187.50 x 4 / 7 = 107.143
    assert [(its.setting, its.pence) for its in found] == [(Setting.CARE_HOME, 11544), (Setting.COMMUNITY, 10714)]


def test_a_move_to_a_home_and_back_within_one_week_never_makes_two_full_weeks() -> None:
    moved = (home(PERMANENT, 1, 4), home_care(first=day(4), line="l-3"))
    found = charges(living(*moved), day(1), day(7))

    # 269.35 x 3 / 7 = 115.436; 187.50 x 4 / 7 = 107.143
    assert [(its.setting, its.pence) for its in found] == [(Setting.CARE_HOME, 11544), (Setting.COMMUNITY, 10714)]


def test_under_community_rules_respite_leaves_a_week_as_it_would_be_at_home() -> None:
    lines = (home_care(last=day(2), line="l-1"), home(SHORT, 3, 6), home_care(first=day(6), line="l-3"))
    found = charges(living(*lines), day(1), day(7), policy=BY_COMMUNITY_RULES)

    assert sum(its.pence for its in found) == AT_HOME


def test_reablement_in_a_bed_of_a_home_is_a_stay_and_free_for_its_weeks() -> None:
    bed = replace(home(SHORT), service=Service.REABLEMENT)

    assert weekly(living(bed)) == [(day(1), 0), (day(43), IN_A_HOME)]
    assert stays(bed) == [(SHORT, day(1), None)]
