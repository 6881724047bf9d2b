"""The facts a charging rule may look at, each with the days it applies to; plain values.

Amounts are integer pence. Spans include both ends; an absent end is open.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from contracts.inbound.assessments import ExemptionKind, Frequency, Household, Occupant, OccupationEnd, Premium
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting, Stay, TopUpPayer


class Version(Struct, frozen=True, omit_defaults=True):
    """What decides between two statements about the same thing: never the order of arrival."""

    revision: int
    effective_on: date
    message_id: str

    def supersedes(self, other: "Version") -> bool:
        """Says whether this statement stands rather than the other one, whatever order they came in.

        Source: charging decision 30 (a repeat changes nothing).
        """
        return (self.revision, self.effective_on, self.message_id) > (
            other.revision,
            other.effective_on,
            other.message_id,
        )


class Span(Struct, frozen=True, omit_defaults=True):
    """Days from `first` to `last`, both included; open if `last` is absent."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Says whether the day lies in the span, its first and last days included.

        Source: charging section 10 (the start day is included).
        """
        return self.first <= day and (self.last is None or day <= self.last)


class Suspension(Span, frozen=True, omit_defaults=True):
    """Days on which a line was not provided, and what is still paid for a full week of them."""

    weekly_cost_pence: int = 0
    reason: str = ""


class ServiceLine(Struct, frozen=True, omit_defaults=True):
    """One service within a care package."""

    line: str
    service: Service
    setting: Setting
    collector: Collector
    weekly_cost_pence: int
    span: Span
    nursing_fee_basis: NursingFeeBasis | None = None
    suspensions: tuple[Suspension, ...] = ()
    stay: Stay | None = None
    permanent_from: date | None = None
    nhs_share_weekly_pence: int = 0
    total_cost_pence: int | None = None
    arranged_on_request: bool = False
    top_up_weekly_pence: int = 0
    top_up_payer: TopUpPayer | None = None


class CarePackage(Struct, frozen=True, omit_defaults=True):
    """A care package as the standing revision tells it."""

    version: Version
    lines: tuple[ServiceLine, ...]


class Ceasing(Struct, frozen=True, omit_defaults=True):
    """The end of a care package as a whole."""

    version: Version
    last_day: date


class AssessmentBasis(StrEnum):
    """How the person was assessed."""

    FULL = "full"
    LIGHT_TOUCH = "light_touch"
    DECLINED = "declined"
    INTERIM = "interim"


class Income(Struct, frozen=True, omit_defaults=True):
    """One income, for its own period; what is paid to a spouse and outgoings are for that period too."""

    income: str
    kind: str
    amount_pence: int
    frequency: Frequency
    benefit_rate: str | None = None
    share_percent: int = 100
    paid_to_spouse_pence: int = 0
    outgoings_pence: int = 0
    assessment_period_day: int | None = None
    assumed: bool = False
    paid_from: date | None = None
    paid_to: date | None = None


class Capital(Struct, frozen=True, omit_defaults=True):
    """One holding of capital; `value_pence` is the whole holding, of which the person has a share."""

    capital: str
    kind: str
    value_pence: int
    share_percent: int = 100
    disregarded: bool = False
    disregarded_to: date | None = None
    surrender_value_pence: int | None = None
    sale_would_cost: bool = False
    secured_debt_pence: int = 0
    joint_owners: int | None = None
    received_on: date | None = None
    occupied_by: Occupant | None = None
    occupied_from: date | None = None
    occupied_to: date | None = None
    occupation_ended: OccupationEnd | None = None


class Outgoing(Struct, frozen=True, omit_defaults=True):
    """A weekly cost that the assessment allows for, and the person's share of it."""

    kind: str
    weekly_pence: int
    share_percent: int = 100
    paid_from: date | None = None
    paid_to: date | None = None
    evidence: str | None = None


class SavingsCredit(Struct, frozen=True, omit_defaults=True):
    """What the savings disregard looks at, where the incomes alone do not say it."""

    qualifying_income_weekly_pence: int | None = None
    partner_date_of_birth: date | None = None
    partner_has_savings_credit: bool = False
    given_to_partner: bool = False


class FinancialAssessment(Struct, frozen=True, omit_defaults=True):
    """A financial assessment: full, light touch, declined, or an interim one until there is another.

    A rise that follows from it counts from `rises_from`, if that is given; a fall from its first day.
    """

    version: Version
    basis: AssessmentBasis
    effective_from: date
    household: Household = Household.SINGLE
    lone_parent: bool = False
    children_count: int = 0
    premiums: tuple[Premium, ...] = ()
    incomes: tuple[Income, ...] = ()
    capital: tuple[Capital, ...] = ()
    housing_costs: tuple[Outgoing, ...] = ()
    disability_related_expenditure: tuple[Outgoing, ...] = ()
    contribution_weekly_pence: int | None = None
    charging_information_given_on: date | None = None
    non_care_support_weekly_pence: int = 0
    personal_allowance_extra_weekly_pence: int = 0
    savings_credit: SavingsCredit | None = None
    rises_from: date | None = None


class CapitalStatement(Struct, frozen=True, omit_defaults=True):
    """Every holding of capital from a day on, newer than the assessment it corrects."""

    version: Version
    effective_from: date
    capital: tuple[Capital, ...]
    rises_from: date | None = None


class PropertySale(Struct, frozen=True, omit_defaults=True):
    """A property sold: from the day of completion its proceeds are capital."""

    version: Version
    completed_on: date
    net_proceeds_pence: int
    holding: str | None = None
    for_another_home: bool = False


class DeferredPayment(Struct, frozen=True, omit_defaults=True):
    """A deferred payment agreement: what the person keeps, and the most that is deferred, in pence a week."""

    version: Version
    span: Span
    keeps_weekly_pence: int | None = None
    defers_weekly_at_most_pence: int | None = None


class Exemption(Struct, frozen=True, omit_defaults=True):
    """Days on which care is free by law: all of it, or one line."""

    version: Version
    kind: ExemptionKind
    span: Span
    line: str | None = None


class Delivery(Struct, frozen=True, omit_defaults=True):
    """What was delivered of a line in one charging week, at its cost to the council."""

    version: Version
    line: str
    week: date
    cost_pence: int


class Award(Struct, frozen=True, omit_defaults=True):
    """An award of a benefit at one amount, from one day on, until the next amount or its end."""

    version: Version
    award: str
    kind: str
    amount_pence: int
    frequency: Frequency
    effective_from: date
    ended_on: date | None = None
    benefit_rate: str | None = None
    share_percent: int = 100
    assessment_period_day: int | None = None
    assumed: bool = False
    rises_from: date | None = None


class Funding(Struct, frozen=True, omit_defaults=True):
    """A decision of the NHS to pay."""

    version: Version
    kind: NhsFunding
    span: Span


class UpratingNotice(Struct, frozen=True, omit_defaults=True):
    """A benefit uprating notice: new weekly amounts by rate, rises in per cent (text) by kind of income."""

    version: Version
    effective_from: date
    rates_pence: dict[str, int] = field(default_factory=dict)
    rises_percent: dict[str, str] = field(default_factory=dict)


class Circumstances(Struct, omit_defaults=True):
    """Everything known of a person that bears on what they pay, keyed by the publisher's references.

    `awards` is keyed by award reference and first day, so that each amount of an award has its own entry.
    """

    date_of_birth: date | None = None
    date_of_death: date | None = None
    packages: dict[str, CarePackage] = field(default_factory=dict)
    ceasings: dict[str, Ceasing] = field(default_factory=dict)
    assessments: dict[str, FinancialAssessment] = field(default_factory=dict)
    capital_statements: dict[str, CapitalStatement] = field(default_factory=dict)
    property_sales: dict[str, PropertySale] = field(default_factory=dict)
    awards: dict[str, Award] = field(default_factory=dict)
    fundings: dict[str, Funding] = field(default_factory=dict)
    deferred_payments: dict[str, DeferredPayment] = field(default_factory=dict)
    exemptions: dict[str, Exemption] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
