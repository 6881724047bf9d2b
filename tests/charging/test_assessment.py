"""The contribution of a day: footings, the cap at the cost, free care and the NHS."""

from datetime import date, timedelta

import pytest

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting
from contracts.outbound.contributions import Basis, WorkingLine
from hub.charging.circumstances import (
    AssessmentBasis,
    Ceasing,
    FinancialAssessment,
    Funding,
    Outgoing,
    Span,
)
from hub.charging.refusals import CannotAssess
from hub.rates import RatesNotPublished
from tests.charging.facts import (
    CARE_BEGAN,
    care_home,
    chc,
    contribution,
    council,
    home_care,
    person,
    savings,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

DAY = date(2025, 9, 1)
PENSION = weekly("state_pension", 30000)


def other(basis: AssessmentBasis, agreed: int | None = None) -> FinancialAssessment:
    return FinancialAssessment(version(), basis, CARE_BEGAN, contribution_weekly_pence=agreed)


def test_at_home_the_guarantee_and_housing_costs_are_kept() -> None:
    assessed = full(PENSION, housing_costs=(Outgoing("rent", 1500),))
    found = contribution(person(home_care(), assessed=assessed), DAY)
    assert found.weekly_pence == 5240  # 300.00 - 232.60 - 15.00
    assert (found.basis, found.setting, found.assessment) == (Basis.ASSESSED, Setting.COMMUNITY, "a-1")


def test_in_a_care_home_only_the_personal_expenses_allowance_is_kept() -> None:
    assessed = full(PENSION, housing_costs=(Outgoing("rent", 1500),))
    assert contribution(person(care_home(), assessed=assessed), DAY).weekly_pence == 26935  # 300.00 - 30.65


def test_nobody_pays_more_than_the_care_costs() -> None:
    found = contribution(person(home_care(3000), assessed=full(PENSION)), DAY)
    assert (found.weekly_pence, found.cost_weekly_pence) == (3000, 3000)


def test_income_below_the_guarantee_gives_nothing_to_pay_and_never_less() -> None:
    assert contribution(person(home_care(), assessed=full(weekly("state_pension", 100))), DAY).weekly_pence == 0


def test_the_council_may_take_less_than_all_that_is_available_and_a_fraction_is_dropped() -> None:
    policy = council(percent_of_available_income=33)
    who = person(home_care(), assessed=full(PENSION))
    # 33% of (300.00 - 232.60) = 22.242 -> 22.24
    assert contribution(who, DAY, policy=policy).weekly_pence == 2224


@pytest.mark.parametrize(
    ("assessed", "basis", "pence"),
    [
        (other(AssessmentBasis.DECLINED), Basis.FULL_COST_DECLINED, 50000),
        (other(AssessmentBasis.LIGHT_TOUCH), Basis.LIGHT_TOUCH, 50000),
        (other(AssessmentBasis.LIGHT_TOUCH, 1234), Basis.LIGHT_TOUCH, 1234),
        (other(AssessmentBasis.LIGHT_TOUCH, 60000), Basis.LIGHT_TOUCH, 50000),
        (None, Basis.PROVISIONAL, 0),
    ],
)
def test_other_footings_need_no_means_test(assessed: FinancialAssessment | None, basis: Basis, pence: int) -> None:
    found = contribution(person(home_care(), assessed=assessed), DAY)
    assert (found.basis, found.weekly_pence, found.cost_weekly_pence) == (basis, pence, 50000)


def test_the_latest_assessment_that_has_taken_effect_stands() -> None:
    who = person(home_care(), assessed=full(PENSION))
    who.assessments["a-2"] = full(weekly("state_pension", 25000), since=DAY)
    assert contribution(who, DAY - timedelta(days=1)).assessment == "a-1"
    assert contribution(who, DAY).weekly_pence == 1740  # 250.00 - 232.60


@pytest.mark.parametrize("service", [Service.EQUIPMENT, Service.AFTERCARE])
def test_equipment_and_aftercare_are_never_charged(service: Service) -> None:
    found = contribution(person(home_care(service=service), assessed=full(PENSION)), DAY)
    assert (found.basis, found.weekly_pence) == (Basis.NOT_CHARGEABLE, 0)


def test_reablement_is_free_for_forty_two_days_and_charged_from_the_forty_third() -> None:
    who = person(home_care(service=Service.REABLEMENT), assessed=full(PENSION))
    assert contribution(who, CARE_BEGAN + timedelta(days=41)).basis is Basis.NOT_CHARGEABLE
    assert contribution(who, CARE_BEGAN + timedelta(days=42)).weekly_pence == 6740  # 300.00 - 232.60


def test_continuing_healthcare_leaves_nothing_to_charge_to_its_last_day() -> None:
    who = person(care_home(), assessed=full(PENSION))
    who.fundings["f"] = chc(DAY, DAY)
    assert contribution(who, DAY).basis is Basis.NOT_CHARGEABLE
    assert contribution(who, DAY + timedelta(days=1)).weekly_pence == 26935


def nursing(basis: NursingFeeBasis | None, fee: int = 120000) -> int:
    line = care_home(fee, service=Service.NURSING, basis=basis)
    who = person(line, assessed=other(AssessmentBasis.DECLINED))
    who.fundings["f"] = Funding(version(), NhsFunding.FNC_STANDARD, Span(CARE_BEGAN))
    return contribution(who, DAY).weekly_pence


def test_nursing_care_paid_by_the_nhs_comes_off_a_gross_fee_once() -> None:
    assert nursing(NursingFeeBasis.GROSS) == 94594  # 1,200.00 - 254.06
    assert nursing(NursingFeeBasis.NET) == 120000
    assert nursing(NursingFeeBasis.GROSS, 20000) == 0


def test_a_nursing_fee_that_does_not_say_gross_or_net_stops_for_an_officer() -> None:
    with pytest.raises(CannotAssess, match="nursing_fee_basis"):
        nursing(None)


def test_the_nursing_rate_changes_on_the_first_of_april_and_an_unread_one_is_refused() -> None:
    line = care_home(120000, date(2023, 5, 1), service=Service.NURSING, basis=NursingFeeBasis.GROSS)
    declined = FinancialAssessment(version(), AssessmentBasis.DECLINED, date(2023, 5, 1))
    who = person(line, assessed=declined)
    who.fundings["f"] = Funding(version(), NhsFunding.FNC_HIGHER, Span(date(2023, 5, 1)))
    with pytest.raises(RatesNotPublished, match="nhs_funded_nursing_care_higher"):
        contribution(who, date(2024, 3, 31))
    assert contribution(who, date(2024, 4, 1)).weekly_pence == 87550  # 1,200.00 - 324.50


def test_both_settings_at_once_make_one_contribution_by_the_care_homes_rules() -> None:
    who = person(home_care(20000, collector=Collector.PROVIDER), care_home(80000), assessed=full(PENSION))
    found = contribution(who, DAY)
    assert (found.weekly_pence, found.cost_weekly_pence) == (26935, 100000)
    assert found.setting is Setting.CARE_HOME


def test_nothing_may_be_charged_before_care_begins_or_after_it_ceases() -> None:
    who = person(home_care(), assessed=full(PENSION))
    who.ceasings["p-1"] = Ceasing(version(), DAY)
    assert contribution(who, CARE_BEGAN - timedelta(days=1)).basis is Basis.NOT_CHARGEABLE
    assert contribution(who, DAY).weekly_pence == 6740
    assert contribution(who, DAY + timedelta(days=1)).basis is Basis.NOT_CHARGEABLE


def test_full_cost_by_capital_needs_no_date_of_birth_and_no_couple_rate() -> None:
    who = person(home_care(), assessed=full(capital=(savings(9000000),)), born=None)
    assert contribution(who, date(2026, 9, 1)).basis is Basis.FULL_COST_CAPITAL


def test_every_line_of_the_working_can_be_told_to_the_person() -> None:
    found = contribution(person(home_care(), assessed=full(PENSION)), DAY)
    told = [WorkingLine(label=its.label, amount=its.amount_pence, source=its.source) for its in found.working]
    assert told[0].amount == 30000
    assert told[-1].amount == 6740
