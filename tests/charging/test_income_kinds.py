"""The table of kinds of income: what becomes of each under each set of rules, and what is not yet checked."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from contracts.inbound.care_packages import Stay
from hub.charging.income import counted_income
from hub.charging.income_kinds import (
    IncomeKinds,
    IncomeRead,
    IncomeTreatment,
    income_kinds,
    unchecked_income_kinds,
)
from hub.charging.rounding import PARTS
from hub.charging.stays import Treatment
from tests.charging.facts import assessed_on, care_home, full, home_care, person, weekly

# A day of a stay that is younger than four weeks, so that no benefit has stopped.
DAY = date(2025, 9, 1)
SETTINGS = {
    Treatment.COMMUNITY: home_care(),
    Treatment.TEMPORARY: replace(care_home(first=DAY), stay=Stay.TEMPORARY),
    Treatment.PERMANENT: care_home(first=DAY),
}


def counted(kind: str) -> tuple[int, int, int]:
    """What counts of 100.00 a week at home, in a temporary stay, and in a permanent one; in whole pounds."""
    found = []
    for line in SETTINGS.values():
        its = assessed_on(person(line, assessed=full(weekly(kind, 10000))), DAY)
        found.append(counted_income(its).parts // PARTS // 100)
    return (found[0], found[1], found[2])


ALL, NONE = (100, 100, 100), (0, 0, 0)


@pytest.mark.parametrize(
    ("kinds", "pounds"),
    [
        (("state_pension", "occupational_pension", "personal_pension", "retirement_annuity"), ALL),
        (("pension_credit_guarantee", "severe_disability_addition", "universal_credit"), ALL),
        (("employment_support_allowance", "income_support", "jobseekers_allowance", "carers_allowance"), ALL),
        (("industrial_injuries_disablement_benefit", "incapacity_benefit", "maternity_allowance"), ALL),
        (("severe_disablement_allowance", "constant_attendance_allowance", "other", "family_maintenance"), ALL),
        (("attendance_allowance", "dla_care", "pip_daily_living", "concessionary_coal_cash"), (100, 0, 100)),
        (("working_tax_credit", "child_benefit_for_placed_child"), (0, 100, 100)),
        (("earnings", "earnings_not_income", "dla_mobility", "pip_mobility"), NONE),
        (("war_pensioners_mobility_supplement", "armed_forces_independence_payment"), NONE),
        (("war_disablement_pension", "guaranteed_income_payment", "war_widows_supplementary_pension"), NONE),
        (("child_benefit", "guardians_allowance", "child_tax_credit", "child_maintenance", "uc_child_element"), NONE),
        (("housing_benefit", "council_tax_reduction", "income_support_housing_costs", "uc_housing_element"), NONE),
        (("social_fund_payment", "winter_fuel_payment", "cold_weather_payment", "local_welfare_provision"), NONE),
        (("christmas_bonus", "direct_payment", "gallantry_award", "infected_blood_payment"), NONE),
        (("income_in_kind", "income_frozen_abroad", "educational_award", "student_loan", "training_payment"), NONE),
        (("household_contribution", "adoption_allowance", "fostering_allowance", "volunteers_expenses"), NONE),
        (("special_guardianship_allowance", "nhs_course_childcare_payment", "disregarded_benefit_increase"), NONE),
        (("compensation_for_benefits", "charitable_payment_for_planned_item", "prison_visit_payment"), NONE),
        (("war_widows_pension", "war_pension_other", "foreign_war_pension", "nazi_persecution_pension"), (90, 90, 90)),
        (("widowed_parents_allowance", "survivors_guaranteed_income_payment"), (90, 90, 90)),
        (("charitable_payment", "voluntary_payment", "personal_injury_periodical_payment"), (80, 80, 80)),
        (("lodger",), (80, 80, 80)),
        (("boarder",), (40, 40, 40)),
        (("rent_from_own_home",), (0, 100, 0)),
        (("rent_from_disregarded_premises", "mortgage_protection_insurance"), ALL),
        (("income_from_business_assets", "capital_instalment", "capital_payment_by_third_party", "annuity"), ALL),
        (("rent_from_counted_property", "interest_on_capital", "dividends", "tax_refund"), NONE),
        (("holiday_pay_not_earnings", "employers_advance", "irregular_charitable_payment"), NONE),
        (("notional_income_given_up", "notional_income_available"), ALL),
        (("top_up_under_agreement", "top_up_to_provider", "third_party_payment_of_arrears"), NONE),
        (("voluntary_payment_for_arrears",), NONE),
    ],
)
def test_each_kind_counts_as_the_regulations_say_in_each_setting(
    kinds: tuple[str, ...], pounds: tuple[int, int, int]
) -> None:
    assert {kind: counted(kind) for kind in kinds} == dict.fromkeys(kinds, pounds)


def test_what_is_capital_and_no_income_says_so_in_the_working() -> None:
    its = assessed_on(person(home_care(), assessed=full(weekly("dividends", 100))), DAY)
    (line,) = counted_income(its).working
    assert (line.rule, line.amount_pence) == ("income_is_capital", 0)
    assert "reg 19(3)" in line.source


def test_every_kind_has_a_source_and_a_rule_for_each_setting_and_every_line_of_it_has_a_rule() -> None:
    for name, kind in income_kinds().items():
        assert kind.source, name
        for line in SETTINGS.values():
            its = assessed_on(person(line, assessed=full(weekly(name, 10000))), DAY)
            working = counted_income(its).working
            assert all(told.rule and told.source for told in working), name


def test_kinds_that_nobody_found_again_in_the_law_are_listed_and_each_is_there_for_the_note_says_so() -> None:
    assert [(its.name, its.read) for its in unchecked_income_kinds()] == [
        ("child_maintenance", IncomeRead.MEMORY),
        ("cold_weather_payment", IncomeRead.MEMORY),
        ("notional_income_available", IncomeRead.MEMORY),
        ("top_up_to_provider", IncomeRead.MEMORY),
        ("uc_child_element", IncomeRead.MEMORY),
        ("uc_housing_element", IncomeRead.MEMORY),
        ("winter_fuel_payment", IncomeRead.MEMORY),
        ("working_tax_credit", IncomeRead.PRACTICE),
    ]


def test_a_kind_may_be_treated_otherwise_from_a_day_on() -> None:
    day = date(2026, 4, 6)
    row = {"temporary": "disregarded", "permanent": "disregarded", "source": "from memory", "read": "memory"}
    table = IncomeKinds(
        {
            "element": {
                "community": "disregarded",
                **row,
                "from": {day: {"community": "counted", "source": "read since", "read": "direct"}},
            },
            "other": {"community": "counted", **row},
        }
    )
    assert table.change_days == [day]
    before, after = table.on(day - timedelta(days=1)), table.on(day)
    assert (before["element"].community, before["element"].read) == (IncomeTreatment.DISREGARDED, IncomeRead.MEMORY)
    assert (after["element"].community, after["element"].source) == (IncomeTreatment.COUNTED, "read since")
    assert after["element"].permanent is IncomeTreatment.DISREGARDED
    assert before["other"] == after["other"]
    assert table.rules("community", day - timedelta(days=1))["element"].nothing is not None
    assert table.rules("community", day)["element"].nothing is None


def test_the_shipped_table_switches_nothing_yet() -> None:
    assert dict(income_kinds(date(2023, 4, 6))) == dict(income_kinds())
