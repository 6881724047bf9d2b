"""The hub as a process: doors, relay and calendar side by side, a health page, and an orderly end.

Each part may run in a process of its own, as many as are wanted: consumers compete for messages, relays for lanes,
and calendars say the same thing twice, which changes nothing.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum

import uvicorn
import uvloop
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consumers.embedded import EmbeddedDoor
from consumers.rabbitmq import RabbitDoor
from hub.calendar import open_days
from hub.composition import Hub, load_almanac, open_hub, publisher_of, sender_of
from hub.errors import Unavailable, WiringDiffers
from hub.health import Health, Probe
from hub.ledger.migrate import is_up_to_date
from hub.retries import pauses
from hub.settings import EMBEDDED, Settings
from hub.telemetry import log
from hub.topology import topology
from producers.relay import relay
from producers.wiring import apply

Work = Callable[[threading.Event], None]


class Part(StrEnum):
    """A part of the hub that can run in a process of its own."""

    CONSUMERS = "consumers"
    RELAY = "relay"
    CALENDAR = "calendar"


def serve(settings: Settings, parts: frozenset[Part], announce: Callable[[str], None]) -> None:
    """Run the parts until told to stop by SIGTERM or SIGINT, or until one of them cannot go on.

    Raises:
        InvariantBroken: a promise of the hub's own is broken.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(Serving(settings, parts, announce).run())


class Serving:
    """One process of the hub, from its start to its end."""

    def __init__(self, settings: Settings, parts: frozenset[Part], announce: Callable[[str], None]) -> None:
        self._settings = settings
        self._parts = parts
        self._announce = announce
        self._stopping = asyncio.Event()
        self._threads_stop = threading.Event()
        self._door: RabbitDoor | None = None

    async def run(self) -> None:
        """Start everything, wait for the first thing to end, and end the rest."""
        loop = asyncio.get_running_loop()
        for its in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(its, self._stopping.set)
        hub = await asyncio.to_thread(open_hub, self._settings)
        try:
            if self._settings.bus != EMBEDDED:
                await asyncio.to_thread(self._wire)
            await self._run_parts(hub)
        finally:
            hub.close()

    def _wire(self) -> None:
        """Declare the wiring, waiting for a broker that is away; what is there already stays as it is."""
        wiring = topology(load_almanac(self._settings).agents)
        for pause in pauses():
            try:
                apply(self._settings.bus, wiring)
            except Unavailable as outage:
                log.warning("waiting_for_broker", reason=str(outage))
                if self._stopping.is_set():
                    return
                self._threads_stop.wait(pause)
            except WiringDiffers as refusal:
                # Another account may be the one that declares; the doors say so if a queue is missing.
                log.warning("wiring_left_as_it_is", reason=str(refusal))
                return
            else:
                return

    async def _run_parts(self, hub: Hub) -> None:
        server = self._health_server(hub)
        tasks = [asyncio.create_task(its) for its in self._works(hub)]
        health = asyncio.create_task(server.serve())
        waiter = asyncio.create_task(self._stopping.wait())
        self._announce(f"hub: {', '.join(sorted(self._parts))}; health on {self._health_url}")
        try:
            done, _ = await asyncio.wait([*tasks, health, waiter], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._stopping.set()
            self._threads_stop.set()
            server.should_exit = True
            endings = await asyncio.gather(*tasks, return_exceptions=True)
            await health
            waiter.cancel()
        for ending in endings:
            if isinstance(ending, BaseException):
                raise ending

    @property
    def _health_url(self) -> str:
        return f"http://{self._settings.health_host}:{self._settings.health_port}/readyz"

    def _works(self, hub: Hub) -> Iterable[Coroutine[None, None, None]]:
        if Part.CONSUMERS in self._parts:
            if self._settings.bus == EMBEDDED:
                yield self._in_a_thread(EmbeddedDoor(hub.engine, hub.intake).run)
            else:
                self._door = RabbitDoor(self._settings.bus, hub.intake, topology(hub.almanac.agents))
                yield self._door.run(self._stopping)
        if Part.RELAY in self._parts:
            publish = publisher_of(self._settings)
            yield self._in_a_thread(lambda stopping: relay(hub.outbox, publish, stopping))
        if Part.CALENDAR in self._parts:
            yield self._in_a_thread(lambda stopping: self._open_days(hub, stopping))

    async def _in_a_thread(self, work: Work) -> None:
        await asyncio.to_thread(work, self._threads_stop)

    def _open_days(self, hub: Hub, stopping: threading.Event) -> None:
        with sender_of(self._settings) as send:
            open_days(send, hub.clock, stopping, opened=self._note_day)

    @staticmethod
    def _note_day(day: date) -> None:
        log.info("day_published", day=day.isoformat())

    def _health_server(self, hub: Hub) -> uvicorn.Server:
        probes: dict[str, Probe] = {"store": lambda: asyncio.to_thread(_store_answers, hub)}
        if Part.CONSUMERS in self._parts and self._settings.bus != EMBEDDED:
            probes["broker"] = self._broker_answers
        config = uvicorn.Config(
            Health(probes),
            host=self._settings.health_host,
            port=self._settings.health_port,
            log_config=None,
            lifespan="off",
            access_log=False,
        )
        return _ServerWithoutSignals(config)

    async def _broker_answers(self) -> bool:
        return self._door is not None and self._door.broker is not None and await self._door.broker.ping(2.0)


class _ServerWithoutSignals(uvicorn.Server):
    """A server that leaves signals to us: they end the parts first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _store_answers(hub: Hub) -> bool:
    try:
        with hub.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            return is_up_to_date(connection)
    except DBAPIError:
        # The page says so; the process waits for the store by itself.
        return False
