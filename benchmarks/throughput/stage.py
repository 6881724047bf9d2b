"""One broker and one database server for all that is measured, and the same people in a fresh database each time."""

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.throughput import lives
from benchmarks.throughput.deciding_one import almanac
from benchmarks.throughput.history import History
from contracts.envelope import CONTENT_TYPE
from hub.topology import IN, topology
from producers.connecting import connected
from producers.wiring import apply
from tests.services.postgresql import connect, create_database, drop_database
from tests.services.provided import Broker, Server, private_postgresql, private_rabbitmq

PEOPLE = "people"
PERSISTENT = 2


@dataclass(slots=True)
class Stage:
    """The servers, and what is prepared on them."""

    broker: Broker
    server: Server
    runs: int = 0

    @property
    def people(self) -> str:
        """The URL of the database that is copied for each run."""
        return self.server.url_of(PEOPLE)

    def conditions(self) -> str:
        """On what is measured, and how busy it is with other things already."""
        with connect(self.server.url) as connection:
            found = connection.execute("SHOW server_version").fetchone() or ("",)
        with connected(self.broker.url) as bus:
            rabbitmq = bus.server_properties["version"]
        return (
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, "
            f"PostgreSQL {found[0].split()[0]}, RabbitMQ {rabbitmq}"
        )

    def wire(self) -> None:
        """Set the database server up for measuring, and declare the wiring."""
        # Tells when each transaction became visible, without a clock of ours in any consumer.
        with connect(self.server.url) as connection:
            connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
            connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        self.server.stop()
        self.server.start()
        apply(self.broker.url, topology(almanac().agents))

    def prepare(self, people: int) -> None:
        """Declare the wiring, and have everybody live through a year."""
        self.wire()
        create_database(self.server.url, PEOPLE)
        History(self.people, lives).live(people)
        with connect(self.people) as connection:
            connection.execute("VACUUM ANALYZE")
        with connect(self.server.url) as connection:
            connection.execute("CHECKPOINT")

    @contextmanager
    def fresh_store(self) -> Iterator[str]:
        """The URL of a copy of the people's database, dropped afterwards."""
        self.runs += 1
        name = f"run_{self.runs}"
        create_database(self.server.url, name, template=PEOPLE)
        try:
            yield self.server.url_of(name)
        finally:
            drop_database(self.server.url, name)

    def fill(self, queue: str, bodies: Sequence[bytes]) -> None:
        """Publish events as other systems do, unnumbered, and see that all of them wait in the queue."""
        with connected(self.broker.url) as connection:
            channel = connection.channel()
            channel.queue_purge(queue)
            channel.confirm_select()
            for body in bodies:
                publish(channel, body)
            while waiting(channel, queue) < len(bodies):
                continue

    def left(self, queue: str) -> int:
        """How many messages are in the queue, once nobody consumes it."""
        with connected(self.broker.url) as connection:
            return waiting(connection.channel(), queue)


def publish(channel: Any, body: bytes) -> None:
    """Publish one event on an open channel; its confirm is not awaited."""
    head = orjson.loads(body)
    message = channel.prepare_message(
        body,
        content_type=CONTENT_TYPE,
        properties={"delivery_mode": PERSISTENT, "message_id": head["id"], "type": head["type"]},
    )
    channel.basic_publish(message, exchange=IN, routing_key=head["type"])


def waiting(channel: Any, queue: str) -> int:
    """How many messages wait in a queue."""
    return int(channel.queue_declare(queue, passive=True).message_count)


@contextmanager
def set_stage() -> Iterator[Stage]:
    """A broker and a database server of our own."""
    with private_rabbitmq() as broker, private_postgresql() as server:
        yield Stage(broker, server)
