"""Laws of capital that hold for everybody, tried on facts that nobody chose."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.inbound.assessments import Occupant, OccupationEnd
from contracts.inbound.care_packages import Stay
from contracts.outbound.contributions import Basis
from hub.charging.assessment import ready_case
from hub.charging.capital import capital_on, limits_on, tariff_income
from hub.charging.capital_comings import capital_comings
from hub.charging.circumstances import Capital, CapitalStatement, Circumstances, PropertySale, ServiceLine
from hub.charging.refusals import CannotAssess
from hub.charging.schedule import Segment
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    RATES,
    assessed_on,
    care_home,
    contribution,
    course,
    full,
    home_care,
    person,
    version,
    weekly,
)

TRIES = settings(max_examples=60, deadline=None)
LAST = date(2026, 3, 31)
DAYS = st.sampled_from(
    [CARE_BEGAN + timedelta(days=days) for days in (-300, -90, -1, 0, 1, 3, 40, 83, 84, 85, 120, 182, 200, 260)]
)
KINDS = ("savings", "main_home", "let_property", "benefit_arrears", "former_home_proceeds", "notional")
WORTH = st.sampled_from([0, 1, 300000, 1425000, 1425001, 1800000, 2325000, 2325001, 9000000])

holdings = st.builds(
    Capital,
    capital=st.sampled_from(["k-1", "k-2", "k-3"]),
    kind=st.sampled_from(KINDS),
    value_pence=WORTH,
    share_percent=st.just(100),
    disregarded=st.sampled_from([False, False, True]),
    disregarded_to=st.none() | DAYS,
    sale_would_cost=st.booleans(),
    joint_owners=st.sampled_from([None, None, 3]),
    received_on=DAYS,
    occupied_by=st.none() | st.sampled_from(Occupant),
    occupied_from=st.none() | DAYS,
    occupied_to=st.none() | DAYS,
    occupation_ended=st.sampled_from(OccupationEnd),
)
held = st.lists(holdings, max_size=3, unique_by=lambda its: its.capital).map(tuple)


def stay(first: date, length: int | None, meant: Stay, turned: date | None, name: str) -> ServiceLine:
    last = None if length is None else first + timedelta(days=length)
    line = replace(care_home(60000, first, last, line=name), stay=meant)
    return line if meant is Stay.PERMANENT else replace(line, permanent_from=turned)


stays = st.builds(
    stay,
    DAYS,
    st.none() | st.integers(0, 120),
    st.sampled_from(Stay),
    st.none() | DAYS,
    st.sampled_from(["l-1", "l-2"]),
)
people = st.builds(
    lambda lines, capital, stated, sales: replace(
        person(home_care(45000), *lines, assessed=full(weekly("state_pension", 20000), capital=capital)),
        capital_statements=stated,
        property_sales=sales,
    ),
    st.lists(stays, max_size=2),
    held,
    st.dictionaries(st.just("c-1"), st.builds(CapitalStatement, st.just(version()), DAYS, held), max_size=1),
    st.dictionaries(
        st.just("s-1"),
        st.builds(PropertySale, st.just(version()), DAYS, WORTH, st.none() | st.just("k-1"), st.booleans()),
        max_size=1,
    ),
)


def assessed_alone(who: Circumstances, day: date) -> tuple[object, ...]:
    try:
        found = contribution(who, day)
    except CannotAssess as refused:
        return (refused.code,)
    return found.weekly_pence, found.basis


def in_the_course(segment: Segment) -> tuple[object, ...]:
    if segment.contribution is None:
        return () if segment.refusal is None else (segment.refusal.code,)
    return segment.contribution.weekly_pence, segment.contribution.basis


@settings(max_examples=40, deadline=None)
@given(people)
def test_the_course_is_what_assessing_every_single_day_gives(who: Circumstances) -> None:
    for segment in course(who, CARE_BEGAN, LAST):
        for place in range((segment.last - segment.first).days + 1):
            assert assessed_alone(who, segment.first + timedelta(days=place)) == in_the_course(segment)


@TRIES
@given(people, DAYS, st.integers(1, 3000000))
def test_more_of_what_counts_never_lowers_the_contribution(who: Circumstances, day: date, more: int) -> None:
    day = max(day, CARE_BEGAN)
    assessed = who.assessments["a-1"]
    richer = replace(
        who,
        assessments={"a-1": replace(assessed, capital=(*assessed.capital, Capital("k-9", "savings", more)))},
        capital_statements={
            name: replace(its, capital=(*its.capital, Capital("k-9", "savings", more)))
            for name, its in who.capital_statements.items()
        },
    )
    try:
        before, after = contribution(who, day), contribution(richer, day)
    except CannotAssess:
        return
    notional = any(holding.kind == "notional" for holding in assessed.capital)
    stated = any(holding.kind == "notional" for its in who.capital_statements.values() for holding in its.capital)
    # More capital of one's own can wear notional capital down faster, so that less of it is left.
    if not notional and not stated:
        assert after.weekly_pence >= before.weekly_pence


@TRIES
@given(people, DAYS)
def test_a_disregard_more_never_raises_what_counts_and_the_lines_add_up_to_it(who: Circumstances, day: date) -> None:
    assessed = replace(who.assessments["a-1"], effective_from=date(2024, 1, 1))
    plain = replace(who, assessments={"a-1": assessed}, capital_statements={}, property_sales={})
    ignored = replace(
        plain,
        assessments={
            "a-1": replace(assessed, capital=tuple(replace(its, disregarded=True) for its in assessed.capital))
        },
    )
    counted, less = capital_on(assessed_on(plain, day)), capital_on(assessed_on(ignored, day))
    assert 0 <= less.hundredths <= counted.hundredths
    assert len(counted.working) <= len(assessed.capital)
    shown = sum(line.amount_pence for line in counted.working)
    assert abs(Fraction(counted.hundredths, 100) - shown) <= Fraction(len(counted.working), 2)


@TRIES
@given(st.fractions(0, 4000000 * 100), st.fractions(0, 1000 * 100))
def test_tariff_income_never_falls_as_capital_grows(hundredths: Fraction, more: Fraction) -> None:
    limits = limits_on(RATES, CARE_BEGAN)
    before, after = tariff_income(hundredths, limits), tariff_income(hundredths + more, limits)
    assert after >= before
    assert before % 100 == 0
    assert before * 25000 >= (hundredths - 1425000 * 100)


@TRIES
@given(people)
def test_what_is_told_ahead_is_told_alike_in_one_look_and_in_two(who: Circumstances) -> None:
    case = ready_case(who, (), RATES, POLICY, LAST)
    middle = date(2025, 11, 1)
    parts = [
        *capital_comings(case, CARE_BEGAN, middle - timedelta(days=1)),
        *capital_comings(case, middle, LAST),
    ]
    assert parts == list(capital_comings(case, CARE_BEGAN, LAST))


@TRIES
@given(people)
def test_nobody_who_is_never_in_permanent_care_pays_for_their_main_home(who: Circumstances) -> None:
    lines = tuple(line for line in who.packages["p-1"].lines if line.stay is None)
    at_home = replace(who, packages={"p-1": replace(who.packages["p-1"], lines=lines)}, property_sales={})
    homeless = replace(
        at_home,
        assessments={
            "a-1": replace(
                at_home.assessments["a-1"],
                capital=tuple(its for its in at_home.assessments["a-1"].capital if its.kind != "main_home"),
            )
        },
        capital_statements={
            name: replace(its, capital=tuple(one for one in its.capital if one.kind != "main_home"))
            for name, its in at_home.capital_statements.items()
        },
    )
    for day in (CARE_BEGAN, date(2025, 9, 1), LAST):
        one, other = contribution(at_home, day), contribution(homeless, day)
        assert (one.weekly_pence, one.basis) == (other.weekly_pence, other.basis)
        assert one.basis is not Basis.NOT_CHARGEABLE
