"""Care packages: what is arranged, where, by whom, at what cost, and when it stops."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.money import Amount
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import inbound

FAMILY = "care_packages"


class Setting(StrEnum):
    """Where care is given, as the charging rules divide it."""

    COMMUNITY = "community"
    CARE_HOME = "care_home"


class Service(StrEnum):
    """What kind of service a line is."""

    HOME_CARE = "home_care"
    DAY_CARE = "day_care"
    SUPPORTED_LIVING = "supported_living"
    EXTRA_CARE = "extra_care"
    SHARED_LIVES = "shared_lives"
    DIRECT_PAYMENT = "direct_payment"
    RESIDENTIAL = "residential"
    NURSING = "nursing"
    REABLEMENT = "reablement"
    EQUIPMENT = "equipment"
    ADAPTATION = "adaptation"
    AFTERCARE = "aftercare"
    CARER_SUPPORT = "carer_support"
    OTHER = "other"


class Collector(StrEnum):
    """Who collects the person's contribution."""

    COUNCIL = "council"
    PROVIDER = "provider"
    DIRECT_PAYMENT_ACCOUNT = "direct_payment_account"


class Stay(StrEnum):
    """How a stay in a care home is meant, as the charging rules divide it."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    SHORT_TERM = "short_term"


class TopUpPayer(StrEnum):
    """Who pays what a home costs above the personal budget."""

    THIRD_PARTY = "third_party"
    PERSON = "person"


class NursingFeeBasis(StrEnum):
    """Whether a nursing home's weekly cost includes NHS-funded nursing care."""

    GROSS = "gross"
    NET = "net"


class Suspension(Received):
    """Days on which a service line was not provided; they cost nothing unless it says what is still paid."""

    suspended_from: Day = Field(description="First day without service.")
    suspended_to: Day | None = Field(default=None, description="Last day without service; open if absent.")
    reason: Reference = Field(description="Why, in the publisher's code; `hospital` for a stay in hospital.")
    weekly_cost: Amount | None = Field(
        default=None, description="What is still paid for a full week, such as for a bed that is kept."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Suspension":
        _require_order(self.suspended_from, self.suspended_to, "suspended_to", "suspended_from")
        return self


class ServiceLine(Received):
    """One service within a care package."""

    line: Reference = Field(description="Reference of the line, unique in the package.")
    service: Service = Field(description="Kind of service.")
    setting: Setting = Field(description="Where it is given, as the charging rules divide it.")
    provider: Reference = Field(description="Reference of the provider.")
    collector: Collector = Field(description="Who collects the contribution.")
    units_weekly: Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,2})?$")] | None = Field(
        default=None, description="Units a week, such as hours or days, if the service is measured so."
    )
    weekly_cost: Amount = Field(description="Cost to the council for a full week.")
    nursing_fee_basis: NursingFeeBasis | None = Field(
        default=None, description="For nursing homes: whether the cost includes NHS-funded nursing care."
    )
    starts_on: Day = Field(description="First day of the service.")
    ends_on: Day | None = Field(default=None, description="Last day of the service; open if absent.")
    suspensions: tuple[Suspension, ...] = Field(default=(), description="Days without service.")
    stay: Stay | None = Field(default=None, description="For care homes: how the stay is meant; permanent if absent.")
    permanent_from: Day | None = Field(
        default=None, description="Day the plan was changed and agreed, of a stay that became permanent."
    )
    nhs_share_weekly: Amount | None = Field(
        default=None, description="What the NHS pays of the weekly cost where care is funded jointly."
    )
    total_cost: Amount | None = Field(default=None, description="For adaptations: what the adaptation costs in all.")
    arranged_on_request: bool = Field(
        default=False, description="Whether the person could pay and asked the council to arrange the care."
    )
    top_up_weekly: Amount | None = Field(
        default=None, description="What the home costs above the personal budget; it is no part of the weekly cost."
    )
    top_up_payer: TopUpPayer | None = Field(default=None, description="Who pays the top-up.")

    @model_validator(mode="after")
    def _in_order(self) -> "ServiceLine":
        _require_order(self.starts_on, self.ends_on, "ends_on", "starts_on")
        if self.service is Service.NURSING and self.nursing_fee_basis is None:
            raise ValueError("nursing_fee_basis: expected gross or net for a nursing home")
        if self.service is Service.ADAPTATION and self.total_cost is None:
            raise ValueError("total_cost: expected for an adaptation, which is free up to a limit")
        if (self.stay is not None or self.permanent_from is not None) and self.setting is not Setting.CARE_HOME:
            raise ValueError("stay: expected for a care home only")
        if self.permanent_from is not None and self.stay not in (Stay.TEMPORARY, Stay.SHORT_TERM):
            raise ValueError("stay: expected temporary or short_term when permanent_from is given")
        if self.top_up_weekly is not None and self.top_up_payer is None:
            raise ValueError("top_up_payer: expected when top_up_weekly is given")
        return self


def _require_order(first: date, last: date | None, last_field: str, first_field: str) -> None:
    if last is not None and last < first:
        raise ValueError(f"{last_field}: expected a day on or after {first_field}")


@inbound("care_package.changed", FAMILY)
class CarePackageChanged(Received):
    """A care package as a whole, with every service line past and present."""

    care_package: Reference = Field(description="Reference of the care package.")
    revision: int = Revision
    effective_from: Day = Field(description="First day this revision makes a difference to.")
    lines: tuple[ServiceLine, ...] = Field(min_length=1, description="Every service line, ended ones too.")

    @model_validator(mode="after")
    def _lines_are_distinct(self) -> "CarePackageChanged":
        if len({line.line for line in self.lines}) != len(self.lines):
            raise ValueError("lines: expected each line reference once")
        return self


@inbound("care_package.ceased", FAMILY)
class CarePackageCeased(Received):
    """A care package ended as a whole."""

    care_package: Reference = Field(description="Reference of the care package.")
    revision: int = Revision
    last_day: Day = Field(description="Last day on which care was provided.")
    reason: Reference = Field(description="Why, in the publisher's code.")


@inbound("care.delivered", FAMILY)
class CareDelivered(Received):
    """What was delivered of a service line in one charging week, where that is charged for and not the plan."""

    delivery: Reference = Field(description="Reference of this record of delivery.")
    revision: int = Revision
    line: Reference = Field(description="Reference of the service line.")
    week_beginning: Day = Field(description="First day of the charging week.")
    cost: Amount = Field(description="Cost to the council of what was delivered in the week.")
