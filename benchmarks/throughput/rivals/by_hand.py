"""A consumer written by hand: aio-pika and asyncpg, ten transactions at once, SQL made for the fewest round trips.

Claim and read are one statement, everything that is written but the entry is another; the entry follows in a third,
because the database seals it when it is written. Messages that may
withdraw something unsaid ask for that in one more. Acknowledged one by one, as they commit in no order.
"""

import asyncio
import signal
from datetime import UTC, datetime
from typing import Any

import aio_pika
import asyncpg
import uvloop
from aio_pika.abc import AbstractIncomingMessage
from sqlalchemy import String, Table
from sqlalchemy.dialects import postgresql

from benchmarks.throughput.deciding_one import Row, decided, inbox_row, opened
from benchmarks.throughput.settings import plain, told
from hub.deciding import Unsaid
from hub.ledger.tables import fact, inbox, journal_entry, outbox, posting, task
from hub.recovery.gates import AdverseStep
from hub.standing.codec import decode_council, decode_person

IN_WORK = 10

CLAIM_AND_READ = """
WITH claimed AS (
    INSERT INTO inbox (consumer, message_id, content_hash, outcome, recorded_at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING message_id)
SELECT person_standing.standing, council_standing.standing FROM claimed, person_standing, council_standing
 WHERE person_standing.person = $6 FOR UPDATE OF person_standing FOR SHARE OF council_standing
"""

UNSAID = """
SELECT person, key, message_id, step FROM outbox
 WHERE person = $1 AND step IS NOT NULL AND said_at IS NULL AND withdrawn_at IS NULL FOR UPDATE
"""


def _type_of(table: Table, name: str) -> str:
    its = table.c[name].type
    return "text" if isinstance(its, String) else its.compile(postgresql.dialect())  # type: ignore[no-untyped-call]


class Inserting:
    """An INSERT of rows that travel as one array a column, beginning at a numbered parameter."""

    def __init__(self, table: Table, names: list[str], first: int = 1) -> None:
        self.names = names
        self.next = first + len(names)
        arrays = ", ".join(f"${first + place}::{_type_of(table, name)}[]" for place, name in enumerate(names))
        listed = ", ".join(f'"{name}"' for name in names)
        self.sql = f"INSERT INTO {table.name} ({listed}) SELECT * FROM unnest({arrays})"

    def arguments(self, rows: list[Row]) -> list[list[Any]]:
        """The rows, column by column."""
        return [[row[name] for row in rows] for name in self.names]


class Writing:
    """The statements that write what one message comes to, made once from the first rows that are seen."""

    def __init__(self, fact_row: Row, posting_row: Row, outbox_row: Row, entry_row: Row) -> None:
        self.facts = Inserting(fact, list(fact_row))
        self.postings = Inserting(posting, list(posting_row), self.facts.next)
        self.outbox = Inserting(outbox, list(outbox_row), self.postings.next)
        self.entries = Inserting(journal_entry, list(entry_row))
        at = self.outbox.next
        self.all_but_entries = (
            f"WITH f AS ({self.facts.sql}), p AS ({self.postings.sql}), o AS ({self.outbox.sql}) "
            f"UPDATE person_standing SET standing = ${at + 1}, next_due_on = ${at + 2}, has_care = ${at + 3} "
            f"WHERE person = ${at}"
        )


class Consumer:
    """Takes messages until it is told to stop."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._writing: Writing | None = None

    async def take(self, message: AbstractIncomingMessage) -> None:
        """Apply one message and acknowledge it."""
        async with self._pool.acquire() as connection, connection.transaction():
            await self._apply(connection, message.body)
        await message.ack()

    async def _apply(self, connection: Any, body: bytes) -> None:
        item, now = opened(body), datetime.now(UTC)
        claim = inbox_row(item, now)
        read = await connection.fetchrow(CLAIM_AND_READ, *(claim[c.name] for c in inbox.c), item.event.subject)
        if read is None:
            return
        unsaid = {}
        if item.word.family != "banking":
            found = await connection.fetch(UNSAID, item.event.subject)
            unsaid = {(its["person"], its["key"]): Unsaid(its["message_id"], AdverseStep(its["step"])) for its in found}
        rows = decided(item, decode_person(read[0]), decode_council(read[1]), now, unsaid)
        if self._writing is None:
            self._writing = Writing(rows.fact, rows.postings[0], rows.outbox[0], rows.entries[0])
        writing = self._writing
        await connection.execute(
            writing.all_but_entries,
            *writing.facts.arguments([rows.fact]),
            *writing.postings.arguments(rows.postings),
            *writing.outbox.arguments(rows.outbox),
            rows.standing["person"],
            rows.standing["standing"],
            rows.standing["next_due_on"],
            rows.standing["has_care"],
        )
        await connection.execute(writing.entries.sql, *writing.entries.arguments(rows.entries))
        if rows.tasks:
            tasks = Inserting(task, list(rows.tasks[0]))
            await connection.execute(tasks.sql, *tasks.arguments(rows.tasks))


async def main() -> None:
    """Consume until told to stop."""
    its = told()
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with (
        asyncpg.create_pool(plain(its.store), min_size=IN_WORK, max_size=IN_WORK) as pool,
        await aio_pika.connect(its.bus) as connection,
    ):
        channel = await connection.channel(publisher_confirms=False)
        await channel.set_qos(prefetch_count=IN_WORK)
        queue = await channel.get_queue(its.queue, ensure=False)
        await queue.consume(Consumer(pool).take)
        await stopping.wait()


if __name__ == "__main__":
    uvloop.run(main())
