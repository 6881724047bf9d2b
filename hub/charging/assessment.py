"""The assessment: what a person has to pay each week on one day, and how it was worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.inbound.care_packages import Setting
from contracts.outbound.contributions import Basis
from hub.charging.allowances import minimum_income_guarantee, personal_expenses_allowance
from hub.charging.capital import capital_on, is_over_upper_limit, limits_on, tariff_income
from hub.charging.care import CostShare, RunningLine, cost_shares, running_lines
from hub.charging.circumstances import AssessmentBasis, Circumstances, FinancialAssessment, UpratingNotice
from hub.charging.contribution import weekly_contribution
from hub.charging.income import counted_income, incomes_on
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.charging.uprating import Upratings, upratings_from
from hub.charging.working import WorkingLine
from hub.rates import Rates
from hub.rates.policy import PolicyTerms

__all__ = ["CannotAssess", "Contribution", "assess", "assess_shares"]

_COST_RULE = "Care Act 2014, s.14(4)"
_HOUSING_RULE = "SI 2014/2672, Schedule 1, para 2"
_DISABILITY_RULE = "SI 2014/2672, Schedule 1, para 4"


@dataclass(slots=True, frozen=True)
class Contribution:
    """What a person has to pay each week, on what footing, out of what cost, and the working."""

    weekly_pence: int
    basis: Basis
    cost_weekly_pence: int
    setting: Setting | None
    assessment: str | None
    working: tuple[WorkingLine, ...]


def assess(
    circumstances: Circumstances,
    day: date,
    notices: Sequence[UpratingNotice],
    rates: Rates,
    terms: PolicyTerms,
) -> Contribution:
    """Gives the weekly contribution of a day, never under nothing or over the cost, with its working.

    Raises:
        CannotAssess: a fact is missing, contradictory or of a kind that no rule knows.
        RatesNotPublished: a figure that the sum needs was not published for the day.

    Source: Care Act 2014, ss.14 and 17; SI 2014/2672, regs 2 to 25.
    """
    running = running_lines(circumstances)
    shares = cost_shares(running, circumstances, rates, day)
    return assess_shares(circumstances, day, running, shares, upratings_from(notices), rates, terms)


def assess_shares(
    circumstances: Circumstances,
    day: date,
    running: tuple[RunningLine, ...],
    shares: tuple[CostShare, ...],
    upratings: Upratings,
    rates: Rates,
    terms: PolicyTerms,
) -> Contribution:
    """Does what `assess` does, for care, costs and notices that are ready for use.

    Raises:
        CannotAssess, RatesNotPublished: as `assess` does.

    Source: Care Act 2014, ss.14 and 17; SI 2014/2672, regs 2 to 25.
    """
    if not shares:
        return _not_chargeable(running, day)
    cost = sum(share.weekly_pence for share in shares)
    in_care_home = any(share.setting is Setting.CARE_HOME for share in shares)
    setting = Setting.CARE_HOME if in_care_home else Setting.COMMUNITY
    found = _assessment_on(circumstances, day)
    if found is None:
        line = WorkingLine("No financial assessment yet: nothing is charged", 0, "Care Act 2014, s.17")
        return Contribution(0, Basis.PROVISIONAL, cost, setting, None, (line,))
    reference, assessment = found
    if assessment.basis is AssessmentBasis.DECLINED:
        line = WorkingLine("Full cost: no assessment was wanted", cost, "SI 2014/2672, reg 10(1)")
        return Contribution(cost, Basis.FULL_COST_DECLINED, cost, setting, reference, (line,))
    if assessment.basis is AssessmentBasis.LIGHT_TOUCH:
        weekly, working = _light_touch(assessment, cost)
        return Contribution(weekly, Basis.LIGHT_TOUCH, cost, setting, reference, working)
    return _means_tested(circumstances, day, setting, cost, reference, assessment, upratings, rates, terms)


def _means_tested(
    circumstances: Circumstances,
    day: date,
    setting: Setting,
    cost: int,
    reference: str,
    assessment: FinancialAssessment,
    upratings: Upratings,
    rates: Rates,
    terms: PolicyTerms,
) -> Contribution:
    capital = capital_on(circumstances, assessment, setting, day)
    limits = limits_on(rates, day)
    if is_over_upper_limit(capital, limits):
        source = f"SI 2014/2672, reg 12; {rates.source('capital_limit_upper', day)}"
        line = WorkingLine("Full cost: capital over the upper limit", cost, source)
        return Contribution(cost, Basis.FULL_COST_CAPITAL, cost, setting, reference, (line,))
    counted = counted_income(
        incomes_on(circumstances, assessment, upratings, day), setting, assessment.household, rates, day
    )
    lines = list(counted.working)
    tariff = tariff_income(capital, limits)
    if tariff:
        lines.append(WorkingLine("Tariff income from capital", tariff, "SI 2014/2672, reg 25"))
    protected = _protected(
        circumstances, assessment, setting, rates, day, has_disability_benefit=counted.has_disability_benefit
    )
    kept = -sum(line.amount_pence for line in protected)
    lines += protected
    weekly = weekly_contribution(counted.parts + tariff * PARTS, kept, terms.percent_of_available_income, cost)
    lines.append(WorkingLine("Cost of care, the most that may be charged", cost, _COST_RULE))
    lines.append(WorkingLine("Contribution", weekly, f"SI 2014/2672, reg 11; {terms.source}"))
    return Contribution(weekly, Basis.ASSESSED, cost, setting, reference, tuple(lines))


def _not_chargeable(running: tuple[RunningLine, ...], day: date) -> Contribution:
    setting = max((its.line.setting for its in running if its.runs(day)), default=None)
    line = WorkingLine("Nothing that may be charged for", 0, "SI 2014/2672, reg 3; NHS continuing healthcare")
    return Contribution(0, Basis.NOT_CHARGEABLE, 0, setting, None, (line,))


def _assessment_on(circumstances: Circumstances, day: date) -> tuple[str, FinancialAssessment] | None:
    found: tuple[str, FinancialAssessment] | None = None
    for reference, assessment in circumstances.assessments.items():
        if assessment.effective_from > day:
            continue
        if (
            found is None
            or assessment.effective_from > found[1].effective_from
            or (
                assessment.effective_from == found[1].effective_from and assessment.version.supersedes(found[1].version)
            )
        ):
            found = reference, assessment
    return found


def _light_touch(assessment: FinancialAssessment, cost: int) -> tuple[int, tuple[WorkingLine, ...]]:
    source = "SI 2014/2672, reg 10(2) and (3)"
    agreed = assessment.contribution_weekly_pence
    if agreed is None:
        return cost, (WorkingLine("Full cost by light-touch assessment", cost, source),)
    weekly = min(agreed, cost)
    return weekly, (
        WorkingLine("Agreed by light-touch assessment", agreed, source),
        WorkingLine("Cost of care, the most that may be charged", cost, _COST_RULE),
        WorkingLine("Contribution", weekly, source),
    )


def _protected(
    circumstances: Circumstances,
    assessment: FinancialAssessment,
    setting: Setting,
    rates: Rates,
    day: date,
    *,
    has_disability_benefit: bool,
) -> list[WorkingLine]:
    if setting is Setting.CARE_HOME:
        return personal_expenses_allowance(rates, day)
    lines = minimum_income_guarantee(assessment, circumstances.date_of_birth, rates, day)
    lines += [
        WorkingLine(f"Housing: {cost.kind.replace('_', ' ')}", -cost.weekly_pence, _HOUSING_RULE)
        for cost in assessment.housing_costs
    ]
    if has_disability_benefit:
        lines += [
            WorkingLine(f"Disability: {cost.kind.replace('_', ' ')}", -cost.weekly_pence, _DISABILITY_RULE)
            for cost in assessment.disability_related_expenditure
        ]
    return lines
