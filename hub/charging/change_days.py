"""The days on which a contribution may change, gathered from every family of facts."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.allowances import allowance_change_days
from hub.charging.capital_changes import capital_change_days
from hub.charging.care_changes import care_change_days
from hub.charging.case import Case
from hub.charging.income_changes import income_change_days

_DAY = timedelta(days=1)


def facts_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which the contribution may change because of the facts of the case, in any order.

    Source: charging section 9 (when changes take effect).
    """
    circumstances = case.circumstances
    yield from care_change_days(case)
    for agreement in circumstances.deferred_payments.values():
        yield agreement.span.first
        if agreement.span.last is not None:
            yield agreement.span.last + _DAY
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
