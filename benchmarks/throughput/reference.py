"""What a reaction must come to: the events decided beforehand, one after another, on the people as they stand."""

import pickle
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from benchmarks.throughput.deciding_one import Rows, decided, inbox_row, opened
from hub.differences.account import charged_pence, paid_pence
from hub.ledger.tables import (
    council_standing,
    fact,
    inbox,
    journal_entry,
    outbox,
    parked,
    person_standing,
    posting,
    task,
)
from hub.reading import Read
from hub.reconciliation import reconcile
from hub.standing.codec import decode_council, decode_person
from hub.standing.person import PersonStanding

COUNTED = (inbox, fact, journal_entry, posting, outbox, task, parked)
Account = tuple[int, int, int, int]


class Reaction(StrEnum):
    """What is measured: the light one is money received, the heavy one a back-dated change of care."""

    LIGHT = "light"
    HEAVY = "heavy"


@dataclass(slots=True)
class State:
    """A store, summed up: rows by table, and by person what is charged, paid, charged by week and entered."""

    rows: dict[str, int]
    accounts: dict[str, Account] = field(default_factory=dict)


def state_of(connection: Connection) -> State:
    """What a store holds."""
    rows = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in COUNTED}
    texts = connection.execute(select(person_standing.c.standing)).scalars()
    return State(rows, {person.person: _account(person) for person in map(decode_person, texts)})


def _account(person: PersonStanding) -> Account:
    posted = person.posted
    return charged_pence(person), paid_pence(person), len(posted.charges), posted.entries_count


class Reference:
    """The events of one measurement, decided in order, and the state they lead to."""

    def __init__(self, connection: Connection, bodies: list[bytes]) -> None:
        before = state_of(connection)
        council = decode_council(connection.execute(select(council_standing.c.standing)).scalar_one())
        people = {
            person: decode_person(text)
            for person, text in connection.execute(select(person_standing.c.person, person_standing.c.standing))
        }
        self.bodies = bodies
        self.expected = before
        self._now = datetime.now(UTC)
        self._decided: list[tuple[Read, Rows]] = []
        for body in bodies:
            item = opened(body)
            person = people[str(item.event.subject)]
            rows = decided(item, person, council, self._now)
            self._decided.append((item, rows))
            self._count(rows)
        self.expected.accounts = {person: _account(its) for person, its in people.items()}

    def _count(self, rows: Rows) -> None:
        added = {
            inbox: 1,
            fact: 1,
            journal_entry: len(rows.entries),
            posting: len(rows.postings),
            outbox: len(rows.outbox),
            task: len(rows.tasks),
        }
        for table, count in added.items():
            self.expected.rows[table.name] += count

    def write_rows(self, path: Path) -> None:
        """Keep the rows of each message for somebody who only copies them."""
        prepared: dict[str, Any] = {}
        columns: dict[str, tuple[str, ...]] = {}
        for item, rows in self._decided:
            by_table = {
                "inbox": [inbox_row(item, self._now)],
                "fact": [rows.fact],
                "posting": rows.postings,
                "journal_entry": rows.entries,
                "outbox": rows.outbox,
            }
            columns |= {table: tuple(its[0]) for table, its in by_table.items() if its}
            prepared[item.event.id] = {table: [tuple(row.values()) for row in its] for table, its in by_table.items()}
            prepared[item.event.id]["standing"] = tuple(rows.standing.values())
        path.write_bytes(pickle.dumps({**prepared, "columns": columns}))

    def faults_of(self, connection: Connection) -> list[str]:
        """How a store differs from what the events should have come to; empty if it does not."""
        found = state_of(connection)
        faults = [
            f"{table}: expected {self.expected.rows[table]} rows and found {count}"
            for table, count in found.rows.items()
            if count != self.expected.rows[table]
        ]
        differing = [person for person, its in self.expected.accounts.items() if found.accounts.get(person) != its]
        if differing:
            faults.append(f"accounts: {len(differing)} people differ, {differing[0]} the first")
        report = reconcile(connection, {})
        return faults + [f"{its['check']}: {its['message']}" for its in report["findings"][:5]]
