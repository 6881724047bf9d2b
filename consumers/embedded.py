"""The door for the embedded bus: a table queue in the ledger's own store.

Messages are applied and taken off the queue in one transaction, so each takes effect exactly once.
"""

from collections.abc import Sequence
from threading import Event

import orjson
from sqlalchemy import Connection, Engine, delete, select

from consumers.deliveries import delivery_from
from hub.errors import Unavailable
from hub.intake import Intake
from hub.ledger.tables import embedded_queue
from hub.reading import Delivery
from hub.retries import until_the_database_is_back
from hub.topology import IN

BATCH = 200
IDLE_SECONDS = 0.05


class EmbeddedDoor:
    """Consumes the inbound messages of the embedded bus; one process at a time."""

    def __init__(self, engine: Engine, intake: Intake, batch: int = BATCH) -> None:
        self._engine = engine
        self._intake = intake
        self._batch = batch

    def drain(self) -> int:
        """Settle one batch of what waits; how many deliveries that were."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(embedded_queue.c.queue_no, embedded_queue.c.headers, embedded_queue.c.body)
                .where(embedded_queue.c.exchange == IN)
                .order_by(embedded_queue.c.queue_no)
                .limit(self._batch)
            ).all()
        if not rows:
            return 0
        numbers: dict[int, int] = {}
        deliveries = []
        for row in rows:
            delivery = delivery_from(row.body, orjson.loads(row.headers))
            numbers[id(delivery)] = row.queue_no
            deliveries.append(delivery)

        def forget(connection: Connection, settled: Sequence[Delivery]) -> None:
            done = [numbers[id(delivery)] for delivery in settled]
            connection.execute(delete(embedded_queue).where(embedded_queue.c.queue_no.in_(done)))

        self._intake.process(deliveries, forget)
        return len(deliveries)

    def run(self, stopping: Event) -> None:
        """Consume until told to stop."""
        while not stopping.is_set():
            try:
                settled = until_the_database_is_back(self.drain, stopping)
            except Unavailable:
                # Told to stop while the store was away; the table keeps what waits.
                return
            if not settled:
                stopping.wait(IDLE_SECONDS)
