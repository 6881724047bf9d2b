"""Benefits: published rates, awards, and what the NHS funds."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from contracts.base import Received
from contracts.inbound.assessments import RISES_FROM, Frequency
from contracts.inbound.people import Revision
from contracts.money import Amount
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import inbound

FAMILY = "benefits"


class PublishedRate(Received):
    """The new weekly amount of one benefit rate."""

    benefit_rate: Reference = Field(description="Name of the rate, such as attendance_allowance_higher.")
    weekly: Amount = Field(description="New weekly amount.")


class PublishedRise(Received):
    """A rise in per cent for amounts that differ from person to person."""

    kind: Reference = Field(description="Kind of income, such as state_pension.")
    percent: Annotated[str, Field(pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,3})?$")] = Field(
        description="Rise in per cent, as a decimal string."
    )


@inbound("benefit.rates_published", FAMILY)
class BenefitRatesPublished(Received):
    """The yearly uprating notice: which rates and kinds of income change, and from when."""

    notice: Reference = Field(description="Reference of the notice.")
    revision: int = Revision
    effective_from: Day = Field(description="First day of the new amounts.")
    rates: tuple[PublishedRate, ...] = Field(default=(), description="Rates with a new weekly amount.")
    rises: tuple[PublishedRise, ...] = Field(default=(), description="Kinds of income that rise by per cent.")
    published_by: Text = Field(description="Who published the notice, and where.")

    @model_validator(mode="after")
    def _says_something(self) -> "BenefitRatesPublished":
        if not self.rates and not self.rises:
            raise ValueError("rates: expected at least one rate or rise")
        return self


@inbound("benefit.award_changed", FAMILY)
class BenefitAwardChanged(Received):
    """An award of a benefit to the person began, changed or ended."""

    award: Reference = Field(description="Reference of the award.")
    revision: int = Revision
    kind: Reference = Field(description="Kind of income, such as attendance_allowance.")
    benefit_rate: Reference | None = Field(default=None, description="Published rate the amount is, if any.")
    amount: Amount = Field(description="Amount for one period.")
    frequency: Frequency = Field(description="Period the amount is paid for.")
    effective_from: Day = Field(description="First day of this amount.")
    ended_on: Day | None = Field(default=None, description="Last day of the award, if it ended.")
    share_percent: int = Field(
        default=100, ge=1, le=100, description="The person's share in per cent, of an award paid for a couple."
    )
    assessment_period_day: int | None = Field(
        default=None, ge=1, le=31, description="Of Universal Credit: day of the month its assessment periods begin on."
    )
    assumed: bool = Field(default=False, description="Whether the amount is assumed until somebody confirms it.")
    rises_from: Day | None = Field(default=None, description=RISES_FROM)


class NhsFunding(StrEnum):
    """What the NHS pays."""

    FNC_STANDARD = "fnc_standard"
    FNC_HIGHER = "fnc_higher"
    CHC = "chc"


@inbound("nhs_funding.decided", FAMILY)
class NhsFundingDecided(Received):
    """The NHS decided on funded nursing care or continuing healthcare."""

    funding: Reference = Field(description="Reference of the decision.")
    revision: int = Revision
    kind: NhsFunding = Field(description="Nursing care at a rate, or continuing healthcare.")
    funded_from: Day = Field(description="First day the NHS pays.")
    funded_to: Day | None = Field(default=None, description="Last day the NHS pays; open if absent.")
