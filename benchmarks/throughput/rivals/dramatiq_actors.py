"""Dramatiq: an actor a message, acknowledged when it returns; one process with eight threads, on its own queue."""

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from sqlalchemy import create_engine

from benchmarks.throughput.rivals.statements import apply
from benchmarks.throughput.settings import told

QUEUE = "bench.dramatiq"
THREADS = 8
TOLD = told()

broker = RabbitmqBroker(url=TOLD.bus, confirm_delivery=True)
dramatiq.set_broker(broker)
engine = create_engine(TOLD.store, pool_size=THREADS, max_overflow=0)


@dramatiq.actor(queue_name=QUEUE, max_retries=0)
def take(body: str) -> None:
    """Apply one message."""
    with engine.begin() as connection:
        apply(connection, body.encode())
