"""Postings: what the finance system is told."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Spoken
from contracts.money import SignedAmount
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import outbound

FAMILY = "postings"


class EntryKind(StrEnum):
    """What a journal entry is."""

    CHARGE = "charge"
    PAYMENT = "payment"
    PAYMENT_IDENTIFIED = "payment_identified"
    COLLECTION = "collection"
    RETURN = "return"
    INDEMNITY = "indemnity"


class PostedLine(Spoken):
    """One line of a journal entry; debits are positive, credits negative."""

    account: Reference = Field(description="Ledger account.")
    item: Reference | None = Field(description="Item it belongs to; null if none.")
    amount: SignedAmount = Field(description="Debit if positive, credit if negative.")


@outbound("ledger_entry.posted", FAMILY)
class LedgerEntryPosted(Spoken):
    """A balanced journal entry was posted."""

    entry: Reference = Field(description="Reference of the entry.")
    kind: EntryKind = Field(description="What the entry is.")
    effective_on: Day = Field(description="Day it takes effect.")
    recorded_on: Day = Field(description="Day it was recorded.")
    lines: tuple[PostedLine, ...] = Field(min_length=2, description="Lines that sum to nil.")
