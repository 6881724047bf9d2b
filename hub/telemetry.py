"""Every metric and every log event of the hub. References pass this window, people do not.

Log events (never with names, addresses, sums or bodies):
  message_parked          a message was set aside: its type, code and field
  handler_failed          our own code failed on a message: its type and the place in the code
  refused_by_store        the store would not take what a message came to
  waiting_for_store       the database is away or busy, and the batch is tried again
  waiting_for_broker      the broker is away, and the door or the relay tries again
  delivery_missing        the broker numbered a delivery that never reached the door: it stays with the broker
  blocked_by_broker       the broker is short of memory or disk, and takes no message until it says otherwise
  unblocked_by_broker     the broker takes messages again
  relay_held              an adverse message is held back, because a gate is closed
  relay_returned          the broker could not route a message of ours
  day_opened              a business day began: how many people are looked at
  day_published           the calendar said on the bus that a day began
  wiring_left_as_it_is    the broker has its own wiring, or does not let us declare ours
"""

import logging
import sys
import traceback

import structlog
from prometheus_client import Counter, Gauge, Histogram

ENDINGS = Counter("hub_deliveries_total", "Deliveries by their ending.", ["ending"])
PARKED = Counter("hub_parked_total", "Messages set aside, by code.", ["code"])
BATCH_SIZE = Histogram("hub_batch_size", "Deliveries in a batch.", buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500))
BATCH_SECONDS = Histogram(
    "hub_batch_seconds",
    "Seconds from the first read of a batch to its commit.",
)
SAID = Counter("hub_said_total", "Messages said, by type.", ["type"])
HELD = Counter("hub_held_total", "Adverse messages held back at the door, by step.", ["step"])
OUTBOX_WAITING = Gauge("hub_outbox_waiting", "Messages in the outbox that have not been said.")

log: structlog.stdlib.BoundLogger = structlog.get_logger("hub")


def log_to_standard_error(least: int = logging.INFO) -> None:
    """Write log events as one JSON object a line, to standard error: standard output belongs to the verbs.

    Events below the level `least` are left out. Said again, it stands instead of what was said before.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # What our libraries say of lost connections is no news: the hub says itself that it waits.
    for name in ("aiormq", "aio_pika", "faststream", "amqp", "kombu"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def place_of(error: BaseException) -> str:
    """Where in our code an error arose, without its text, which may hold what nobody should read in a log."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"
