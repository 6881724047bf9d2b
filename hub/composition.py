"""The only place where concrete things meet: store, bus, clock, rates, policy, agents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from sqlalchemy import Engine
from yaml import YAMLError

from consumers.embedded import EmbeddedDoor
from hub.almanac import rates_of
from hub.clock import Clock, SystemClock
from hub.deciding import Almanac
from hub.errors import WrongUsage
from hub.intake import Intake
from hub.ledger import embedded_bus
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.outbox import Outbox, Outgoing, Publish
from hub.publishing import outgoing_from
from hub.rates.policy import load_policy
from hub.recovery.agents import load_agents
from hub.retries import until_the_database_is_back
from hub.settings import EMBEDDED, Settings
from hub.topology import topology
from producers.publisher import KombuPublisher
from producers.wiring import depths


@dataclass(slots=True, frozen=True)
class Hub:
    """A hub on its store, ready to take deliveries and to say what it decided."""

    engine: Engine
    almanac: Almanac
    clock: Clock
    intake: Intake
    outbox: Outbox

    def close(self) -> None:
        """Let go of the store."""
        self.engine.dispose()


@dataclass(slots=True)
class SteppingClock:
    """A clock that is set by hand: for rehearsals, replays and training."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self.moment


def load_almanac(settings: Settings) -> Almanac:
    """Rates, policy and agents of the council.

    Raises:
        WrongUsage: a file of the council's agents, policy or rates is not as it should be.
    """
    try:
        agents = load_agents(settings.agents_file)
    except (AttributeError, KeyError, TypeError, ValueError, YAMLError) as error:
        raise WrongUsage(
            "HUB_AGENTS_FILE: expected `agents` by reference, each with `kind: tracing` or `kind: enforcement`"
        ) from error
    try:
        policy = load_policy(settings.policy_file)
    except (ValueError, YAMLError) as error:
        raise WrongUsage(
            "HUB_POLICY_FILE: expected what hub/rates/policy/training-council.yaml says, in the same form "
            f"({str(error).splitlines()[0]})"
        ) from error
    return Almanac(rates_of(settings), policy, agents)


def open_hub(settings: Settings, clock: Clock | None = None, engine: Engine | None = None) -> Hub:
    """A hub on the store of the settings, its tables brought up to date."""
    engine = engine or open_engine(settings.db)
    upgrade_engine(engine)
    return assemble(engine, load_almanac(settings), clock or SystemClock())


def assemble(engine: Engine, almanac: Almanac, clock: Clock) -> Hub:
    """A hub from its parts; the tables are there."""
    return Hub(engine, almanac, clock, Intake(engine, almanac, clock), Outbox(engine, clock))


@contextmanager
def publisher_of(settings: Settings, stopping: Event) -> Iterator[Publish]:
    """How to publish on the bus of the settings, until told to stop."""
    if settings.bus == EMBEDDED:
        yield embedded_bus.publish
        return
    publisher = KombuPublisher(settings.bus, stopping.is_set)
    try:
        yield publisher.publish
    finally:
        publisher.close()


@contextmanager
def sender_of(settings: Settings, stopping: Event | None = None) -> Iterator[Callable[[Sequence[Outgoing]], set[str]]]:
    """How other people's events are put on the bus of the settings: the ids of those confirmed and routed."""
    told = stopping or Event()
    if settings.bus != EMBEDDED:
        publisher = KombuPublisher(settings.bus, told.is_set)
        try:
            yield publisher.publish
        finally:
            publisher.close()
        return
    engine = open_engine(settings.db)

    def send(window: Sequence[Outgoing]) -> set[str]:
        with engine.begin() as connection:
            return embedded_bus.publish(window, connection)

    try:
        upgrade_engine(engine)
        yield lambda window: until_the_database_is_back(lambda: send(window), told)
    finally:
        engine.dispose()


def broker_depths(settings: Settings) -> dict[str, int | None] | None:
    """How many messages wait in each queue of the broker; None for one that is missing. No answer without a broker.

    Raises:
        Unavailable: the broker is away, or does not let us in.
    """
    if settings.bus == EMBEDDED:
        return None
    return depths(settings.bus, topology(load_almanac(settings).agents))


def publish_embedded(hub: Hub, bodies: Iterable[bytes], sender: str) -> int:
    """Publish events to the embedded bus; how many there were."""
    window: list[Outgoing] = [outgoing_from(body, sender, number) for number, body in enumerate(bodies, 1)]
    with hub.engine.begin() as connection:
        if window:
            embedded_bus.publish(window, connection)
    return len(window)


def settle_embedded(hub: Hub) -> int:
    """Consume and relay on the embedded bus until nothing waits; how many deliveries were settled."""
    door = EmbeddedDoor(hub.engine, hub.intake)
    settled = 0
    while True:
        done = door.drain()
        settled += done
        said = hub.outbox.drain(embedded_bus.publish)
        if not done and not said:
            return settled
