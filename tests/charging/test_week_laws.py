"""Laws of the charging week, tried on people whom nobody chose, with care delivered, deferred, kept and free."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.inbound.assessments import ExemptionKind
from contracts.inbound.care_packages import Collector
from hub.charging.charge_weeks import WeekCharge
from hub.charging.circumstances import (
    Circumstances,
    DeferredPayment,
    Delivery,
    Exemption,
    ServiceLine,
    Span,
    Suspension,
)
from hub.charging.delivered import delivered_weeks
from hub.charging.rounding import DAYS_IN_WEEK, half_up
from hub.charging.schedule import Segment
from hub.rates.policy import Policy
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
from tests.charging.second_reading import people

TRIES = settings(max_examples=250, deadline=None, derandomize=True)
WEEKS = 6
LAST = CARE_BEGAN + timedelta(weeks=WEEKS, days=-1)

starts = st.integers(-3, 30).map(lambda place: CARE_BEGAN + timedelta(days=place))
ends = st.sampled_from([None, None, None, 8, 25, 39]).map(
    lambda place: None if place is None else CARE_BEGAN + timedelta(days=place)
)
money = st.sampled_from([1, 6741, 12345, 40000, 100003])


def lines(name: str, begin: st.SearchStrategy[date]) -> st.SearchStrategy[ServiceLine]:
    """A line of care, often changed within a week, kept while the person is away, or funded jointly."""
    away = st.builds(lambda first, pence: Suspension(first, first + timedelta(days=9), pence), starts, money)
    made = st.builds(
        lambda make, pence, first, last, who: make(
            pence, first, None if last is None or last < first else last, line=name, collector=who
        ),
        st.sampled_from([home_care, care_home]),
        money,
        begin,
        ends,
        st.sampled_from(Collector),
    )
    return st.builds(
        lambda its, kept, nhs: replace(its, suspensions=kept, nhs_share_weekly_pence=nhs),
        made,
        people.rarely(st.tuples(away), ()),
        st.sampled_from([0, 0, 3001]),
    )


assessments = st.builds(
    lambda since, pension, capital: full(weekly("state_pension", pension), since=since, capital=(savings(capital),)),
    starts,
    st.sampled_from([24000, 25003, 45000]),
    st.sampled_from([0, 1500000, 9000000]),
)
deliveries = st.builds(
    lambda line, place, pence: Delivery(version(), line, CARE_BEGAN + timedelta(weeks=place), pence),
    st.sampled_from(["l-1", "l-2"]),
    st.integers(0, WEEKS - 1),
    st.sampled_from([0, 1, 4999, 25000, 200000]),
)


def some(name: str, items: st.SearchStrategy[Any], at_most: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(items, max_size=at_most).map(lambda found: {f"{name}-{at}": its for at, its in enumerate(found)})


agreements = st.builds(
    lambda since, last, most: DeferredPayment(version(), Span(since, last), None, most),
    starts,
    ends,
    st.sampled_from([None, 10001]),
)
exemptions = st.builds(
    lambda since, line: Exemption(version(), ExemptionKind.SECTION_117, Span(since, since + timedelta(days=4)), line),
    starts,
    st.sampled_from([None, "l-1"]),
)
charged_people = st.builds(
    lambda its, assessed, **told: replace(person(*its, assessed=None), assessments=assessed, **told),
    st.tuples(lines("l-1", st.just(CARE_BEGAN)))
    | st.tuples(lines("l-1", st.just(CARE_BEGAN)), lines("l-2", starts))
    | st.tuples(lines("l-1", st.just(CARE_BEGAN)), lines("l-2", starts), lines("l-3", starts)),
    st.builds(lambda first, more: more | {"a": first}, assessments, some("a", assessments, 1)),
    deliveries=some("d", deliveries, 8),
    deferred_payments=some("p", agreements, 1),
    exemptions=some("e", exemptions, 1),
    date_of_death=people.rarely(starts),
)
policies = st.builds(
    lambda **decided: council(**decided),
    home_care_charged_on=st.sampled_from(["planned", "delivered"]),
    minimum_weekly_charge_pence=st.sampled_from([0, 500]),
    discharge_day_charged=st.booleans(),
    death_day_charged=st.booleans(),
    arrangement_fee_weekly_pence=st.sampled_from([0, 501]),
)


def weeks_of(who: Circumstances, policy: Policy) -> tuple[Sequence[Segment], dict[date, list[WeekCharge]]]:
    segments = course(who, CARE_BEGAN, LAST, policy=policy)
    assume(all(segment.refusal is None for segment in segments))
    weeks: dict[date, list[WeekCharge]] = {CARE_BEGAN + timedelta(weeks=place): [] for place in range(WEEKS)}
    for charge in charges(who, CARE_BEGAN, LAST, policy=policy):
        weeks[charge.week].append(charge)
    return segments, weeks


def days_of(monday: date) -> list[date]:
    return [monday + timedelta(days=place) for place in range(DAYS_IN_WEEK)]


@TRIES
@given(charged_people, policies)
def test_what_is_paid_and_deferred_is_never_less_than_nothing_nor_more_than_the_cost_of_the_days(
    who: Circumstances, policy: Policy
) -> None:
    for charge in (charge for week in weeks_of(who, policy)[1].values() for charge in week):
        assert charge.pence >= 0
        assert charge.deferred_pence >= 0
        assert 0 < charge.pence + charge.deferred_pence <= charge.cost_pence
        paid_by_person = 0 if charge.collector is Collector.COUNCIL else charge.pence
        assert charge.paid_over_pence == charge.cost_pence - paid_by_person


@TRIES
@given(charged_people, policies)
def test_a_week_has_no_more_than_one_charge_for_a_setting_and_a_collector(who: Circumstances, policy: Policy) -> None:
    for charged in weeks_of(who, policy)[1].values():
        places = [(charge.setting, charge.collector) for charge in charged]
        assert places == sorted(set(places))


@TRIES
@given(charged_people, policies)
def test_seven_days_of_one_contribution_come_to_it_exactly(who: Circumstances, policy: Policy) -> None:
    segments, weeks = weeks_of(replace(who, deliveries={}), policy)
    for week, charged in weeks.items():
        for segment in segments:
            if segment.first <= week and week + timedelta(days=6) <= segment.last:
                its = segment.contribution
                assert its is not None
                weekly = (its.weekly_pence, its.deferred_weekly_pence) if its.is_billed else (0, 0)
                assert (sum(c.pence for c in charged), sum(c.deferred_pence for c in charged)) == weekly


@TRIES
@given(charged_people, policies)
def test_a_broken_week_is_its_days_to_the_penny_for_each_part(who: Circumstances, policy: Policy) -> None:
    who = replace(who, deliveries={})
    _, weeks = weeks_of(who, policy)
    for week, charged in weeks.items():
        by_day = [contribution(who, day, policy=policy) for day in days_of(week)]
        billed = [its for its in by_day if its.is_billed]
        parts = len({(its.weekly_pence, its.deferred_weekly_pence, its.cost_weekly_pence) for its in billed})
        for sevenths, total in (
            (sum(its.weekly_pence for its in billed), sum(charge.pence for charge in charged)),
            (sum(its.deferred_weekly_pence for its in billed), sum(charge.deferred_pence for charge in charged)),
        ):
            # Each part is rounded, and may lose a penny to the cost of its days.
            assert abs(total - half_up(sevenths, DAYS_IN_WEEK)) <= parts


@TRIES
@given(charged_people)
def test_a_delivery_touches_its_own_week_alone_and_only_where_the_council_charges_on_it(who: Circumstances) -> None:
    planned = council(home_care_charged_on="planned")
    policy = council(home_care_charged_on="delivered")
    without = replace(who, deliveries={})
    _, as_planned = weeks_of(without, policy)
    _, found = weeks_of(who, policy)
    touched = delivered_weeks(who, policy)

    assert weeks_of(who, planned)[1] == weeks_of(without, planned)[1]
    assert {week: its for week, its in found.items() if week not in touched} == {
        week: its for week, its in as_planned.items() if week not in touched
    }


@TRIES
@given(charged_people, st.sampled_from([1, 5000, 90000]), st.integers(0, WEEKS - 1))
def test_more_delivered_never_lowers_a_charge(who: Circumstances, more: int, place: int) -> None:
    policy, week = council(home_care_charged_on="delivered"), CARE_BEGAN + timedelta(weeks=place)
    said: dict[str, Any] = {"d": Delivery(version(), "l-1", week, 20000)}
    less = replace(who, deliveries=who.deliveries | said)
    said["d"] = replace(said["d"], cost_pence=20000 + more)
    greater = replace(who, deliveries=who.deliveries | said)

    def total(its: Circumstances) -> int:
        return sum(c.pence + c.deferred_pence for c in weeks_of(its, policy)[1][week])

    assert total(greater) >= total(less)
