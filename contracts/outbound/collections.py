"""Collections: what the direct debit bureau is asked to do."""

from pydantic import Field

from contracts.base import Spoken
from contracts.money import PositiveAmount
from contracts.periods import Day
from contracts.references import PayerReference, Reference
from contracts.registry import outbound

FAMILY = "collections"


@outbound("direct_debit.claim_requested", FAMILY)
class DirectDebitClaimRequested(Spoken):
    """A sum is to be collected under a mandate."""

    claim: Reference = Field(description="Reference of the claim.")
    mandate: Reference = Field(description="Mandate to collect under.")
    payer_reference: PayerReference = Field(description="Reference of the mandate at the bank.")
    amount: PositiveAmount = Field(description="Sum to collect.")
    collect_on: Day = Field(description="Day to collect, never earlier.")


@outbound("mandate.cancellation_requested", FAMILY)
class MandateCancellationRequested(Spoken):
    """A mandate must not be used any more."""

    mandate: Reference = Field(description="Mandate to cancel.")
    payer_reference: PayerReference = Field(description="Reference of the mandate at the bank.")


@outbound("mandate.reinstatement_requested", FAMILY)
class MandateReinstatementRequested(Spoken):
    """A mandate that was cancelled for a reason since withdrawn is to be lodged again."""

    mandate: Reference = Field(description="Mandate to lodge again.")
    payer_reference: PayerReference = Field(description="Reference of the mandate at the bank.")
