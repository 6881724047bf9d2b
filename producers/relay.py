"""The relay: takes what waits in the outbox to the bus, for ever, and waits when broker or database is away."""

from threading import Event

from hub.errors import Unavailable
from hub.outbox import Outbox, Publish
from hub.retries import pauses, until_the_database_is_back
from hub.telemetry import log

IDLE_SECONDS = 0.05


def relay(outbox: Outbox, publish: Publish, stopping: Event) -> None:
    """Drain the outbox until told to stop. A broker that is away is waited for; nothing is dropped."""
    waits = pauses()
    while not stopping.is_set():
        try:
            said = until_the_database_is_back(lambda: outbox.drain(publish), stopping)
        except Unavailable as outage:
            if not stopping.is_set():
                log.warning("waiting_for_broker", reason=str(outage))
                stopping.wait(next(waits))
            continue
        waits = pauses()
        if not said:
            stopping.wait(IDLE_SECONDS)
