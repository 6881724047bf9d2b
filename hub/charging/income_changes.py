"""The days on which what counts of a person's income may change without any other fact changing on them."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.ages import birthday, pension_credit_day
from hub.charging.case import Case
from hub.charging.disability_benefits import stopped_spans
from hub.charging.income_kinds import all_income_kinds
from hub.charging.savings_disregard import FLAT_SUM_AGE
from hub.charging.uprating import rises_of

_DAY = timedelta(days=1)


def income_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which an income begins, ends, rises or stops, or is treated otherwise.

    Source: charging section 9 (when changes take effect); charging decisions 9, 10 and 19.
    """
    yield from all_income_kinds().change_days
    yield from _assessed_incomes(case)
    for award in case.circumstances.awards.values():
        yield award.effective_from
        if award.ended_on is not None:
            yield award.ended_on + _DAY
        if award.rises_from is not None:
            yield award.rises_from
        yield from (holds_from for _, holds_from in rises_of(case.upratings, award))
    if case.stays:
        for span in stopped_spans(case):
            yield span.first
            if span.last is not None:
                yield span.last + _DAY
    yield from _savings_ages(case)


def _assessed_incomes(case: Case) -> Iterator[date]:
    for assessment in case.circumstances.assessments.values():
        for income in assessment.incomes:
            if income.paid_from is not None:
                yield income.paid_from
            if income.paid_to is not None:
                yield income.paid_to + _DAY
            yield from (holds_from for _, holds_from in rises_of(case.upratings, income))


def _savings_ages(case: Case) -> Iterator[date]:
    born = case.circumstances.date_of_birth
    if born is not None:
        yield birthday(born, FLAT_SUM_AGE)
        yield pension_credit_day(born)
