"""Financial assessments: the means test's inputs, and changes to capital and property."""

from enum import StrEnum

from pydantic import Field, model_validator

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.money import Amount
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import inbound

FAMILY = "assessments"
WHOLE = 100


RISES_FROM = (
    "First day on which a rise that follows from this counts, where the council knew of it and was slow; a fall "
    "counts from the first day in any case."
)


class Household(StrEnum):
    """Whether the person is assessed as single or as one of a couple."""

    SINGLE = "single"
    COUPLE = "couple"


class Frequency(StrEnum):
    """The period an amount is paid for."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Premium(StrEnum):
    """Additions to the minimum income guarantee."""

    DISABILITY = "disability"
    ENHANCED_DISABILITY = "enhanced_disability"
    CARER = "carer"


class Occupant(StrEnum):
    """Who lives in a property as their main home, as the disregards of property divide them."""

    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    LONE_PARENT_FORMER_PARTNER = "lone_parent_former_partner"
    RELATIVE_AGED_60_OR_OVER = "relative_aged_60_or_over"
    RELATIVE_INCAPACITATED = "relative_incapacitated"
    CHILD_UNDER_18 = "child_under_18"
    THIRD_PARTY = "third_party"


class OccupationEnd(StrEnum):
    """Why somebody no longer lives in a property."""

    DIED = "died"
    WENT_INTO_CARE = "went_into_care"
    LEFT = "left"


class Income(Received):
    """One income of the person, net of tax and National Insurance."""

    income: Reference = Field(description="Reference of the income, unique in the assessment.")
    kind: Reference = Field(description="Kind of income, such as state_pension or attendance_allowance.")
    amount: Amount = Field(description="Amount for one period.")
    frequency: Frequency = Field(description="Period the amount is paid for.")
    benefit_rate: Reference | None = Field(
        default=None,
        description="Published rate the amount is, such as attendance_allowance_higher; follows notices.",
    )
    share_percent: int = Field(
        default=100, ge=1, le=100, description="The person's share in per cent, of an income paid for a couple."
    )
    paid_to_spouse: Amount | None = Field(
        default=None,
        description="Of a pension: what is paid over, in the same period, to a spouse or civil partner who does not "
        "live in the same care home. What the spouse is entitled to in any case is not part of the amount.",
    )
    outgoings: Amount | None = Field(
        default=None,
        description="Of rent from disregarded premises: mortgage, council tax and water; of mortgage protection "
        "insurance: interest, capital and premium; in the same period.",
    )
    assessment_period_day: int | None = Field(
        default=None, ge=1, le=31, description="Of Universal Credit: day of the month its assessment periods begin on."
    )
    assumed: bool = Field(default=False, description="Whether the amount is assumed until somebody confirms it.")
    paid_from: Day | None = Field(default=None, description="First day of the income, if after the assessment's.")
    paid_to: Day | None = Field(default=None, description="Last day of the income, if it is known to end.")


class Capital(Received):
    """One holding of capital."""

    capital: Reference = Field(description="Reference of the holding, unique in the assessment.")
    kind: Reference = Field(description="Kind of capital, such as savings or main_home.")
    value: Amount = Field(description="Value after costs of sale and debts secured on it.")
    share_percent: int = Field(default=100, ge=1, le=100, description="The person's share in per cent.")
    disregarded: bool = Field(default=False, description="Whether the council disregards it.")
    disregarded_to: Day | None = Field(default=None, description="Last day of the disregard; without end if absent.")
    surrender_value: Amount | None = Field(
        default=None, description="What giving it up would bring, if more than its market value may be."
    )
    sale_would_cost: bool = Field(
        default=False, description="Whether selling costs anything that the value does not yet allow for."
    )
    secured_debt: Amount | None = Field(
        default=None, description="Debts secured on the holding that the value does not yet allow for."
    )
    joint_owners: int | None = Field(
        default=None, ge=2, le=20, description="How many own it in equal shares; instead of a share in per cent."
    )
    received_on: Day | None = Field(
        default=None,
        description="Day it was received, from which a disregard for some weeks runs; of notional capital, the "
        "first day the person is taken to have it.",
    )
    occupied_by: Occupant | None = Field(
        default=None, description="Of a property: who lives there as their main home, if not the person."
    )
    occupied_from: Day | None = Field(default=None, description="First day that occupant lived there.")
    occupied_to: Day | None = Field(default=None, description="Last day that occupant lived there, if it is over.")
    occupation_ended: OccupationEnd | None = Field(default=None, description="Why it is over.")

    @model_validator(mode="after")
    def _has_one_share(self) -> "Capital":
        if self.joint_owners is not None and self.share_percent != WHOLE:
            raise ValueError("joint_owners: expected it without share_percent, which says the share already")
        if self.occupied_to is not None and self.occupation_ended is None:
            raise ValueError("occupation_ended: expected when occupied_to is given")
        return self


class Outgoing(Received):
    """A weekly cost that the assessment allows for."""

    kind: Reference = Field(description="Kind of cost, such as rent or cleaner.")
    weekly: Amount = Field(description="Weekly cost.")
    share_percent: int = Field(
        default=100, ge=1, le=100, description="The person's share in per cent, where others live there too."
    )
    paid_from: Day | None = Field(default=None, description="First day of the cost, if after the assessment's.")
    paid_to: Day | None = Field(default=None, description="Last day of the cost, if it is known to end.")
    evidence: Text | None = Field(default=None, description="What shows the cost.")


class SavingsCredit(Received):
    """What the savings disregard looks at, where the incomes alone do not say it."""

    qualifying_income_weekly: Amount | None = Field(
        default=None,
        description="Qualifying income for savings credit, of both partners in a couple; worked out if absent.",
    )
    partner_date_of_birth: Day | None = Field(default=None, description="Date of birth of the partner.")
    partner_has_savings_credit: bool = Field(default=False, description="Whether the partner gets savings credit.")
    given_to_partner: bool = Field(
        default=False, description="Whether the disregard was given in the partner's own assessment."
    )


@inbound("financial_assessment.completed", FAMILY)
class FinancialAssessmentCompleted(Received):
    """A full financial assessment: everything the means test looks at, as a whole."""

    assessment: Reference = Field(description="Reference of the assessment.")
    revision: int = Revision
    effective_from: Day = Field(description="First day the assessment applies to.")
    household: Household = Field(description="Single, or one of a couple.")
    lone_parent: bool = Field(default=False, description="Whether the person is a lone parent.")
    children_count: int = Field(default=0, ge=0, le=20, description="Children the person is responsible for.")
    premiums: tuple[Premium, ...] = Field(default=(), description="Premiums the person is entitled to.")
    incomes: tuple[Income, ...] = Field(default=(), description="Every income.")
    capital: tuple[Capital, ...] = Field(default=(), description="Every holding of capital.")
    housing_costs: tuple[Outgoing, ...] = Field(
        default=(), description="Housing costs of the main home, before any help that is among the incomes."
    )
    disability_related_expenditure: tuple[Outgoing, ...] = Field(
        default=(), description="Costs of disability that are allowed."
    )
    charging_information_given_on: Day | None = Field(
        default=None, description="When the person was told that care is charged for."
    )
    non_care_support_weekly: Amount | None = Field(
        default=None, description="Cost of meals, transport and the like that the council provides besides care."
    )
    personal_allowance_extra_weekly: Amount | None = Field(
        default=None, description="What the council adds to the personal expenses allowance in this case."
    )
    savings_credit: SavingsCredit | None = Field(
        default=None, description="What the savings disregard looks at beyond the incomes."
    )
    rises_from: Day | None = Field(default=None, description=RISES_FROM)


@inbound("financial_assessment.light_touch", FAMILY)
class FinancialAssessmentLightTouch(Received):
    """The council treats the person as assessed, without a full assessment."""

    assessment: Reference = Field(description="Reference of the assessment.")
    revision: int = Revision
    effective_from: Day = Field(description="First day the assessment applies to.")
    contribution_weekly: Amount | None = Field(
        default=None, description="Weekly contribution agreed; the full cost of care if absent."
    )
    consented_on: Day = Field(description="When the person agreed to a light-touch assessment.")
    reason: Reference = Field(description="Why a light touch is enough, in the publisher's code.")


@inbound("financial_assessment.declined", FAMILY)
class FinancialAssessmentDeclined(Received):
    """The person declined to be assessed or to disclose; the full cost is charged."""

    assessment: Reference = Field(description="Reference of the assessment.")
    revision: int = Revision
    effective_from: Day = Field(description="First day this applies to.")
    declined_on: Day = Field(description="When the person declined.")


@inbound("financial_assessment.interim", FAMILY)
class FinancialAssessmentInterim(Received):
    """The assessment is overdue: a provisional contribution until there is one, which then replaces it in full."""

    assessment: Reference = Field(description="Reference of the assessment.")
    revision: int = Revision
    effective_from: Day = Field(description="First day the provisional contribution applies to.")
    contribution_weekly: Amount = Field(description="Provisional weekly contribution.")
    reason: Text = Field(description="Why there is no assessment yet, in the publisher's words.")


@inbound("deferred_payment.agreed", FAMILY)
class DeferredPaymentAgreed(Received):
    """A deferred payment agreement: what the person pays now, while the rest is deferred."""

    agreement: Reference = Field(description="Reference of the agreement.")
    revision: int = Revision
    effective_from: Day = Field(description="First day on which payment is deferred.")
    ends_on: Day | None = Field(default=None, description="Last day on which payment is deferred; open if absent.")
    keeps_weekly: Amount | None = Field(
        default=None, description="What the person chose to keep, if less than the disposable income allowance."
    )
    defers_weekly_at_most: Amount | None = Field(
        default=None, description="The most that is deferred for a week; all that is not paid if absent."
    )


class ExemptionKind(StrEnum):
    """Why care may not be charged for, whatever the person has."""

    SECTION_117 = "section_117"
    CREUTZFELDT_JAKOB_DISEASE = "creutzfeldt_jakob_disease"


@inbound("charging_exemption.decided", FAMILY)
class ChargingExemptionDecided(Received):
    """Care is free by law, whatever the person has: all of it, or one line."""

    exemption: Reference = Field(description="Reference of the exemption.")
    revision: int = Revision
    kind: ExemptionKind = Field(description="Why it is free.")
    line: Reference | None = Field(default=None, description="Service line that is free; all of them if absent.")
    exempt_from: Day = Field(description="First day without charge.")
    exempt_to: Day | None = Field(default=None, description="Last day without charge; open if absent.")

    @model_validator(mode="after")
    def _in_order(self) -> "ChargingExemptionDecided":
        if self.exempt_to is not None and self.exempt_to < self.exempt_from:
            raise ValueError("exempt_to: expected a day on or after exempt_from")
        return self


@inbound("capital.changed", FAMILY)
class CapitalChanged(Received):
    """The person's capital changed; every holding as it now stands."""

    statement: Reference = Field(description="Reference of this statement of capital.")
    revision: int = Revision
    effective_from: Day = Field(description="First day the holdings apply to.")
    capital: tuple[Capital, ...] = Field(description="Every holding of capital.")
    rises_from: Day | None = Field(default=None, description=RISES_FROM)


@inbound("property.sale_notified", FAMILY)
class PropertySaleNotified(Received):
    """A property of the person was sold, or its sale was agreed."""

    sale: Reference = Field(description="Reference of the sale.")
    revision: int = Revision
    completed_on: Day = Field(description="Day of completion.")
    net_proceeds: Amount = Field(description="The person's share of what is left after costs and debts.")
    holding: Reference | None = Field(default=None, description="Reference of the holding that was sold, if known.")
    for_another_home: bool = Field(
        default=False, description="Whether the proceeds of the former home are to be spent on another one."
    )
