"""Charges raised and reversed, and the statement that shows them."""

from pydantic import Field

from contracts.base import Spoken
from contracts.money import PositiveAmount, SignedAmount
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import outbound

FAMILY = "charges"


class _ChargeMovement(Spoken):
    """By how much one item of the account moved, and where it is posted."""

    item: Reference = Field(description="Item the movement belongs to: the cycle it falls in.")
    period_from: Day = Field(description="First day of the cycle.")
    period_to: Day = Field(description="Last day of the cycle.")
    due_on: Day = Field(description="Day the item is due.")
    amount: PositiveAmount = Field(description="By how much the item moved.")
    entry: Reference = Field(description="Journal entry that posted it.")


@outbound("charge.raised", FAMILY)
class ChargeRaised(_ChargeMovement):
    """The person owes more for a cycle."""


@outbound("charge.reversed", FAMILY)
class ChargeReversed(_ChargeMovement):
    """The person owes less for a cycle than was charged before."""


class StatementItem(Spoken):
    """One item on a statement."""

    item: Reference = Field(description="Item: the cycle charged for.")
    due_on: Day = Field(description="Day it is due.")
    charged: SignedAmount = Field(description="Charged in all.")
    outstanding: SignedAmount = Field(description="Still to pay.")


@outbound("statement.issued", FAMILY)
class StatementIssued(Spoken):
    """The four-weekly account as shown to the person."""

    statement: Reference = Field(description="Reference of the statement.")
    period_from: Day = Field(description="First day of the cycle.")
    period_to: Day = Field(description="Last day of the cycle.")
    opening_balance: SignedAmount = Field(description="Owed before; negative if the account is in credit.")
    charges: SignedAmount = Field(description="Charges and corrections since the last statement.")
    payments: SignedAmount = Field(description="Payments less returns since the last statement.")
    closing_balance: SignedAmount = Field(description="Owed now; negative if the account is in credit.")
    items: tuple[StatementItem, ...] = Field(description="Items not yet settled.")
