"""One day of one person: what has to be paid each week, and everything on the way there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations

from msgspec.structs import replace as changed

from contracts.inbound.care_packages import Collector, Setting
from contracts.outbound.contributions import Basis
from hub.charging.circumstances import AssessmentBasis, Circumstances, FinancialAssessment, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy
from tests.charging.second_reading.care import costs_on, shares
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO, Refused, figure, pounds, whole_pence
from tests.charging.second_reading.holdings import capital_on, tariff
from tests.charging.second_reading.incomes import counted_income
from tests.charging.second_reading.kept import kept
from tests.charging.second_reading.residence import Rules, rules_on
from tests.charging.second_reading.wealth import assessment_on, is_charged_in_full, notional_left

SLOW = ("assessments", "capital_statements", "awards")

Places = dict[tuple[Setting, Collector], Fraction]


@dataclass(frozen=True)
class DayReading:
    """A day as read: pounds a week throughout; what was not looked at is absent.

    `by_means` is what would be due whatever the care costs; absent where all of the cost is.
    """

    basis: Basis
    cost: Fraction = ZERO
    contribution: Fraction = ZERO
    deferred: Fraction = ZERO
    is_billed: bool = True
    rules: Rules | None = None
    capital: Fraction | None = None
    tariff: Fraction | None = None
    income: Fraction | None = None
    protected: Fraction | None = None
    by_means: Fraction | None = ZERO

    @property
    def due(self) -> Fraction:
        """What has to be paid now or later."""
        return self.contribution + self.deferred


def read_day(
    who: Circumstances, day: date, notices: Sequence[UpratingNotice], rates: Rates, policy: Policy
) -> DayReading:
    """Read one day of a person.

    Raises:
        Refused: a figure is not published, or a fact is missing or unknown.
    """
    return day_of(Case(who, notices, rates, policy), day)


def read_steps(
    who: Circumstances, day: date, notices: Sequence[UpratingNotice], rates: Rates, policy: Policy
) -> DayReading:
    """Read every step of the means test on a day with all that is told, whatever counts later or costs less.

    Raises:
        Refused: a figure is not published, a fact is missing or unknown, or nobody was assessed in full.
    """
    case = Case(who, notices, rates, policy)
    assessment = assessment_on(case, day)
    if assessment is None or assessment.basis is not AssessmentBasis.FULL:
        raise Refused("assessments")
    capital = capital_on(case, assessment, day, notional_left(case, assessment, day))
    counted = counted_income(case, assessment, day)
    return DayReading(
        Basis.ASSESSED,
        rules=rules_on(case, day),
        capital=capital,
        tariff=tariff(case, capital, day),
        income=counted.weekly,
        protected=kept(case, assessment, day, has_disability_benefit=counted.has_disability_benefit),
    )


def day_of(case: Case, day: date) -> DayReading:
    """Read one day of a case; what the council knew and was slow about may lower the sum and not raise it yet."""
    found = _day_with_everything(case, day)
    slow = [
        (name, key)
        for name in SLOW
        for key, its in getattr(case.who, name).items()
        if its.rises_from is not None and its.effective_from <= day < its.rises_from
    ]
    for left_out in chain.from_iterable(combinations(slow, size) for size in range(1, len(slow) + 1)):
        try:
            before = _day_with_everything(_without(case, left_out), day)
        except Refused:
            # What was before the first of them has to be known; a mixture that never stood need not be.
            if len(left_out) == len(slow):
                raise
            continue
        if before.due < found.due:
            found = replace(
                found,
                contribution=before.contribution,
                deferred=before.deferred,
                is_billed=before.is_billed,
                by_means=before.by_means,
            )
    return found


def _without(case: Case, left_out: tuple[tuple[str, str], ...]) -> Case:
    facts = {
        name: {key: its for key, its in getattr(case.who, name).items() if (name, key) not in left_out} for name in SLOW
    }
    return replace(case, who=changed(case.who, **facts))


def _day_with_everything(case: Case, day: date) -> DayReading:
    assessment = assessment_on(case, day)
    places: Places = shares(costs_on(case, day))
    if not places or not _was_told(case, day):
        return DayReading(Basis.NOT_CHARGEABLE)
    cost = sum(places.values(), ZERO)
    if assessment is None:
        return DayReading(Basis.PROVISIONAL, cost)
    if assessment.basis is AssessmentBasis.DECLINED:
        return DayReading(Basis.FULL_COST_DECLINED, cost, cost, by_means=None)
    if assessment.basis is AssessmentBasis.FULL:
        return _means_test(case, assessment, day, cost)
    interim = assessment.basis is AssessmentBasis.INTERIM
    basis = Basis.PROVISIONAL if interim else Basis.LIGHT_TOUCH
    if assessment.contribution_weekly_pence is None:
        return DayReading(basis, cost, cost, by_means=None)
    by_means = pounds(assessment.contribution_weekly_pence)
    agreed = min(cost, by_means)
    return DayReading(basis, cost, agreed, is_billed=_is_billed(case, agreed, day), by_means=by_means)


def _was_told(case: Case, day: date) -> bool:
    if not case.terms(day).charging_information_required:
        return True
    told = [its.charging_information_given_on for its in case.who.assessments.values()]
    return any(on is not None and on <= day for on in told)


def _is_billed(case: Case, amount: Fraction, day: date) -> bool:
    return amount == 0 or amount >= pounds(case.terms(day).minimum_weekly_charge_pence)


def _means_test(case: Case, assessment: FinancialAssessment, day: date, cost: Fraction) -> DayReading:
    rules, terms = rules_on(case, day), case.terms(day)
    capital = capital_on(case, assessment, day, notional_left(case, assessment, day))
    if is_charged_in_full(case, capital, day):
        charge = cost + _fee(case, day)
        deferred = ZERO
        if _agreement(case, day) is not None:
            deferred = _deferred(case, day, cost, counted_income(case, assessment, day).weekly)
        return DayReading(
            Basis.FULL_COST_CAPITAL, charge, charge - deferred, deferred, rules=rules, capital=capital, by_means=None
        )
    from_capital = tariff(case, capital, day)
    counted = counted_income(case, assessment, day)
    income = counted.weekly + from_capital
    protected = kept(case, assessment, day, has_disability_benefit=counted.has_disability_benefit)
    available = max(ZERO, income - protected) * terms.percent_of_available_income / 100
    by_means = whole_pence(available)
    charge = min(cost, by_means)
    deferred = _deferred(case, day, charge, income)
    return DayReading(
        Basis.ASSESSED,
        cost,
        charge - deferred,
        deferred,
        _is_billed(case, charge, day),
        rules,
        capital,
        from_capital,
        income,
        protected,
        by_means,
    )


def _fee(case: Case, day: date) -> Fraction:
    """What it costs to arrange care at home for somebody who could pay and asked for it (Care Act, s.14(1)(b))."""
    asked = any(its.line.arranged_on_request and its.line.setting is Setting.COMMUNITY for its in costs_on(case, day))
    return pounds(case.terms(day).arrangement_fee_weekly_pence) if asked else ZERO


def _agreement(case: Case, day: date) -> tuple[int | None, int | None] | None:
    running = [its for its in case.who.deferred_payments.values() if its.span.covers(day)]
    if not running or rules_on(case, day) is not Rules.PERMANENT:
        return None
    latest = max(running, key=lambda its: (its.span.first, its.version.message_id))
    return latest.keeps_weekly_pence, latest.defers_weekly_at_most_pence


def _deferred(case: Case, day: date, charge: Fraction, income: Fraction) -> Fraction:
    """What is owed later: the charge but for the income over what the person keeps, which is less by choice only."""
    agreement = _agreement(case, day)
    if agreement is None:
        return ZERO
    chosen, at_most = agreement
    keeps = figure(case.rates, "disposable_income_allowance", day)
    if chosen is not None:
        keeps = min(keeps, pounds(chosen))
    paid = min(charge, max(ZERO, whole_pence(income - keeps)))
    return charge - paid if at_most is None else min(charge - paid, pounds(at_most))
