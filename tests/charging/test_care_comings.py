"""What time alone changes of care is told ahead: free weeks, stays, exemptions, and a top-up that may not be paid."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.inbound.assessments import ExemptionKind
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Service, Stay, TopUpPayer
from hub.charging.care_comings import care_comings
from hub.charging.case import case_of
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    Circumstances,
    DeferredPayment,
    Exemption,
    FinancialAssessment,
    Funding,
    PropertySale,
    ServiceLine,
    Span,
    Suspension,
)
from hub.charging.coming import Coming
from hub.rates.policy import Policy
from tests.charging.facts import CARE_BEGAN, POLICY, RATES, care_home, chc, council, full, home_care, person, version

ONE = timedelta(days=1)
YEARS_ON = CARE_BEGAN + timedelta(days=1000)


def day(number: int) -> date:
    """A day of care, the first being day 1."""
    return CARE_BEGAN + timedelta(days=number - 1)


def comings(
    who: Circumstances, first: date = CARE_BEGAN, last: date = YEARS_ON, policy: Policy = POLICY
) -> list[Coming]:
    return list(care_comings(case_of(who, (), RATES, policy), first, last))


def told(*args: Any, **rest: Any) -> list[tuple[date, str, str]]:
    return [(its.day, its.kind, its.about) for its in comings(*args, **rest)]


def reablement(first: int, last: int | None, line: str) -> ServiceLine:
    return home_care(first=day(first), last=None if last is None else day(last), line=line, service=Service.REABLEMENT)


def staying(stay: Stay, last: int | None = None, **said: Any) -> Circumstances:
    return person(replace(care_home(last=None if last is None else day(last)), stay=stay, **said))


def exempt(kind: ExemptionKind, last: int | None, line: str | None = None) -> dict[str, Exemption]:
    return {"e-1": Exemption(version(), kind, Span(CARE_BEGAN, None if last is None else day(last)), line)}


def test_care_that_nothing_ends_tells_of_nothing() -> None:
    assert comings(person()) == []
    assert comings(person(home_care(), care_home())) == []


@pytest.mark.parametrize(("last", "is_told"), [(42, False), (43, True), (None, True)])
def test_the_end_of_the_free_weeks_is_told_of_reablement_that_goes_on(last: int | None, is_told: bool) -> None:
    who = person(reablement(1, last, "l-1"))

    assert told(who) == ([(day(43), "reablement_ends", "l-1")] if is_told else [])


def test_the_end_of_the_free_weeks_is_told_between_the_first_and_the_last_day_asked_for() -> None:
    who = person(reablement(1, None, "l-1"))

    assert [bool(told(who, first, first + ONE)) for first in (day(41), day(42), day(43), day(44))] == [
        False,
        True,
        True,
        False,
    ]


def test_the_free_weeks_end_with_the_line_that_goes_on_and_by_the_councils_terms() -> None:
    in_two = person(reablement(1, 20, "l-1"), reablement(21, None, "l-2"))
    just_then = person(reablement(1, 42, "l-1"), reablement(43, None, "l-2"))
    long_after = person(reablement(1, 50, "l-1"), reablement(51, None, "l-2"))

    assert told(in_two) == [(day(43), "reablement_ends", "l-2")]
    assert told(just_then) == [(day(43), "reablement_ends", "l-2")]
    assert told(long_after) == [(day(43), "reablement_ends", "l-1")]
    assert told(in_two, policy=council(reablement_free_days=56)) == [(day(57), "reablement_ends", "l-2")]


def test_the_end_of_free_weeks_is_no_end_of_free_care_where_it_is_free_for_another_reason() -> None:
    who = person(reablement(1, None, "l-1"))

    assert comings(replace(who, fundings={"f": chc(day(40))})) == []
    assert comings(replace(who, exemptions=exempt(ExemptionKind.SECTION_117, None))) == []


@pytest.mark.parametrize(("last", "is_told"), [(56, False), (57, False), (58, True)])
def test_a_short_stay_is_told_when_it_goes_on_for_more_than_eight_weeks(last: int, is_told: bool) -> None:
    # The last day is the day of discharge, which is no day of the stay.
    found = comings(staying(Stay.SHORT_TERM, last), policy=council(short_stay_rules="community"))

    assert [(its.day, its.kind) for its in found] == ([(day(57), "short_stay_too_long")] if is_told else [])
    assert all("rules for care homes hold" in its.message for its in found)


def test_a_short_stay_under_the_rules_for_care_homes_changes_nothing_but_has_to_be_decided() -> None:
    (found,) = comings(staying(Stay.SHORT_TERM), last=day(100))

    assert (found.day, found.needs_officer) == (day(57), True)
    assert "rules for care homes hold" not in found.message


def test_the_limit_of_a_short_stay_is_that_of_the_terms_of_its_day() -> None:
    terms = {since: council(short_stay_days=days).on(day(1)) for since, days in ((date(2016, 4, 4), 42), (day(30), 20))}
    policy = Policy(date(2026, 4, 6), 28, 14, terms)

    assert told(staying(Stay.SHORT_TERM), last=day(100), policy=policy) == [(day(30), "short_stay_too_long", "")]


@pytest.mark.parametrize(("last", "is_told"), [(364, False), (365, False), (366, True), (None, True)])
def test_a_temporary_stay_is_told_when_it_has_lasted_52_weeks(last: int | None, is_told: bool) -> None:
    expected = [(day(365), "temporary_stay_of_52_weeks", "")] if is_told else []

    assert told(staying(Stay.TEMPORARY, last)) == expected


def test_a_stay_agreed_to_be_permanent_before_its_52_weeks_has_nothing_to_be_reviewed() -> None:
    assert comings(staying(Stay.TEMPORARY, permanent_from=day(365))) == []
    assert len(comings(staying(Stay.TEMPORARY, permanent_from=day(366)))) == 1
    assert comings(staying(Stay.PERMANENT)) == []
    stays = (replace(care_home(line="l-1"), stay=Stay.SHORT_TERM), care_home(line="l-2"))
    assert comings(person(*stays)) == []


@pytest.mark.parametrize("kind", ExemptionKind)
def test_an_exemption_known_to_end_is_told_with_the_first_day_that_may_be_charged_for(kind: ExemptionKind) -> None:
    who = replace(person(home_care()), exemptions=exempt(kind, 100))
    (found,) = comings(who)

    assert (found.day, found.kind, found.about, found.needs_officer) == (day(101), "exemption_ends", "e-1", True)
    assert comings(who, last=day(100)) == []
    assert comings(who, first=day(102)) == []


def test_an_exemption_that_frees_no_care_by_its_end_is_not_told() -> None:
    over = person(home_care(last=day(100)))
    assert comings(replace(over, exemptions=exempt(ExemptionKind.SECTION_117, 100))) == []
    other = person(home_care(line="l-9"))
    assert comings(replace(other, exemptions=exempt(ExemptionKind.SECTION_117, 100, line="l-1"))) == []
    never = person(home_care(service=Service.EQUIPMENT))
    assert comings(replace(never, exemptions=exempt(ExemptionKind.SECTION_117, 100))) == []
    assert comings(replace(person(home_care()), exemptions=exempt(ExemptionKind.SECTION_117, None))) == []
    within_free_weeks = replace(person(reablement(1, None, "l-1")), exemptions=exempt(ExemptionKind.SECTION_117, 20))
    assert [kind for _, kind, _ in told(within_free_weeks)] == ["reablement_ends"]


def test_a_suspension_known_to_end_happens_without_an_officer() -> None:
    away = Suspension(day(10), day(20), 0, "hospital")
    (found,) = comings(person(home_care(suspensions=(away,))))

    assert (found.day, found.kind, found.about, found.needs_officer) == (day(21), "suspension_ends", "l-1", False)
    longer = Suspension(day(15), day(20), 0, "holiday")
    assert len(comings(person(home_care(suspensions=(away, longer))))) == 2
    assert comings(person(home_care(suspensions=(away, Suspension(day(15)))))) == []
    assert comings(person(home_care(last=day(20), suspensions=(away,)))) == []


def test_the_end_of_continuing_healthcare_asks_for_an_assessment_until_there_is_one() -> None:
    who = replace(person(care_home(), assessed=full()), fundings={"f": chc(day(10), day(20))})

    assert told(who) == [(day(21), "continuing_healthcare_ends", "f")]
    assert comings(replace(who, assessments={"a-2": full(since=day(21))})) == []
    assert len(comings(replace(who, assessments={"a-2": full(since=day(20))}))) == 1
    nursing = Funding(version(), NhsFunding.FNC_STANDARD, Span(day(10), day(20)))
    assert comings(replace(who, fundings={"f": nursing})) == []


HOME = Capital("k-1", "main_home", 20000000)
SINCE_DAY_1 = [(day(1), "top_up_not_allowed", "l-2")]


def topped_up(payer: TopUpPayer = TopUpPayer.PERSON, pence: int = 5000, **assessed: Any) -> Circumstances:
    line = replace(care_home(), top_up_weekly_pence=pence, top_up_payer=payer)
    return person(line, assessed=full(**assessed))


def test_a_top_up_that_the_person_may_not_pay_is_told_from_its_first_day_until_it_ends() -> None:
    assert told(topped_up()) == SINCE_DAY_1
    assert told(topped_up(), day(500), day(600)) == SINCE_DAY_1
    assert told(topped_up(payer=TopUpPayer.THIRD_PARTY)) == []
    assert told(topped_up(pence=0)) == []


@pytest.mark.parametrize(("last", "is_told"), [(84, False), (85, True)])
def test_while_their_home_does_not_count_for_twelve_weeks_a_person_may_top_up(last: int, is_told: bool) -> None:
    expected = [(day(85), "top_up_not_allowed", "l-2")] if is_told else []

    assert told(topped_up(capital=(HOME,)), last=day(last)) == expected


def test_without_a_home_or_after_its_sale_there_are_no_twelve_weeks() -> None:
    who = topped_up(capital=(HOME,))
    sold = replace(who, property_sales={"s-1": PropertySale(version(), day(30), 100)})

    assert told(sold) == [(day(30), "top_up_not_allowed", "l-2")]


def test_for_twelve_weeks_nobody_need_have_said_what_the_person_owns() -> None:
    who = topped_up()
    assert told(replace(who, assessments={})) == [(day(85), "top_up_not_allowed", "l-2")]
    interim = FinancialAssessment(version(), AssessmentBasis.INTERIM, day(1), contribution_weekly_pence=1)
    assert told(replace(who, assessments={"a-1": interim}), last=day(84)) == []


def test_under_a_deferred_payment_agreement_a_person_may_top_up() -> None:
    who = replace(topped_up(), deferred_payments={"d-1": DeferredPayment(version(), Span(day(1), day(200)))})

    assert told(who) == [(day(201), "top_up_not_allowed", "l-2")]
    later = replace(who, deferred_payments={"d-1": DeferredPayment(version(), Span(day(50), day(200)))})
    assert told(later) == [*SINCE_DAY_1, (day(201), "top_up_not_allowed", "l-2")]
    assert told(later, last=day(49)) == SINCE_DAY_1
    assert told(later, first=day(49), last=day(60)) == SINCE_DAY_1
    assert told(later, first=day(50), last=day(200)) == []


def test_on_after_care_under_section_117_a_person_may_top_up_and_for_another_reason_may_not() -> None:
    who = topped_up()

    assert told(replace(who, exemptions=exempt(ExemptionKind.SECTION_117, None))) == []
    assert told(replace(who, exemptions=exempt(ExemptionKind.CREUTZFELDT_JAKOB_DISEASE, None))) == SINCE_DAY_1
    aftercare = replace(care_home(service=Service.AFTERCARE), top_up_weekly_pence=1, top_up_payer=TopUpPayer.PERSON)
    assert told(person(aftercare)) == []


def test_a_top_up_of_a_line_that_is_over_is_told_no_more() -> None:
    line = replace(care_home(last=day(40)), top_up_weekly_pence=5000, top_up_payer=TopUpPayer.PERSON)
    who = person(line, assessed=full())

    # Discharged on day 40, which is no day of the line.
    assert told(who, first=day(39)) == SINCE_DAY_1
    assert told(who, first=day(40)) == []
