"""Totals by cycle: what was charged for it, and what was collected, returned and paid in its four weeks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from contracts.money import pounds_from_pence
from hub.demo.record import Entry
from hub.rates.policy import Policy

COLUMNS = CHARGED, COLLECTED, RETURNED, PAID = "charged", "collected", "returned", "paid"
_COLUMN_OF_KIND = {
    "charge": CHARGED,
    "collection": COLLECTED,
    "return": RETURNED,
    "payment": PAID,
    "payment_identified": PAID,
}


@dataclass(slots=True)
class Cycle:
    """Pence by column; what moves debtors up is positive."""

    first: date
    last: date
    pence: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))


def totals_by_cycle(
    entries: Iterable[Entry], policy: Policy, last_day: date
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """For each cycle its totals and the balance after it; and all cycles together.

    Charges belong to the cycle they are for, whenever they were posted; money to the cycle in which it moved.
    """
    cycles: dict[date, Cycle] = {}
    whole = dict.fromkeys(COLUMNS, 0)
    for entry in entries:
        column = _COLUMN_OF_KIND[entry.kind]
        for item, pence in entry.items:
            day = date.fromisoformat(item) if column == CHARGED else entry.effective_on
            span = policy.cycle_of(day)
            cycles.setdefault(span.first, Cycle(span.first, span.last)).pence[column] += pence
            whole[column] += pence
    rows, balance = [], 0
    for _, cycle in sorted(cycles.items()):
        balance += sum(cycle.pence.values())
        last = min(cycle.last, last_day)
        rows.append({"from": cycle.first.isoformat(), "to": last.isoformat(), **_figures(cycle.pence, balance)})
    return rows, _figures(whole, balance)


def _figures(pence: dict[str, int], balance: int) -> dict[str, str]:
    return {
        CHARGED: pounds_from_pence(pence[CHARGED]),
        COLLECTED: pounds_from_pence(-pence[COLLECTED]),
        RETURNED: pounds_from_pence(pence[RETURNED]),
        PAID: pounds_from_pence(-pence[PAID]),
        "balance": pounds_from_pence(balance),
    }
