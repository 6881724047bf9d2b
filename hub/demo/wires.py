"""The bus as the demo uses it: publish, wait until everything has come in and gone out, hear what the hub said.

Nothing here reaches into the hub: messages go over the bus of the settings, and the hub's own door takes them in.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Protocol

from sqlalchemy import Connection, func, select

from consumers.rabbitmq import RabbitDoor
from contracts.registry import Direction, words
from hub.composition import Hub, settle_embedded
from hub.errors import Unavailable, WrongUsage
from hub.ledger import embedded_bus
from hub.ledger.engine import snapshot
from hub.ledger.tables import embedded_queue, inbox, outbox, received_number
from hub.outbox import WINDOW, Outgoing
from hub.settings import EMBEDDED, Settings
from hub.topology import OUT, topology
from producers.partner import Partner
from producers.publisher import KombuPublisher
from producers.wiring import apply, depths

COLLECTIONS = "collections"
PATIENCE_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.004


class Wire(Protocol):
    """A bus with the hub at its other end."""

    def publish(self, window: Sequence[Outgoing]) -> None:
        """Publish messages, confirmed."""
        ...

    def settle(self) -> None:
        """Wait until every message has come in and everything the hub had to say is said."""
        ...

    def hear(self) -> list[bytes]:
        """What the hub has said to the direct debit bureau since this was asked last."""
        ...

    def close(self) -> None:
        """Let go of the bus."""
        ...


def open_wire(settings: Settings, hub: Hub) -> Wire:
    """The bus of the settings, wired and ready.

    Raises:
        Unavailable: the broker is away.
        WrongUsage: messages wait in queues that the demo needs to itself.
    """
    return EmbeddedWire(hub) if settings.bus == EMBEDDED else RabbitWire(settings.bus, hub)


def _types_for_the_bureau() -> list[str]:
    return [word.type for word in words(Direction.OUTBOUND) if word.family == COLLECTIONS]


class EmbeddedWire:
    """The table queue in the hub's own store."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._heard_to = 0

    def publish(self, window: Sequence[Outgoing]) -> None:
        """Publish messages; committed is confirmed."""
        with self._hub.engine.begin() as connection:
            embedded_bus.publish(window, connection)

    def settle(self) -> None:
        """Run the door and the relay until nothing waits."""
        settle_embedded(self._hub)

    def hear(self) -> list[bytes]:
        """What lies in the outbound queue under the words for the bureau; it is left there."""
        query = (
            select(embedded_queue.c.queue_no, embedded_queue.c.body)
            .where(
                embedded_queue.c.exchange == OUT,
                embedded_queue.c.routing_key.in_(_types_for_the_bureau()),
                embedded_queue.c.queue_no > self._heard_to,
            )
            .order_by(embedded_queue.c.queue_no)
        )
        with snapshot(self._hub.engine) as connection:
            rows = connection.execute(query).all()
        if rows:
            self._heard_to = rows[-1].queue_no
        return [row.body for row in rows]

    def close(self) -> None:
        """Nothing to let go of: the store is the hub's."""


class RabbitWire:
    """A RabbitMQ, with the hub's door running in a thread and its outbox drained by whoever waits."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._hub = hub
        self._awaited: dict[str, int] = {}
        self._heard = 0
        wiring = topology(hub.almanac.agents)
        apply(url, wiring)
        self._partner = Partner(url, f"{OUT}.{COLLECTIONS}")
        waiting = sum(depth or 0 for depth in depths(url, wiring).values()) + self._partner.waiting()
        if waiting:
            self._partner.close()
            raise WrongUsage(
                f"--bus: expected a broker with nothing waiting in the hub's queues, and {waiting} messages wait: "
                "give the demo a virtual host of its own"
            )
        self._publisher = KombuPublisher(url)
        self._door = _DoorInAThread(RabbitDoor(url, hub.intake, wiring))

    def publish(self, window: Sequence[Outgoing]) -> None:
        """Publish messages and wait for their confirms.

        Raises:
            Unavailable: the broker is away, or has no queue for one of them.
        """
        for start in range(0, len(window), WINDOW):
            part = window[start : start + WINDOW]
            if {outgoing.message_id for outgoing in part} - self._publisher.publish(part):
                raise Unavailable("broker: a message came back, because no queue is bound for it")
        for outgoing in window:
            self._awaited[outgoing.sender] = self._awaited.get(outgoing.sender, 0) + 1

    def settle(self) -> None:
        """Say what is decided, and wait until every number that was given out has arrived.

        Raises:
            Unavailable: that did not come about in time.
        """
        self._until(self._is_settled)
        self._awaited.clear()

    def hear(self) -> list[bytes]:
        """Take what waits in the bureau's queue; all that the outbox says was said to it.

        Raises:
            Unavailable: some of it did not arrive in time.
        """
        query = (
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.type.in_(_types_for_the_bureau()), outbox.c.said_at.is_not(None))
        )
        with snapshot(self._hub.engine) as connection:
            said = connection.execute(query).scalar_one()
        heard: list[bytes] = []

        def has_all() -> bool:
            heard.extend(self._partner.take())
            return self._heard + len(heard) >= said

        self._until(has_all)
        self._heard += len(heard)
        return heard

    def close(self) -> None:
        """Stop the door, and let go of the broker."""
        self._door.stop()
        self._partner.close()
        self._publisher.close()

    def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = monotonic() + PATIENCE_SECONDS
        while not is_so():
            self._door.must_run()
            if monotonic() > deadline:
                raise Unavailable(f"bus: not everything arrived within {PATIENCE_SECONDS:.0f} seconds")
            sleep(LOOK_AGAIN_SECONDS)

    def _is_settled(self) -> bool:
        with snapshot(self._hub.engine) as connection:
            if not _numbers_arrived(connection, self._awaited):
                return False
            if not _has_something_to_say(connection) and not _awaits_its_own_words(connection):
                return True
        self._hub.outbox.drain(self._publisher.publish)
        return False


def _has_something_to_say(connection: Connection) -> bool:
    # What a gate holds back is not on its way.
    waits = outbox.c.said_at.is_(None) & outbox.c.withdrawn_at.is_(None) & outbox.c.held_why.is_(None)
    return connection.execute(select(outbox.c.outbox_no).where(waits).limit(1)).first() is not None


def _awaits_its_own_words(connection: Connection) -> bool:
    to_ourselves = [word.type for word in words(Direction.INBOUND)]
    query = (
        select(outbox.c.outbox_no)
        .where(
            outbox.c.type.in_(to_ourselves),
            outbox.c.said_at.is_not(None),
            ~select(inbox.c.message_id).where(inbox.c.message_id == outbox.c.message_id).exists(),
        )
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _numbers_arrived(connection: Connection, awaited: dict[str, int]) -> bool:
    query = (
        select(received_number.c.sender, func.count())
        .where(received_number.c.sender.in_(awaited))
        .group_by(received_number.c.sender)
    )
    return dict(connection.execute(query).all()) == awaited


class _DoorInAThread:
    """The hub's door for RabbitMQ, on a loop of its own beside the demo."""

    def __init__(self, door: RabbitDoor) -> None:
        self._door = door
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="door")
        self._running: Future[None] = self._thread.submit(self._run)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._door.run(self._stopping))

    def must_run(self) -> None:
        """Look whether the door is still open.

        Raises:
            HubError: whatever closed it.
        """
        if self._running.done():
            self._running.result()

    def stop(self) -> None:
        """Let the door settle and acknowledge what is in work, and wait for that."""
        if not self._running.done():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.shutdown()
