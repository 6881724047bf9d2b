"""Banking: payments, mandates, and direct debits collected, returned and claimed back."""

from contracts.envelope import Event
from contracts.inbound.banking import (
    DirectDebitCollected,
    DirectDebitIndemnityClaimed,
    DirectDebitReturned,
    MandateChanged,
    PaymentReceived,
)
from hub.charging.circumstances import Version
from hub.deciding import Deciding
from hub.differences.money import claim_references
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.recovery.reason_codes import ARUDD, DDICA
from hub.standing.person import (
    Collection,
    Mandate,
    Payment,
    PersonStanding,
    TakenBack,
    keep_first,
    keep_latest,
)

RECEIPT = Change(Aspect.MONEY | Aspect.REFERRALS)
TAKEN_BACK = Change(Aspect.MONEY | Aspect.COLLECTIONS | Aspect.REFERRALS)


def on_payment_received(deciding: Deciding, standing: PersonStanding, event: Event[PaymentReceived]) -> Change:
    """Money settles what the person owes, or waits in suspense until somebody claims its reference."""
    told = event.data
    payment = Payment(event.id, told.amount, told.received_on, told.method, told.payer_reference)
    return RECEIPT if keep_first(standing.payments, told.payment, payment) else NO_CHANGE


def on_mandate_changed(deciding: Deciding, standing: PersonStanding, event: Event[MandateChanged]) -> Change:
    """The latest statement of a mandate stands; what waits under its reference comes to the person."""
    told = event.data
    claimed = claim_references(deciding, standing, (told.payer_reference,))
    mandate = Mandate(
        Version(told.revision, told.effective_from, event.id),
        told.payer_reference,
        told.state,
        told.effective_from,
        told.reason_code,
    )
    kept = keep_latest(standing.mandates, told.mandate, mandate)
    if claimed:
        return TAKEN_BACK
    return Change(Aspect.COLLECTIONS) if kept else NO_CHANGE


def on_direct_debit_collected(
    deciding: Deciding, standing: PersonStanding, event: Event[DirectDebitCollected]
) -> Change:
    """A collection is money received, until it comes back."""
    told = event.data
    collection = Collection(event.id, told.payer_reference, told.amount, told.processed_on)
    return TAKEN_BACK if keep_first(standing.collections, told.collection, collection) else NO_CHANGE


def on_direct_debit_returned(deciding: Deciding, standing: PersonStanding, event: Event[DirectDebitReturned]) -> Change:
    """A return takes back its own collection, and its reason code chooses what follows."""
    told = event.data
    back = TakenBack(
        event.id,
        told.payer_reference,
        told.amount,
        told.originally_processed_on,
        told.returned_on,
        told.reason_code,
        ARUDD,
    )
    return TAKEN_BACK if keep_first(standing.taken_back, told.returned, back) else NO_CHANGE


def on_indemnity_claimed(
    deciding: Deciding, standing: PersonStanding, event: Event[DirectDebitIndemnityClaimed]
) -> Change:
    """An indemnity claim takes back its own collection on the day it settles."""
    told = event.data
    back = TakenBack(
        event.id,
        told.payer_reference,
        told.amount,
        told.originally_processed_on,
        told.settles_on,
        told.reason_code,
        DDICA,
    )
    return TAKEN_BACK if keep_first(standing.taken_back, told.indemnity, back) else NO_CHANGE
