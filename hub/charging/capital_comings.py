"""What time alone will change of a person's capital, told ahead so that somebody can act."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.capital import why_disregarded
from hub.charging.capital_changes import capital_change_days
from hub.charging.capital_kinds import CapitalKind, capital_kinds
from hub.charging.case import Case, assessed_day
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis, Capital, FinancialAssessment
from hub.charging.coming import Coming
from hub.charging.deferral import agreement_on
from hub.charging.disregards import Disregard, last_day_of_proceeds
from hub.charging.holdings import MAIN_HOME, held_on, unsold
from hub.charging.property import TWELVE_WEEKS_RULE
from hub.charging.refusals import CannotAssess

_DAY = timedelta(days=1)
_NOBODY_LIVES_THERE = (
    "occupation_ends",
    "Nobody lives there any more for whom it was disregarded. Decide whether it goes on being disregarded.",
)
_ENDS = {
    "qualifying_occupant": _NOBODY_LIVES_THERE,
    "former_partners_home": _NOBODY_LIVES_THERE,
    "lone_parents_home": _NOBODY_LIVES_THERE,
    TWELVE_WEEKS_RULE: (
        "twelve_weeks_end",
        "The twelve weeks are over in which the main home of a permanent resident does not count.",
    ),
    "after_qualifying_occupant": (
        "property_disregard_ends",
        "The twelve weeks are over since a relative who lived in the property died or went into care.",
    ),
    "council_disregard": (
        "council_disregard_ends",
        "The council's own disregard of this capital is over. Decide before it whether it goes on.",
    ),
    "capital_disregarded_for_weeks": (
        "capital_disregard_ends",
        "The weeks are over in which this capital does not count. Ask what is left of it.",
    ),
}


def capital_comings(case: Case, first: date, last: date) -> Iterator[Coming]:
    """Gives which capital that did not count will count from some day on, from the first day to the last.

    Source: charging section 3 (expiry is an event of its own); SI 2014/2672, Schedule 2; SI 2014/2671, reg 2.
    """
    for day in sorted({day for day in capital_change_days(case) if first <= day <= last}):
        found = assessment_on(case.circumstances, day)
        if found is None or found[1].basis is not AssessmentBasis.FULL:
            continue
        if any(its.runs(day) for its in case.running):
            yield from _begin_to_count(case, found[1], day)


def _begin_to_count(case: Case, assessment: FinancialAssessment, day: date) -> Iterator[Coming]:
    held = held_on(case.circumstances, assessment, day)
    kinds = capital_kinds(day)
    try:
        holdings = unsold(held, kinds)
    except CannotAssess:
        # Whatever cannot be assessed is refused where it is charged for, and told there.
        return
    for holding in holdings:
        kind = kinds.get(holding.kind)
        why = None if kind is None else _counts_no_longer_ignored(case, assessment, holding, kind, day)
        if kind is not None and why is not None and why.rule in _ENDS:
            yield _coming(case, holding, kind, why, day)
    for reference, sale in held.sales.items():
        if sale.for_another_home and day == last_day_of_proceeds(sale.completed_on) + _DAY:
            message = (
                "The 26 weeks are over in which the proceeds of the former home do not count. Ask whether they will "
                "still be spent on another home."
            )
            yield Coming(day, "capital_disregard_ends", reference, message)


def _counts_no_longer_ignored(
    case: Case, assessment: FinancialAssessment, holding: Capital, kind: CapitalKind, day: date
) -> Disregard | None:
    """Why the holding did not count until the day before, if it does from this day on."""
    before, now = (assessed_day(case, assessment, case.policy.on(on), on) for on in (day - _DAY, day))
    if kind.nothing is not None:
        return None
    try:
        was = why_disregarded(before, holding, kind)
        return was if was is not None and why_disregarded(now, holding, kind) is None else None
    except CannotAssess:
        return None


def _coming(case: Case, holding: Capital, kind: CapitalKind, why: Disregard, day: date) -> Coming:
    name, message = _ENDS[why.rule]
    needs_officer = True
    if holding.kind == MAIN_HOME:
        if agreement_on(case.circumstances, day) is None:
            message = f"{message} Offer a deferred payment agreement before this day."
        else:
            message = f"{message} A deferred payment agreement runs."
            needs_officer = why.rule != TWELVE_WEEKS_RULE
    return Coming(day, name, holding.capital, f"{kind.label} will count from this day. {message}", needs_officer)
