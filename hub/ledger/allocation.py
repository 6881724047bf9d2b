"""Which item each receipt settles: a pure function of items and receipts, so any order gives the same answer."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True, frozen=True)
class Receipt:
    """Money that reduces what is owed; `pence` is positive."""

    receipt: str
    received_on: date
    pence: int


@dataclass(slots=True)
class Item:
    """One thing owed, with its due day; `charged_pence` below nil is a credit to the person."""

    item: str
    first: date
    last: date
    due_on: date
    charged_pence: int
    settled_pence: int = 0
    settled_by: list[tuple[str, int]] = field(default_factory=list)

    @property
    def outstanding_pence(self) -> int:
        """What is still to pay of this item; never below nil."""
        return max(0, self.charged_pence - self.settled_pence)


@dataclass(slots=True)
class Allocation:
    """Items with what settles them, and receipts not needed yet."""

    items: list[Item]
    unallocated_pence: int


def allocate(items: list[Item], receipts: list[Receipt]) -> Allocation:
    """Settle the oldest due item first, with the oldest receipt first.

    Credits on items (charges corrected below nil) are spent before money received. No rule of law orders
    this: a payer may appropriate a payment, and where none does the creditor may choose; oldest due first
    is the council's choice, as it is the one that leaves least in arrears.
    """
    open_items = sorted(items, key=lambda item: (item.due_on, item.item))
    corrections = [
        Receipt(f"credit:{item.item}", item.first, -item.charged_pence) for item in open_items if item.charged_pence < 0
    ]
    ordered = corrections + sorted(receipts, key=lambda receipt: (receipt.received_on, receipt.receipt))
    owing = iter([item for item in open_items if item.charged_pence > 0])
    current = next(owing, None)
    unallocated = 0
    for receipt in ordered:
        left = receipt.pence
        while left and current is not None:
            part = min(left, current.charged_pence - current.settled_pence)
            current.settled_pence += part
            current.settled_by.append((receipt.receipt, part))
            left -= part
            if current.settled_pence == current.charged_pence:
                current = next(owing, None)
        unallocated += left
    return Allocation(open_items, unallocated)
