"""Financial assessments: the means test's inputs, and changes to capital and property."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.money import Amount
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import inbound

FAMILY = "assessments"


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


class Capital(Received):
    """One holding of capital."""

    capital: Reference = Field(description="Reference of the holding, unique in the assessment.")
    kind: Reference = Field(description="Kind of capital, such as savings or main_home.")
    value: Amount = Field(description="Value after costs of sale and debts secured on it.")
    share_percent: int = Field(default=100, ge=1, le=100, description="The person's share in per cent.")
    disregarded: bool = Field(default=False, description="Whether the council disregards it.")
    disregarded_to: Day | None = Field(default=None, description="Last day of the disregard; without end if absent.")


class Outgoing(Received):
    """A weekly cost that the assessment allows for."""

    kind: Reference = Field(description="Kind of cost, such as rent or cleaner.")
    weekly: Amount = Field(description="Weekly cost.")


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
    housing_costs: tuple[Outgoing, ...] = Field(default=(), description="Housing costs of the main home.")
    disability_related_expenditure: tuple[Outgoing, ...] = Field(
        default=(), description="Costs of disability that are allowed."
    )
    charging_information_given_on: Day | None = Field(
        default=None, description="When the person was told that care is charged for."
    )


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


@inbound("capital.changed", FAMILY)
class CapitalChanged(Received):
    """The person's capital changed; every holding as it now stands."""

    statement: Reference = Field(description="Reference of this statement of capital.")
    revision: int = Revision
    effective_from: Day = Field(description="First day the holdings apply to.")
    capital: tuple[Capital, ...] = Field(description="Every holding of capital.")


@inbound("property.sale_notified", FAMILY)
class PropertySaleNotified(Received):
    """A property of the person was sold, or its sale was agreed."""

    sale: Reference = Field(description="Reference of the sale.")
    revision: int = Revision
    completed_on: Day = Field(description="Day of completion.")
    net_proceeds: Amount = Field(description="The person's share of what is left after costs and debts.")
