"""The course of a contribution: its spans meet the days on which something changes."""

from datetime import date, timedelta

from contracts.inbound.assessments import Frequency, Household
from contracts.inbound.care_packages import Service
from contracts.outbound.contributions import Basis
from hub.charging.charge_weeks import first_chargeable_day
from hub.charging.circumstances import Award, CapitalStatement, Ceasing, PropertySale, Suspension, UpratingNotice
from hub.charging.schedule import Segment
from tests.charging.facts import (
    CARE_BEGAN,
    POLICY,
    care_home,
    chc,
    course,
    home_care,
    person,
    savings,
    version,
    weekly,
)
from tests.charging.facts import (
    plain as full,
)

PENSION = weekly("state_pension", 30000)
FIRST, LAST = date(2025, 6, 2), date(2026, 5, 31)
DAY = timedelta(days=1)


def spans(segments: list[Segment]) -> list[tuple[date, date, int | None]]:
    return [
        (its.first, its.last, None if its.contribution is None else its.contribution.weekly_pence) for its in segments
    ]


def test_a_contribution_that_never_changes_is_one_span_whatever_days_were_looked_at() -> None:
    who = person(home_care(5000), assessed=full(PENSION))
    assert spans(course(who, FIRST, LAST)) == [(FIRST, LAST, 5000)]


def test_new_rates_begin_a_new_span_on_their_day() -> None:
    who = person(home_care(), assessed=full(PENSION))
    assert spans(course(who, FIRST, LAST)) == [
        (FIRST, date(2026, 4, 5), 6740),  # 300.00 - 232.60
        (date(2026, 4, 6), LAST, 5855),  # 300.00 - 241.45
    ]


def test_a_notice_an_ending_disregard_and_a_birthday_each_begin_a_span() -> None:
    pension = UpratingNotice(version(), date(2025, 7, 7), {}, {"state_pension": "10"})
    held = savings(9000000, disregarded=True, disregarded_to=date(2026, 1, 31))
    who = person(home_care(), assessed=full(weekly("state_pension", 20000), capital=(held,)), born=date(2000, 9, 1))
    assert spans(course(who, FIRST, date(2026, 3, 31), pension)) == [
        (FIRST, date(2025, 7, 6), 11085),  # 200.00 - 89.15
        (date(2025, 7, 7), date(2025, 8, 31), 13085),  # 220.00 - 89.15
        (date(2025, 9, 1), date(2026, 1, 31), 10750),  # 220.00 - 112.50, being 25
        (date(2026, 2, 1), date(2026, 3, 31), 50000),  # 90,000.00 counts: the full cost
    ]


def test_suspended_days_and_days_without_care_are_in_no_span() -> None:
    who = person(
        home_care(suspensions=(Suspension(date(2025, 7, 1), date(2025, 7, 10)),), last=date(2025, 7, 31)),
        assessed=full(PENSION),
    )
    assert spans(course(who, date(2025, 5, 1), LAST)) == [
        (FIRST, date(2025, 6, 30), 6740),
        (date(2025, 7, 11), date(2025, 7, 31), 6740),
    ]


def test_care_before_the_assessment_is_provisional() -> None:
    who = person(home_care(), assessed=full(PENSION, since=date(2025, 7, 7)))
    first, second = course(who, FIRST, date(2026, 3, 31))
    assert first.contribution is not None
    assert second.contribution is not None
    assert (first.contribution.basis, first.last) == (Basis.PROVISIONAL, date(2025, 7, 6))
    assert (second.contribution.basis, second.first) == (Basis.ASSESSED, date(2025, 7, 7))


def test_what_cannot_be_worked_out_is_a_span_with_its_refusal_and_leaves_the_rest_alone() -> None:
    who = person(home_care(), assessed=full(PENSION, household=Household.COUPLE))
    worked, refused = course(who, FIRST, LAST)
    assert worked.contribution is not None
    assert worked.contribution.weekly_pence == 12245  # 300.00 - 177.55
    assert refused.first == date(2026, 4, 6)
    assert refused.contribution is None
    assert refused.refusal is not None
    assert refused.refusal.code == "rates_not_published"
    assert "couple_one_or_both_pension_credit_age" in refused.refusal.key


def test_the_discharge_day_of_a_care_home_is_not_charged_but_that_of_home_care_is() -> None:
    leave = date(2025, 7, 9)
    resident = person(care_home(last=leave), assessed=full(PENSION))
    assert course(resident, FIRST, LAST)[-1].last == leave - DAY
    assert course(person(home_care(last=leave), assessed=full(PENSION)), FIRST, LAST)[-1].last == leave


def test_the_day_of_death_in_a_care_home_is_charged_and_nothing_later() -> None:
    died = date(2025, 7, 9)
    for last in (None, died, died + timedelta(days=3)):
        who = person(care_home(last=last), assessed=full(PENSION))
        who.date_of_death = died
        assert course(who, FIRST, LAST)[-1].last == died


def test_a_stay_that_goes_on_in_another_line_loses_no_day() -> None:
    lines = (care_home(last=date(2025, 7, 9)), care_home(first=date(2025, 7, 10), line="l-3"))
    assert spans(course(person(*lines, assessed=full(PENSION)), FIRST, date(2026, 3, 31))) == [
        (FIRST, date(2026, 3, 31), 26935)  # 300.00 - 30.65
    ]


def test_moving_between_homes_on_one_day_charges_that_day_once() -> None:
    move = date(2025, 7, 9)
    lines = (care_home(10000, last=move), care_home(20000, first=move, line="l-3"))
    found = spans(course(person(*lines, assessed=full(PENSION)), FIRST, date(2026, 3, 31)))
    assert found == [(FIRST, move - DAY, 10000), (move, date(2026, 3, 31), 20000)]


def test_ceasing_ends_every_line_of_its_package_only() -> None:
    who = person(home_care(), assessed=full(PENSION))
    who.ceasings["p-1"] = Ceasing(version(), date(2025, 7, 9))
    who.ceasings["p-9"] = Ceasing(version(), date(2025, 6, 9))
    assert course(who, FIRST, LAST)[-1].last == date(2025, 7, 9)


def test_continuing_healthcare_is_a_span_of_nothing() -> None:
    who = person(care_home(), assessed=full(PENSION))
    who.fundings["f"] = chc(date(2025, 7, 1), date(2025, 7, 31))
    before, during, after = course(who, FIRST, date(2026, 3, 31))
    assert during.contribution is not None
    assert (during.first, during.last) == (date(2025, 7, 1), date(2025, 7, 31))
    assert during.contribution.basis is Basis.NOT_CHARGEABLE
    assert spans([before, after]) == [
        (FIRST, date(2025, 6, 30), 26935),
        (date(2025, 8, 1), date(2026, 3, 31), 26935),
    ]


def test_an_empty_span_of_days_has_no_course() -> None:
    assert course(person(home_care(), assessed=full(PENSION)), LAST, FIRST) == []


def test_the_first_chargeable_day_passes_over_free_suspended_and_nhs_funded_days() -> None:
    assert first_chargeable_day(person(), POLICY) is None
    assert first_chargeable_day(person(home_care()), POLICY) == CARE_BEGAN
    assert first_chargeable_day(person(home_care(service=Service.EQUIPMENT)), POLICY) is None
    reablement = home_care(service=Service.REABLEMENT)
    assert first_chargeable_day(person(reablement), POLICY) == CARE_BEGAN + timedelta(days=42)
    again = home_care(service=Service.REABLEMENT, first=CARE_BEGAN + timedelta(days=20), line="l-9")
    cut = home_care(service=Service.REABLEMENT, last=CARE_BEGAN + timedelta(days=19))
    assert first_chargeable_day(person(cut, again), POLICY) == CARE_BEGAN + timedelta(days=42)
    short = home_care(service=Service.REABLEMENT, last=CARE_BEGAN + timedelta(days=41))
    assert first_chargeable_day(person(short), POLICY) is None
    who = person(home_care(suspensions=(Suspension(date(2025, 6, 10), date(2025, 6, 12)),)))
    who.fundings["f"] = chc(date(2025, 6, 1), date(2025, 6, 9))
    assert first_chargeable_day(who, POLICY) == date(2025, 6, 13)
    who.fundings["f"] = chc(date(2025, 6, 1))
    assert first_chargeable_day(who, POLICY) is None


def test_a_span_begins_on_the_day_of_every_silent_or_separate_change() -> None:
    # 300.00 - 112.50 below pension credit age, which comes on 6 May 2026 for those born on 6 April 1960
    who = person(home_care(), assessed=full(PENSION), born=date(1960, 4, 6))
    assert [its.first for its in course(who, date(2026, 4, 6), LAST)] == [date(2026, 4, 6), date(2026, 5, 6)]


def test_a_sale_an_award_and_a_stated_disregard_begin_and_end_spans_on_their_days() -> None:
    who = person(care_home(), assessed=full(PENSION))
    who.awards["w"] = Award(
        version(),
        "w",
        "attendance_allowance",
        1000,
        Frequency.WEEKLY,
        date(2025, 7, 3),
        date(2025, 7, 10),
    )
    held = savings(1450000, disregarded=True, disregarded_to=date(2025, 8, 20))
    who.capital_statements["c"] = CapitalStatement(version(), date(2025, 8, 1), (held,))
    who.property_sales["s"] = PropertySale(version(), date(2025, 9, 4), 25000)
    assert spans(course(who, FIRST, date(2026, 3, 31))) == [
        (FIRST, date(2025, 7, 2), 26935),  # 300.00 - 30.65
        (date(2025, 7, 3), date(2025, 7, 10), 27935),  # and 10.00
        (date(2025, 7, 11), date(2025, 8, 20), 26935),
        (date(2025, 8, 21), date(2025, 9, 3), 27035),  # 14,500.00 gives 1.00
        (date(2025, 9, 4), date(2026, 3, 31), 27135),  # 14,750.00 gives 2.00
    ]
