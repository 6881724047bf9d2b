"""Financial assessments, and changes to capital and property."""

from datetime import date
from typing import Protocol

from contracts.envelope import Event
from contracts.inbound.assessments import Capital as CapitalTold
from contracts.inbound.assessments import (
    CapitalChanged,
    FinancialAssessmentCompleted,
    FinancialAssessmentDeclined,
    FinancialAssessmentLightTouch,
    PropertySaleNotified,
)
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    CapitalStatement,
    FinancialAssessment,
    Income,
    Outgoing,
    PropertySale,
    Version,
)
from hub.deciding import Deciding
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.standing.person import PersonStanding, keep_latest

WHAT_DEPENDS = Aspect.CHARGES | Aspect.COLLECTIONS | Aspect.REFERRALS


class Effective(Protocol):
    """Anything that applies from a day on."""

    @property
    def effective_from(self) -> date: ...


def since(before: Effective | None, after: Effective) -> date:
    """The first day that an old or a new statement applies to."""
    return after.effective_from if before is None else min(before.effective_from, after.effective_from)


def on_assessment_completed(
    deciding: Deciding, standing: PersonStanding, event: Event[FinancialAssessmentCompleted]
) -> Change:
    """A full assessment applies from its day until a later one does."""
    told = event.data
    return _keep(
        standing,
        told.assessment,
        FinancialAssessment(
            version=Version(told.revision, told.effective_from, event.id),
            basis=AssessmentBasis.FULL,
            effective_from=told.effective_from,
            household=told.household,
            lone_parent=told.lone_parent,
            children_count=told.children_count,
            premiums=told.premiums,
            incomes=tuple(
                Income(income.income, income.kind, income.amount, income.frequency, income.benefit_rate)
                for income in told.incomes
            ),
            capital=_capital(told.capital),
            housing_costs=tuple(Outgoing(cost.kind, cost.weekly) for cost in told.housing_costs),
            disability_related_expenditure=tuple(
                Outgoing(cost.kind, cost.weekly) for cost in told.disability_related_expenditure
            ),
        ),
    )


def on_assessment_light_touch(
    deciding: Deciding, standing: PersonStanding, event: Event[FinancialAssessmentLightTouch]
) -> Change:
    """A light-touch assessment applies from its day until a later one does."""
    told = event.data
    return _keep(
        standing,
        told.assessment,
        FinancialAssessment(
            version=Version(told.revision, told.effective_from, event.id),
            basis=AssessmentBasis.LIGHT_TOUCH,
            effective_from=told.effective_from,
            contribution_weekly_pence=told.contribution_weekly,
        ),
    )


def on_assessment_declined(
    deciding: Deciding, standing: PersonStanding, event: Event[FinancialAssessmentDeclined]
) -> Change:
    """Who declines to be assessed pays the full cost, until a later assessment says otherwise."""
    told = event.data
    return _keep(
        standing,
        told.assessment,
        FinancialAssessment(
            version=Version(told.revision, told.effective_from, event.id),
            basis=AssessmentBasis.DECLINED,
            effective_from=told.effective_from,
        ),
    )


def _keep(standing: PersonStanding, reference: str, assessment: FinancialAssessment) -> Change:
    before = standing.circumstances.assessments.get(reference)
    if not keep_latest(standing.circumstances.assessments, reference, assessment):
        return NO_CHANGE
    return Change(WHAT_DEPENDS, since(before, assessment))


def _capital(told: tuple[CapitalTold, ...]) -> tuple[Capital, ...]:
    return tuple(
        Capital(
            holding.capital,
            holding.kind,
            holding.value,
            holding.share_percent,
            holding.disregarded,
            holding.disregarded_to,
        )
        for holding in told
    )


def on_capital_changed(deciding: Deciding, standing: PersonStanding, event: Event[CapitalChanged]) -> Change:
    """A statement of capital replaces what assessments said of capital, from its day on."""
    told = event.data
    statements = standing.circumstances.capital_statements
    before = statements.get(told.statement)
    statement = CapitalStatement(
        Version(told.revision, told.effective_from, event.id), told.effective_from, _capital(told.capital)
    )
    if not keep_latest(statements, told.statement, statement):
        return NO_CHANGE
    return Change(WHAT_DEPENDS, since(before, statement))


def on_property_sale_notified(
    deciding: Deciding, standing: PersonStanding, event: Event[PropertySaleNotified]
) -> Change:
    """From completion the proceeds of a sale are capital."""
    told = event.data
    sales = standing.circumstances.property_sales
    before = sales.get(told.sale)
    sale = PropertySale(Version(told.revision, told.completed_on, event.id), told.completed_on, told.net_proceeds)
    if not keep_latest(sales, told.sale, sale):
        return NO_CHANGE
    first = told.completed_on if before is None else min(before.completed_on, told.completed_on)
    return Change(WHAT_DEPENDS, first)
