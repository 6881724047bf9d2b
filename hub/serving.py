"""The hub as a process: doors, relay and calendar side by side, a health page, and an orderly end.

Each part may run in a process of its own, as many as are wanted: consumers compete for messages, relays for lanes,
and calendars say the same thing twice, which changes nothing.
"""

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import uvicorn
import uvloop
from sqlalchemy.exc import DBAPIError

from consumers.embedded import EmbeddedDoor
from consumers.rabbitmq import RabbitDoor
from hub.calendar import open_days
from hub.composition import Hub, open_hub, publisher_of, sender_of
from hub.errors import Unavailable, WiringDiffers, WrongUsage
from hub.health import Health, Probe
from hub.ledger.engine import open_engine, snapshot
from hub.ledger.migrate import is_up_to_date
from hub.retries import is_outage, pauses, reason_of
from hub.settings import EMBEDDED, Part, Settings
from hub.telemetry import log
from hub.topology import topology
from producers.relay import relay
from producers.wiring import apply

PROBE_SECONDS = 2.0

Work = Callable[[threading.Event], None]


def serve(settings: Settings, parts: frozenset[Part], announce: Callable[[str], None]) -> None:
    """Run the parts until told to stop by SIGTERM or SIGINT, or until one of them cannot go on.

    Raises:
        InvariantBroken: a promise of the hub's own is broken.
        StoreIsNewer: the store was made by a later version of the hub.
        WrongUsage: the port of the health page is taken.
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
        self._hub: Hub | None = None
        self._door: RabbitDoor | None = None
        self._looking: asyncio.Task[bool] | None = None

    async def run(self) -> None:
        """Answer health checks from the first moment, wait for store and broker, and run the parts."""
        loop = asyncio.get_running_loop()
        for its in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(its, self._stop)
        with self._listening() as listening:
            server = self._health_server()
            health = asyncio.create_task(server.serve([listening]))
            host, port = listening.getsockname()[:2]
            self._announce(f"hub: {', '.join(sorted(self._parts))}; health on http://{host}:{port}/readyz")
            try:
                await self._work()
            finally:
                server.should_exit = True
                await health

    def _stop(self) -> None:
        self._stopping.set()
        self._threads_stop.set()
        if self._hub is not None:
            self._hub.intake.stop()

    async def _work(self) -> None:
        engine = open_engine(self._settings.db)
        try:
            self._hub = hub = await self._until_open(lambda: open_hub(self._settings, engine=engine))
            if hub is None:
                return
            if self._settings.bus != EMBEDDED:
                await asyncio.to_thread(self._wire, hub)
            await self._run_parts(hub)
        finally:
            engine.dispose()

    async def _until_open(self, open_store: Callable[[], Hub]) -> Hub | None:
        for pause in pauses():
            try:
                return await asyncio.to_thread(open_store)
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                # Nothing of any message is in this text yet, and whoever set us up needs it.
                log.warning("waiting_for_store", reason=reason_of(error), told=str(error.orig).strip())
            if await asyncio.to_thread(self._threads_stop.wait, pause):
                break
        return None

    def _wire(self, hub: Hub) -> None:
        """Declare the wiring, waiting for a broker that is away; what is there already stays as it is."""
        wiring = topology(hub.almanac.agents)
        for pause in pauses():
            try:
                apply(self._settings.bus, wiring)
            except Unavailable as outage:
                log.warning("waiting_for_broker", reason=str(outage))
                if self._threads_stop.wait(pause):
                    return
            except WiringDiffers as refusal:
                # Another account may be the one that declares; the doors say so if a queue is missing.
                log.warning("wiring_left_as_it_is", reason=str(refusal))
                return
            else:
                return

    async def _run_parts(self, hub: Hub) -> None:
        _spare_what_stays()
        tasks = [asyncio.create_task(its) for its in self._works(hub)]
        waiter = asyncio.create_task(self._stopping.wait())
        try:
            done, _ = await asyncio.wait([*tasks, waiter], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._stop()
            endings = await asyncio.gather(*tasks, return_exceptions=True)
            await waiter
        for ending in endings:
            # Told to stop while something was away: what was under way is with the bus and the outbox still.
            if isinstance(ending, BaseException) and not isinstance(ending, Unavailable):
                raise ending

    def _works(self, hub: Hub) -> Iterable[Coroutine[None, None, None]]:
        if Part.CONSUMERS in self._parts:
            if self._settings.bus == EMBEDDED:
                yield self._in_a_thread(EmbeddedDoor(hub.engine, hub.intake).run)
            else:
                self._door = RabbitDoor(self._settings.bus, hub.intake, topology(hub.almanac.agents))
                yield self._door.run(self._stopping)
        if Part.RELAY in self._parts:
            yield self._in_a_thread(lambda stopping: self._relay(hub, stopping))
        if Part.CALENDAR in self._parts:
            yield self._in_a_thread(lambda stopping: self._open_days(hub, stopping))

    async def _in_a_thread(self, work: Work) -> None:
        await asyncio.to_thread(work, self._threads_stop)

    def _relay(self, hub: Hub, stopping: threading.Event) -> None:
        with publisher_of(self._settings, stopping) as publish:
            relay(hub.outbox, publish, stopping)

    def _open_days(self, hub: Hub, stopping: threading.Event) -> None:
        with sender_of(self._settings, stopping) as send:
            open_days(send, hub.clock, stopping, opened=_note_day)

    @contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        host, port = self._settings.health_host, self._settings.health_port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listening = socket.create_server((host, port), family=family)
        except OSError as error:
            raise WrongUsage(
                f"HUB_HEALTH_HOST, HUB_HEALTH_PORT: expected an address of this machine and a port that is free, "
                f"for the health page ({error.strerror})"
            ) from error
        with listening:
            yield listening

    def _health_server(self) -> uvicorn.Server:
        probes: dict[str, Probe] = {"store": self._store_is_ready}
        if Part.CONSUMERS in self._parts and self._settings.bus != EMBEDDED:
            probes["broker"] = self._broker_answers
        config = uvicorn.Config(Health(probes), log_config=None, lifespan="off", access_log=False)
        return _ServerWithoutSignals(config)

    async def _store_is_ready(self) -> bool:
        # However many ask, one looks: a store that does not answer must not use up every thread.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._store_answers))
        looking = self._looking
        await asyncio.wait([looking], timeout=PROBE_SECONDS)
        return looking.done() and looking.result()

    def _store_answers(self) -> bool:
        if self._hub is None:
            return False
        try:
            with snapshot(self._hub.engine) as connection:
                return is_up_to_date(connection)
        except DBAPIError:
            # The page says so; the process waits for the store by itself.
            return False

    async def _broker_answers(self) -> bool:
        return self._door is not None and self._door.broker is not None and await self._door.broker.ping(PROBE_SECONDS)


def _spare_what_stays() -> None:
    """Have the collector of garbage look at what comes and goes, and seldom: a fifth of a busy consumer's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class _ServerWithoutSignals(uvicorn.Server):
    """A server that leaves signals to us: they end the parts first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _note_day(day: date) -> None:
    log.info("day_published", day=day.isoformat())
