"""The hub's rules beside a second, naive reading of the regulations, on facts that nobody chose."""

import ast
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from hub.charging.allowances import protected
from hub.charging.assessment import ready_case
from hub.charging.capital import capital_on, limits_on, tariff_income
from hub.charging.case import assessed_day
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis, Circumstances, UpratingNotice
from hub.charging.income import counted_income
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.charging.valuation import WHOLE
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy
from tests.charging import second_reading
from tests.charging.facts import RATES, charges, contribution, course
from tests.charging.second_reading import Refused, people, read_day, read_steps, read_weeks

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


def steps_by_the_hub(who: Circumstances, day: date, notices: Notices, policy: Policy) -> Any:
    """The rules that hold, capital, tariff income, income, and what the person keeps."""
    case = ready_case(who, notices, RATES, policy, day)
    found = assessment_on(who, day)
    if found is None or found[1].basis is not AssessmentBasis.FULL:
        return REFUSED
    its = assessed_day(case, found[1], policy.on(day), day)
    try:
        capital, counted = capital_on(its), counted_income(its)
        kept = -sum(line.amount_pence for line in protected(its, counted))
        tariff = tariff_income(capital.hundredths, limits_on(RATES, day))
    except (CannotAssess, RatesNotPublished):
        return REFUSED
    whole, income = Fraction(capital.hundredths, WHOLE), Fraction(counted.parts, PARTS)
    return its.treatment.value, whole / 100, pounds(tariff), income / 100, pounds(kept)


def steps_as_read(who: Circumstances, day: date, notices: Notices, policy: Policy) -> Any:
    try:
        found = read_steps(who, day, notices, RATES, policy)
    except Refused:
        return REFUSED
    assert found.rules is not None
    return found.rules.value, found.capital, found.tariff, found.income, found.protected


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


@settings(max_examples=400, deadline=None, derandomize=True)
@given(people.people, people.some(people.notices, 2), people.policies, people.asked)
def test_a_second_reading_agrees_at_every_step_of_the_means_test(
    who: Circumstances, notices: Notices, policy: Policy, day: date
) -> None:
    assert steps_by_the_hub(who, day, notices, policy) == steps_as_read(who, day, notices, policy)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(people.people, people.some(people.notices, 2), people.policies, people.asked)
def test_a_second_reading_day_by_day_comes_to_the_same_charge_of_every_week(
    who: Circumstances, notices: Notices, policy: Policy, day: date
) -> None:
    monday = day - timedelta(days=day.weekday())
    assert weeks_by_the_hub(who, monday, notices, policy) == weeks_as_read(who, monday, notices, policy)


def test_the_second_reading_shares_facts_and_figures_with_the_hub_and_none_of_its_rules() -> None:
    shared = {"hub.charging.circumstances", "hub.rates", "hub.rates.policy"}
    for path in sorted(Path(second_reading.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("hub"):
                assert node.module in shared, path.name
            assert not (isinstance(node, ast.Import) and any(its.name.startswith("hub") for its in node.names))
