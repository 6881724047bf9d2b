"""A door on a real broker, with an intake that can be held up, and what the broker keeps meanwhile."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
import orjson
from amqp import Connection
from amqp.basic_message import Message
from kombu.utils.url import url_to_parts

from consumers.rabbitmq import RabbitDoor
from hub.intake import Ending, Intake, Settled
from hub.publishing import outgoing_from
from hub.reading import Delivery
from hub.recovery.agents import load_agents
from hub.topology import Topology, topology
from producers.publisher import KombuPublisher
from producers.wiring import apply

QUEUE = "hub.in.banking"
WIRING = topology(load_agents())
ONLY_BANKING = Topology(WIRING.exchanges, tuple(queue for queue in WIRING.queues if queue.name == QUEUE))
DEADLINE = 60.0


class HeldIntake(Intake):
    """Notes what it is given; while it is held, nothing is settled."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.begun = threading.Event()
        self.free = threading.Event()
        self.free.set()
        self.failure: Exception | None = None

    def process(self, deliveries: Sequence[Delivery], settled: Settled | None = None) -> list[Ending]:
        """Note the ids of the deliveries, once they may be settled."""
        self.begun.set()
        assert self.free.wait(DEADLINE), "nobody let the intake go on"
        if self.failure is not None:
            raise self.failure
        self.seen += [str(orjson.loads(delivery.body)["id"]) for delivery in deliveries]
        return [Ending.APPLIED] * len(deliveries)

    def stop(self) -> None:
        """There is no store to wait for."""


@asynccontextmanager
async def open_door(
    url: str, intake: Intake, batch: int = 20, wiring: Topology = ONLY_BANKING
) -> AsyncIterator[asyncio.Task[None]]:
    """A door that consumes; it is told to stop at the end, and its own end is awaited."""
    stopping = asyncio.Event()
    task = asyncio.create_task(RabbitDoor(url, intake, wiring, batch).run(stopping))
    try:
        yield task
    finally:
        stopping.set()
        await asyncio.wait([task], timeout=DEADLINE)
    assert task.done(), "the door did not end"
    if not task.cancelled():
        task.result()


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition holds; fail, saying what was awaited, after the deadline."""
    async with asyncio.timeout(DEADLINE) as waiting:
        while not condition():
            await asyncio.sleep(0.02)
    assert not waiting.expired(), what


def wire(url: str) -> None:
    """Declare the queues of the hub on the broker."""
    apply(url, WIRING)


def payment(number: int | str) -> bytes:
    """A payment that no person is known for, by its id."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"payment-{number}",
            "source": "urn:training-council:test",
            "type": "payment.received.v1",
            "time": "2026-04-01T09:00:00Z",
            "data": {
                "payment": f"PAY-{number}",
                "amount": "10.00",
                "received_on": "2026-04-01",
                "method": "cash",
                "payer_reference": "TESTA0042",
            },
        }
    )


def publish(url: str, bodies: Sequence[bytes]) -> None:
    """Publish events to the inbound exchange, confirmed and routed."""
    publisher = KombuPublisher(url)
    window = [outgoing_from(body, "test", number) for number, body in enumerate(bodies, 1)]
    try:
        assert len(publisher.publish(window)) == len({outgoing.message_id for outgoing in window})
    finally:
        publisher.close()


def put(url: str, body: bytes, **properties: Any) -> None:
    """Put one message straight into the queue, with properties that may be anything."""
    its = url_to_parts(url)
    host = f"{its.hostname}:{its.port}"
    with Connection(
        host, userid=its.username, password=its.password, virtual_host=its.path or "/", confirm_publish=True
    ) as connection:
        connection.channel().basic_publish(Message(body, delivery_mode=2, **properties), routing_key=QUEUE)


async def ready(url: str) -> int:
    """How many messages wait in the queue and are with no consumer."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(QUEUE, passive=True)
        return queue.declaration_result.message_count or 0


async def until_ready(url: str, count: int) -> None:
    """Wait until so many messages wait in the queue."""
    async with asyncio.timeout(DEADLINE):
        while await ready(url) != count:
            await asyncio.sleep(0.05)


async def taken(url: str) -> list[str]:
    """The ids of the messages that wait in the queue, taken off it."""
    ids = []
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.get_queue(QUEUE)
        while (message := await queue.get(fail=False)) is not None:
            await message.ack()
            ids.append(str(orjson.loads(message.body)["id"]))
    return ids


def ids(numbers: range) -> list[str]:
    """The ids of payments by their numbers."""
    return [f"payment-{number}" for number in numbers]
