"""Financial assessments, and changes to capital and property."""

from contracts.envelope import Event
from contracts.inbound.assessments import Capital as CapitalTold
from contracts.inbound.assessments import (
    CapitalChanged,
    ChargingExemptionDecided,
    DeferredPaymentAgreed,
    FinancialAssessmentCompleted,
    FinancialAssessmentDeclined,
    FinancialAssessmentInterim,
    FinancialAssessmentLightTouch,
    PropertySaleNotified,
)
from contracts.inbound.assessments import Income as IncomeTold
from contracts.inbound.assessments import Outgoing as OutgoingTold
from contracts.inbound.assessments import SavingsCredit as SavingsCreditTold
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    CapitalStatement,
    DeferredPayment,
    Exemption,
    FinancialAssessment,
    Income,
    Outgoing,
    PropertySale,
    SavingsCredit,
    Span,
    Version,
)
from hub.deciding import Deciding
from hub.handlers.change import Change
from hub.handlers.charging_facts import keep_charging_fact
from hub.standing.person import PersonStanding


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
            incomes=tuple(_income(income) for income in told.incomes),
            capital=_capital(told.capital),
            housing_costs=_outgoings(told.housing_costs),
            disability_related_expenditure=_outgoings(told.disability_related_expenditure),
            charging_information_given_on=told.charging_information_given_on,
            non_care_support_weekly_pence=told.non_care_support_weekly or 0,
            personal_allowance_extra_weekly_pence=told.personal_allowance_extra_weekly or 0,
            savings_credit=None if told.savings_credit is None else _savings_credit(told.savings_credit),
            rises_from=told.rises_from,
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


def on_assessment_interim(
    deciding: Deciding, standing: PersonStanding, event: Event[FinancialAssessmentInterim]
) -> Change:
    """A provisional contribution applies until there is an assessment, which replaces it in full."""
    told = event.data
    return _keep(
        standing,
        told.assessment,
        FinancialAssessment(
            version=Version(told.revision, told.effective_from, event.id),
            basis=AssessmentBasis.INTERIM,
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
    return keep_charging_fact(standing.circumstances.assessments, reference, assessment)


def _income(told: IncomeTold) -> Income:
    return Income(
        told.income,
        told.kind,
        told.amount,
        told.frequency,
        told.benefit_rate,
        told.share_percent,
        told.paid_to_spouse or 0,
        told.outgoings or 0,
        told.assessment_period_day,
        told.assumed,
        told.paid_from,
        told.paid_to,
    )


def _outgoings(told: tuple[OutgoingTold, ...]) -> tuple[Outgoing, ...]:
    return tuple(
        Outgoing(its.kind, its.weekly, its.share_percent, its.paid_from, its.paid_to, its.evidence) for its in told
    )


def _savings_credit(told: SavingsCreditTold) -> SavingsCredit:
    return SavingsCredit(
        told.qualifying_income_weekly,
        told.partner_date_of_birth,
        told.partner_has_savings_credit,
        told.given_to_partner,
    )


def _capital(told: tuple[CapitalTold, ...]) -> tuple[Capital, ...]:
    return tuple(
        Capital(
            holding.capital,
            holding.kind,
            holding.value,
            holding.share_percent,
            holding.disregarded,
            holding.disregarded_to,
            holding.surrender_value,
            holding.sale_would_cost,
            holding.secured_debt or 0,
            holding.joint_owners,
            holding.received_on,
            holding.occupied_by,
            holding.occupied_from,
            holding.occupied_to,
            holding.occupation_ended,
        )
        for holding in told
    )


def on_capital_changed(deciding: Deciding, standing: PersonStanding, event: Event[CapitalChanged]) -> Change:
    """A statement of capital replaces what assessments said of capital, from its day on."""
    told = event.data
    statement = CapitalStatement(
        Version(told.revision, told.effective_from, event.id),
        told.effective_from,
        _capital(told.capital),
        told.rises_from,
    )
    return keep_charging_fact(standing.circumstances.capital_statements, told.statement, statement)


def on_property_sale_notified(
    deciding: Deciding, standing: PersonStanding, event: Event[PropertySaleNotified]
) -> Change:
    """From completion the proceeds of a sale are capital."""
    told = event.data
    sale = PropertySale(
        Version(told.revision, told.completed_on, event.id),
        told.completed_on,
        told.net_proceeds,
        told.holding,
        told.for_another_home,
    )
    return keep_charging_fact(standing.circumstances.property_sales, told.sale, sale)


def on_deferred_payment_agreed(
    deciding: Deciding, standing: PersonStanding, event: Event[DeferredPaymentAgreed]
) -> Change:
    """While an agreement runs the person pays from income alone, and the rest is deferred."""
    told = event.data
    agreement = DeferredPayment(
        Version(told.revision, told.effective_from, event.id),
        Span(told.effective_from, told.ends_on),
        told.keeps_weekly,
        told.defers_weekly_at_most,
    )
    return keep_charging_fact(standing.circumstances.deferred_payments, told.agreement, agreement)


def on_charging_exemption_decided(
    deciding: Deciding, standing: PersonStanding, event: Event[ChargingExemptionDecided]
) -> Change:
    """Care that is free by law is free from its own first day, however late that is found."""
    told = event.data
    exemption = Exemption(
        Version(told.revision, told.exempt_from, event.id),
        told.kind,
        Span(told.exempt_from, told.exempt_to),
        told.line,
    )
    return keep_charging_fact(standing.circumstances.exemptions, told.exemption, exemption)
