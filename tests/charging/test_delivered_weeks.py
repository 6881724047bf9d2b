"""Weeks charged on what was delivered: the contribution is only capped, and weeks without a record are as planned."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.care_packages import Collector, Service
from hub.charging.circumstances import (
    AssessmentBasis,
    Circumstances,
    DeferredPayment,
    Delivery,
    FinancialAssessment,
    ServiceLine,
    Span,
    Suspension,
)
from hub.rates.policy import Policy
from tests.charging.facts import (
    CARE_BEGAN,
    care_home,
    charges,
    council,
    full,
    home_care,
    person,
    savings,
    version,
    weekly,
)

PENSION = weekly("state_pension", 30000)
DUE = 18750
DELIVERED = council(home_care_charged_on="delivered")
PLANNED = council(home_care_charged_on="planned")
DECLINED = FinancialAssessment(version(), AssessmentBasis.DECLINED, CARE_BEGAN)


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def having(*lines: ServiceLine, assessed: FinancialAssessment | None = None, **delivered: int) -> Circumstances:
    """Somebody of fifty from whom 187.50 is due, and what was delivered of lines in the first week."""
    who = person(*lines, assessed=assessed or full(PENSION), born=date(1975, 1, 1))
    told = {name: Delivery(version(), name.replace("_", "-"), day(1), pence) for name, pence in delivered.items()}
    return replace(who, deliveries=told)


def first_week(who: Circumstances, policy: Policy = DELIVERED) -> tuple[int, int]:
    """What is charged for the first week, and what it costs."""
    found = charges(who, day(1), day(7), policy=policy)
    return sum(its.pence for its in found), sum(its.cost_pence for its in found)


def weeks(who: Circumstances, last: int = 21, **decided: Any) -> list[tuple[int, int]]:
    policy = council(home_care_charged_on="delivered", **decided)
    return [(its.pence, its.cost_pence) for its in charges(who, day(1), day(last), policy=policy)]


@pytest.mark.parametrize(("delivered", "charged"), [(50000, DUE), (18751, DUE), (18750, DUE), (18749, 18749), (1, 1)])
def test_a_missed_visit_changes_nothing_while_the_care_given_costs_more_than_is_due(
    delivered: int, charged: int
) -> None:
    assert first_week(having(home_care(), l_1=delivered)) == (charged, delivered)


def test_a_week_in_which_nothing_was_delivered_is_not_charged() -> None:
    assert weeks(having(home_care(), l_1=0)) == [(DUE, 50000), (DUE, 50000)]


def test_weeks_without_a_record_are_charged_as_planned() -> None:
    assert weeks(having(home_care(), l_1=10000)) == [(10000, 10000), (DUE, 50000), (DUE, 50000)]


def test_where_the_council_charges_on_the_plan_what_was_delivered_changes_nothing() -> None:
    assert first_week(having(home_care(), l_1=10000), PLANNED) == (DUE, 50000)


def test_records_of_one_line_and_week_add_up_and_those_of_other_lines_count_for_nothing() -> None:
    who = having(home_care(), l_1=4000, l_9=100)
    who.deliveries["more"] = Delivery(version(), "l-1", day(5), 3000)

    assert first_week(who) == (7000, 7000)


def test_of_two_lines_what_was_delivered_of_one_is_added_to_the_plan_of_the_other() -> None:
    who = having(home_care(30000), home_care(9000, line="l-9"), l_1=1000)

    assert first_week(who) == (10000, 10000)


@pytest.mark.parametrize("service", [Service.SHARED_LIVES, Service.DIRECT_PAYMENT])
def test_what_is_not_measured_is_charged_as_planned(service: Service) -> None:
    assert first_week(having(home_care(service=service), l_1=100)) == (DUE, 50000)


def test_a_care_home_is_never_charged_on_what_was_delivered() -> None:
    assert first_week(having(care_home(line="l-1"), l_1=100)) == (26935, 100000)


@pytest.mark.parametrize(("delivered", "charged"), [(12000, 12000), (20000, DUE), (60000, DUE)])
def test_more_than_planned_is_charged_up_to_what_the_person_can_pay(delivered: int, charged: int) -> None:
    assert first_week(having(home_care(10000), l_1=delivered)) == (charged, delivered)


def test_whoever_pays_in_full_pays_what_was_delivered() -> None:
    for delivered in (1, 50000, 60000):
        assert first_week(having(home_care(), assessed=DECLINED, l_1=delivered)) == (delivered, delivered)


def test_a_sum_agreed_without_a_means_test_is_capped_by_what_was_delivered() -> None:
    agreed = FinancialAssessment(version(), AssessmentBasis.LIGHT_TOUCH, CARE_BEGAN, contribution_weekly_pence=7000)

    assert first_week(having(home_care(), assessed=agreed, l_1=6999)) == (6999, 6999)
    assert first_week(having(home_care(5000), assessed=agreed, l_1=8000)) == (7000, 8000)


def test_of_jointly_funded_care_the_nhs_pays_its_share_of_what_was_delivered() -> None:
    joint = replace(home_care(), nhs_share_weekly_pence=20000)

    assert first_week(having(joint, l_1=30000)) == (10000, 10000)
    assert first_week(having(joint, l_1=20000)) == (0, 0)
    assert first_week(having(joint, l_1=100)) == (0, 0)


def test_what_was_delivered_belongs_to_the_days_on_which_the_line_was_there() -> None:
    # Four days of 187.50, 107.14, of which 80.00 was given; nothing is due for the other three.
    who = having(home_care(first=day(4)), l_1=8000)
    assert first_week(who) == (8000, 8000)
    # Four days come to 107.14.
    assert first_week(replace(who, deliveries={"d": Delivery(version(), "l-1", day(1), 10714)})) == (10714, 10714)
    assert first_week(replace(who, deliveries={"d": Delivery(version(), "l-1", day(1), 10715)})) == (10714, 10715)


def test_days_on_which_the_service_is_suspended_are_none_on_which_it_was_delivered() -> None:
    line = home_care(suspensions=(Suspension(day(1), day(3), 0, "hospital"),))

    assert first_week(having(line, l_1=50000)) == (10714, 50000)
    assert first_week(having(line, l_1=10713)) == (10713, 10713)


def test_what_is_kept_while_the_person_is_away_is_charged_besides_what_was_delivered_on_the_other_days() -> None:
    line = home_care(suspensions=(Suspension(day(1), day(3), 35000, "hospital"),))

    # 350.00 x 3 / 7 = 150.00, of which 80.36 is due; and all of the 10.00 that was delivered.
    assert first_week(having(line, l_1=1000)) == (8036 + 1000, 15000 + 1000)


def test_what_is_due_beyond_the_planned_cost_is_that_of_each_week() -> None:
    who = having(home_care(10000))
    who.assessments["a-2"] = full(weekly("state_pension", 36000), since=day(8))
    deliveries = {name: Delivery(version(), "l-1", since, 30000) for name, since in (("one", day(1)), ("two", day(8)))}

    # 300.00 - 112.50 and 360.00 - 112.50; without a record no more than was planned.
    assert weeks(replace(who, deliveries=deliveries)) == [(DUE, 30000), (24750, 30000), (10000, 10000)]


def test_under_a_deferred_payment_agreement_no_more_is_owed_than_was_planned() -> None:
    lines = (care_home(line="l-2"), home_care(10000))
    rich = full(PENSION, capital=(savings(2325001),))
    agreement = DeferredPayment(version(), Span(day(1)))
    who = replace(having(*lines, assessed=rich, l_1=20000), deferred_payments={"d-1": agreement})

    found = charges(who, day(1), day(7), policy=DELIVERED)
    # 300.00 - 144.00 is paid of the 1,100.00 that were planned.
    assert sum(its.pence for its in found) == 15600
    assert sum(its.deferred_pence for its in found) == 110000 - 15600
    assert sum(its.cost_pence for its in found) == 120000


def test_a_change_within_a_delivered_week_is_cut_by_days_and_capped_by_what_each_part_cost() -> None:
    who = having(home_care(), l_1=7000)
    who.assessments["a-2"] = full(weekly("state_pension", 11300), since=day(4))

    # 70.00 x 3 / 7 = 30.00 of 80.36 due; of 0.50 x 4 / 7 = 0.29 all
    assert first_week(who) == (3000 + 29, 7000)


def test_what_was_delivered_is_split_between_those_who_collect_by_what_each_delivered() -> None:
    lines = (home_care(30000), home_care(10000, line="l-9", collector=Collector.PROVIDER))
    found = charges(having(*lines, l_1=10000, l_9=20000), day(1), day(7), policy=DELIVERED)

    # 187.50 x 100 / 300 = 62.50
    assert [(its.collector, its.pence, its.cost_pence) for its in found] == [
        (Collector.COUNCIL, 6250, 10000),
        (Collector.PROVIDER, 12500, 20000),
    ]


def test_a_record_that_no_line_of_the_person_bears_out_changes_nothing() -> None:
    assert first_week(having(home_care(first=day(8)), l_1=5000)) == (0, 0)
    assert weeks(having(home_care(first=day(8)), l_1=5000)) == [(DUE, 50000), (DUE, 50000)]


def test_a_council_that_begins_to_charge_on_what_was_delivered_does_so_from_the_week_of_that_day() -> None:
    policy = Policy(date(2026, 4, 6), 28, 14, {date(2016, 4, 4): PLANNED.on(day(1)), day(8): DELIVERED.on(day(8))})
    who = having(home_care(), l_1=1000)
    who.deliveries["second"] = Delivery(version(), "l-1", day(8), 2000)

    found = charges(who, day(1), day(21), policy=policy)
    assert [its.pence for its in found] == [DUE, 2000, DUE]
