"""The calendar: says on the bus that a business day has begun, once for each day in London."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from threading import Event

import orjson

from hub.clock import LONDON, Clock, day_in_london
from hub.deciding import HUB_SOURCE
from hub.errors import Unavailable
from hub.outbox import Outgoing
from hub.publishing import outgoing_from
from hub.retries import pauses
from hub.telemetry import log

LOOK_AGAIN_SECONDS = 20.0
SENDER = "hub.calendar"


def opening_of(day: date) -> bytes:
    """The event that opens a business day; the same day is always the same message."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"day-opened-{day.isoformat()}",
            "source": f"{HUB_SOURCE}:calendar",
            "type": "day.opened.v1",
            "time": datetime.combine(day, datetime.min.time(), LONDON),
            "data": {"day": day},
        }
    )


def open_days(
    send: Callable[[Sequence[Outgoing]], set[str]], clock: Clock, stopping: Event, opened: Callable[[date], None]
) -> None:
    """Publish the opening of the present day, and of each day that follows, until told to stop."""
    last: date | None = None
    waits = pauses()
    while not stopping.is_set():
        day = day_in_london(clock.now())
        if day == last:
            stopping.wait(LOOK_AGAIN_SECONDS)
            continue
        try:
            confirmed = send([outgoing_from(opening_of(day), f"{SENDER}.{day.isoformat()}", 1, is_last=True)])
        except Unavailable as outage:
            log.warning("waiting_for_broker", reason=str(outage))
            stopping.wait(next(waits))
            continue
        if confirmed:
            last = day
            waits = pauses()
            opened(day)
        else:
            log.error("relay_returned", message_id=f"day-opened-{day.isoformat()}", routing_key="day.opened.v1")
            stopping.wait(next(waits))
