"""One person's facts made ready for the rules, and one day of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.care import RunningLine, running_lines
from hub.charging.circumstances import Circumstances, FinancialAssessment, UpratingNotice
from hub.charging.notional import NotionalLeft
from hub.charging.stays import HomeStay, Treatment, home_stays, treatment_on
from hub.charging.uprating import Upratings, upratings_from
from hub.rates import Rates
from hub.rates.policy import Policy, PolicyTerms


# Equal to itself alone, so that what is costly to work out of a case can be kept for as long as it is looked at.
@dataclass(slots=True, frozen=True, eq=False)
class Case:
    """The facts of one person, with lines, stays and notices in the shape that every rule reads.

    Without word of what is left of notional capital all of it is.
    """

    circumstances: Circumstances
    running: tuple[RunningLine, ...]
    stays: tuple[HomeStay, ...]
    upratings: Upratings
    rates: Rates
    policy: Policy
    notional: NotionalLeft | None = None


@dataclass(slots=True, frozen=True)
class AssessedDay:
    """One day of a case: the assessment that stands on it, which rules hold, and the council's terms."""

    case: Case
    day: date
    treatment: Treatment
    terms: PolicyTerms
    assessment: FinancialAssessment


def case_of(circumstances: Circumstances, notices: Sequence[UpratingNotice], rates: Rates, policy: Policy) -> Case:
    """Gives a case of one person's facts.

    Source: charging section 13 (each week from the facts valid in it).
    """
    running = running_lines(circumstances, policy)
    return Case(circumstances, running, home_stays(running), upratings_from(notices), rates, policy)


def assessed_day(case: Case, assessment: FinancialAssessment, terms: PolicyTerms, day: date) -> AssessedDay:
    """Gives one day of a case under one assessment.

    Source: SI 2014/2672, regs 2(1), 6, 7 and 8 (which rules hold).
    """
    return AssessedDay(case, day, treatment_on(case.stays, terms, day), terms, assessment)
