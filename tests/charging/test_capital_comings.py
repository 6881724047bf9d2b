"""What is told ahead of a person's capital: every day on which some of it begins to count by itself."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from contracts.inbound.assessments import Occupant, OccupationEnd
from contracts.inbound.care_packages import Stay
from hub.charging.capital_changes import capital_change_days
from hub.charging.capital_comings import capital_comings
from hub.charging.case import case_of
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    CapitalStatement,
    Circumstances,
    DeferredPayment,
    PropertySale,
    Span,
)
from hub.charging.coming import Coming
from tests.charging.facts import CARE_BEGAN, POLICY, RATES, care_home, full, home_care, person, savings, version

HOME = Capital("k-1", "main_home", 20000000)
LAST = CARE_BEGAN + timedelta(days=500)


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def owner(*capital: Capital) -> Circumstances:
    return person(care_home(), assessed=full(capital=capital))


def comings(who: Circumstances, first: date = CARE_BEGAN, last: date = LAST) -> list[Coming]:
    return list(capital_comings(case_of(who, (), RATES, POLICY), first, last))


def told(who: Circumstances) -> list[tuple[date, str, str]]:
    return [(its.day, its.kind, its.about) for its in comings(who)]


def test_the_end_of_the_twelve_weeks_is_told_so_that_a_deferred_payment_can_be_offered_before() -> None:
    (its,) = comings(owner(HOME))
    assert (its.day, its.kind, its.about, its.needs_officer) == (day(85), "twelve_weeks_end", "k-1", True)
    assert "Main home will count from this day." in its.message
    assert "Offer a deferred payment agreement before this day." in its.message


def test_with_an_agreement_in_place_nobody_has_to_act_at_the_end_of_the_twelve_weeks() -> None:
    who = owner(HOME)
    who.deferred_payments["d-1"] = DeferredPayment(version(), Span(day(60)))
    (its,) = comings(who)
    assert (its.kind, its.needs_officer) == ("twelve_weeks_end", False)
    assert "Offer" not in its.message


def test_only_days_that_are_asked_about_are_told() -> None:
    who = owner(HOME)
    assert [its.day for its in comings(who, day(85), day(85))] == [day(85)]
    assert not comings(who, day(1), day(84))
    assert not comings(who, day(86), LAST)


def test_weeks_that_end_without_anything_beginning_to_count_are_not_told() -> None:
    assert not told(owner(replace(HOME, disregarded=True)))
    assert not told(owner(replace(HOME, occupied_by=Occupant.PARTNER)))
    assert not told(owner(savings(100)))
    assert not told(person(home_care(), assessed=full(capital=(HOME,))))
    temporary = person(replace(care_home(), stay=Stay.TEMPORARY), assessed=full(capital=(HOME,)))
    assert not told(temporary)
    left = person(care_home(last=day(50)), assessed=full(capital=(HOME,)))
    assert not told(left)


def test_of_money_that_does_not_count_for_some_weeks_the_day_after_them_is_told() -> None:
    arrears = Capital("k-2", "benefit_arrears", 100, received_on=day(1))
    who = owner(arrears, Capital("k-3", "moon_dust", 1), Capital("k-4", "tax_credit_arrears", 1))
    assert told(who) == [(day(365), "capital_disregard_ends", "k-2")]
    assert comings(who)[0].message.startswith("Benefit arrears will count from this day.")


def test_the_end_of_a_disregard_of_the_council_is_told_for_it_to_decide_anew() -> None:
    held = replace(savings(100), disregarded=True, disregarded_to=day(99))
    assert told(owner(held)) == [(day(100), "council_disregard_ends", "k-1")]
    longer = Capital("k-2", "benefit_arrears", 1, received_on=day(1), disregarded=True, disregarded_to=day(99))
    assert told(owner(longer)) == [(day(365), "capital_disregard_ends", "k-2")]


def test_the_going_of_somebody_who_lived_in_the_home_is_told_where_it_makes_it_count() -> None:
    lived: Any = {"occupied_by": Occupant.PARTNER, "occupied_to": day(200)}
    left = replace(HOME, **lived, occupation_ended=OccupationEnd.LEFT)
    died = replace(HOME, **lived, occupation_ended=OccupationEnd.DIED)
    assert told(owner(left)) == [(day(201), "occupation_ends", "k-1")]
    assert told(owner(died)) == [(day(285), "property_disregard_ends", "k-1")]


def test_proceeds_that_were_for_another_home_are_told_when_they_begin_to_count() -> None:
    who = owner(HOME)
    who.property_sales["s-1"] = PropertySale(version(), day(10), 100, for_another_home=True)
    assert told(who) == [(day(10 + 182), "capital_disregard_ends", "s-1")]
    who.property_sales["s-1"] = PropertySale(version(), day(10), 100)
    assert not told(who)


def test_only_what_stands_on_the_day_is_told() -> None:
    who = owner(HOME)
    who.capital_statements["c-1"] = CapitalStatement(version(), day(50), (savings(100),))
    assert not told(who)
    declined = replace(full(since=day(50)), basis=AssessmentBasis.DECLINED)
    who = owner(HOME)
    who.assessments["a-2"] = declined
    assert not told(who)


def test_what_cannot_be_assessed_is_not_told_here() -> None:
    lands = (HOME, Capital("k-2", "land", 1), Capital("k-3", "property", 1))
    who = owner(*lands)
    who.property_sales["s-1"] = PropertySale(version(), day(10), 100)
    who.property_sales["s-2"] = PropertySale(version(), day(11), 100)
    assert not told(who)


def test_every_day_on_which_capital_may_change_is_among_the_days_of_change() -> None:
    lived = replace(
        HOME,
        occupied_by=Occupant.PARTNER,
        occupied_from=day(5),
        occupied_to=day(200),
        occupation_ended=OccupationEnd.DIED,
        disregarded_to=day(7),
    )
    who = owner(lived, Capital("k-2", "former_home_proceeds", 1, received_on=day(2)), Capital("k-3", "moon_dust", 1))
    who.property_sales["s-1"] = PropertySale(version(), day(10), 100, for_another_home=True)
    found = set(capital_change_days(case_of(who, (), RATES, POLICY)))
    assert found == {day(5), day(8), day(85), day(201), day(285), day(2), day(184), day(10), day(192)}
