"""The door for RabbitMQ: FastStream subscribers iterated into batches.

Everything is settled in the database, so nothing is ever rejected or returned to the queue: a delivery is
acknowledged once the batch it was in is committed, or it stays with the broker.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aio_pika.exceptions import AMQPException, ChannelInvalidStateError
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from faststream.rabbit.message import RabbitMessage

from consumers.deliveries import delivery_from
from hub.intake import Intake
from hub.retries import pauses
from hub.telemetry import log
from hub.topology import Topology

BATCH = 200
LINGER_SECONDS = 0.002
RECONNECT_SECONDS = 0.5


async def _raw(message: Any) -> Any:
    # FastStream's own decoder reads JSON before us; a body that is none would never reach intake.
    return message.body


class RabbitDoor:
    """Consumes every inbound queue of the topology, each on a channel of its own."""

    def __init__(self, url: str, intake: Intake, topology: Topology, batch: int = BATCH) -> None:
        self._url = url
        self._intake = intake
        self._topology = topology
        self._batch = batch
        # One worker: batches of different queues follow one another, each as large as what waits.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self.broker: RabbitBroker | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until told to stop; waits for a broker that is away.

        Raises:
            InvariantBroken: intake found a promise of our own broken; nothing of that batch was acknowledged.
        """
        broker = await self._connected(stopping)
        if broker is None:
            return
        tasks = [asyncio.create_task(self._consume(subscriber, stopping)) for subscriber in broker.subscribers]
        waiter = asyncio.create_task(stopping.wait())
        try:
            done, _ = await asyncio.wait([*tasks, waiter], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stopping.set()
            await asyncio.gather(*tasks, return_exceptions=True)
            waiter.cancel()
            await broker.stop()
            self._worker.shutdown()

    async def _connected(self, stopping: asyncio.Event) -> RabbitBroker | None:
        for pause in pauses():
            broker = self._make_broker()
            try:
                await broker.start()
            except (AMQPException, OSError) as error:
                log.warning("waiting_for_broker", reason=type(error).__name__)
                await broker.stop()
            else:
                self.broker = broker
                return broker
            try:
                await asyncio.wait_for(stopping.wait(), pause)
            except TimeoutError:
                continue
            return None
        return None

    def _make_broker(self) -> RabbitBroker:
        broker = RabbitBroker(
            self._url,
            reconnect_interval=RECONNECT_SECONDS,
            graceful_timeout=15.0,
            logger=None,
            # Never a default channel of unlimited prefetch, even where none is asked for.
            default_channel=Channel(prefetch_count=1, on_return_raises=True),
        )
        for queue in self._topology.inbound_queues:
            broker.subscriber(
                # The wiring is declared elsewhere: here it must exist.
                RabbitQueue(queue.name, declare=False),
                channel=Channel(prefetch_count=2 * self._batch),
                ack_policy=AckPolicy.MANUAL,
                decoder=_raw,
            )
        return broker

    async def _consume(self, subscriber: Any, stopping: asyncio.Event) -> None:
        arrived: asyncio.Queue[RabbitMessage] = asyncio.Queue()

        async def pump() -> None:
            async for message in subscriber:
                arrived.put_nowait(message)

        pumping = asyncio.create_task(pump())
        try:
            while not stopping.is_set():
                batch = await self._gather(arrived, pumping)
                if batch:
                    await self._settle(batch)
        finally:
            pumping.cancel()

    async def _gather(self, arrived: asyncio.Queue[RabbitMessage], pumping: asyncio.Task[None]) -> list[RabbitMessage]:
        try:
            batch = [await asyncio.wait_for(arrived.get(), 0.5)]
        except TimeoutError:
            if pumping.done():
                pumping.result()
            return []
        lingered = False
        while len(batch) < self._batch:
            if not arrived.empty():
                batch.append(arrived.get_nowait())
            elif lingered:
                break
            else:
                # A moment for what is on its way, so that a burst is one batch and not many.
                lingered = True
                await asyncio.sleep(LINGER_SECONDS)
        return batch

    async def _settle(self, batch: Sequence[RabbitMessage]) -> None:
        deliveries = [delivery_from(message.body, message.headers) for message in batch]
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._worker, self._intake.process, deliveries)
        try:
            await batch[-1].ack(multiple=True)
        except (AMQPException, ChannelInvalidStateError, OSError) as error:
            # The channel these came on is gone. They are committed; the broker sends them again as repeats.
            log.warning("waiting_for_broker", reason=type(error).__name__)
