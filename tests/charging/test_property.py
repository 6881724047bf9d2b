"""Property: whose main home counts and from when, and who may live on in it without its counting."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import Occupant, OccupationEnd
from contracts.inbound.care_packages import Stay
from hub.charging.capital import capital_on
from hub.charging.circumstances import Capital, CapitalStatement, Circumstances, PropertySale, ServiceLine
from hub.charging.property import twelve_weeks
from hub.charging.refusals import CannotAssess
from tests.charging.facts import (
    CARE_BEGAN,
    assessed_on,
    care_home,
    council,
    course,
    full,
    home_care,
    person,
    savings,
    version,
    weekly,
)

HOME = Capital("k-1", "main_home", 20000000)
WORTH = 20000000 * 100
RELATIVES = (
    Occupant.PARTNER,
    Occupant.RELATIVE_AGED_60_OR_OVER,
    Occupant.RELATIVE_INCAPACITATED,
    Occupant.CHILD_UNDER_18,
)
TEMPORARY = replace(care_home(), stay=Stay.TEMPORARY)


def day(number: int, since: date = CARE_BEGAN) -> date:
    """A day of care, the first being day 1."""
    return since + timedelta(days=number - 1)


def owner(*lines: ServiceLine, home: Capital = HOME, **said: Any) -> Circumstances:
    return person(*(lines or (care_home(),)), assessed=full(capital=(replace(home, **said),)))


def rule_on(who: Circumstances, on: date, **decided: Any) -> str:
    """The rule by which the first holding counts or does not."""
    found = capital_on(assessed_on(who, on, council(**decided)))
    assert (found.hundredths == 0) is (found.working[0].rule != "capital_counted")
    return found.working[0].rule


def first_counted(who: Circumstances, since: date = CARE_BEGAN) -> date:
    """The first day from a day on on which the home counts."""
    return next(on for on in (day(number, since) for number in range(1, 800)) if counts(who, on))


def counts(who: Circumstances, on: date) -> bool:
    return rule_on(who, on) == "capital_counted"


def test_the_main_home_of_a_person_at_home_or_in_a_stay_for_a_time_never_counts() -> None:
    assert rule_on(owner(home_care()), day(300)) == "main_home"
    assert rule_on(owner(TEMPORARY), day(300)) == "temporary_residents_home"
    short = replace(TEMPORARY, stay=Stay.SHORT_TERM)
    assert rule_on(owner(short), day(1), short_stay_rules="community") == "main_home"
    assert rule_on(owner(short), day(57), short_stay_rules="community") == "temporary_residents_home"


@pytest.mark.parametrize("kind", ["second_home", "let_property", "property", "land"])
def test_other_land_counts_from_the_first_day_whatever_the_care(kind: str) -> None:
    for line in (home_care(), TEMPORARY, care_home()):
        assert counts(owner(line, kind=kind), day(1))


def test_the_home_counts_from_day_85_of_permanent_residence() -> None:
    who = owner()
    assert rule_on(who, day(84)) == "twelve_week_property_disregard"
    assert counts(who, day(85))


def test_a_move_between_homes_does_not_begin_the_twelve_weeks_again() -> None:
    lines = (care_home(last=day(40)), care_home(first=day(41), line="l-3"))
    assert first_counted(owner(*lines)) == day(85)


def test_the_twelve_weeks_of_a_stay_that_became_permanent_run_from_the_day_it_did() -> None:
    turned = replace(TEMPORARY, permanent_from=day(50))
    who = owner(turned)
    assert rule_on(who, day(49)) == "temporary_residents_home"
    assert rule_on(who, day(50)) == "twelve_week_property_disregard"
    assert first_counted(who) == day(50 + 84)


def test_weeks_that_a_person_paid_for_before_the_council_came_in_are_used_up() -> None:
    earlier = replace(TEMPORARY, permanent_from=CARE_BEGAN - timedelta(days=60))
    assert first_counted(owner(earlier)) == day(25)
    long_ago = replace(TEMPORARY, permanent_from=CARE_BEGAN - timedelta(days=84))
    assert counts(owner(long_ago), CARE_BEGAN)


def away(used: int, days_away: int) -> tuple[Circumstances, date]:
    """Somebody who was a permanent resident for some days, and came back after some days; and the first day back."""
    last = day(used)
    back = last + timedelta(days=days_away)
    # The day of discharge is not a day of the stay.
    return owner(care_home(last=last + timedelta(days=1)), care_home(first=back, line="l-3")), back


@pytest.mark.parametrize(
    ("used", "days_away", "again"),
    [
        (28, 3, 56),
        (28, 364, 56),  # 52 weeks to the day
        (28, 365, 84),  # and a day more: twelve weeks of their own
        (83, 364, 1),
        (84, 364, 0),
        (200, 364, 0),
        (200, 365, 84),
    ],
)
def test_whoever_comes_back_has_what_is_left_or_twelve_weeks_again(used: int, days_away: int, again: int) -> None:
    who, back = away(used, days_away)
    assert first_counted(who, back) == day(again + 1, back)


def test_three_stays_within_52_weeks_of_the_first_share_the_twelve_weeks() -> None:
    lines = (
        care_home(last=day(31), line="l-1"),  # 30 days
        care_home(first=day(101), last=day(121), line="l-2"),  # 20 days
        care_home(first=day(201), line="l-3"),
    )
    assert first_counted(owner(*lines), day(201)) == day(201 + 34)


def test_whoever_once_came_back_within_52_weeks_has_no_twelve_weeks_again() -> None:
    lines = (
        care_home(last=day(31), line="l-1"),
        care_home(first=day(101), last=day(121), line="l-2"),
        care_home(first=day(30 + 365 + 100), line="l-3"),
    )
    assert counts(owner(*lines), day(30 + 365 + 100))


def test_a_fresh_twelve_weeks_can_themselves_be_carried_to_a_later_stay() -> None:
    second = day(30 + 366)
    lines = (
        care_home(last=day(31), line="l-1"),
        care_home(first=second, last=day(21, second), line="l-2"),  # 20 days
        care_home(first=day(101, second), line="l-3"),
    )
    assert first_counted(owner(*lines), day(101, second)) == day(101 + 64, second)


def test_the_twelve_weeks_are_found_once_for_a_case() -> None:
    its = assessed_on(owner(), CARE_BEGAN)
    assert twelve_weeks(its.case) is twelve_weeks(its.case)


@pytest.mark.parametrize("occupant", RELATIVES)
def test_a_relative_who_lived_there_before_the_first_stay_keeps_the_home_from_counting(occupant: Occupant) -> None:
    for came in (None, CARE_BEGAN - timedelta(days=1)):
        assert rule_on(owner(occupied_by=occupant, occupied_from=came), day(300)) == "qualifying_occupant"
    assert counts(owner(occupied_by=occupant, occupied_from=CARE_BEGAN), day(300))


def test_the_first_stay_of_any_kind_is_what_a_relative_must_have_come_before() -> None:
    respite = replace(care_home(last=day(8), line="l-1"), stay=Stay.TEMPORARY)
    said: Any = {"occupied_by": Occupant.PARTNER, "occupied_from": day(20)}
    assert counts(owner(respite, care_home(first=day(101)), **said), day(300))


def test_premises_that_are_not_the_main_home_do_not_count_either_while_such_a_relative_lives_there() -> None:
    said: Any = {"occupied_by": Occupant.RELATIVE_AGED_60_OR_OVER, "kind": "let_property"}
    assert rule_on(owner(**said), day(1)) == "qualifying_occupant"
    assert rule_on(owner(TEMPORARY, **said), day(1)) == "qualifying_occupant"
    assert counts(owner(home_care(), **said), day(1))


def test_a_relative_who_came_later_or_a_third_party_keeps_it_from_counting_only_if_the_council_says_so() -> None:
    later: Any = {"occupied_by": Occupant.PARTNER, "occupied_from": day(10)}
    carer: Any = {"occupied_by": Occupant.THIRD_PARTY}
    for said, law in ((later, "para 4(2)"), (carer, "para 24")):
        assert counts(owner(**said), day(300))
        who = owner(**said, disregarded=True, disregarded_to=day(300))
        assert rule_on(who, day(300)) == "council_disregard"
        assert law in capital_on(assessed_on(who, day(300))).working[0].source
        assert counts(who, day(301))


@pytest.mark.parametrize(
    ("occupant", "rule"),
    [
        (Occupant.FORMER_PARTNER, "former_partners_home"),
        (Occupant.LONE_PARENT_FORMER_PARTNER, "lone_parents_home"),
    ],
)
def test_a_former_partner_keeps_it_from_counting_whenever_they_came(occupant: Occupant, rule: str) -> None:
    who = owner(occupied_by=occupant, occupied_from=day(100), occupied_to=day(200), occupation_ended=OccupationEnd.LEFT)
    assert counts(who, day(99))
    assert rule_on(who, day(100)) == rule_on(who, day(200)) == rule
    assert counts(who, day(201))
    elsewhere = owner(home_care(), kind="property", occupied_by=occupant)
    assert rule_on(elsewhere, day(1)) == rule


@pytest.mark.parametrize("why", [OccupationEnd.DIED, OccupationEnd.WENT_INTO_CARE])
def test_twelve_weeks_follow_the_death_of_a_relative_or_their_going_into_care(why: OccupationEnd) -> None:
    who = owner(occupied_by=Occupant.PARTNER, occupied_to=day(200), occupation_ended=why)
    assert rule_on(who, day(200)) == "qualifying_occupant"
    assert rule_on(who, day(201)) == rule_on(who, day(284)) == "after_qualifying_occupant"
    assert counts(who, day(285))


def test_no_weeks_follow_a_relative_who_just_left_unless_the_council_gives_them() -> None:
    left: Any = {"occupied_by": Occupant.PARTNER, "occupied_to": day(200), "occupation_ended": OccupationEnd.LEFT}
    assert counts(owner(**left), day(201))
    who = owner(**left, disregarded=True, disregarded_to=day(284))
    assert rule_on(who, day(284)) == "council_disregard"
    assert "para 4(4)" in capital_on(assessed_on(who, day(284))).working[0].source
    assert counts(who, day(285))


def test_twelve_weeks_follow_a_relative_whom_the_council_let_count_and_no_other_who_came_later() -> None:
    died: Any = {
        "occupied_by": Occupant.PARTNER,
        "occupied_from": day(10),
        "occupied_to": day(200),
        "occupation_ended": OccupationEnd.DIED,
    }
    who = owner(**died, disregarded=True, disregarded_to=day(200))
    assert rule_on(who, day(201)) == rule_on(who, day(284)) == "after_qualifying_occupant"
    assert counts(who, day(285))
    assert counts(owner(**died), day(201))
    assert counts(owner(**died, disregarded=True, disregarded_to=day(199)), day(201))


def test_a_relative_who_died_before_any_stay_leaves_the_twelve_weeks_of_the_resident_alone() -> None:
    gone = CARE_BEGAN - timedelta(days=10)
    who = owner(occupied_by=Occupant.PARTNER, occupied_to=gone, occupation_ended=OccupationEnd.DIED)
    assert first_counted(who) == day(85)


def test_a_change_in_the_persons_own_finances_is_for_the_council_to_weigh() -> None:
    who = owner(disregarded=True, disregarded_to=day(200))
    assert rule_on(who, day(84)) == "twelve_week_property_disregard"
    found = capital_on(assessed_on(who, day(200))).working[0]
    assert (found.rule, found.source) == (
        "council_disregard",
        "SI 2014/2672, Schedule 2, para 3; decided by the council",
    )
    assert found.label.endswith(f"as the council decided until {day(200).isoformat()}")
    assert counts(who, day(201))


def sold(home: Capital, **said: Any) -> Circumstances:
    who = person(care_home(), assessed=full(capital=(home, Capital("k-2", "savings", 100))))
    who.property_sales["s-1"] = PropertySale(version(), day(100), 5000000, **said)
    return who


def total(who: Circumstances, on: date) -> int:
    found = capital_on(assessed_on(who, on)).hundredths
    assert isinstance(found, int)
    return found // 100


def test_proceeds_of_the_former_home_that_are_for_another_do_not_count_for_26_weeks_from_completion() -> None:
    who = sold(HOME, for_another_home=True, holding="k-1")
    assert total(who, day(99)) == 20000000 + 100
    assert total(who, day(100)) == 100
    assert total(who, day(100 + 181)) == 100
    assert total(who, day(100 + 182)) == 5000000 + 100
    assert total(sold(HOME), day(100)) == 5000000 + 100


def test_the_course_turns_on_the_day_that_the_proceeds_begin_to_count() -> None:
    who = sold(HOME, for_another_home=True)
    who.assessments["a-1"] = replace(who.assessments["a-1"], incomes=(weekly("state_pension", 20000),))
    spans = [
        (its.first, its.contribution.weekly_pence) for its in course(who, CARE_BEGAN, day(300)) if its.contribution
    ]
    assert spans == [(day(1), 16935), (day(85), 100000), (day(100), 16935), (day(282), 100000)]


def test_a_sale_that_names_its_holding_leaves_all_other_land() -> None:
    lands = (replace(HOME, disregarded=True), Capital("k-2", "let_property", 700), Capital("k-3", "land", 900))
    who = person(care_home(), assessed=full(capital=lands))
    who.property_sales["s-1"] = PropertySale(version(), day(5), 300, holding="k-2")
    assert total(who, day(4)) == 1600
    assert total(who, day(5)) == 1200
    who.property_sales["s-2"] = PropertySale(version(), day(6), 50, holding="k-3")
    assert total(who, day(6)) == 350


def test_a_named_sale_makes_clear_which_land_an_unnamed_one_must_be_of() -> None:
    lands = (Capital("k-2", "let_property", 700), Capital("k-3", "land", 900))
    who = person(care_home(), assessed=full(capital=lands))
    who.property_sales["s-1"] = PropertySale(version(), day(5), 300, holding="k-2")
    who.property_sales["s-2"] = PropertySale(version(), day(6), 50)
    assert total(who, day(6)) == 350


def test_a_sale_that_names_what_nobody_stated_is_refused_while_other_land_may_be_meant() -> None:
    who = sold(HOME, holding="k-9")
    with pytest.raises(CannotAssess, match=r"property_sales\.s-1\.holding"):
        total(who, day(100))
    who.capital_statements["c"] = CapitalStatement(version(), day(50), (savings(100),))
    assert total(who, day(100)) == 5000000 + 100


def test_a_statement_from_the_day_of_completion_on_has_the_last_word() -> None:
    who = sold(HOME)
    who.capital_statements["c"] = CapitalStatement(version(), day(100), (savings(700),))
    assert total(who, day(100)) == 700
