"""The days on which a contribution may change, gathered from every family of facts."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.allowances import allowance_change_days
from hub.charging.capital_changes import capital_change_days
from hub.charging.case import Case
from hub.charging.circumstances import Span
from hub.charging.income_changes import income_change_days
from hub.charging.stays import stay_change_days

_DAY = timedelta(days=1)


def facts_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which the contribution may change because of the facts of the case, in any order.

    Source: charging section 9 (when changes take effect).
    """
    circumstances = case.circumstances
    yield from stay_change_days(case.stays, case.policy.on(date.max).short_stay_days)
    for its in case.running:
        yield from _edges(Span(its.first, its.last))
        if its.charged_from is not None:
            yield its.charged_from
        for suspension in its.line.suspensions:
            yield from _edges(suspension)
    for funding in circumstances.fundings.values():
        yield from _edges(funding.span)
    for agreement in circumstances.deferred_payments.values():
        yield from _edges(agreement.span)
    for exemption in circumstances.exemptions.values():
        yield from _edges(exemption.span)
    for assessment in circumstances.assessments.values():
        yield assessment.effective_from
        if assessment.rises_from is not None:
            yield assessment.rises_from
        if assessment.charging_information_given_on is not None:
            yield assessment.charging_information_given_on
    for statement in circumstances.capital_statements.values():
        yield statement.effective_from
        if statement.rises_from is not None:
            yield statement.rises_from
    yield from capital_change_days(case)
    yield from income_change_days(case)
    yield from allowance_change_days(case)


def _edges(span: Span) -> Iterator[date]:
    yield span.first
    if span.last is not None:
        yield span.last + _DAY
