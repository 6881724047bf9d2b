"""Where a test of faults happens: servers that may be killed, and a hub on them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.errors import Unavailable
from producers.publisher import KombuPublisher
from tests.faults.checks import Store
from tests.faults.processes import DEADLINE, Processes
from tests.faults.stream import Stream
from tests.services.provided import Broker, Server
from tests.services.rabbitmq import FORCE_NEW_QUEUES_TO_DISK

WINDOW = 100


@dataclass(frozen=True)
class Place:
    """The servers, the processes of the hub, and its store."""

    broker: Broker
    database: Server
    processes: Processes
    store: Store

    def publish(self, stream: Stream) -> None:
        """Publish all of a stream; a window that was not confirmed is published again, as every publisher must."""
        publisher = KombuPublisher(self.processes.bus)
        pause = threading.Event()
        for window in stream.windows(WINDOW):
            waiting = list(window)
            while waiting:
                try:
                    confirmed = publisher.publish(waiting)
                except Unavailable:
                    pause.wait(0.2)
                    continue
                waiting = [outgoing for outgoing in waiting if outgoing.message_id not in confirmed]
        publisher.close()

    def settled(self, stream: Stream) -> None:
        """Wait until the hub has done all of a stream, and check that nothing is lost, doubled, parked or untied."""
        self.store.await_settled(stream)
        self.store.check(stream, self.processes.bus)

    @contextmanager
    def publishing(self, stream: Stream) -> Iterator[None]:
        """Publish a stream beside whatever else happens; all of it is confirmed at the end."""
        thread = threading.Thread(target=self.publish, args=(stream,), daemon=True)
        thread.start()
        yield
        thread.join(DEADLINE)
        assert not thread.is_alive(), "the publisher never came to its end"

    @contextmanager
    def without_broker(self) -> Iterator[None]:
        """The broker is killed, and started again on its data in the end."""
        self.broker.evaluate(FORCE_NEW_QUEUES_TO_DISK)
        self.broker.kill()
        try:
            yield
        finally:
            self.broker.start()

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """The database server is killed, and started again on its data in the end."""
        self.database.kill()
        try:
            yield
        finally:
            self.database.start()

    @contextmanager
    def database_stopped(self) -> Iterator[None]:
        """The database server ends in good order, and is started again in the end."""
        self.database.stop()
        try:
            yield
        finally:
            self.database.start()
