"""Who is measured: how each is started, where it finds its messages, and how they get there."""

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.reference import Reaction
from benchmarks.throughput.settings import Told
from benchmarks.throughput.stage import Stage

HUB, FASTSTREAM, BY_HAND, CELERY, DRAMATIQ, CEILING = (
    "hub",
    "FastStream, one a transaction",
    "aio-pika + asyncpg by hand",
    "Celery",
    "Dramatiq",
    "ceiling (COPY, decided before)",
)
QUEUES = {Reaction.LIGHT: "hub.in.banking", Reaction.HEAVY: "hub.in.care_packages"}
RIVALS = "benchmarks.throughput.rivals"


@dataclass(slots=True, frozen=True)
class Contender:
    """A consumer that is started as a process of its own. `batches` says that it takes many messages at once."""

    name: str
    batches: bool
    command: tuple[str, ...]
    own_queue: str | None = None

    def queue(self, reaction: Reaction) -> str:
        """Where it finds its messages."""
        return self.own_queue or QUEUES[reaction]

    def fill(self, stage: Stage, reaction: Reaction, bodies: Sequence[bytes], told: Told) -> None:
        """Put the messages where it finds them, all of them, before it is started."""
        if self.own_queue is None:
            stage.fill(QUEUES[reaction], bodies)
            return
        os.environ.update(told.as_environment())
        module = importlib.import_module(f"{RIVALS}.{'celery_tasks' if self.name == CELERY else 'dramatiq_actors'}")
        send = module.take.delay if self.name == CELERY else module.take.send
        for body in bodies:
            send(body.decode())

    def environment(self, told: Told) -> dict[str, str]:
        """What its process is told."""
        return {
            **os.environ,
            **told.as_environment(),
            "HUB_DB": told.store,
            "HUB_BUS": told.bus,
            "HUB_HEALTH_PORT": "0",
        }


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


CONTENDERS = (
    Contender(HUB, True, (str(Path(sys.executable).with_name("hub")), "serve", "--only", "consumers")),
    Contender(FASTSTREAM, False, _python("-m", f"{RIVALS}.faststream_single")),
    Contender(BY_HAND, False, _python("-m", f"{RIVALS}.by_hand")),
    Contender(
        CELERY,
        False,
        _python(
            *("-m", "celery", "-A", f"{RIVALS}.celery_tasks", "worker", "-c", "2", "-l", "error"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ),
        own_queue="bench.celery",
    ),
    Contender(
        DRAMATIQ,
        False,
        _python("-m", "dramatiq", f"{RIVALS}.dramatiq_actors", "-p", "1", "-t", "8"),
        own_queue="bench.dramatiq",
    ),
    Contender(CEILING, True, _python("-m", f"{RIVALS}.ceiling")),
)


def watched_hub(noted: Path) -> Contender:
    """The hub with a watch at its core, whose time it notes in a file."""
    return Contender("hub, watched", True, _python("-m", "benchmarks.throughput.core_time", str(noted)))
