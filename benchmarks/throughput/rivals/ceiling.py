"""The ceiling: batches straight from the queue, and rows decided beforehand, copied into the same tables.

Each message is read and checked against its contract, as everybody does; nothing is decided, deduplicated, locked or
loaded. No consumer that keeps the promises can be as fast. It says how much of what broker, database and driver allow
is left to one that does.
"""

import asyncio
import pickle
import signal
from pathlib import Path
from typing import Any

import aio_pika
import asyncpg
import uvloop
from aio_pika.abc import AbstractIncomingMessage

from benchmarks.throughput.deciding_one import opened
from benchmarks.throughput.settings import plain, told

BATCH = 500

STANDINGS = """
UPDATE person_standing SET standing = its.standing, next_due_on = its.next_due_on, has_care = its.has_care
  FROM unnest($1::text[], $2::text[], $3::date[], $4::boolean[]) AS its(person, standing, next_due_on, has_care)
 WHERE person_standing.person = its.person
"""
TABLES = ("inbox", "fact", "posting", "journal_entry", "outbox")

Prepared = dict[str, Any]


class Ceiling:
    """Writes the rows that were prepared for each message."""

    def __init__(self, connection: asyncpg.Connection, prepared: dict[str, Prepared]) -> None:
        self._connection = connection
        self._prepared = prepared

    async def write(self, batch: list[AbstractIncomingMessage]) -> None:
        """Copy the rows of a batch in one transaction, and acknowledge it."""
        rows = [self._prepared[opened(message.body).event.id] for message in batch]
        async with self._connection.transaction():
            for table in TABLES:
                await self._copy(table, [row for its in rows for row in its[table]])
            latest = {its["standing"][0]: its["standing"] for its in rows}
            await self._connection.execute(STANDINGS, *map(list, zip(*latest.values(), strict=True)))
        await batch[-1].ack(multiple=True)

    async def _copy(self, table: str, rows: list[Any]) -> None:
        await self._connection.copy_records_to_table(table, records=rows, columns=self._prepared["columns"][table])


async def main() -> None:
    """Consume until told to stop."""
    its = told()
    prepared = pickle.loads(Path(its.rows).read_bytes())
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    connection = await asyncpg.connect(plain(its.store))
    writing = Ceiling(connection, prepared)
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    async with await aio_pika.connect(its.bus) as bus:
        channel = await bus.channel(publisher_confirms=False)
        await channel.set_qos(prefetch_count=2 * BATCH)
        queue = await channel.get_queue(its.queue, ensure=False)
        await queue.consume(arrived.put)
        working = asyncio.create_task(_work(arrived, writing))
        await asyncio.wait([working, asyncio.create_task(stopping.wait())], return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        working.result()


async def _work(arrived: asyncio.Queue[AbstractIncomingMessage], writing: Ceiling) -> None:
    while True:
        batch = [await arrived.get()]
        while len(batch) < BATCH and not arrived.empty():
            batch.append(arrived.get_nowait())
        await writing.write(batch)


if __name__ == "__main__":
    uvloop.run(main())
