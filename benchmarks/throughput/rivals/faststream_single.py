"""FastStream as its documentation has it: one message, one transaction, acknowledged after the commit.

Ten messages are in work at once. SQLAlchemy Core on asyncpg, the fastest of its drivers here; one statement a table.
"""

import uvloop
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from faststream.rabbit.annotations import RabbitMessage
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.throughput.rivals.statements import apply_async
from benchmarks.throughput.settings import plain, told

IN_WORK = 10

TOLD = told()
engine = create_async_engine(
    plain(TOLD.store).replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=IN_WORK, max_overflow=0
)
broker = RabbitBroker(TOLD.bus, logger=None)


async def raw(message: RabbitMessage) -> bytes:
    """The body as it came: the contract reads JSON itself, and once."""
    return message.body if isinstance(message.body, bytes) else b""


@broker.subscriber(
    RabbitQueue(TOLD.queue, declare=False),
    channel=Channel(prefetch_count=IN_WORK),
    ack_policy=AckPolicy.NACK_ON_ERROR,
    decoder=raw,
)
async def take(body: bytes) -> None:
    """Apply one message; FastStream acknowledges when this returns."""
    async with engine.begin() as connection:
        await apply_async(connection, body)


if __name__ == "__main__":
    uvloop.run(FastStream(broker).run())
