"""The facts a charging rule may look at, each with the days it applies to; plain values.

Amounts are integer pence. Spans include both ends; an absent end is open.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from contracts.inbound.assessments import Frequency, Household, Premium
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting


class Version(Struct, frozen=True):
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


class Span(Struct, frozen=True):
    """Days from `first` to `last`, both included; open if `last` is absent."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Says whether the day lies in the span, its first and last days included.

        Source: charging section 10 (the start day is included).
        """
        return self.first <= day and (self.last is None or day <= self.last)


class ServiceLine(Struct, frozen=True):
    """One service within a care package."""

    line: str
    service: Service
    setting: Setting
    collector: Collector
    weekly_cost_pence: int
    span: Span
    nursing_fee_basis: NursingFeeBasis | None = None
    suspensions: tuple[Span, ...] = ()


class CarePackage(Struct, frozen=True):
    """A care package as the standing revision tells it."""

    version: Version
    lines: tuple[ServiceLine, ...]


class Ceasing(Struct, frozen=True):
    """The end of a care package as a whole."""

    version: Version
    last_day: date


class AssessmentBasis(StrEnum):
    """How the person was assessed."""

    FULL = "full"
    LIGHT_TOUCH = "light_touch"
    DECLINED = "declined"


class Income(Struct, frozen=True):
    """One income, for its own period; `as_at` is the day its amount was true."""

    income: str
    kind: str
    amount_pence: int
    frequency: Frequency
    benefit_rate: str | None = None


class Capital(Struct, frozen=True):
    """One holding of capital; `value_pence` is the whole holding, of which the person has a share."""

    capital: str
    kind: str
    value_pence: int
    share_percent: int = 100
    disregarded: bool = False
    disregarded_to: date | None = None


class Outgoing(Struct, frozen=True):
    """A weekly cost that the assessment allows for."""

    kind: str
    weekly_pence: int


class FinancialAssessment(Struct, frozen=True):
    """A financial assessment: full, light touch or declined."""

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


class CapitalStatement(Struct, frozen=True):
    """Every holding of capital from a day on, newer than the assessment it corrects."""

    version: Version
    effective_from: date
    capital: tuple[Capital, ...]


class PropertySale(Struct, frozen=True):
    """A property sold: from the day of completion its proceeds are capital."""

    version: Version
    completed_on: date
    net_proceeds_pence: int


class Award(Struct, frozen=True):
    """An award of a benefit at one amount, from one day on, until the next amount or its end."""

    version: Version
    award: str
    kind: str
    amount_pence: int
    frequency: Frequency
    effective_from: date
    ended_on: date | None = None
    benefit_rate: str | None = None


class Funding(Struct, frozen=True):
    """A decision of the NHS to pay."""

    version: Version
    kind: NhsFunding
    span: Span


class UpratingNotice(Struct, frozen=True):
    """A benefit uprating notice: new weekly amounts by rate, rises in per cent (text) by kind of income."""

    version: Version
    effective_from: date
    rates_pence: dict[str, int] = field(default_factory=dict)
    rises_percent: dict[str, str] = field(default_factory=dict)


class Circumstances(Struct):
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
