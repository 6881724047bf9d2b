"""The demo from its start to its end: an empty store, a hundred days, and the proof that all is as promised."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select

from hub.composition import Hub, SteppingClock, broker_depths, open_hub
from hub.demo.council import council
from hub.demo.cycles import totals_by_cycle
from hub.demo.days import Days, Delivered
from hub.demo.facts import FIRST_DAY, LAST_DAY, LOADED
from hub.demo.lives import Life
from hub.demo.record import Record
from hub.demo.stories import stories_of
from hub.demo.wires import open_wire
from hub.errors import WrongUsage
from hub.ledger.engine import open_engine, snapshot
from hub.ledger.tables import embedded_queue, fact, inbox, journal_entry, outbox, parked
from hub.reconciliation import reconcile
from hub.replaying import verify
from hub.settings import Settings

DAYS = (LAST_DAY - FIRST_DAY).days + 1
KEEPING_MESSAGES = (fact, inbox, journal_entry, outbox, parked, embedded_queue)


@dataclass(slots=True, frozen=True)
class Showing:
    """Whom the demo tells how it gets on: a sentence at every stage, and each day when it is over."""

    stage: Callable[[str], None]
    day: Callable[[], None]


def run_demo(settings: Settings, folder: Path, seed: int, showing: Showing) -> dict[str, Any]:
    """Live through the demo on an empty store, with its files in the folder; everything that is to be told of it.

    The seed shuffles the messages and chooses those sent twice; it makes no difference to the end state.

    Raises:
        WrongUsage: the store or the bus holds something already.
        Unavailable: the broker is away, or did not keep up.
    """
    started = perf_counter()
    clock = SteppingClock(datetime.combine(LOADED, time(6), UTC))
    engine = open_engine(settings.db)
    try:
        _must_be_empty(engine)
        hub = open_hub(settings, clock, engine)
        lives = council()
        delivered = _live(settings, hub, clock, lives, folder, seed, showing)
        lived = perf_counter()
        showing.stage("Counting: `hub reconcile`")
        depths = broker_depths(settings)
        with snapshot(engine) as connection:
            told = _told(connection, hub, lives, delivered)
            told["reconcile"] = reconcile(connection, depths)
            showing.stage("Living it all again from the facts alone: `hub replay --verify`")
            told["replay"] = verify(connection, hub.almanac, lambda _: None)
    finally:
        engine.dispose()
    told["clean"] = bool(told["reconcile"]["clean"] and told["replay"]["clean"])
    told["seconds"] = {"days": round(lived - started, 1), "in_all": round(perf_counter() - started, 1)}
    return told


def _live(
    settings: Settings,
    hub: Hub,
    clock: SteppingClock,
    lives: Sequence[Life],
    folder: Path,
    seed: int,
    showing: Showing,
) -> list[Delivered]:
    with closing(open_wire(settings, hub)) as wire:
        random = Random(seed)  # noqa: S311 - it shuffles, it guards nothing
        days = Days(hub, clock, wire, lives, folder, random, showing.stage)
        for _ in days.live():
            showing.day()
        return days.delivered


def _must_be_empty(engine: Engine) -> None:
    with snapshot(engine) as connection:
        there = set(inspect(connection).get_table_names())
        for table in KEEPING_MESSAGES:
            if table.name in there and connection.execute(select(table).limit(1)).first() is not None:
                raise WrongUsage("--db: expected a new or empty store, and this one holds messages already")


def _told(connection: Connection, hub: Hub, lives: Sequence[Life], delivered: Sequence[Delivered]) -> dict[str, Any]:
    record = Record(connection, hub.almanac)
    entries = [entry for of_person in record.entries.values() for entry in of_person]
    cycles, in_all = totals_by_cycle(entries, hub.almanac.policy, LAST_DAY)
    return {
        "council": {"people": len(lives), "from": FIRST_DAY.isoformat(), "to": LAST_DAY.isoformat()},
        "counts": _counts(record, delivered),
        "stories": [asdict(story) for story in stories_of(connection, record, lives, delivered)],
        "cycles": cycles,
        "in_all": in_all,
        "files": [
            {"file": its.path.name, "format": its.format, "messages": its.events, "sent_twice": its.repeats}
            for its in delivered
        ],
        "trial_balance": record.state["trial_balance"],
        "suspense": record.state["suspense"],
        "parked": record.state["parked"],
        "digest": record.state["digest"],
    }


def _counts(record: Record, delivered: Sequence[Delivered]) -> dict[str, Any]:
    said = Counter(its.name for its in record.said())
    kinds = Counter(entry.kind for of_person in record.entries.values() for entry in of_person)
    return {
        "messages": sum(file.events for file in delivered),
        "sent_twice": sum(file.repeats for file in delivered),
        "files": len(delivered),
        "entries": dict(sorted(kinds.items())),
        "said": dict(sorted(said.items())),
    }
