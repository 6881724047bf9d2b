"""Kinds of capital: what counts, what never does, and what does not for some weeks or up to some amount."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.care_packages import Stay
from hub.charging.capital import capital_on
from hub.charging.capital_kinds import CapitalKinds, CapitalTreatment, capital_kinds, unchecked_capital_kinds
from hub.charging.circumstances import Capital, ServiceLine
from hub.charging.refusals import CannotAssess
from tests.charging.facts import CARE_BEGAN, assessed_on, care_home, course, full, home_care, person, weekly

RECEIVED = date(2025, 6, 2)
ALL = 10000
FOR_26_WEEKS = (
    "premises_to_live_in",
    "premises_to_regain",
    "premises_under_repair",
    "former_home_proceeds",
    "business_assets_while_ill",
    "money_for_damage_or_loss",
    "loan_for_essential_repairs",
    "housing_association_deposit",
)
FOR_52_WEEKS = (
    "benefit_arrears",
    "tax_credit_arrears",
    "pre_1973_service_widows_payment",
    "personal_injury_payment",
    "training_bonus",
    "juror_or_witness_allowance",
    "health_travel_payment",
    "healthy_food_payment",
    "prison_visit_payment",
)
TEMPORARY = replace(care_home(), stay=Stay.TEMPORARY)


def counted(kind: str, day: date = CARE_BEGAN, line: ServiceLine | None = None, **said: Any) -> int:
    """What counts of a holding of 10,000 hundredths of a penny."""
    holding = replace(Capital("k-1", kind, ALL // 100), **said)
    its = assessed_on(person(line or home_care(), assessed=full(capital=(holding,))), day)
    found = capital_on(its)
    assert len(found.working) == 1
    assert isinstance(found.hundredths, int)
    assert found.working[0].amount_pence * 100 == found.hundredths
    assert (found.hundredths == 0) is ("disregarded" in found.working[0].label)
    return found.hundredths


@pytest.mark.parametrize(
    "kind",
    [
        *("savings", "current_account", "bank_account", "building_society", "cash", "isa", "national_savings"),
        *("premium_bonds", "shares", "unit_trusts", "investments", "investment_bond", "trust", "inheritance"),
        *("sale_proceeds", "other", "capital_abroad", "possessions_bought_to_cut_the_charge"),
        *("personal_injury_payment_for_care", "income_tax_refund", "holiday_pay", "income_from_capital"),
        *("employers_advance_or_loan", "irregular_charitable_payment", "payment_towards_arrears", "notional"),
        *("second_home", "let_property", "property", "land", "let_land_with_future_interest"),
        "business_assets_after_leaving",
    ],
)
def test_what_no_paragraph_covers_counts(kind: str) -> None:
    assert counted(kind) == ALL


@pytest.mark.parametrize(
    "kind",
    [
        *("future_interest_in_property", "business_assets", "personal_possessions", "annuity", "life_interest"),
        *("right_to_income_in_kind", "life_policy", "investment_bond_with_life_cover", "right_to_instalments"),
        *("social_fund_payment", "local_welfare_payment", "tax_refund_on_home_loan_interest"),
        *("capital_treated_as_income", "currency_conversion_charge", "pension_fund", "right_to_rent"),
        *("personal_injury_trust", "court_held_injury_money", "infected_blood_payment", "independent_living_fund"),
        *("grenfell_payment", "child_abuse_payment", "windrush_payment", "post_office_payment"),
        *("vaccine_damage_payment", "far_east_prisoners_payment", "vcjd_trust_payment", "victims_payment"),
        *("northern_ireland_abuse_redress", "scottish_abuse_redress", "payment_in_kind_from_trust"),
        *("war_widows_special_payment", "council_support_service_payment", "old_welfare_charge"),
        *("adoption_payment", "age_related_payment", "nhs_course_childcare_payment"),
        *("special_guardianship_payment", "energy_bills_support"),
    ],
)
def test_what_a_paragraph_covers_for_good_never_counts(kind: str) -> None:
    for line in (home_care(), TEMPORARY, care_home()):
        assert counted(kind, CARE_BEGAN + timedelta(days=300), line) == 0


@pytest.mark.parametrize(
    ("kind", "days"), [*((kind, 182) for kind in FOR_26_WEEKS), *((kind, 364) for kind in FOR_52_WEEKS)]
)
def test_what_does_not_count_for_some_weeks_counts_on_the_day_after_them(kind: str, days: int) -> None:
    assert counted(kind, RECEIVED + timedelta(days=days - 1), received_on=RECEIVED) == 0
    assert counted(kind, RECEIVED + timedelta(days=days), received_on=RECEIVED) == ALL


def test_two_years_end_on_the_day_of_receipt_in_the_second_year() -> None:
    for received, first_counted in [
        (date(2023, 9, 15), date(2025, 9, 15)),
        (date(2024, 2, 29), date(2026, 3, 1)),
    ]:
        assert counted("vcjd_family_payment", first_counted - timedelta(days=1), received_on=received) == 0
        assert counted("vcjd_family_payment", first_counted, received_on=received) == ALL


@pytest.mark.parametrize("kind", [*FOR_26_WEEKS, *FOR_52_WEEKS, "vcjd_family_payment"])
def test_a_kind_that_turns_on_its_day_of_receipt_is_refused_without_it(kind: str) -> None:
    with pytest.raises(CannotAssess, match=r"capital\.k-1\.received_on") as refused:
        counted(kind)
    assert refused.value.code == "missing"


def test_the_council_may_ignore_for_longer_than_the_weeks_and_then_needs_no_day_of_receipt() -> None:
    last = date(2026, 1, 31)
    for received in (RECEIVED, None):
        said: dict[str, Any] = {"received_on": received, "disregarded": True, "disregarded_to": last}
        assert counted("former_home_proceeds", last, **said) == 0
    assert (
        counted(
            "former_home_proceeds",
            last + timedelta(days=1),
            received_on=RECEIVED,
            disregarded=True,
            disregarded_to=last,
        )
        == ALL
    )


def test_assets_of_a_business_left_for_good_are_ignored_for_as_long_as_the_council_finds_reasonable() -> None:
    last = date(2025, 8, 31)
    said: dict[str, Any] = {"disregarded": True, "disregarded_to": last}
    assert counted("business_assets_after_leaving", last, **said) == 0
    assert counted("business_assets_after_leaving", last + timedelta(days=1), **said) == ALL


def test_business_assets_of_somebody_ill_are_ignored_from_the_first_stay_if_nobody_says_otherwise() -> None:
    line = care_home(first=date(2025, 6, 9))
    assert counted("business_assets_while_ill", date(2025, 12, 7), line) == 0  # day 182
    assert counted("business_assets_while_ill", date(2025, 12, 8), line) == ALL
    assert counted("business_assets_while_ill", date(2025, 12, 7), line, received_on=RECEIVED) == ALL


def test_arrears_of_disability_benefits_are_ignored_in_temporary_stays_alone() -> None:
    said: dict[str, Any] = {"received_on": RECEIVED}
    assert counted("disability_benefit_arrears", line=TEMPORARY, **said) == 0
    assert counted("disability_benefit_arrears", line=care_home(), **said) == ALL
    assert counted("disability_benefit_arrears", line=home_care(), **said) == ALL
    assert counted("disability_benefit_arrears", RECEIVED + timedelta(days=364), TEMPORARY, **said) == ALL


@pytest.mark.parametrize(("pence", "over"), [(1999999, 0), (2000000, 0), (2000001, 1)])
def test_the_payment_of_a_former_child_migrant_is_ignored_up_to_its_amount(pence: int, over: int) -> None:
    payment = Capital("k-1", "former_child_migrant_payment", pence)
    found = capital_on(assessed_on(person(assessed=full(capital=(payment,))), CARE_BEGAN))
    assert found.hundredths == over * 100
    assert found.working[0].label == "Former child migrant payment, above the 20000.00 that is disregarded"


def test_a_clock_that_runs_out_changes_the_contribution_on_its_day_without_any_word_of_it() -> None:
    arrears = Capital("k-1", "benefit_arrears", 1450000, received_on=date(2024, 9, 2))
    who = person(care_home(), assessed=full(weekly("state_pension", 20000), capital=(arrears,)))
    spans = [
        (its.first, its.contribution.weekly_pence)
        for its in course(who, CARE_BEGAN, date(2026, 3, 31))
        if its.contribution is not None
    ]
    # 364 days from 2 September 2024 end on 31 August 2025; 14,500.00 then gives 1.00
    assert spans == [(CARE_BEGAN, 16935), (date(2025, 9, 1), 17035)]


def test_every_kind_of_schedule_2_names_its_paragraph() -> None:
    ignored = (
        CapitalTreatment.DISREGARDED,
        CapitalTreatment.FOR_WEEKS,
        CapitalTreatment.REASONABLE_TIME,
        CapitalTreatment.UP_TO,
        CapitalTreatment.MAIN_HOME,
    )
    for kind in capital_kinds().values():
        assert ("Schedule 2, para" in kind.source) >= (kind.treatment in ignored), kind.name


def test_what_is_from_memory_is_told_apart() -> None:
    assert [kind.name for kind in unchecked_capital_kinds()] == [
        "health_travel_payment",
        "healthy_food_payment",
        "juror_or_witness_allowance",
        "personal_injury_payment",
        "premises_to_regain",
        "premises_under_repair",
        "prison_visit_payment",
        "training_bonus",
        "vcjd_family_payment",
        "war_widows_special_payment",
    ]


def test_a_rule_from_memory_can_be_put_right_from_a_day_on() -> None:
    checked_on = date(2026, 10, 1)
    row = {
        "treatment": "for_weeks",
        "weeks": 52,
        "read": "memory",
        "source": "as remembered",
        "from": {checked_on: {"weeks": 26, "read": "direct", "source": "as read"}},
    }
    kinds = CapitalKinds({"training_bonus": row})
    before = kinds.on(checked_on - timedelta(days=1))["training_bonus"]
    since = kinds.on(checked_on)["training_bonus"]
    assert (before.weeks, before.source, since.weeks, since.source) == (52, "as remembered", 26, "as read")
    assert kinds.change_days == [checked_on]
