"""Care that is free by law, by its kind, its clock or its cost, and the days that count of care that is charged for."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import ExemptionKind
from contracts.inbound.care_packages import Service, Setting
from contracts.outbound.contributions import Basis
from hub.charging.charge_weeks import first_chargeable_day
from hub.charging.circumstances import Ceasing, Circumstances, Exemption, ServiceLine, Span, Suspension
from hub.rates import RatesNotPublished
from hub.rates.policy import Policy
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    care_home,
    charges,
    chc,
    contribution,
    council,
    full,
    home_care,
    person,
    version,
    weekly,
)

PENSION = weekly("state_pension", 30000)
SECTION_117, CJD = ExemptionKind.SECTION_117, ExemptionKind.CREUTZFELDT_JAKOB_DISEASE
ONE = timedelta(days=1)


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def having(*lines: ServiceLine, **said: Any) -> Circumstances:
    return replace(person(*lines, assessed=full(PENSION), born=date(1975, 1, 1)), **said)


def exempt(kind: ExemptionKind, first: int, last: int | None = None, line: str | None = None) -> dict[str, Any]:
    return {"e-1": Exemption(version(), kind, Span(day(first), None if last is None else day(last)), line)}


def is_free(who: Circumstances, on: date, policy: Policy = POLICY) -> bool:
    return contribution(who, on, policy=policy).basis is Basis.NOT_CHARGEABLE


def why(who: Circumstances, on: date) -> list[str]:
    return [line.rule for line in contribution(who, on).working]


def reablement(first: int, last: int | None = None, line: str = "l-1") -> ServiceLine:
    return home_care(first=day(first), last=None if last is None else day(last), line=line, service=Service.REABLEMENT)


@pytest.mark.parametrize("kind", [SECTION_117, CJD])
def test_an_exemption_makes_all_care_free_from_its_first_day_to_its_last(kind: ExemptionKind) -> None:
    who = having(home_care(), care_home(), exemptions=exempt(kind, 10, 20))

    assert [is_free(who, day(number)) for number in (9, 10, 20, 21)] == [False, True, True, False]
    assert why(who, day(10)) == [kind.value]


def test_an_exemption_of_one_line_leaves_the_cost_of_the_others() -> None:
    who = having(home_care(30000), home_care(2500, line="l-9"), exemptions=exempt(SECTION_117, 1, line="l-1"))
    found = contribution(who, day(1))

    assert (found.weekly_pence, found.cost_weekly_pence) == (2500, 2500)
    assert is_free(replace(who, exemptions=exempt(SECTION_117, 1)), day(1))


def test_of_two_exemptions_either_is_enough() -> None:
    both = exempt(SECTION_117, 1, 10) | {"e-2": Exemption(version(), CJD, Span(day(5), day(20)))}
    who = having(home_care(), exemptions=both)

    assert [is_free(who, day(number)) for number in (1, 10, 11, 20, 21)] == [True, True, True, True, False]


@pytest.mark.parametrize("service", [Service.EQUIPMENT, Service.CARER_SUPPORT, Service.AFTERCARE])
def test_equipment_support_of_carers_and_after_care_are_free_for_good(service: Service) -> None:
    who = having(home_care(service=service))

    assert is_free(who, day(1))
    assert is_free(who, day(300))
    assert first_chargeable_day(who, POLICY) is None


def test_free_care_adds_nothing_to_the_cost_of_care_beside_it() -> None:
    who = having(home_care(4000), home_care(90000, line="l-9", service=Service.EQUIPMENT))

    assert contribution(who, day(1)).cost_weekly_pence == 4000


@pytest.mark.parametrize(("pence", "free"), [(100000, True), (100001, False)])
def test_a_minor_adaptation_is_free_by_what_it_costs_in_all_and_says_so(pence: int, free: bool) -> None:
    who = having(replace(home_care(9000, service=Service.ADAPTATION), total_cost_pence=pence))
    found = contribution(who, day(1))

    assert (found.basis is Basis.NOT_CHARGEABLE) is free
    assert any(line.rate == "adaptation_free_limit" for line in found.working) is free
    assert found.weekly_pence == (0 if free else 9000)


def test_without_a_published_limit_an_adaptation_is_refused_and_other_care_is_not() -> None:
    long_ago = date(2010, 1, 4)
    line = replace(home_care(9000, first=long_ago, service=Service.ADAPTATION), total_cost_pence=100001)

    with pytest.raises(RatesNotPublished, match="adaptation_free_limit"):
        contribution(having(line), long_ago)
    assert contribution(person(home_care(first=long_ago)), long_ago).basis is Basis.PROVISIONAL


@pytest.mark.parametrize(("free_days", "charged"), [(0, 43), (42, 43), (43, 44), (84, 85)])
def test_a_council_may_give_more_weeks_of_reablement_and_never_fewer_than_six(free_days: int, charged: int) -> None:
    who, policy = having(reablement(1)), council(reablement_free_days=free_days)

    assert is_free(who, day(charged - 1), policy)
    assert not is_free(who, day(charged), policy)
    assert first_chargeable_day(who, policy) == day(charged)


def test_the_clock_of_reablement_runs_on_from_line_to_line_and_begins_anew_after_a_gap() -> None:
    follows = having(reablement(1, 20, "l-1"), reablement(21, None, "l-2"))
    gap = having(reablement(1, 20, "l-1"), reablement(22, None, "l-2"))

    assert (is_free(follows, day(42)), is_free(follows, day(43))) == (True, False)
    assert (is_free(gap, day(63)), is_free(gap, day(64))) == (True, False)


def test_the_clock_of_reablement_does_not_stop_while_the_person_is_away() -> None:
    away = Suspension(day(10), day(30))
    who = having(replace(reablement(1), suspensions=(away,)))

    assert (is_free(who, day(42)), is_free(who, day(43))) == (True, False)


def test_a_shorter_period_of_reablement_ends_with_it_and_care_that_follows_is_charged_for() -> None:
    who = having(reablement(1, 14), home_care(first=day(15), line="l-9"))

    assert (is_free(who, day(14)), is_free(who, day(15))) == (True, False)


def test_continuing_healthcare_makes_care_free_that_would_be_charged_for() -> None:
    who = having(care_home(), fundings={"f": chc(day(10), day(20))})

    assert [is_free(who, day(number)) for number in (9, 10, 20, 21)] == [False, True, True, False]
    assert why(who, day(10)) == ["continuing_healthcare"]


def test_each_reason_why_care_is_free_is_told_once() -> None:
    who = having(reablement(1, line="l-1"), reablement(1, line="l-2"), home_care(service=Service.EQUIPMENT, line="l-3"))
    found = contribution(who, day(1))

    assert [line.rule for line in found.working] == ["free_weeks", "free_service"]
    assert "2025-07-13" in found.working[0].label
    assert why(who, day(1) - ONE) == ["no_care"]


def test_the_days_of_a_package_end_with_it_and_with_the_line_whichever_is_sooner() -> None:
    who = having(home_care(last=day(30)), ceasings={"p-1": Ceasing(version(), day(20))})
    later = having(home_care(last=day(30)), ceasings={"p-1": Ceasing(version(), day(40))})

    assert (is_free(who, day(20)), is_free(who, day(21))) == (False, True)
    assert (is_free(later, day(30)), is_free(later, day(31))) == (False, True)


@pytest.mark.parametrize("is_charged", [False, True])
def test_the_day_of_discharge_is_charged_if_the_council_says_so(is_charged: bool) -> None:
    who, policy = having(care_home(last=day(10))), council(discharge_day_charged=is_charged)

    assert is_free(who, day(10), policy) is not is_charged
    assert not is_free(who, day(9), policy)


@pytest.mark.parametrize("is_charged", [False, True])
@pytest.mark.parametrize("line", [home_care(), care_home()], ids=["at home", "in a home"])
def test_the_day_of_death_is_charged_unless_the_council_says_otherwise(line: ServiceLine, is_charged: bool) -> None:
    who, policy = having(line, date_of_death=day(10)), council(death_day_charged=is_charged)

    assert is_free(who, day(10), policy) is not is_charged
    assert not is_free(who, day(9), policy)
    assert is_free(who, day(11), policy)


def test_a_stay_of_one_day_is_charged_only_where_the_day_of_discharge_is() -> None:
    who = having(care_home(first=day(5), last=day(5)))

    assert charges(who, day(1), day(28)) == []
    (found,) = charges(who, day(1), day(28), policy=council(discharge_day_charged=True))
    assert (found.week, found.setting) == (day(1), Setting.CARE_HOME)
    # 300.00 - 30.65 = 269.35, / 7
    assert found.pence == 3848
