"""One message in one transaction in SQLAlchemy Core, as one would write it: one statement a table."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Executable, func, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.throughput.deciding_one import Rows, decided, inbox_row, opened
from hub.deciding import Unsaid
from hub.ledger.tables import council_standing, fact, inbox, journal_entry, outbox, person_standing, posting, task
from hub.recovery.gates import AdverseStep
from hub.standing.codec import decode_council, decode_person

CLAIM = postgresql.insert(inbox).on_conflict_do_nothing().returning(inbox.c.message_id)
COUNCIL = select(council_standing.c.standing).with_for_update(read=True)
Execute = Callable[..., Any]


def apply(connection: Connection, body: bytes) -> None:
    """Apply one message in the transaction."""
    item, now = opened(body), datetime.now(UTC)
    if connection.execute(CLAIM, inbox_row(item, now)).first() is None:
        return
    person = decode_person(connection.execute(_standing_of(item.event.subject)).scalar_one())
    council = decode_council(connection.execute(COUNCIL).scalar_one())
    unsaid = {}
    if item.word.family != "banking":
        unsaid = _by_key(connection.execute(_unsaid_of(item.event.subject)))
    for statement, rows in _writes(decided(item, person, council, now, unsaid)):
        connection.execute(statement, rows)


async def apply_async(connection: AsyncConnection, body: bytes) -> None:
    """Apply one message in the transaction, as `apply` does."""
    item, now = opened(body), datetime.now(UTC)
    if (await connection.execute(CLAIM, inbox_row(item, now))).first() is None:
        return
    person = decode_person((await connection.execute(_standing_of(item.event.subject))).scalar_one())
    council = decode_council((await connection.execute(COUNCIL)).scalar_one())
    unsaid = {}
    if item.word.family != "banking":
        unsaid = _by_key(await connection.execute(_unsaid_of(item.event.subject)))
    for statement, rows in _writes(decided(item, person, council, now, unsaid)):
        await connection.execute(statement, rows)


def _standing_of(person: str | None) -> Any:
    return select(person_standing.c.standing).where(person_standing.c.person == person).with_for_update()


def _unsaid_of(person: str | None) -> Any:
    return (
        select(outbox.c.person, outbox.c.key, outbox.c.message_id, outbox.c.step)
        .where(
            outbox.c.person == person,
            outbox.c.step.is_not(None),
            func.coalesce(outbox.c.said_at, outbox.c.withdrawn_at).is_(None),
        )
        .with_for_update()
    )


def _by_key(rows: Any) -> dict[tuple[str, str], Unsaid]:
    return {(row.person, row.key): Unsaid(row.message_id, AdverseStep(row.step)) for row in rows}


def _writes(rows: Rows) -> list[tuple[Executable, Any]]:
    standing = dict(rows.standing)
    person = standing.pop("person")
    writes: list[tuple[Executable, Any]] = [
        (insert(fact), rows.fact),
        (insert(posting), rows.postings),
        (insert(journal_entry), rows.entries),
        (update(person_standing).where(person_standing.c.person == person), standing),
        (insert(outbox), rows.outbox),
        (insert(task), rows.tasks),
    ]
    return [(statement, its) for statement, its in writes if its]
