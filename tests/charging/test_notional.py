"""Notional capital: it counts like any other, and falls by every week that is charged higher because of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.outbound.contributions import Basis
from hub.charging.assessment import ready_case
from hub.charging.capital import capital_on, is_over_upper_limit, limits_on, tariff_income
from hub.charging.case import assessed_day
from hub.charging.circumstances import Capital, CapitalStatement, Circumstances, PropertySale, Suspension
from hub.charging.notional import ChargingWeek, NotionalLeft, Taken, diminishing
from hub.charging.refusals import CannotAssess
from hub.charging.valuation import Hundredths
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    RATES,
    care_home,
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

WEEK = timedelta(days=7)
LIMITS = limits_on(RATES, CARE_BEGAN)
PENSION = weekly("state_pension", 20000)
GIVEN_AWAY = Capital("k-2", "notional", 2000000, received_on=CARE_BEGAN)


def weeks(number: int, first: date = CARE_BEGAN) -> Iterator[ChargingWeek]:
    for place in range(number):
        monday = first + place * WEEK
        yield ChargingWeek([monday], monday + WEEK - timedelta(days=1))


def home_of_the_guidance(_: date, notional: Hundredths) -> int:
    """A home of 400.00 a week, 6,000.00 of one's own, an income of 124.40, and an allowance of 24.40."""
    capital = 600000 * 100 + notional
    return 40000 if is_over_upper_limit(capital, LIMITS) else 12440 + tariff_income(capital, LIMITS) - 2440


def in_pounds(left: Iterator[tuple[date, Hundredths]]) -> list[Hundredths]:
    return [hundredths // 10000 for _, hundredths in left]


# The example is remembered from Annex E of the Guidance and was not read again: check it before relying on it.
def test_the_remembered_example_of_the_guidance_falls_by_300_a_week() -> None:
    assert home_of_the_guidance(CARE_BEGAN, 0) == 10000
    assert home_of_the_guidance(CARE_BEGAN, 2000000 * 100) == 40000
    found = in_pounds(diminishing(weeks(3), lambda _: [Taken(CARE_BEGAN, 2000000 * 100)], home_of_the_guidance))
    assert found == [20000, 19700, 19400]


def test_below_the_limit_it_falls_by_the_tariff_that_it_adds() -> None:
    found = in_pounds(diminishing(weeks(12), lambda _: [Taken(CARE_BEGAN, 2000000 * 100)], home_of_the_guidance))
    # 10 weeks of 300 leave 17,000: with 6,000 that is 8,750 over the lower limit, or 35 bands
    assert found[9:] == [17300, 17000, 16965]


def test_with_the_capital_above_the_limit_in_any_case_it_does_not_fall() -> None:
    found = in_pounds(diminishing(weeks(3), lambda _: [Taken(CARE_BEGAN, 500000)], lambda *_: 40000))
    assert found == [50, 50, 50]


def test_it_never_falls_below_nothing_and_a_charge_of_nothing_left_is_not_asked_for() -> None:
    asked = []

    def charge(day: date, notional: Hundredths) -> int:
        asked.append(day)
        return 30000 if notional else 0

    found = list(diminishing(weeks(3), lambda _: [Taken(CARE_BEGAN, 100)], charge))
    assert [left for _, left in found] == [100, 0, 0]
    assert set(asked) == {CARE_BEGAN}


@pytest.mark.parametrize(("since", "fell"), [(6, True), (7, False)])
def test_a_part_of_a_week_counts_as_a_week(since: int, fell: bool) -> None:
    taken = [Taken(CARE_BEGAN + timedelta(days=since), 1000000)]
    first = ChargingWeek([CARE_BEGAN, CARE_BEGAN + timedelta(days=since)], CARE_BEGAN + timedelta(days=6))
    second = ChargingWeek([CARE_BEGAN + WEEK], CARE_BEGAN + WEEK + timedelta(days=6))
    found = list(diminishing([first, second], lambda _: taken, lambda _, notional: 500 if notional else 0))
    assert found[0] == (CARE_BEGAN, 0)
    assert found[-1] == (CARE_BEGAN + WEEK, 950000 if fell else 1000000)


def test_of_a_week_with_two_charges_the_greater_difference_counts_once() -> None:
    days = [CARE_BEGAN, CARE_BEGAN + timedelta(days=3)]
    week = ChargingWeek(days, CARE_BEGAN + timedelta(days=6))
    after = ChargingWeek([CARE_BEGAN + WEEK], CARE_BEGAN + 2 * WEEK)

    def charge(day: date, notional: Hundredths) -> int:
        return (300 if day == CARE_BEGAN else 500) if notional else 0

    found = list(diminishing([week, after], lambda _: [Taken(CARE_BEGAN, 1000000)], charge))
    assert [left for _, left in found] == [1000000, 1000000, 950000]


def test_a_sum_taken_later_has_not_fallen_by_what_was_charged_before() -> None:
    taken = [Taken(CARE_BEGAN + WEEK, 40000), Taken(CARE_BEGAN, 30000)]
    found = list(diminishing(weeks(3), lambda _: taken, lambda _, notional: 500 if notional else 0))
    # 300.00 less 500.00 is nothing; then 400.00 less 500.00
    assert [left for _, left in found] == [30000, 40000, 0]


def test_thirds_of_a_penny_stay_exact_while_it_falls() -> None:
    taken = [Taken(CARE_BEGAN, Fraction(1000000, 3))]
    found = list(diminishing(weeks(2), lambda _: taken, lambda _, notional: 100 if notional else 0))
    assert found[1] == (CARE_BEGAN + WEEK, Fraction(1000000, 3) - 10000)


def resident(*capital: Capital, **said: Any) -> Circumstances:
    return person(care_home(60000), assessed=full(PENSION, capital=capital, **said), born=date(1940, 1, 1))


def left_on(who: Circumstances, day: date, last: date | None = None) -> Hundredths:
    case = ready_case(who, (), RATES, POLICY, last or day)
    (line,) = [
        line
        for line in capital_on(assessed_day(case, who.assessments["a-1"], POLICY.on(day), day)).working
        if line.rule == "notional_capital"
    ]
    return line.amount_pence


def test_the_course_of_a_resident_moves_as_it_falls() -> None:
    # 8,000.00 and 20,000.00: the full 600.00 until the 4,750.00 above the limit have gone.
    who = resident(savings(800000), GIVEN_AWAY)
    # Without it 200.00 - 30.65 = 169.35; each week 430.65 more; after 12 weeks 20,000.00 - 5,167.80 = 14,832.20
    assert left_on(who, CARE_BEGAN + 12 * WEEK) == 2000000 - 12 * 43065
    assert contribution(who, CARE_BEGAN + 11 * WEEK).basis is Basis.FULL_COST_CAPITAL
    segments = course(who, CARE_BEGAN, date(2025, 12, 28))
    told = [(its.first, its.contribution.weekly_pence) for its in segments if its.contribution is not None]
    # 22,832.20 is 8,582.20 over the lower limit, so 35 bands: 169.35 + 35.00
    assert told[0] == (CARE_BEGAN, 60000)
    assert told[1] == (CARE_BEGAN + 12 * WEEK, 20435)
    for segment in segments:
        assert segment.contribution == contribution(who, segment.first)
    charges = [pence for _, pence in told]
    assert charges == sorted(charges, reverse=True)


def test_the_working_says_what_it_was_and_what_is_left() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    labels = [contribution(who, CARE_BEGAN + place * WEEK).capital[-1].label for place in (0, 1)]
    assert labels == ["Notional capital", "Notional capital, diminished from 20000.00"]


def test_what_is_left_is_the_same_however_far_it_is_looked_ahead() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    day = CARE_BEGAN + 5 * WEEK + timedelta(days=2)
    assert left_on(who, day) == left_on(who, day, day + 20 * WEEK) == 2000000 - 5 * 43065


def test_days_on_which_nothing_is_charged_leave_it_as_it_is() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    package = who.packages["p-1"]
    away = Suspension(CARE_BEGAN + WEEK, CARE_BEGAN + 3 * WEEK - timedelta(days=1))
    who.packages["p-1"] = replace(package, lines=(replace(package.lines[0], suspensions=(away,)),))
    assert left_on(who, CARE_BEGAN + 4 * WEEK) == 2000000 - 2 * 43065


def test_a_correction_of_the_past_moves_what_is_left_now() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    assessed = who.assessments["a-1"]
    who.assessments["a-1"] = replace(assessed, incomes=(weekly("state_pension", 25000),))
    # Of 250.00 the savings disregard leaves 242.95: 600.00 - (242.95 - 30.65) = 387.70
    assert left_on(who, CARE_BEGAN + 2 * WEEK) == 2000000 - 2 * 38770


def test_a_later_statement_takes_up_the_same_sum_where_it_had_fallen_to() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    day = CARE_BEGAN + 4 * WEEK
    who.capital_statements["s-1"] = CapitalStatement(version(), day, (savings(700000), GIVEN_AWAY))
    assert left_on(who, day) == 2000000 - 4 * 43065
    # One without a day of its own is taken to be held since it was stated, and has not fallen.
    restated = replace(GIVEN_AWAY, received_on=None, value_pence=1900000)
    who.capital_statements["s-1"] = CapitalStatement(version(), day, (savings(700000), restated))
    assert left_on(who, day) == 1900000
    assert left_on(who, day + WEEK) == 1900000 - 43065


def test_it_does_not_count_before_the_day_from_which_it_is_taken_to_be_held() -> None:
    since = CARE_BEGAN + timedelta(days=10)
    who = resident(savings(800000), replace(GIVEN_AWAY, received_on=since))
    assert left_on(who, since - timedelta(days=1)) == 0
    assert left_on(who, since) == 2000000
    assert [its.first for its in course(who, CARE_BEGAN, since)] == [CARE_BEGAN, since]


def test_only_the_persons_share_of_it_counts_and_nothing_that_the_council_ignores() -> None:
    assert left_on(resident(replace(GIVEN_AWAY, joint_owners=2)), CARE_BEGAN) == 1000000
    ignored = resident(savings(800000), replace(GIVEN_AWAY, disregarded=True, disregarded_to=CARE_BEGAN))
    assert left_on(ignored, CARE_BEGAN) == 0
    assert left_on(ignored, CARE_BEGAN + timedelta(days=1)) == 2000000


def test_it_falls_by_what_the_council_charges_by_its_own_terms() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    who.packages["p-1"] = replace(who.packages["p-1"], lines=(home_care(60000),))
    # At home 200.00 is below the guarantee. The council charges the full cost, or a tariff of 13,750.00 / 250 = 55.00
    # where it helps: 255.00 - 232.60 = 22.40.
    for decided, fell in ((True, 60000), (False, 2240)):
        helps = council(full_cost_over_limit_in_community=decided)
        case = ready_case(who, (), RATES, helps, CARE_BEGAN + WEEK)
        assert case.notional is not None
        assert case.notional.on(CARE_BEGAN + WEEK) == (2000000 - fell) * 100


def test_a_charge_that_cannot_be_worked_out_leaves_unknown_what_is_left_after_it() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    wrong = full(weekly("moon_dust", 1), since=CARE_BEGAN + WEEK, capital=(savings(800000), GIVEN_AWAY))
    right = full(PENSION, since=CARE_BEGAN + 2 * WEEK, capital=(savings(800000), GIVEN_AWAY))
    who.assessments |= {"a-2": wrong, "a-3": right}
    segments = course(who, CARE_BEGAN, CARE_BEGAN + 3 * WEEK)
    # In the second week the full cost is due whatever the income; only what would be due without it is unknown.
    assert [(its.first, its.contribution is None) for its in segments] == [
        (CARE_BEGAN, False),
        (CARE_BEGAN + WEEK, False),
        (CARE_BEGAN + 2 * WEEK, True),
    ]
    with pytest.raises(CannotAssess, match="moon_dust"):
        contribution(who, CARE_BEGAN + 2 * WEEK)


def test_what_a_person_has_not_cannot_be_sold() -> None:
    who = resident(savings(800000), GIVEN_AWAY)
    who.property_sales["s-1"] = PropertySale(version(), CARE_BEGAN + WEEK, 100, holding="k-2")
    assert left_on(who, CARE_BEGAN + WEEK) == 2000000 - 43065


def test_nobody_else_has_anything_worked_out() -> None:
    case = ready_case(resident(savings(800000)), (), RATES, POLICY, CARE_BEGAN + 50 * WEEK)
    assert case.notional is None


def test_what_is_left_is_told_from_each_day_on() -> None:
    left = NotionalLeft().then(CARE_BEGAN, 500).then(CARE_BEGAN + WEEK, 500).then(CARE_BEGAN + 2 * WEEK, 300)
    assert left.change_days == [CARE_BEGAN, CARE_BEGAN + 2 * WEEK]
    assert [left.on(CARE_BEGAN + timedelta(days=days)) for days in (-1, 0, 13, 14, 400)] == [0, 500, 500, 300, 300]
