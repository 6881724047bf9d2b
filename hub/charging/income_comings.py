"""What time alone will change of a person's income and of what they keep, told ahead so that somebody can act."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.inbound.assessments import Household
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.case import AssessedDay, Case, assessed_day
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis, FinancialAssessment
from hub.charging.coming import Coming
from hub.charging.disability_benefits import stopped_spans
from hub.charging.held_incomes import assumed_incomes, awards_on, incomes_on
from hub.charging.income import has_stopped
from hub.charging.income_kinds import income_kinds
from hub.charging.savings_disregard import FLAT_SUM_AGE, guarantee_figure
from hub.charging.uprating import Told, rises_of, rises_with_assessment_period

_DAY = timedelta(days=1)


def income_comings(case: Case, first: date, last: date) -> Iterator[Coming]:
    """Gives what will change of itself from the first day to the last, or has to be done until then.

    What stands until somebody acts, such as an assumed amount, is told with its own first day even if that is past, so
    that it is one and the same thing whenever it is asked for.

    Source: charging section 9 (when changes take effect); charging decisions 10 and 19.
    """
    yield from _birthdays(case, first, last)
    yield from _benefits_stop(case, first, last)
    yield from _incomes_end(case, first, last)
    yield from _assumed_amounts(case, last)
    yield from _missing_period_days(case, first, last)
    yield from _overtaken_qualifying_income(case, first, last)


def _birthdays(case: Case, first: date, last: date) -> Iterator[Coming]:
    born = case.circumstances.date_of_birth
    if born is not None:
        comings = [
            Coming(
                birthday(born, 18), "turns_18", "", "The person turns 18 and is assessed as an adult from this day."
            ),
            Coming(
                birthday(born, 25),
                "turns_25",
                "",
                "The person turns 25: the higher guarantee holds from this day.",
                needs_officer=False,
            ),
            Coming(
                pension_credit_day(born),
                "pension_credit_age",
                "",
                "The person reaches pension credit age: the guarantee rises and disability premiums end. Ask which "
                "benefits take the place of those of working age.",
            ),
        ]
        if case.policy.on(last).savings_disregard_flat_sum_from == "age_65":
            comings.append(
                Coming(
                    birthday(born, FLAT_SUM_AGE),
                    "turns_65",
                    "",
                    "The person turns 65: with qualifying income above the guarantee the savings disregard begins.",
                    needs_officer=False,
                )
            )
        yield from (its for its in comings if first <= its.day <= last)
    for reference, assessment in _standing(case, first, last):
        partner = None if assessment.savings_credit is None else assessment.savings_credit.partner_date_of_birth
        if assessment.household is Household.COUPLE and partner is not None:
            reached = pension_credit_day(partner)
            if first <= reached <= last:
                message = "The partner reaches pension credit age: the couple's higher guarantee holds from this day."
                yield Coming(reached, "partner_pension_credit_age", reference, message, needs_officer=False)


def _benefits_stop(case: Case, first: date, last: date) -> Iterator[Coming]:
    for span in stopped_spans(case) if case.stays else ():
        its = _assessed_on(case, span.first) if first <= span.first <= last else None
        if its is None:
            continue
        kinds = income_kinds(span.first)
        for held in incomes_on(its):
            kind = kinds.get(held.kind)
            if kind is not None and has_stopped(held, kind, span):
                message = (
                    f"{kind.label} stops on this day of a stay that the council pays for, and counts no longer. "
                    "Confirm against benefit data that it has stopped."
                )
                yield Coming(span.first, "disability_benefit_stops", held.reference, message)


def _incomes_end(case: Case, first: date, last: date) -> Iterator[Coming]:
    kinds = income_kinds()
    ends = [
        (income.income, income.kind, income.paid_to)
        for _, assessment in _standing(case, first, last)
        for income in assessment.incomes
    ]
    ends += [
        (its.award, its.kind, its.ended_on)
        for its in case.circumstances.awards.values()
        if its.ended_on is not None and its in awards_on(case.circumstances, date.min, its.ended_on)[0]
    ]
    for reference, kind, end in ends:
        if end is not None and first <= end + _DAY <= last:
            label = kinds[kind].label if kind in kinds else kind
            message = f"{label} is known to end on the day before. Ask what takes its place."
            yield Coming(end + _DAY, "income_ends", reference, message)


def _assumed_amounts(case: Case, last: date) -> Iterator[Coming]:
    its = _assessed_on(case, last)
    for held in assumed_incomes(its) if its is not None else ():
        message = "The amount of this income is assumed. Confirm it, or state the right one."
        yield Coming(held.since, "assumed_amount", held.reference, message)


def _missing_period_days(case: Case, first: date, last: date) -> Iterator[Coming]:
    told: list[tuple[str, Told]] = []
    for _, assessment in _standing(case, first, last):
        told += [(income.income, income) for income in assessment.incomes]
    told += [(award.award, award) for award in awards_on(case.circumstances, date.min, last)[0]]
    for reference, its in told:
        if its.assessment_period_day is None and rises_with_assessment_period(its.kind):
            for notice, holds_from in rises_of(case.upratings, its):
                if first <= notice <= last:
                    message = (
                        "Universal Credit rises with the first assessment period from this day on, and nobody said "
                        f"when that begins. State its day, or the rise is taken to hold from {holds_from.isoformat()}."
                    )
                    yield Coming(notice, "assessment_period_day_missing", reference, message)


def _overtaken_qualifying_income(case: Case, first: date, last: date) -> Iterator[Coming]:
    for reference, assessment in _standing(case, first, last):
        told = assessment.savings_credit
        if told is None or told.qualifying_income_weekly_pence is None:
            continue
        stated = told.qualifying_income_weekly_pence
        size = "couple" if assessment.household is Household.COUPLE else "single"
        before: int | None = None
        for its in case.rates.spans(guarantee_figure(size)):
            overtakes = before is not None and its.pence is not None and before < stated <= its.pence
            if overtakes and first <= its.first <= last:
                message = (
                    "The standard minimum guarantee overtakes the qualifying income that was stated, and the savings "
                    "disregard may end with it. State the qualifying income of this day."
                )
                yield Coming(its.first, "qualifying_income_overtaken", reference, message)
            before = its.pence


def _standing(case: Case, first: date, last: date) -> Iterator[tuple[str, FinancialAssessment]]:
    """Every full assessment that stands on some day of the span, once."""
    told = case.circumstances.assessments.values()
    days = sorted({first, *(its.effective_from for its in told if first < its.effective_from <= last)})
    found = dict(standing for day in days if (standing := assessment_on(case.circumstances, day)) is not None)
    return ((name, its) for name, its in found.items() if its.basis is AssessmentBasis.FULL)


def _assessed_on(case: Case, day: date) -> AssessedDay | None:
    found = assessment_on(case.circumstances, day)
    if found is None or found[1].basis is not AssessmentBasis.FULL:
        return None
    return assessed_day(case, found[1], case.policy.on(day), day)
