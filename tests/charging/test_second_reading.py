"""The hub's rules beside a second, naive reading of the regulations, on facts that nobody chose."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.refusals import CannotAssess
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy
from tests.charging.facts import RATES, charges, contribution, course
from tests.charging.second_reading import Refused, people, read_day, read_weeks

REFUSED = "refused"
FOUR_WEEKS = timedelta(days=27)

Notices = tuple[UpratingNotice, ...]


def pounds(pence: int) -> Fraction:
    return Fraction(pence, 100)


def day_by_the_hub(who: Circumstances, day: date, notices: Notices, policy: Policy) -> Any:
    try:
        found = contribution(who, day, *notices, policy=policy)
    except (CannotAssess, RatesNotPublished):
        return REFUSED
    weekly, deferred, cost = found.weekly_pence, found.deferred_weekly_pence, found.cost_weekly_pence
    return found.basis, pounds(cost), pounds(weekly), pounds(deferred), found.is_billed


def day_as_read(who: Circumstances, day: date, notices: Notices, policy: Policy) -> Any:
    try:
        found = read_day(who, day, notices, RATES, policy)
    except Refused:
        return REFUSED
    return found.basis, found.cost, found.contribution, found.deferred, found.is_billed


def weeks_by_the_hub(who: Circumstances, first: date, notices: Notices, policy: Policy) -> Any:
    last = first + FOUR_WEEKS
    if any(segment.refusal is not None for segment in course(who, first, last, *notices, policy=policy)):
        return REFUSED
    found = charges(who, first, last, *notices, policy=policy)
    return [(its.week, its.setting, its.collector, pounds(its.pence), pounds(its.deferred_pence)) for its in found]


def weeks_as_read(who: Circumstances, first: date, notices: Notices, policy: Policy) -> Any:
    try:
        found = read_weeks(who, first, first + FOUR_WEEKS, notices, RATES, policy)
    except Refused:
        return REFUSED
    return [(its.week, its.setting, its.collector, its.charge, its.deferred) for its in found]


# The same examples in every run: a difference is to be found here, and not in somebody's build.
@settings(max_examples=600, deadline=None, derandomize=True)
@given(people.people, people.some(people.notices, 2), people.policies, people.asked)
def test_a_second_reading_of_the_regulations_comes_to_the_same_contribution(
    who: Circumstances, notices: Notices, policy: Policy, day: date
) -> None:
    assert day_by_the_hub(who, day, notices, policy) == day_as_read(who, day, notices, policy)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(people.people, people.some(people.notices, 2), people.policies, people.asked)
def test_a_second_reading_day_by_day_comes_to_the_same_charge_of_every_week(
    who: Circumstances, notices: Notices, policy: Policy, day: date
) -> None:
    monday = day - timedelta(days=day.weekday())
    assert weeks_by_the_hub(who, monday, notices, policy) == weeks_as_read(who, monday, notices, policy)
