"""The account as it stands: items by cycle, receipts, and which settles which. Derived, never stored."""

from collections import defaultdict
from datetime import date

from hub.differences.matching import match_taken_back
from hub.ledger.allocation import Allocation, Item, Receipt, allocate
from hub.rates.policy import Policy
from hub.standing.person import PersonStanding


def items_of(standing: PersonStanding, policy: Policy) -> list[Item]:
    """What the person owes, one item for each cycle with charges."""
    charged: dict[date, int] = defaultdict(int)
    for key, pence in standing.posted.charges.items():
        charged[policy.cycle_of(date.fromisoformat(key.split("/")[0])).first] += pence
    items = []
    for first, pence in sorted(charged.items()):
        cycle = policy.cycle_of(first)
        items.append(Item(first.isoformat(), cycle.first, cycle.last, policy.due_on(first), pence))
    return items


def receipts_of(standing: PersonStanding) -> list[Receipt]:
    """Money received for the person; a collection that came back is no receipt."""
    posted = standing.posted.money
    gone = {
        f"collection:{collection}"
        for back, collection in match_taken_back(standing).items()
        if f"taken_back:{back}" in posted
    }
    return [
        Receipt(key, _received_on(standing, key), pence)
        for key, pence in posted.items()
        if pence > 0 and key not in gone
    ]


def _received_on(standing: PersonStanding, key: str) -> date:
    kind, reference = key.split(":", 1)
    if kind == "payment":
        return standing.payments[reference].received_on
    return standing.collections[reference].processed_on


def account_of(standing: PersonStanding, policy: Policy) -> Allocation:
    """Items and what settles them."""
    return allocate(items_of(standing, policy), receipts_of(standing))


def charged_pence(standing: PersonStanding) -> int:
    """Everything charged so far, less everything reversed."""
    return sum(standing.posted.charges.values())


def deferred_pence(standing: PersonStanding) -> int:
    """Everything deferred under agreements so far; it is owed, and not due."""
    return sum(standing.posted.deferred.values())


def paid_pence(standing: PersonStanding) -> int:
    """Everything received so far, less everything taken back."""
    return sum(standing.posted.money.values())
