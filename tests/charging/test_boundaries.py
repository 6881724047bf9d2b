"""The day before and the day of every age and clock, and the penny on both sides of every sum that facts can state.

Figures are those of 2025/26: guarantee 232.60 of pension age, 112.50 from 25, 89.15 below; allowance 30.65. Whoever
is not said to be of another age is fifty, so that the savings disregard of people over 65 does not come into it.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import Frequency, Household, Occupant, OccupationEnd, Premium
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import NursingFeeBasis, Service, Setting, Stay
from contracts.outbound.contributions import Basis
from hub.charging.circumstances import (
    Award,
    Capital,
    Circumstances,
    Delivery,
    Funding,
    Outgoing,
    PropertySale,
    ServiceLine,
    Span,
)
from tests.charging.facts import (
    CARE_BEGAN,
    care_home,
    charges,
    contribution,
    council,
    course,
    full,
    home_care,
    person,
    savings,
    version,
    weekly,
)

PENSION = weekly("state_pension", 30000)
ALLOWANCE = weekly("attendance_allowance", 7390)
HOME = Capital("k-1", "main_home", 20000000)
AFTER_ALLOWANCE = 30000 - 3065
MIDDLE_AGED, OLD = date(1975, 1, 1), date(1940, 1, 1)


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def resident(*incomes: Any, line: ServiceLine | None = None, **said: Any) -> Circumstances:
    return person(line or care_home(), assessed=full(*(incomes or (PENSION,)), **said), born=MIDDLE_AGED)


def pays(who: Circumstances, on: date, **decided: Any) -> int:
    return contribution(who, on, policy=council(**decided)).weekly_pence


@pytest.mark.parametrize(
    ("birthday", "before", "since"),
    [
        # The twenty-fifth: 300.00 - 89.15, 300.00 - 112.50.
        (date(2000, 8, 15), 21085, 18750),
        # Pension age at 66, with a savings disregard of 7.05 since 65: 292.95 - 112.50, 292.95 - 232.60.
        (date(1959, 9, 1), 18045, 6035),
    ],
)
def test_a_birthday_moves_the_guarantee_on_the_day_itself(birthday: date, before: int, since: int) -> None:
    who = person(home_care(), assessed=full(PENSION), born=birthday)
    on = birthday.replace(year=2025)

    assert (pays(who, on - timedelta(days=1)), pays(who, on)) == (before, since)


def test_premiums_for_disability_end_with_pension_age_and_the_carer_premium_goes_on() -> None:
    premiums = (Premium.DISABILITY, Premium.ENHANCED_DISABILITY, Premium.CARER)
    who = person(home_care(), assessed=full(weekly("state_pension", 40000), premiums=premiums), born=date(1959, 9, 1))

    # Of 392.95 after the savings disregard: less 112.50, 49.65, 24.25 and 53.25; less 232.60 and 53.25.
    assert (pays(who, date(2025, 8, 31)), pays(who, date(2025, 9, 1))) == (15330, 10710)


@pytest.mark.parametrize(("number", "is_charged"), [(1, False), (42, False), (43, True)])
def test_six_weeks_of_reablement_are_free(number: int, is_charged: bool) -> None:
    who = person(home_care(service=Service.REABLEMENT), assessed=full(PENSION))

    assert (contribution(who, day(number)).basis is not Basis.NOT_CHARGEABLE) is is_charged


@pytest.mark.parametrize(("pence", "is_charged"), [(99999, False), (100000, False), (100001, True)])
def test_an_adaptation_of_a_thousand_pounds_is_free(pence: int, is_charged: bool) -> None:
    line = replace(home_care(service=Service.ADAPTATION), total_cost_pence=pence)
    who = person(line, assessed=full(PENSION))

    assert (contribution(who, CARE_BEGAN).basis is not Basis.NOT_CHARGEABLE) is is_charged


@pytest.mark.parametrize(("number", "counts"), [(28, True), (29, False)])
def test_attendance_allowance_stops_after_four_weeks_in_a_home(number: int, counts: bool) -> None:
    who = resident(PENSION, ALLOWANCE)

    assert pays(who, day(number)) == AFTER_ALLOWANCE + (7390 if counts else 0)


@pytest.mark.parametrize(("number", "counts"), [(84, False), (85, True)])
def test_the_home_of_a_permanent_resident_is_ignored_for_twelve_weeks(number: int, counts: bool) -> None:
    found = contribution(resident(capital=(HOME,)), day(number))

    assert (found.basis is Basis.FULL_COST_CAPITAL) is counts
    assert found.weekly_pence == (found.cost_weekly_pence if counts else AFTER_ALLOWANCE)


@pytest.mark.parametrize(
    ("days_away", "number", "counts"),
    [
        # Four weeks were used before; within 52 weeks there are eight left, later twelve of their own.
        (364, 56, False),
        (364, 57, True),
        (365, 84, False),
        (365, 85, True),
    ],
)
def test_a_second_stay_has_what_is_left_of_the_twelve_weeks_or_its_own(
    days_away: int, number: int, counts: bool
) -> None:
    last = day(28)
    began = last + timedelta(days=days_away)
    stays = (care_home(last=last, line="l-1"), care_home(first=began, line="l-2"))
    who = person(*stays, assessed=full(PENSION, capital=(HOME,)), born=MIDDLE_AGED)

    found = contribution(who, began + timedelta(days=number - 1), policy=council(discharge_day_charged=True))

    assert (found.basis is Basis.FULL_COST_CAPITAL) is counts


@pytest.mark.parametrize(("days_after", "counts"), [(0, False), (84, False), (85, True)])
@pytest.mark.parametrize("why", [OccupationEnd.DIED, OccupationEnd.WENT_INTO_CARE])
def test_a_home_is_ignored_for_twelve_weeks_after_its_occupant_is_gone(
    days_after: int, counts: bool, why: OccupationEnd
) -> None:
    last = day(120)
    home = replace(HOME, occupied_by=Occupant.PARTNER, occupied_to=last, occupation_ended=why)

    found = contribution(resident(capital=(home,)), last + timedelta(days=days_after))

    assert (found.basis is Basis.FULL_COST_CAPITAL) is counts


@pytest.mark.parametrize(("number", "moved_in", "counts"), [(90, 0, False), (90, 1, True)])
def test_a_relative_must_have_lived_in_the_home_since_before_the_first_stay(
    number: int, moved_in: int, counts: bool
) -> None:
    home = replace(HOME, occupied_by=Occupant.RELATIVE_AGED_60_OR_OVER, occupied_from=day(moved_in))

    assert (contribution(resident(capital=(home,)), day(number)).basis is Basis.FULL_COST_CAPITAL) is counts


@pytest.mark.parametrize(("number", "at_home"), [(56, True), (57, False)])
def test_a_short_stay_is_charged_as_care_at_home_for_eight_weeks_at_most(number: int, at_home: bool) -> None:
    stay = replace(care_home(), stay=Stay.SHORT_TERM)

    # 300.00 - 112.50 at home, 300.00 - 30.65 in the home.
    assert pays(resident(line=stay), day(number), short_stay_rules="community") == (
        18750 if at_home else AFTER_ALLOWANCE
    )


@pytest.mark.parametrize(("number", "is_permanent"), [(29, False), (30, True)])
def test_a_stay_is_permanent_from_the_day_the_plan_was_agreed(number: int, is_permanent: bool) -> None:
    stay = replace(care_home(), stay=Stay.TEMPORARY, permanent_from=day(30))
    rent = Outgoing("rent", 5000)
    who = resident(line=stay, housing_costs=(rent,))

    assert pays(who, day(number)) == AFTER_ALLOWANCE - (0 if is_permanent else 5000)


@pytest.mark.parametrize(("days_after", "counts"), [(0, False), (181, False), (182, True)])
def test_proceeds_for_another_home_are_ignored_for_26_weeks(days_after: int, counts: bool) -> None:
    sold = CARE_BEGAN + timedelta(days=10)
    who = resident(capital=(HOME,), line=replace(care_home(), stay=Stay.TEMPORARY))
    who = replace(who, property_sales={"s-1": PropertySale(version(), sold, 20000000, "k-1", True)})

    assert (contribution(who, sold + timedelta(days=days_after)).basis is Basis.FULL_COST_CAPITAL) is counts


@pytest.mark.parametrize(("pence", "over"), [(2325000, False), (2325001, True)])
@pytest.mark.parametrize("line", [home_care(), care_home()], ids=["at home", "in a home"])
def test_full_cost_is_charged_above_the_upper_limit_and_not_at_it(pence: int, over: bool, line: ServiceLine) -> None:
    found = contribution(resident(line=line, capital=(savings(pence),)), CARE_BEGAN)

    assert (found.basis is Basis.FULL_COST_CAPITAL) is over


@pytest.mark.parametrize("helps", [True, False])
def test_above_the_limit_the_council_may_help_everybody_but_a_permanent_resident(helps: bool) -> None:
    capital = (savings(2325001),)
    at_home, for_good = resident(line=home_care(), capital=capital), resident(capital=capital)

    # 300.00 + 37.00 - 112.50
    assert pays(at_home, CARE_BEGAN, full_cost_over_limit_in_community=not helps) == (22450 if helps else 50000)
    assert pays(for_good, CARE_BEGAN, full_cost_over_limit_in_community=not helps) == 100000


@pytest.mark.parametrize(
    ("paid_over", "counted"),
    [(9999, 20000), (10000, 10000), (10001, 10000)],
)
def test_half_a_pension_is_ignored_when_half_of_it_is_paid_over(paid_over: int, counted: int) -> None:
    pension = replace(weekly("occupational_pension", 20000), paid_to_spouse_pence=paid_over)
    who = resident(pension, household=Household.COUPLE)

    assert pays(who, CARE_BEGAN) == counted - 3065


@pytest.mark.parametrize(
    ("widows", "other", "ignored"), [(999, 1000, 1999), (1000, 1000, 2000), (1001, 1000, 2000), (5000, 5000, 2000)]
)
def test_ten_pounds_of_each_pension_and_twenty_of_all_are_ignored(widows: int, other: int, ignored: int) -> None:
    incomes = (PENSION, weekly("war_widows_pension", widows), weekly("war_pension_other", other))

    assert pays(resident(*incomes), CARE_BEGAN) == AFTER_ALLOWANCE + widows + other - ignored


def test_no_more_than_twenty_pounds_of_three_pensions_are_ignored() -> None:
    kinds = ("war_widows_pension", "war_pension_other", "widowed_parents_allowance")
    incomes = (PENSION, *(weekly(kind, 5000) for kind in kinds))

    assert pays(resident(*incomes), CARE_BEGAN) == AFTER_ALLOWANCE + 15000 - 2000


@pytest.mark.parametrize(
    ("qualifying", "ignored"),
    # Single guarantee 227.10: the credit paid up to it, above it the flat 7.05 whatever is paid.
    [(22709, 500), (22710, 500), (22711, 705)],
)
def test_savings_credit_is_ignored_up_to_the_guarantee_and_a_flat_sum_above(qualifying: int, ignored: int) -> None:
    incomes = (weekly("state_pension", qualifying), weekly("pension_credit_savings", 500))
    who = person(care_home(), assessed=full(*incomes), born=OLD)

    assert pays(who, CARE_BEGAN) == qualifying + 500 - ignored - 3065


@pytest.mark.parametrize(("paid", "ignored"), [(704, 704), (705, 705), (706, 705)])
def test_no_more_savings_credit_is_ignored_than_the_maximum(paid: int, ignored: int) -> None:
    incomes = (weekly("state_pension", 20000), weekly("pension_credit_savings", paid))
    who = person(care_home(), assessed=full(*incomes), born=OLD)

    assert pays(who, CARE_BEGAN) == 20000 + paid - ignored - 3065


@pytest.mark.parametrize(("born", "ignored"), [(date(1960, 9, 1), 0), (date(1960, 8, 31), 705), (OLD, 705)])
def test_the_flat_sum_begins_at_sixty_five(born: date, ignored: int) -> None:
    who = person(care_home(), assessed=full(PENSION), born=born)

    assert pays(who, date(2025, 8, 31)) == AFTER_ALLOWANCE - ignored


@pytest.mark.parametrize(("pence", "is_billed"), [(0, True), (1, False), (499, False), (500, True)])
def test_a_sum_below_the_smallest_charge_is_told_and_not_billed(pence: int, is_billed: bool) -> None:
    who = resident(weekly("state_pension", 11250 + pence), line=home_care())
    found = contribution(who, CARE_BEGAN, policy=council(minimum_weekly_charge_pence=500))

    assert (found.weekly_pence, found.is_billed) == (pence, is_billed)


@pytest.mark.parametrize(("fee", "cost"), [(25405, 0), (25406, 0), (25407, 1)])
def test_nursing_care_is_taken_off_a_gross_fee_once_and_never_below_nothing(fee: int, cost: int) -> None:
    line = care_home(fee, service=Service.NURSING, basis=NursingFeeBasis.GROSS)
    who = resident(line=line)
    who = replace(who, fundings={"f": Funding(version(), NhsFunding.FNC_STANDARD, Span(CARE_BEGAN))})

    assert contribution(who, CARE_BEGAN).cost_weekly_pence == cost


@pytest.mark.parametrize(("number", "is_charged"), [(9, True), (10, False)])
def test_the_day_of_discharge_is_not_charged(number: int, is_charged: bool) -> None:
    who = resident(line=care_home(last=day(10)))

    assert (contribution(who, day(number)).setting is Setting.CARE_HOME) is is_charged


@pytest.mark.parametrize(("number", "is_charged"), [(10, True), (11, False)])
def test_the_day_of_death_is_charged_and_none_after_it(number: int, is_charged: bool) -> None:
    who = replace(resident(), date_of_death=day(10))

    assert (contribution(who, day(number)).weekly_pence > 0) is is_charged


@pytest.mark.parametrize(("number", "is_charged"), [(9, False), (10, True)])
def test_care_is_charged_for_from_the_day_on_which_the_person_was_told_so(number: int, is_charged: bool) -> None:
    policy = council(charging_information_required=True)
    who = resident(charging_information_given_on=day(10))

    (segment,) = course(who, day(number), day(number), policy=policy)
    (before, after) = course(who, CARE_BEGAN, day(20), policy=policy)

    assert segment.contribution is not None
    assert (segment.contribution.weekly_pence > 0) is is_charged
    assert (before.last, after.first) == (day(9), day(10))


def test_what_was_delivered_before_the_person_was_told_is_not_charged_and_not_paid_back() -> None:
    policy = council(charging_information_required=True, home_care_charged_on="delivered")
    who = resident(line=home_care(), charging_information_given_on=day(8))
    delivered = {name: Delivery(version(), "l-1", week, 10000) for name, week in (("1", day(1)), ("2", day(8)))}
    who = replace(who, deliveries=delivered)

    charged = charges(who, day(1), day(14), policy=policy)

    assert [(its.week, its.pence) for its in charged] == [(day(8), 10000)]


def held_award(name: str, kind: str, pence: int) -> Award:
    """An award from the fifth day whose rise counts from the thirtieth."""
    return Award(version(), name, kind, pence, Frequency.WEEKLY, day(5), rises_from=day(30))


@pytest.mark.parametrize(("number", "counted"), [(4, 30000), (5, 20000), (29, 20000), (30, 35000)])
def test_of_two_facts_that_the_council_was_slow_about_one_lowers_at_once_and_the_other_raises_later(
    number: int, counted: int
) -> None:
    lower, higher = held_award("w-1", "state_pension", 20000), held_award("w-2", "carers_allowance", 15000)
    who = replace(resident(), awards={"w-1": lower, "w-2": higher})

    assert pays(who, day(number)) == counted - 3065
