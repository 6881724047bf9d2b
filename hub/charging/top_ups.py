"""Top-ups: when a person may pay themselves what a home costs above their personal budget."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.inbound.assessments import ExemptionKind
from contracts.inbound.care_packages import Service, TopUpPayer
from hub.charging.capital_kinds import capital_kinds
from hub.charging.care import RunningLine
from hub.charging.case import Case
from hub.charging.change_days import facts_change_days
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis
from hub.charging.deferral import agreement_on
from hub.charging.holdings import MAIN_HOME, held_on, unsold
from hub.charging.property import twelve_weeks
from hub.charging.refusals import CannotAssess

_DAY = timedelta(days=1)


def may_top_up(case: Case, its: RunningLine, day: date) -> bool:
    """Says whether the person may pay a top-up of a line on a day: others may on any day.

    They may while their home does not count for twelve weeks, under a deferred payment agreement, and on after-care.

    Source: Care Act 2014, s.30; charging section 7 (choice and top-ups).
    """
    is_aftercare = its.line.service is Service.AFTERCARE or any(
        exempt.kind is ExemptionKind.SECTION_117 and exempt.span.covers(day) for exempt in its.exemptions
    )
    return is_aftercare or agreement_on(case.circumstances, day) is not None or _home_is_disregarded(case, day)


def _home_is_disregarded(case: Case, day: date) -> bool:
    if not any(weeks.covers(day) for weeks in twelve_weeks(case)):
        return False
    found = assessment_on(case.circumstances, day)
    if found is None or found[1].basis is not AssessmentBasis.FULL:
        # Nobody said yet what the person owns.
        return True
    try:
        holdings = unsold(held_on(case.circumstances, found[1], day), capital_kinds(day))
    except CannotAssess:
        # Which land was sold is asked where it is charged for.
        return True
    return any(holding.kind == MAIN_HOME for holding in holdings)


def top_ups_not_allowed(case: Case, first: date, last: date) -> Iterator[tuple[RunningLine, date]]:
    """Gives each line that the person tops up on days on which they may not, if any lies between first and last.

    The day is the first of those days, even if it is past.

    Source: Care Act 2014, s.30; charging section 7 (choice and top-ups).
    """
    for its in case.running:
        if its.line.top_up_payer is not TopUpPayer.PERSON or not its.line.top_up_weekly_pence:
            continue
        # Where nobody told of a home the end of the twelve weeks changes no contribution, and so is none of the days.
        ends = (weeks.last + _DAY for weeks in twelve_weeks(case) if weeks.last is not None)
        changes = {day for day in (*facts_change_days(case), *ends) if its.covers(day)}
        since: date | None = None
        for day in sorted(day for day in {its.first, *changes} if day <= last):
            if not may_top_up(case, its, day):
                since = since or day
            else:
                if since is not None and first < day:
                    yield its, since
                since = None
        if since is not None and (its.last is None or first <= its.last):
            yield its, since
