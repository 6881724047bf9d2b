"""One queue of the broker on a channel of its own: what arrives is gathered, settled and acknowledged, in order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from aio_pika import IncomingMessage
from aio_pika.exceptions import AMQPException, ChannelInvalidStateError
from aiormq.abc import AbstractChannel
from faststream.rabbit.message import RabbitMessage

from consumers.deliveries import delivery_from
from hub.reading import Delivery
from hub.telemetry import log

LINGER_SECONDS = 0.002
IN_WORK = 2
GOODBYE_SECONDS = 2.0
NO_CORRELATION = "-"
# The last is how the AMQP library says that a connection or a channel is gone.
BROKER_FAILURES = (AMQPException, OSError, RuntimeError)

Settle = Callable[[Sequence[Delivery]], Awaitable[object]]


@dataclass(slots=True, frozen=True)
class Arrival:
    """A delivery, with the number by which its own channel knows it."""

    channel: AbstractChannel
    tag: int
    delivery: Delivery


async def as_it_came(message: IncomingMessage) -> RabbitMessage:
    """The message for FastStream, whose own parser would give it new identities."""
    return RabbitMessage(
        raw_message=message,
        body=message.body,
        message_id=message.message_id or "",
        # Without one FastStream makes one up of the system's random numbers, and every time it asks for them this
        # thread waits for its turn behind those that decide.
        correlation_id=message.correlation_id or message.message_id or NO_CORRELATION,
    )


async def as_bytes(message: RabbitMessage) -> bytes:
    """The body as it is: FastStream's own decoder reads JSON, and a body that is none would never reach intake."""
    return message.body if isinstance(message.body, bytes) else b""


class Line:
    """Deliveries of one subscriber, from their arrival to their acknowledgement."""

    def __init__(self, subscriber: Any, settle: Settle, batch: int) -> None:
        self._subscriber = subscriber
        self._settle = settle
        self._batch = batch
        self._arrived: deque[Arrival] = deque()
        self._in_work: deque[asyncio.Task[None]] = deque()
        self._woken = asyncio.Event()
        self._stopping = False
        self._last: tuple[AbstractChannel | None, int] = (None, 0)
        self._torn: AbstractChannel | None = None

    def stop(self) -> None:
        """Settle and acknowledge what is in work, and no more; the broker keeps the rest."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Consume until told to stop, or until nothing can arrive any more because the broker is lost.

        Raises:
            InvariantBroken: intake found a promise of our own broken; nothing of that batch was acknowledged.
            Unavailable: told to stop while the store was away; nothing of what was in work was acknowledged.
        """
        pumping = asyncio.create_task(self._pump())
        pumping.add_done_callback(lambda _: self._woken.set())
        try:
            while not self._stopping and not pumping.done():
                await self._woken.wait()
                self._woken.clear()
                while self._may_begin():
                    await self._begin()
        finally:
            endings = await asyncio.gather(*self._in_work, return_exceptions=True)
            # A goodbye to a broker that is away would wait for it to come back.
            pumping.cancel()
            await asyncio.wait([pumping], timeout=GOODBYE_SECONDS)
        for ending in endings:
            if ending is not None:
                raise ending

    def _may_begin(self) -> bool:
        if self._stopping or not self._arrived:
            return False
        # What waits is one batch, however small; a second one is begun beside it when it is full, so that one is
        # decided while the other is written.
        return not self._in_work or (len(self._in_work) < IN_WORK and len(self._arrived) >= self._batch)

    async def _pump(self) -> None:
        try:
            async for message in self._subscriber:
                self._note(message.raw_message)
        except BROKER_FAILURES as error:
            log.warning("waiting_for_broker", reason=type(error).__name__)

    def _note(self, message: IncomingMessage) -> None:
        try:
            channel = message.channel
        except ChannelInvalidStateError:
            # It came on a channel that is gone; the broker sends it again.
            return
        tag = message.delivery_tag or 0
        before = self._last[1] if self._last[0] is channel else 0
        if tag != before + 1 and self._torn is not channel:
            # One that never reached us must not be acknowledged together with those that did.
            log.error("delivery_missing", tag=before + 1)
            self._torn = channel
        self._last = (channel, tag)
        self._arrived.append(Arrival(channel, tag, delivery_from(message.body, message.headers)))
        self._woken.set()

    async def _begin(self) -> None:
        if len(self._arrived) < self._batch:
            # A moment for what is on its way, so that a burst is one batch and not many.
            await asyncio.sleep(LINGER_SECONDS)
        batch = [self._arrived.popleft() for _ in range(min(self._batch, len(self._arrived)))]
        before = self._in_work[-1] if self._in_work else None
        working = asyncio.create_task(self._work_off(batch, before))
        self._in_work.append(working)
        working.add_done_callback(self._ended)

    async def _work_off(self, batch: Sequence[Arrival], before: "asyncio.Task[None] | None") -> None:
        await self._settle([arrival.delivery for arrival in batch])
        if before is not None:
            # An acknowledgement speaks for everything before it too. If that was not settled, this one is not sent.
            await before
        for _, its in groupby(batch, key=lambda arrival: id(arrival.channel)):
            await self._acknowledge(list(its))

    def _ended(self, working: "asyncio.Task[None]") -> None:
        if working.cancelled() or working.exception() is not None:
            self._stopping = True
        else:
            self._in_work.remove(working)
        self._woken.set()

    async def _acknowledge(self, settled: Sequence[Arrival]) -> None:
        channel = settled[-1].channel
        try:
            if channel is not self._torn:
                await channel.basic_ack(settled[-1].tag, multiple=True)
                return
            for arrival in settled:
                await channel.basic_ack(arrival.tag)
        except BROKER_FAILURES as error:
            # The channel is gone. These are committed; the broker sends them again as repeats.
            log.warning("waiting_for_broker", reason=type(error).__name__)
