"""All checks together: counts, findings, and whether everything is as promised."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, select

from hub.end_state import trial_balance
from hub.ledger import embedded_bus
from hub.ledger.tables import journal_entry
from hub.reconciliation.findings import Finding
from hub.reconciliation.ledger import (
    find_in_balances,
    find_in_chains,
    find_in_seals,
    find_in_standings,
)
from hub.reconciliation.messages import find_in_endings, find_in_numbers, find_in_outbox, message_counts
from hub.settings import EMBEDDED
from hub.topology import DEAD


def reconcile(connection: Connection, broker: Mapping[str, int | None] | None) -> dict[str, Any]:
    """Counts that tie publishers, bus, inbox, outcomes and ledger, and every finding.

    `broker` tells how many messages wait in each inbound queue and in the queue of dead letters; None for a queue
    that is missing. Without a broker the bus is the one in the store.
    """
    bus = {EMBEDDED: embedded_bus.waiting(connection)} if broker is None else broker
    waiting = sum(depth or 0 for name, depth in bus.items() if name != DEAD)
    findings = [
        *_find_on_the_bus(bus),
        *find_in_endings(connection),
        *find_in_numbers(connection, waiting),
        *find_in_outbox(connection, waiting),
        *find_in_balances(connection),
        *find_in_chains(connection),
        *find_in_seals(connection),
        *find_in_standings(connection),
    ]
    return {
        "clean": not findings,
        "counts": {
            **message_counts(connection),
            "bus": dict(bus),
            "entries": connection.execute(select(func.count()).select_from(journal_entry)).scalar_one(),
        },
        "trial_balance": trial_balance(connection),
        "findings": [asdict(finding) for finding in findings],
    }


def _find_on_the_bus(bus: Mapping[str, int | None]) -> list[Finding]:
    found = [
        Finding("bus", name, "the broker has no such queue: `hub topology apply`")
        for name, depth in bus.items()
        if depth is None
    ]
    if bus.get(DEAD):
        found.append(Finding("bus", DEAD, f"{bus[DEAD]} dead letters: no message should ever end there"))
    return found
