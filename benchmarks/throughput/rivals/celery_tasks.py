"""Celery: a task a message, acknowledged late, on a quorum queue; two worker processes, as there are two cores."""

from celery import Celery
from kombu import Exchange, Queue
from sqlalchemy import create_engine

from benchmarks.throughput.rivals.statements import apply
from benchmarks.throughput.settings import told

QUEUE = "bench.celery"
TOLD = told()

app = Celery("benchmark", broker=TOLD.bus)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue=QUEUE,
    task_queues=[
        Queue(QUEUE, Exchange(QUEUE), QUEUE, queue_arguments={"x-queue-type": "quorum"})  # type: ignore[no-untyped-call]
    ],
    worker_prefetch_multiplier=4,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
)
# Connects on first use, which is after the worker has forked.
engine = create_engine(TOLD.store, pool_size=1)


@app.task  # type: ignore[untyped-decorator]
def take(body: str) -> None:
    """Apply one message."""
    with engine.begin() as connection:
        apply(connection, body.encode())
