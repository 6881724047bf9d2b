"""The door for RabbitMQ: FastStream subscribers iterated into batches.

Everything is settled in the database, so nothing is ever rejected or returned to the queue: a delivery is
acknowledged once the batch it was in is committed, or it stays with the broker.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from aio_pika.exceptions import ChannelNotFoundEntity
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue

from consumers.frames import read_leniently
from consumers.line import BROKER_FAILURES, IN_WORK, Line, as_bytes, as_it_came
from hub.errors import WiringDiffers
from hub.intake import Ending, Intake
from hub.reading import Delivery
from hub.retries import pauses
from hub.telemetry import log
from hub.topology import Topology

BATCH = 200
RECONNECT_SECONDS = 0.5
CONNECT_SECONDS = 20.0
GOODBYE_SECONDS = 5.0


class RabbitDoor:
    """Consumes every inbound queue of the topology, each on a channel of its own."""

    def __init__(self, url: str, intake: Intake, topology: Topology, batch: int = BATCH) -> None:
        read_leniently()
        self._url = url
        self._intake = intake
        self._topology = topology
        self._batch = batch
        self._workers = ThreadPoolExecutor(IN_WORK, thread_name_prefix="intake")
        self.broker: RabbitBroker | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until told to stop; waits for a broker that is away, and begins anew with one that was lost.

        Raises:
            InvariantBroken: intake found a promise of our own broken; nothing of that batch was acknowledged.
            WiringDiffers: the broker lacks a queue of ours.
        """
        try:
            while not stopping.is_set():
                broker = await self._connected(stopping)
                if broker is not None:
                    self.broker = broker
                    await self._consume(broker, stopping)
                    await _moment(stopping, RECONNECT_SECONDS)
        finally:
            self._workers.shutdown()

    async def _connected(self, stopping: asyncio.Event) -> RabbitBroker | None:
        for pause in pauses():
            broker = self._make_broker()
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await broker.start()
            except ChannelNotFoundEntity as error:
                await _leave(broker)
                raise WiringDiffers("the broker lacks a queue of the hub's: run `hub topology apply`") from error
            except BROKER_FAILURES as error:
                log.warning("waiting_for_broker", reason=type(error).__name__)
                await _leave(broker)
            else:
                return broker
            await _moment(stopping, pause)
            if stopping.is_set():
                break
        return None

    def _make_broker(self) -> RabbitBroker:
        broker = RabbitBroker(
            self._url,
            reconnect_interval=RECONNECT_SECONDS,
            logger=None,
            # Never a default channel of unlimited prefetch, even where none is asked for.
            default_channel=Channel(prefetch_count=1, on_return_raises=True),
        )
        for queue in self._topology.inbound_queues:
            broker.subscriber(
                # The wiring is declared elsewhere: here it must exist.
                RabbitQueue(queue.name, declare=False),
                channel=Channel(prefetch_count=IN_WORK * self._batch),
                ack_policy=AckPolicy.MANUAL,
                parser=as_it_came,
                decoder=as_bytes,
            )
        return broker

    async def _consume(self, broker: RabbitBroker, stopping: asyncio.Event) -> None:
        lines = [Line(subscriber, self._settle, self._batch) for subscriber in broker.subscribers]
        running = [asyncio.create_task(line.run()) for line in lines]
        waiter = asyncio.create_task(stopping.wait())
        try:
            # A line ends by itself when its channel does not come back, or by an error: then all begin anew, or end.
            await asyncio.wait([*running, waiter], return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiter.cancel()
            for line in lines:
                line.stop()
            endings = await asyncio.gather(*running, return_exceptions=True)
            await _leave(broker)
        for ending in endings:
            if isinstance(ending, BaseException):
                raise ending

    async def _settle(self, deliveries: Sequence[Delivery]) -> list[Ending]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, self._intake.process, deliveries)


async def _moment(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


async def _leave(broker: RabbitBroker) -> None:
    try:
        async with asyncio.timeout(GOODBYE_SECONDS):
            await broker.stop()
    except BROKER_FAILURES as error:
        # What is gone needs no goodbye.
        log.warning("waiting_for_broker", reason=type(error).__name__)
