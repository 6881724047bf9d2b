"""Weeks of a deferred payment agreement, and weeks too small to be billed: what is paid now, and what is owed later."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.care_packages import Collector, Stay
from contracts.outbound.contributions import Basis
from hub.charging.charge_weeks import WeekCharge
from hub.charging.circumstances import Circumstances, DeferredPayment, ServiceLine, Span
from hub.charging.rounding import within
from hub.rates.policy import Policy
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    care_home,
    charges,
    contribution,
    council,
    full,
    home_care,
    person,
    savings,
    version,
    weekly,
)

PENSION = weekly("state_pension", 30000)
OVER_LIMIT = (savings(2325001),)
# 300.00 - 144.00 is paid, and of 1,000.00 the rest deferred.
PAID, DEFERRED = 15600, 84400


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def deferring(*lines: ServiceLine, first: int = 1, last: int | None = None, **agreed: Any) -> Circumstances:
    """Somebody of fifty who pays in full, with an agreement."""
    who = person(*(lines or (care_home(),)), assessed=full(PENSION, capital=OVER_LIMIT), born=date(1975, 1, 1))
    span = Span(day(first), None if last is None else day(last))
    return replace(who, deferred_payments={"d-1": DeferredPayment(version(), span, **agreed)})


def weeks(who: Circumstances, last: int = 14, policy: Policy = POLICY) -> list[tuple[int, int]]:
    return [(its.pence, its.deferred_pence) for its in charges(who, day(1), day(last), policy=policy)]


def first_week(who: Circumstances) -> WeekCharge:
    (found,) = charges(who, day(1), day(7))
    return found


def test_under_an_agreement_income_above_the_allowance_is_paid_and_the_rest_deferred() -> None:
    assert weeks(deferring()) == [(PAID, DEFERRED)] * 2
    assert first_week(deferring()).paid_over_pence == 100000


@pytest.mark.parametrize(
    ("income", "paid"), [(14399, 0), (14400, 0), (14401, 1), (114399, 99999), (114400, 100000), (114401, 100000)]
)
def test_the_allowance_is_kept_to_the_penny_and_no_more_is_paid_than_is_charged(income: int, paid: int) -> None:
    who = replace(deferring(), assessments={"a-1": full(weekly("state_pension", income), capital=OVER_LIMIT)})

    assert first_week(who).pence == paid
    assert first_week(who).deferred_pence == 100000 - paid


@pytest.mark.parametrize(("keeps", "paid"), [(None, PAID), (14400, PAID), (14399, PAID + 1), (20000, PAID), (0, 30000)])
def test_a_person_may_choose_to_keep_less_than_the_allowance_and_never_more(keeps: int | None, paid: int) -> None:
    assert weeks(deferring(keeps_weekly_pence=keeps), last=7) == [(paid, 100000 - paid)]


@pytest.mark.parametrize(
    ("most", "deferred"), [(DEFERRED + 1, DEFERRED), (DEFERRED, DEFERRED), (DEFERRED - 1,) * 2, (0, 0)]
)
def test_no_more_is_deferred_than_was_agreed(most: int, deferred: int) -> None:
    assert weeks(deferring(defers_weekly_at_most_pence=most), last=7) == [(100000 - deferred, deferred)]


def test_an_agreement_within_a_week_is_cut_by_days_and_every_penny_of_the_week_stays() -> None:
    who = deferring(first=4, last=12)

    # All of three days, 428.57; of four days of 1,000.00 the rest, 571.43, with 156.00 x 4 / 7 = 89.14 paid.
    # Of five days of 1,000.00 714.29, with 111.43 paid; of two days 285.71.
    assert weeks(who) == [(42857 + 8914, 57143 - 8914), (11143 + 28571, 71429 - 11143)]
    assert sum(sum(its) for its in weeks(who)) == 200000


def test_what_is_deferred_is_split_by_cost_between_those_who_collect() -> None:
    lines = (care_home(70000), care_home(30000, line="l-9", collector=Collector.PROVIDER))
    found = charges(deferring(*lines), day(1), day(7))

    assert [(its.collector, its.pence, its.deferred_pence) for its in found] == [
        (Collector.COUNCIL, 10920, 59080),
        (Collector.PROVIDER, 4680, 25320),
    ]
    assert [its.paid_over_pence for its in found] == [70000, 30000 - 4680]


def test_pennies_split_between_three_who_collect_never_make_a_share_that_is_less_than_nothing() -> None:
    homes = zip((40000, 40000, 20000), Collector, strict=True)
    lines = [care_home(pence, line=collector.value, collector=collector) for pence, collector in homes]
    who = replace(
        deferring(*lines, defers_weekly_at_most_pence=1),
        assessments={"a-1": full(weekly("state_pension", 3065 + 2))},
    )
    found = charges(who, day(1), day(7))

    # Of two pence the third has no share, though the odd penny of what is paid now would be its.
    assert (sum(its.pence for its in found), sum(its.deferred_pence for its in found)) == (1, 1)
    assert all(its.pence >= 0 and its.deferred_pence >= 0 for its in found)
    assert len(found) == 2


def test_nothing_is_deferred_of_care_at_home_or_of_a_temporary_stay() -> None:
    assert weeks(deferring(home_care()), last=7) == [(50000, 0)]
    temporary = replace(care_home(), stay=Stay.TEMPORARY)
    assert weeks(deferring(temporary), last=7) == [(100000, 0)]


def test_of_a_charge_by_means_that_leaves_the_allowance_nothing_is_deferred_and_of_a_larger_one_the_rest() -> None:
    # 300.00 - 30.65 is due by means; 156.00 is paid now.
    who = replace(deferring(), assessments={"a-1": full(PENSION)})
    assert weeks(who, last=7) == [(PAID, 26935 - PAID)]
    cheap = replace(deferring(care_home(15000)), assessments={"a-1": full(PENSION)})
    assert weeks(cheap, last=7) == [(15000, 0)]


def test_nothing_is_deferred_after_a_death() -> None:
    who = replace(deferring(), date_of_death=day(7))

    assert weeks(who, last=28) == [(PAID, DEFERRED)]


def small(pence: int, line: ServiceLine | None = None) -> Circumstances:
    """Somebody from whom a small sum is due."""
    income = weekly("state_pension", 11250 + pence)
    return person(line or home_care(), assessed=full(income), born=date(1975, 1, 1))


@pytest.mark.parametrize(("pence", "charged"), [(124, []), (125, [(125, 0)]), (126, [(126, 0)])])
def test_a_sum_below_the_smallest_charge_is_worked_out_and_told_and_not_billed(
    pence: int, charged: list[tuple[int, int]]
) -> None:
    policy = council(minimum_weekly_charge_pence=125)

    assert weeks(small(pence), last=7, policy=policy) == charged
    assert contribution(small(pence), day(1), policy=policy).weekly_pence == pence


def test_the_smallest_charge_is_that_of_a_week_and_not_of_the_days_of_a_broken_one() -> None:
    policy = council(minimum_weekly_charge_pence=125)

    # 1.25 x 2 / 7 = 0.357
    assert weeks(small(125, home_care(last=day(2))), policy=policy) == [(36, 0)]
    assert weeks(small(124, home_care(last=day(2))), policy=policy) == []


def test_days_too_small_to_be_billed_leave_the_rest_of_their_week() -> None:
    who = small(100)
    who.assessments["a-2"] = full(weekly("state_pension", 11250 + 700), since=day(6))

    # 7.00 x 2 / 7
    assert weeks(who, last=7, policy=council(minimum_weekly_charge_pence=125)) == [(200, 0)]


def test_whoever_pays_in_full_is_billed_however_little_the_care_costs() -> None:
    who = person(home_care(100), assessed=full(PENSION, capital=OVER_LIMIT), born=date(1975, 1, 1))
    found = contribution(who, day(1), policy=council(minimum_weekly_charge_pence=125))

    assert (found.basis, found.weekly_pence) == (Basis.FULL_COST_CAPITAL, 100)
    assert weeks(who, last=7, policy=council(minimum_weekly_charge_pence=125)) == [(100, 0)]


@pytest.mark.parametrize(
    ("amounts", "limits", "kept"),
    [
        ([5, 5], [5, 5], [5, 5]),
        ([6, 4], [5, 5], [5, 5]),
        ([4, 6], [5, 5], [5, 5]),
        ([6, 6], [5, 5], [5, 5]),
        ([9, 0, 0], [5, 2, 9], [5, 0, 4]),
        ([], [], []),
    ],
)
def test_what_is_over_one_limit_moves_to_where_there_is_room_the_last_first(
    amounts: list[int], limits: list[int], kept: list[int]
) -> None:
    assert within(amounts, limits) == kept
