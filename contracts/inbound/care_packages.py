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
    AFTERCARE = "aftercare"
    OTHER = "other"


class Collector(StrEnum):
    """Who collects the person's contribution."""

    COUNCIL = "council"
    PROVIDER = "provider"


class NursingFeeBasis(StrEnum):
    """Whether a nursing home's weekly cost includes NHS-funded nursing care."""

    GROSS = "gross"
    NET = "net"


class Suspension(Received):
    """Days on which a service line was not provided and costs nothing."""

    suspended_from: Day = Field(description="First day without service.")
    suspended_to: Day | None = Field(default=None, description="Last day without service; open if absent.")
    reason: Reference = Field(description="Why, in the publisher's code.")

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

    @model_validator(mode="after")
    def _in_order(self) -> "ServiceLine":
        _require_order(self.starts_on, self.ends_on, "ends_on", "starts_on")
        if self.service is Service.NURSING and self.nursing_fee_basis is None:
            raise ValueError("nursing_fee_basis: expected gross or net for a nursing home")
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
