"""Playing events through a hub of its own in a throw-away store, to see what they come to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import orjson
from sqlalchemy import Connection

from hub.calendar import opening_of
from hub.clock import day_in_london
from hub.composition import SteppingClock, assemble, load_almanac, publish_embedded, settle_embedded
from hub.deciding import Almanac
from hub.end_state import end_state
from hub.errors import WrongUsage
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.settings import Settings

SENDER = "play"


def play(
    settings: Settings,
    bodies: Sequence[bytes],
    *,
    shuffle: int | None = None,
    repeat: float = 0.0,
    until: date | None = None,
) -> dict[str, Any]:
    """The end state of the events: shuffled by a seed, a share of them repeated, on the business day given.

    The business day is `until`, else the latest day that the events themselves tell.

    Raises:
        WrongUsage: `repeat` is not a share from 0 to 1.
    """
    if not 0 <= repeat <= 1:
        raise WrongUsage("--repeat: expected a share from 0 to 1")
    day = until or latest_day(bodies)
    told = [*bodies, opening_of(day)] if day is not None else list(bodies)
    random = Random(shuffle)  # noqa: S311 - it shuffles, it guards nothing
    told += [body for body in told if random.random() < repeat]
    if shuffle is not None:
        random.shuffle(told)
    with playing(settings, told, day) as (connection, almanac):
        return end_state(connection, almanac)


@contextmanager
def playing(settings: Settings, told: Sequence[bytes], day: date | None) -> Iterator[tuple[Connection, Almanac]]:
    """A throw-away store in which everything told has settled by noon of the business day, and what holds in it."""
    moment = datetime.combine(day or date(2000, 1, 1), datetime.min.time(), UTC).replace(hour=12)
    engine = open_engine("sqlite://")
    try:
        upgrade_engine(engine)
        hub = assemble(engine, load_almanac(settings), SteppingClock(moment))
        publish_embedded(hub, told, SENDER)
        settle_embedded(hub)
        with engine.connect() as connection:
            yield connection, hub.almanac
    finally:
        engine.dispose()


def latest_day(bodies: Sequence[bytes]) -> date | None:
    """The latest day, in London, at which one of the events says that it happened."""
    days = []
    for body in bodies:
        try:
            days.append(day_in_london(datetime.fromisoformat(orjson.loads(body)["time"])))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            # Such a body is parked by the hub with its reason; it cannot tell the day.
            continue
    return max(days, default=None)
