"""The assessment: what a person has to pay each week on one day, and how it was worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.inbound.care_packages import Setting
from contracts.outbound.contributions import Basis
from hub.charging.allowances import protected
from hub.charging.capital import capital_on, is_over_upper_limit, limits_on, tariff_income
from hub.charging.case import AssessedDay, Case, assessed_day, case_of
from hub.charging.change_days import facts_change_days
from hub.charging.chosen_assessment import assessment_on
from hub.charging.circumstances import AssessmentBasis, Circumstances, UpratingNotice
from hub.charging.contribution import weekly_contribution
from hub.charging.costs import (
    CostShare,
    chargeable_lines,
    cost_shares,
    cost_working,
    taken_off_cost,
    why_nothing_is_charged,
)
from hub.charging.deferral import agreement_on, deferred_part
from hub.charging.held_back import is_held_back, least_without_held_back
from hub.charging.income import counted_income
from hub.charging.notional_course import with_notional
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine
from hub.rates import Rates
from hub.rates.policy import Policy

__all__ = ["CannotAssess", "Contribution", "assess", "assess_shares", "ready_case"]


@dataclass(slots=True, frozen=True)
class Contribution:
    """What a person has to pay each week, on what footing, out of what cost, and the working.

    `capital` has a line for each holding, beside the weekly lines of `working`.
    What is deferred under an agreement is owed besides what has to be paid. A sum that is not billed is below the
    council's smallest charge. `by_means_weekly_pence` is what would be due whatever the care costs; it is absent where
    all of the cost is.
    """

    weekly_pence: int
    basis: Basis
    cost_weekly_pence: int
    setting: Setting | None
    assessment: str | None
    working: tuple[WorkingLine, ...]
    deferred_weekly_pence: int = 0
    is_billed: bool = True
    capital: tuple[WorkingLine, ...] = ()
    by_means_weekly_pence: int | None = 0

    @property
    def is_awaiting_assessment(self) -> bool:
        """Whether care runs that may be charged for, and nobody has assessed the person.

        Source: Care Act 2014, s.17.
        """
        return self.basis is Basis.PROVISIONAL and self.assessment is None


def assess(
    circumstances: Circumstances,
    day: date,
    notices: Sequence[UpratingNotice],
    rates: Rates,
    policy: Policy,
) -> Contribution:
    """Gives the weekly contribution of a day, never under nothing or over the cost, with its working.

    Raises:
        CannotAssess: a fact is missing, contradictory or of a kind that no rule knows.
        RatesNotPublished: a figure that the sum needs was not published for the day.

    Source: Care Act 2014, ss.14 and 17; SI 2014/2672, regs 2 to 25.
    """
    case = ready_case(circumstances, notices, rates, policy, day)
    return assess_shares(case, cost_shares(case, day), day)


def ready_case(
    circumstances: Circumstances, notices: Sequence[UpratingNotice], rates: Rates, policy: Policy, last: date
) -> Case:
    """Gives a case that can be assessed on every day up to the last: with what is left of notional capital.

    Source: charging section 13 (each week from the facts valid in it); SI 2014/2672, reg 23.
    """

    def change_days(case: Case) -> list[date]:
        return [*facts_change_days(case), *(notice.effective_from for notice in notices)]

    return with_notional(case_of(circumstances, notices, rates, policy), last, change_days, _charge)


def _charge(case: Case, day: date) -> int:
    return _due(assess_shares(case, cost_shares(case, day), day))


def assess_shares(case: Case, shares: tuple[CostShare, ...], day: date) -> Contribution:
    """Does what `assess` does, for a case and costs that are ready for use.

    Raises:
        CannotAssess, RatesNotPublished: as `assess` does.

    Source: Care Act 2014, ss.14 and 17; SI 2014/2672, regs 2 to 25.
    """
    found = _contribution(case, shares, day)
    if not is_held_back(case.circumstances, day):
        return found
    before = least_without_held_back(
        case.circumstances, day, lambda its: _contribution(replace(case, circumstances=its), shares, day), _due
    )
    if _due(before) >= _due(found):
        return found
    line = WorkingLine(
        "A rise that the council knew of counts later",
        before.weekly_pence - found.weekly_pence,
        "charging decision 14",
        "rise_known_earlier",
    )
    return replace(
        found,
        weekly_pence=before.weekly_pence,
        deferred_weekly_pence=before.deferred_weekly_pence,
        is_billed=before.is_billed,
        by_means_weekly_pence=before.by_means_weekly_pence,
        working=(*found.working, line),
    )


def _due(its: Contribution) -> int:
    return its.weekly_pence + its.deferred_weekly_pence


def _contribution(case: Case, shares: tuple[CostShare, ...], day: date) -> Contribution:
    if not shares:
        return _not_chargeable(case, day, why_nothing_is_charged(case, day))
    terms = case.policy.on(day)
    cost = sum(share.weekly_pence for share in shares)
    in_care_home = any(share.setting is Setting.CARE_HOME for share in shares)
    setting = Setting.CARE_HOME if in_care_home else Setting.COMMUNITY
    if terms.charging_information_required and not _was_informed(case.circumstances, day):
        line = WorkingLine(
            "Nobody told the person yet that care is charged for", 0, "Guidance, 8.14", "charging_information_missing"
        )
        return _not_chargeable(case, day, (line,))
    found = assessment_on(case.circumstances, day)
    if found is None:
        line = WorkingLine("No financial assessment yet: nothing is charged", 0, "Care Act 2014, s.17", "no_assessment")
        return Contribution(0, Basis.PROVISIONAL, cost, setting, None, (line,))
    reference, assessment = found
    if assessment.basis is AssessmentBasis.FULL:
        return _means_tested(assessed_day(case, assessment, terms, day), setting, cost, reference)
    if assessment.basis is AssessmentBasis.DECLINED:
        line = WorkingLine(
            "Full cost: no assessment was wanted", cost, "SI 2014/2672, reg 10(1)", "assessment_declined"
        )
        return Contribution(
            cost,
            Basis.FULL_COST_DECLINED,
            cost,
            setting,
            reference,
            (*taken_off_cost(case, day), line),
            by_means_weekly_pence=None,
        )
    return _agreed(assessed_day(case, assessment, terms, day), setting, cost, reference)


def _means_tested(its: AssessedDay, setting: Setting, cost: int, reference: str) -> Contribution:
    rates, day, terms = its.case.rates, its.day, its.terms
    capital = capital_on(its)
    limits = limits_on(rates, day)
    pays_in_full = is_over_upper_limit(capital.hundredths, limits) and (
        its.treatment is Treatment.PERMANENT or terms.full_cost_over_limit_in_community
    )
    if pays_in_full:
        return replace(_full_cost(its, setting, cost, reference), capital=capital.working)
    counted = counted_income(its)
    lines = list(counted.working)
    tariff = tariff_income(capital.hundredths, limits)
    if tariff:
        label, limit = "Tariff income from capital", "capital_limit_lower"
        source = rates.source(limit, day)
        lines.append(WorkingLine(label, tariff, "SI 2014/2672, reg 25", "tariff_income", limit, source))
    kept = protected(its, counted)
    lines += kept
    income = counted.parts + tariff * PARTS
    protected_pence, percent = -sum(line.amount_pence for line in kept), terms.percent_of_available_income
    weekly = weekly_contribution(income, protected_pence, percent, cost)
    by_means = weekly if weekly < cost else weekly_contribution(income, protected_pence, percent, None)
    lines += cost_working(its.case, day, cost)
    lines.append(WorkingLine("Contribution", weekly, f"SI 2014/2672, reg 11; {terms.source}", "contribution"))
    deferred = deferred_part(its, income, weekly, lines)
    is_billed = weekly == 0 or weekly >= terms.minimum_weekly_charge_pence
    if not is_billed:
        lines.append(WorkingLine("Below the smallest charge: not billed", -weekly, terms.source, "minimum_charge"))
    return Contribution(
        weekly - deferred,
        Basis.ASSESSED,
        cost,
        setting,
        reference,
        tuple(lines),
        deferred,
        is_billed,
        capital.working,
        by_means,
    )


def _full_cost(its: AssessedDay, setting: Setting, cost: int, reference: str) -> Contribution:
    source = its.case.rates.source("capital_limit_upper", its.day)
    lines = [
        *taken_off_cost(its.case, its.day),
        WorkingLine(
            "Full cost: capital over the upper limit",
            cost,
            "SI 2014/2672, reg 12",
            "full_cost",
            "capital_limit_upper",
            source,
        ),
    ]
    fee = _arrangement_fee(its)
    if fee:
        lines.append(
            WorkingLine(
                "Cost of arranging the care",
                fee,
                f"Care Act 2014, s.14(1)(b); SI 2014/2672, reg 5; {its.terms.source}",
                "arrangement_fee",
            )
        )
    deferred = 0
    # Who defers nothing is charged whatever the income is, so nothing is asked of it.
    if its.treatment is Treatment.PERMANENT and agreement_on(its.case.circumstances, its.day) is not None:
        counted = counted_income(its)
        deferred = deferred_part(its, counted.parts, cost, lines)
    return Contribution(
        cost + fee - deferred,
        Basis.FULL_COST_CAPITAL,
        cost + fee,
        setting,
        reference,
        tuple(lines),
        deferred,
        by_means_weekly_pence=None,
    )


def _arrangement_fee(its: AssessedDay) -> int:
    """Nothing is charged for arranging care in a home, or care that is free itself."""
    asked = any(
        running.line.arranged_on_request and running.line.setting is Setting.COMMUNITY
        for running in chargeable_lines(its.case, its.day)
    )
    return its.terms.arrangement_fee_weekly_pence if asked else 0


def _agreed(its: AssessedDay, setting: Setting, cost: int, reference: str) -> Contribution:
    is_interim = its.assessment.basis is AssessmentBasis.INTERIM
    label = "Interim contribution until there is an assessment" if is_interim else "Agreed by light-touch assessment"
    source = "charging decision 29" if is_interim else "SI 2014/2672, reg 10(2) and (3)"
    rule = "interim_assessment" if is_interim else "light_touch_assessment"
    basis = Basis.PROVISIONAL if is_interim else Basis.LIGHT_TOUCH
    agreed = its.assessment.contribution_weekly_pence
    if agreed is None:
        line = WorkingLine("Full cost by light-touch assessment", cost, source, rule)
        taken_off = taken_off_cost(its.case, its.day)
        return Contribution(cost, basis, cost, setting, reference, (*taken_off, line), by_means_weekly_pence=None)
    weekly = min(agreed, cost)
    lines = (
        WorkingLine(label, agreed, source, rule),
        *cost_working(its.case, its.day, cost),
        WorkingLine("Contribution", weekly, source, "contribution"),
    )
    is_billed = weekly == 0 or weekly >= its.terms.minimum_weekly_charge_pence
    return Contribution(weekly, basis, cost, setting, reference, lines, 0, is_billed, by_means_weekly_pence=agreed)


def _not_chargeable(case: Case, day: date, why: tuple[WorkingLine, ...]) -> Contribution:
    setting = max((its.line.setting for its in case.running if its.runs(day)), default=None)
    return Contribution(0, Basis.NOT_CHARGEABLE, 0, setting, None, why)


def _was_informed(circumstances: Circumstances, day: date) -> bool:
    given = [its.charging_information_given_on for its in circumstances.assessments.values()]
    return any(on is not None and on <= day for on in given)
