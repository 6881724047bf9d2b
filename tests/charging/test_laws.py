"""Laws that hold for everybody, tried on facts that nobody chose."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.inbound.assessments import Frequency, Premium
from contracts.inbound.care_packages import Service, Setting
from contracts.outbound.contributions import Basis
from hub.charging.circumstances import (
    Award,
    Capital,
    CapitalStatement,
    Circumstances,
    FinancialAssessment,
    Income,
    Outgoing,
    PropertySale,
    SavingsCredit,
    ServiceLine,
    Span,
    UpratingNotice,
)
from hub.charging.contribution import weekly_contribution
from hub.charging.income import counted_income
from hub.charging.income_kinds import income_kinds
from hub.charging.rounding import DAYS_IN_WEEK, PARTS, by_share, half_up, part_weeks
from hub.rates import RatesNotPublished
from tests.charging.facts import (
    CARE_BEGAN,
    assessed_on,
    care_home,
    charges,
    chc,
    contribution,
    course,
    full,
    home_care,
    person,
    version,
)

TRIES = settings(max_examples=120, deadline=None)
DAY = date(2025, 9, 1)
LAST = date(2026, 3, 31)
MONEY = st.integers(0, 150000)
ALLOWANCES = ("Minimum income guarantee", "Personal expenses allowance")
KINDS = sorted(income_kinds())

incomes = st.lists(
    st.builds(Income, st.just("i"), st.sampled_from(KINDS), MONEY, st.sampled_from(Frequency)), max_size=5
)
capital = st.lists(
    st.builds(
        Capital,
        st.just("k"),
        st.sampled_from(["savings", "main_home", "shares"]),
        st.integers(0, 2000000),
        st.integers(1, 100),
        st.booleans(),
        st.none() | st.dates(CARE_BEGAN, LAST),
    ),
    max_size=3,
)
assessed = st.builds(
    lambda its, **rest: full(*its, **rest),
    incomes,
    since=st.dates(CARE_BEGAN - timedelta(days=30), CARE_BEGAN + timedelta(days=60)),
    capital=capital.map(tuple),
    children_count=st.integers(0, 2),
    premiums=st.lists(st.sampled_from(Premium), max_size=3).map(tuple),
    housing_costs=st.lists(st.builds(Outgoing, st.just("rent"), MONEY), max_size=1).map(tuple),
)
born = st.dates(date(1930, 1, 1), date(2007, 1, 1))


def reablement(cost: int, first: date, last: date | None, *, line: str) -> ServiceLine:
    return home_care(cost, first, last, line=line, service=Service.REABLEMENT)


lines = st.builds(
    lambda make, cost, first, length, name: make(
        cost, first, None if length is None else first + timedelta(days=length), line=name
    ),
    st.sampled_from([home_care, care_home, reablement]),
    st.integers(0, 200000),
    st.dates(CARE_BEGAN, LAST),
    st.none() | st.integers(0, 120),
    st.sampled_from(["l-1", "l-2", "l-3"]),
)
people = st.builds(
    lambda its, assessment, birth: person(*its, assessed=assessment, born=birth),
    st.lists(lines, min_size=1, max_size=3),
    assessed,
    born,
)


def with_assessment(who: Circumstances, **changed: Any) -> Circumstances:
    only: FinancialAssessment = who.assessments["a-1"]
    return replace(who, assessments={"a-1": replace(only, **changed)})


@TRIES
@given(people, st.dates(CARE_BEGAN, LAST))
def test_a_contribution_lies_between_nothing_and_the_cost(who: Circumstances, day: date) -> None:
    found = contribution(who, day)
    assert 0 <= found.weekly_pence <= found.cost_weekly_pence


@TRIES
@given(st.integers(0, 10**7), st.integers(0, 10**5), st.integers(0, 100), st.none() | MONEY)
def test_what_is_left_is_never_below_what_the_law_protects(
    parts: int, kept: int, percent: int, cost: int | None
) -> None:
    left = parts - weekly_contribution(parts, kept, percent, cost) * PARTS
    assert left >= min(parts, kept * PARTS)


@TRIES
@given(incomes, born, st.sampled_from([home_care, care_home]))
def test_whatever_the_incomes_the_guarantee_or_allowance_is_left(held: list[Income], birth: date, make: Any) -> None:
    who = person(make(10**7), assessed=full(*held), born=birth)
    found = contribution(who, DAY)
    counted = counted_income(assessed_on(who, DAY)).parts
    (kept,) = (-its.amount_pence for its in found.working if its.label.startswith(ALLOWANCES))
    assert counted - found.weekly_pence * PARTS >= min(counted, kept * PARTS)


@TRIES
@given(people, st.sampled_from(KINDS), MONEY, st.dates(CARE_BEGAN, LAST))
def test_more_income_never_lowers_the_contribution(who: Circumstances, kind: str, more: int, day: date) -> None:
    # A disability benefit opens the door to disability costs, and income above the standard minimum guarantee to the
    # flat savings disregard: none of the first are claimed here, and none of the second qualifies.
    who = with_assessment(who, savings_credit=SavingsCredit(qualifying_income_weekly_pence=0))
    before = who.assessments["a-1"].incomes
    richer = with_assessment(who, incomes=(*before, Income("x", kind, more, Frequency.WEEKLY)))
    assert contribution(richer, day).weekly_pence >= contribution(who, day).weekly_pence


@TRIES
@given(people, st.integers(0, 3000000), st.dates(CARE_BEGAN, LAST))
def test_more_capital_never_lowers_the_contribution(who: Circumstances, more: int, day: date) -> None:
    before = who.assessments["a-1"].capital
    richer = with_assessment(who, capital=(*before, Capital("x", "savings", more)))
    assert contribution(richer, day).weekly_pence >= contribution(who, day).weekly_pence


@TRIES
@given(people, st.integers(1, 50000), st.dates(CARE_BEGAN, LAST))
def test_a_higher_cost_never_lowers_the_contribution(who: Circumstances, more: int, day: date) -> None:
    package = who.packages["p-1"]
    dearer = tuple(replace(line, weekly_cost_pence=line.weekly_cost_pence + more) for line in package.lines)
    other = replace(who, packages={"p-1": replace(package, lines=dearer)})
    assert contribution(other, day).weekly_pence >= contribution(who, day).weekly_pence


rises = st.builds(
    lambda day, percent, name: UpratingNotice(version(1, day, name), day, {}, {"state_pension": percent}),
    st.sampled_from([date(2025, 7, 7), date(2025, 10, 6), date(2026, 1, 5)]),
    st.sampled_from(["1", "2.5", "4.8"]),
    st.uuids().map(str),
)


days = st.dates(CARE_BEGAN, LAST)
spans = st.builds(lambda first, length: Span(first, first + timedelta(days=length)), days, st.integers(0, 90))
awards = st.builds(
    lambda span, kind, pence: Award(version(), "w", kind, pence, Frequency.WEEKLY, span.first, span.last),
    spans,
    st.sampled_from(["state_pension", "attendance_allowance"]),
    MONEY,
)
changes = st.fixed_dictionaries(
    {
        "awards": st.dictionaries(st.sampled_from("ab"), awards, max_size=2),
        "fundings": st.dictionaries(st.just("f"), spans.map(lambda span: chc(span.first, span.last)), max_size=1),
        "property_sales": st.dictionaries(
            st.just("s"),
            st.builds(PropertySale, st.just(version()), days, st.integers(0, 3000000)),
            max_size=1,
        ),
        "capital_statements": st.dictionaries(
            st.just("c"),
            st.builds(CapitalStatement, st.just(version()), days, capital.map(tuple)),
            max_size=1,
        ),
        "date_of_birth": st.sampled_from([date(1959, 9, 1), date(1960, 1, 31), date(2000, 8, 15), date(1940, 1, 1)]),
        "date_of_death": st.none() | days,
    }
)


@TRIES
@given(people, st.lists(rises, max_size=4), st.randoms(use_true_random=False), st.dates(CARE_BEGAN, LAST))
def test_the_order_of_facts_and_repeated_notices_make_no_difference(
    who: Circumstances, notices: list[UpratingNotice], chance: Any, day: date
) -> None:
    who.assessments["a-0"] = full(since=CARE_BEGAN - timedelta(days=90))
    turned = replace(
        who,
        assessments=dict(reversed(who.assessments.items())),
        packages={"p-1": replace(who.packages["p-1"], lines=tuple(reversed(who.packages["p-1"].lines)))},
    )
    shuffled = [*notices, *notices]
    chance.shuffle(shuffled)
    one, other = contribution(who, day, *notices), contribution(turned, day, *shuffled)
    assert (one.weekly_pence, one.basis) == (other.weekly_pence, other.basis)


@TRIES
@given(people)
def test_spans_are_in_order_apart_and_each_holds_on_its_every_day(who: Circumstances) -> None:
    segments = course(who, CARE_BEGAN, LAST)
    for before, after in pairwise(segments):
        assert before.last < after.first
    for segment in segments:
        assert CARE_BEGAN <= segment.first <= segment.last <= LAST
        assert segment.contribution is not None
        length = (segment.last - segment.first).days
        for day in {segment.first, segment.first + timedelta(days=length // 2), segment.last}:
            assert contribution(who, day).weekly_pence == segment.contribution.weekly_pence


@settings(max_examples=40, deadline=None)
@given(people, changes, st.lists(rises, max_size=2))
def test_the_course_is_what_assessing_every_single_day_gives(
    who: Circumstances, changed: dict[str, Any], notices: list[UpratingNotice]
) -> None:
    who = replace(who, **changed)
    by_day = {
        segment.first + timedelta(days=place): segment.contribution
        for segment in course(who, CARE_BEGAN, LAST, *notices)
        for place in range((segment.last - segment.first).days + 1)
    }
    for place in range((LAST - CARE_BEGAN).days + 1):
        day = CARE_BEGAN + timedelta(days=place)
        told, found = by_day.get(day), contribution(who, day, *notices)
        if told is None:
            assert found.basis is Basis.NOT_CHARGEABLE
        else:
            assert (told.weekly_pence, told.basis, told.cost_weekly_pence) == (
                found.weekly_pence,
                found.basis,
                found.cost_weekly_pence,
            )


@TRIES
@given(people)
def test_no_week_is_charged_more_than_its_days_cost(who: Circumstances) -> None:
    for charge in charges(who, CARE_BEGAN, LAST):
        assert 0 < charge.pence <= charge.cost_pence
        assert charge.week.weekday() == 0


@TRIES
@given(people, st.integers(1, 200))
def test_cutting_the_course_at_a_monday_changes_no_week(who: Circumstances, weeks: int) -> None:
    cut = CARE_BEGAN + timedelta(weeks=weeks % 40)
    parts = charges(who, CARE_BEGAN, cut - timedelta(days=1)) + charges(who, cut, LAST)
    assert parts == charges(who, CARE_BEGAN, LAST)


@TRIES
@given(st.integers(0, 10**7), st.lists(st.integers(1, 3), max_size=3))
def test_parts_add_up_to_all_their_days_together(weekly: int, days: list[int]) -> None:
    parts = part_weeks(weekly, days)
    assert sum(parts) == half_up(weekly * sum(days), DAYS_IN_WEEK)
    assert all(part >= 0 for part in parts)


@TRIES
@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_shares_add_up_and_none_is_negative(pence: int, weights: list[int]) -> None:
    assert sum(by_share(pence, weights)) == pence
    assert all(share >= 0 for share in by_share(pence, weights))


@TRIES
@given(people, st.dates(date(2026, 4, 6), date(2028, 1, 1)))
def test_a_day_without_a_published_figure_is_refused_and_never_guessed(who: Circumstances, day: date) -> None:
    found = course(who, day, day)
    refused = found[0].refusal if found else None
    if day >= date(2027, 4, 6) and found and found[0].contribution is not None:
        assert found[0].contribution.basis is Basis.NOT_CHARGEABLE
    if refused is not None:
        assert refused.code == RatesNotPublished.code
        assert day.isoformat() in refused.message


@TRIES
@given(people, st.dates(CARE_BEGAN, LAST))
def test_a_care_home_setting_needs_a_care_home_line_that_runs(who: Circumstances, day: date) -> None:
    running = {line.setting for line in who.packages["p-1"].lines if _covers(line, day)}
    if contribution(who, day).setting is Setting.CARE_HOME:
        assert Setting.CARE_HOME in running


def _covers(line: ServiceLine, day: date) -> bool:
    return Span(line.span.first, line.span.last).covers(day)
