"""Self-funding: the days on which a person pays for the whole of the care, now or under an agreement later."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from hub.charging.capital import capital_on, is_over_upper_limit, limits_on
from hub.charging.capital_changes import stated_capital_change_days
from hub.charging.case import Case, assessed_day
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis, FinancialAssessment
from hub.charging.deferral import agreement_on
from hub.charging.refusals import CannotAssess
from hub.charging.stays import Treatment, stay_change_days
from hub.rates import RatesNotPublished

_DAY = timedelta(days=1)


def is_self_funded(case: Case, day: date) -> bool:
    """Says whether nothing of the care of a day is at the council's expense in the end.

    A day that cannot be worked out is refused where it is charged for; here it is taken as the council's.

    Source: Social Security (Attendance Allowance) Regulations 1991, reg 8(6); SI 2014/2672, regs 10 and 12.
    """
    if agreement_on(case.circumstances, day) is not None:
        return True
    found = assessment_on(case.circumstances, day)
    if found is None:
        return False
    assessment = found[1]
    if assessment.basis is AssessmentBasis.FULL:
        try:
            return _is_over_limit(case, assessment, day)
        except (CannotAssess, RatesNotPublished):
            return False
    return assessment.contribution_weekly_pence is None


def _is_over_limit(case: Case, assessment: FinancialAssessment, day: date) -> bool:
    terms = case.policy.on(day)
    its = assessed_day(case, assessment, terms, day)
    if its.treatment is not Treatment.PERMANENT and not terms.full_cost_over_limit_in_community:
        return False
    return is_over_upper_limit(capital_on(its).hundredths, limits_on(case.rates, day))


def self_funding_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which a person may begin or cease to pay for the whole of the care.

    Source: charging section 9 (capital crosses a limit on the day of crossing).
    """
    days = sorted(set(_days_of_facts(case)))
    yield from days
    if case.notional is not None:
        yield from _crossings(case, case.notional.change_days, days)


def _crossings(case: Case, falls: Sequence[date], days: Sequence[date]) -> Iterator[date]:
    """Between two days on which anything else changes notional capital only falls: it crosses the limit but once."""
    for first, after in pairwise([date.min, *days, date.max]):
        run = falls[bisect_left(falls, first) : bisect_left(falls, after)]
        crossing = bisect_left(run, 1, key=lambda day: int(not is_self_funded(case, day)))
        if crossing < len(run):
            yield run[crossing]


def _days_of_facts(case: Case) -> Iterator[date]:
    circumstances = case.circumstances
    for agreement in circumstances.deferred_payments.values():
        yield agreement.span.first
        if agreement.span.last is not None:
            yield agreement.span.last + _DAY
    for assessment in circumstances.assessments.values():
        yield assessment.effective_from
    for statement in circumstances.capital_statements.values():
        yield statement.effective_from
    yield from stay_change_days(case.stays, case.policy)
    yield from stated_capital_change_days(case)
    yield from case.policy.change_days(date.min, date.max)
