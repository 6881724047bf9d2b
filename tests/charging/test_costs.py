"""What care costs: jointly funded, kept while the person is away, with nursing care that the NHS pays, by collector."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting, TopUpPayer
from contracts.outbound.contributions import Basis
from hub.charging.charge_weeks import first_chargeable_day
from hub.charging.circumstances import (
    AssessmentBasis,
    Circumstances,
    FinancialAssessment,
    Funding,
    ServiceLine,
    Span,
    Suspension,
)
from hub.charging.refusals import CannotAssess
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
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
DECLINED = FinancialAssessment(version(), AssessmentBasis.DECLINED, CARE_BEGAN)
FNC_STANDARD = 25406


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def having(*lines: ServiceLine, declined: bool = False, **said: Any) -> Circumstances:
    """Somebody of fifty with a pension of 300.00: 187.50 is due at home and 269.35 in a home."""
    assessed = DECLINED if declined else full(PENSION)
    return replace(person(*lines, assessed=assessed, born=date(1975, 1, 1)), **said)


def cost(who: Circumstances, on: date = CARE_BEGAN, **decided: Any) -> int:
    return contribution(who, on, policy=council(**decided)).cost_weekly_pence


def rules(who: Circumstances, on: date = CARE_BEGAN, **decided: Any) -> list[tuple[str, int]]:
    working = contribution(who, on, policy=council(**decided)).working
    told = ("kept_while_away", "nhs_funded_nursing_care", "nhs_share")
    return [(line.rule, line.amount_pence) for line in working if line.rule in told]


def away(pence: int, first: int = 10, last: int | None = 20, reason: str = "holiday") -> tuple[Suspension, ...]:
    return (Suspension(day(first), None if last is None else day(last), pence, reason),)


def nursing(pence: int = 130000, basis: NursingFeeBasis | None = NursingFeeBasis.GROSS, **said: Any) -> ServiceLine:
    return replace(care_home(pence, service=Service.NURSING, basis=basis), **said)


def funded(*kinds: NhsFunding) -> dict[str, Funding]:
    return {kind.value: Funding(version(), kind, Span(CARE_BEGAN)) for kind in kinds}


@pytest.mark.parametrize(("share", "due"), [(31249, 18750), (31250, 18750), (31251, 18749), (50000, 0), (50001, 0)])
def test_of_jointly_funded_care_only_the_councils_share_may_be_charged(share: int, due: int) -> None:
    who = having(replace(home_care(50000), nhs_share_weekly_pence=share))
    found = contribution(who, CARE_BEGAN)

    assert (found.weekly_pence, found.cost_weekly_pence) == (due, max(0, 50000 - share))
    assert rules(who) == [("nhs_share", -share)]


def test_the_share_of_the_nhs_in_one_line_does_not_pay_for_another() -> None:
    joint = replace(home_care(10000), nhs_share_weekly_pence=15000)

    assert cost(having(joint, home_care(2000, line="l-9"))) == 2000


def test_whoever_pays_in_full_pays_the_councils_share_alone() -> None:
    who = having(replace(home_care(50000), nhs_share_weekly_pence=20000), declined=True)
    found = contribution(who, CARE_BEGAN)

    assert (found.weekly_pence, rules(who)) == (30000, [("nhs_share", -20000)])


def test_while_a_bed_is_kept_and_paid_for_the_contribution_goes_on() -> None:
    who = having(replace(care_home(), suspensions=away(80000)))

    assert [contribution(who, day(number)).weekly_pence for number in (9, 10, 20, 21)] == [26935] * 4
    assert [cost(who, day(number)) for number in (9, 10, 20, 21)] == [100000, 80000, 80000, 100000]
    assert rules(who, day(10)) == [("kept_while_away", -20000)]


@pytest.mark.parametrize(("kept", "due"), [(26936, 26935), (26935, 26935), (26934, 26934), (1, 1)])
def test_what_is_due_for_a_bed_that_is_kept_is_no_more_than_is_paid_for_it(kept: int, due: int) -> None:
    who = having(replace(care_home(), suspensions=away(kept)))

    assert contribution(who, day(10)).weekly_pence == due
    assert contribution(who, day(9)).weekly_pence == 26935


def test_days_on_which_nothing_is_given_or_paid_for_are_charged_nothing() -> None:
    who = having(replace(home_care(), suspensions=away(0)))

    assert contribution(who, day(10)).basis is Basis.NOT_CHARGEABLE
    assert [(its.first, its.last) for its in course(who, day(1), day(28))] == [(day(1), day(9)), (day(21), day(28))]


def test_while_one_service_is_suspended_the_other_sets_the_limit() -> None:
    who = having(replace(home_care(), suspensions=away(0)), home_care(5000, line="l-9"))

    assert [contribution(who, day(number)).weekly_pence for number in (9, 10, 21)] == [18750, 5000, 18750]


def test_a_person_in_hospital_with_the_bed_kept_from_the_first_day_is_charged_from_it() -> None:
    kept, unpaid = (replace(care_home(), suspensions=away(pence, first=1)) for pence in (1, 0))

    assert first_chargeable_day(having(kept), POLICY) == day(1)
    assert first_chargeable_day(having(unpaid), POLICY) == day(21)
    assert first_chargeable_day(having(replace(care_home(), suspensions=away(0, 1, None))), POLICY) is None


def test_of_two_suspensions_on_one_day_that_counts_for_which_less_is_paid() -> None:
    both = (*away(80000, 10, 20), *away(30000, 15, 25))
    who = having(replace(care_home(), suspensions=both))

    assert [cost(who, day(number)) for number in (14, 15, 20, 25, 26)] == [80000, 30000, 30000, 30000, 100000]


@pytest.mark.parametrize(("basis", "expected"), [(NursingFeeBasis.GROSS, 130000 - FNC_STANDARD), ("net", 130000)])
def test_nursing_care_is_taken_off_a_gross_fee_alone(basis: NursingFeeBasis, expected: int) -> None:
    who = having(nursing(basis=NursingFeeBasis(basis)), fundings=funded(NhsFunding.FNC_STANDARD))

    assert cost(who) == expected
    assert contribution(who, CARE_BEGAN).weekly_pence == 26935


def test_only_who_pays_in_full_pays_less_for_nursing_care_that_the_nhs_pays() -> None:
    gross = having(nursing(), declined=True)

    assert contribution(gross, CARE_BEGAN).weekly_pence == 130000
    paid = replace(gross, fundings=funded(NhsFunding.FNC_STANDARD))
    assert contribution(paid, CARE_BEGAN).weekly_pence == 130000 - FNC_STANDARD


def test_of_two_bands_on_one_day_the_higher_counts_once() -> None:
    who = having(nursing(), fundings=funded(NhsFunding.FNC_STANDARD, NhsFunding.FNC_HIGHER))

    assert cost(who) == 130000 - 34950


def test_a_residential_home_has_no_nursing_care_taken_off_and_no_basis_to_state() -> None:
    assert cost(having(care_home(), fundings=funded(NhsFunding.FNC_STANDARD))) == 100000


def test_a_nursing_home_whose_fee_does_not_say_what_it_includes_is_refused() -> None:
    with pytest.raises(CannotAssess, match="nursing_fee_basis"):
        contribution(having(nursing(basis=None)), CARE_BEGAN)


@pytest.mark.parametrize("pauses", [False, True])
@pytest.mark.parametrize("reason", ["hospital", "holiday"])
def test_nursing_care_pauses_in_hospital_alone_and_only_where_the_council_says_so(pauses: bool, reason: str) -> None:
    line = nursing(suspensions=away(120000, reason=reason))
    who = having(line, fundings=funded(NhsFunding.FNC_STANDARD), declined=True)
    is_paused = pauses and reason == "hospital"

    expected = 120000 - (0 if is_paused else FNC_STANDARD)
    assert cost(who, day(10), nursing_care_pauses_in_hospital=pauses) == expected
    assert cost(who, day(9), nursing_care_pauses_in_hospital=pauses) == 130000 - FNC_STANDARD
    told = [rule for rule, _ in rules(who, day(10), nursing_care_pauses_in_hospital=pauses)]
    assert ("nhs_funded_nursing_care" in told) is not is_paused


def test_what_the_nhs_pays_is_never_more_than_the_care_costs() -> None:
    line = nursing(FNC_STANDARD + 10000, nhs_share_weekly_pence=10001)

    assert cost(having(line, fundings=funded(NhsFunding.FNC_STANDARD))) == 0


@pytest.mark.parametrize("payer", TopUpPayer)
def test_a_top_up_is_no_part_of_the_cost_and_moves_no_contribution(payer: TopUpPayer) -> None:
    line = replace(care_home(20000), top_up_weekly_pence=15000, top_up_payer=payer)
    found = contribution(having(line), CARE_BEGAN)

    assert (found.weekly_pence, found.cost_weekly_pence) == (20000, 20000)


@pytest.mark.parametrize(
    ("line", "fee"),
    [
        (replace(home_care(), arranged_on_request=True), 550),
        (home_care(), 0),
        (replace(care_home(), arranged_on_request=True), 0),
        (replace(home_care(service=Service.EQUIPMENT), arranged_on_request=True), 0),
    ],
    ids=["at home", "not asked for", "in a home", "free"],
)
def test_arranging_is_charged_to_those_above_the_limit_who_asked_for_it_at_home(line: ServiceLine, fee: int) -> None:
    who = having(line, home_care(1000, line="l-9"))
    who = replace(who, assessments={"a-1": full(PENSION, capital=(savings(2325001),))})
    policy = council(arrangement_fee_weekly_pence=550)
    found = contribution(who, CARE_BEGAN, policy=policy)

    free = contribution(who, CARE_BEGAN, policy=council(arrangement_fee_weekly_pence=0))
    assert found.weekly_pence - free.weekly_pence == fee
    assert found.weekly_pence == found.cost_weekly_pence


@pytest.mark.parametrize("collector", Collector)
def test_whoever_collects_the_contribution_is_the_same_and_the_council_pays_all_or_the_rest(
    collector: Collector,
) -> None:
    (found,) = charges(having(home_care(collector=collector)), day(1), day(7))

    assert (found.collector, found.pence, found.cost_pence) == (collector, 18750, 50000)
    assert found.paid_over_pence == (50000 if collector is Collector.COUNCIL else 31250)


def test_a_contribution_to_three_collectors_is_split_by_cost_with_the_odd_penny_in_the_last() -> None:
    lines = [home_care(10000, line=f"l-{place}", collector=its) for place, its in enumerate(Collector)]
    found = charges(having(*lines), day(1), day(7))

    # 187.50 / 3 each
    assert [its.pence for its in found] == [6250, 6250, 6250]
    assert [its.collector for its in found] == sorted(Collector)
    odd = charges(replace(having(*lines), assessments={"a-1": full(weekly("state_pension", 30001))}), day(1), day(7))
    assert [its.pence for its in odd] == [6250, 6250, 6251]


def test_a_change_of_who_collects_splits_its_week_by_days_and_leaves_the_sum() -> None:
    lines = (home_care(last=day(3)), home_care(first=day(4), line="l-9", collector=Collector.PROVIDER))
    found = charges(having(*lines), day(1), day(14))

    # 187.50 x 3 / 7 = 80.357, and the rest of 187.50
    assert [(its.week, its.collector, its.pence) for its in found] == [
        (day(1), Collector.COUNCIL, 8036),
        (day(1), Collector.PROVIDER, 10714),
        (day(8), Collector.PROVIDER, 18750),
    ]


def test_a_direct_payment_is_care_outside_a_home_and_its_cost_the_personal_budget() -> None:
    line = home_care(26000, service=Service.DIRECT_PAYMENT, collector=Collector.DIRECT_PAYMENT_ACCOUNT)
    (found,) = charges(having(line), day(1), day(7))

    assert (found.setting, found.pence, found.paid_over_pence) == (Setting.COMMUNITY, 18750, 7250)
