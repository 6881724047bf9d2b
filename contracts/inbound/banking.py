"""Banking: money received, mandates, and direct debits collected, returned and claimed back."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.money import PositiveAmount
from contracts.periods import Day
from contracts.references import PayerReference, Reference, Text
from contracts.registry import inbound

FAMILY = "banking"

ReasonCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]$")]


class PaymentMethod(StrEnum):
    """How money reached the council."""

    BANK_TRANSFER = "bank_transfer"
    STANDING_ORDER = "standing_order"
    CARD = "card"
    CASH = "cash"
    CHEQUE = "cheque"
    DIRECT_DEBIT = "direct_debit"
    OTHER = "other"


@inbound("payment.received", FAMILY)
class PaymentReceived(Received):
    """Money reached the council's bank account or a counter."""

    payment: Reference = Field(description="Reference of the payment.")
    amount: PositiveAmount = Field(description="Sum received.")
    received_on: Day = Field(description="Day the money was booked.")
    method: PaymentMethod = Field(description="How it was paid.")
    payer_reference: PayerReference | None = Field(
        default=None, description="Reference the payment carries, if it could be read."
    )
    bank_text: Text | None = Field(default=None, description="What the bank wrote beside it.")


class MandateState(StrEnum):
    """Where a direct debit mandate stands."""

    LODGED = "lodged"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@inbound("mandate.changed", FAMILY)
class MandateChanged(Received):
    """A direct debit mandate as a whole, as it now stands."""

    mandate: Reference = Field(description="Reference of the mandate.")
    revision: int = Revision
    payer_reference: PayerReference = Field(description="Reference that its collections carry.")
    state: MandateState = Field(description="Where it stands.")
    effective_from: Day = Field(description="First day of this state.")
    reason_code: ReasonCode | None = Field(
        default=None, description="Reason code of the ADDACS or AUDDIS advice, if that is how we know."
    )


@inbound("direct_debit.collected", FAMILY)
class DirectDebitCollected(Received):
    """A direct debit was presented to the payer's bank."""

    collection: Reference = Field(description="Reference of the collection.")
    payer_reference: PayerReference = Field(description="Reference of the mandate.")
    amount: PositiveAmount = Field(description="Sum presented.")
    processed_on: Day = Field(description="Bacs processing day.")
    claim: Reference | None = Field(default=None, description="Our claim that it answers, if known.")


@inbound("direct_debit.returned", FAMILY)
class DirectDebitReturned(Received):
    """A direct debit came back unpaid, as an ARUDD report tells."""

    returned: Reference = Field(description="Reference of the return.")
    payer_reference: PayerReference = Field(description="Reference of the mandate.")
    amount: PositiveAmount = Field(description="Sum returned.")
    originally_processed_on: Day = Field(description="Processing day of the collection that came back.")
    returned_on: Day = Field(description="Processing day of the report.")
    reason_code: ReasonCode = Field(description="ARUDD reason code, one character.")


@inbound("direct_debit.indemnity_claimed", FAMILY)
class DirectDebitIndemnityClaimed(Received):
    """A payer took money back under the Direct Debit Guarantee."""

    indemnity: Reference = Field(description="Reference of the indemnity claim.")
    payer_reference: PayerReference = Field(description="Reference of the mandate.")
    amount: PositiveAmount = Field(description="Sum claimed.")
    originally_processed_on: Day = Field(description="Processing day of the collection claimed back.")
    settles_on: Day = Field(description="Day the money leaves our account unless challenged.")
    reason_code: ReasonCode = Field(description="DDICA reason code, one character.")
