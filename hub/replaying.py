"""Replay: an empty store rebuilt from the facts alone, and held against the one that was kept."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from hub.clock import in_utc
from hub.composition import Hub, SteppingClock, assemble
from hub.deciding import Almanac
from hub.end_state import end_state
from hub.errors import InvariantBroken
from hub.intake import Ending
from hub.ledger.engine import open_engine, snapshot
from hub.ledger.migrate import upgrade_engine
from hub.ledger.tables import fact, person_standing
from hub.reading import Delivery
from hub.reconciliation.ledger import seal_of, sealed_entries
from hub.standing.codec import decode_person
from hub.standing.person import PersonStanding, Said

BATCH = 200
SHOWN = 20


def fact_count(connection: Connection) -> int:
    """How many facts there are to replay."""
    return connection.execute(select(func.count()).select_from(fact)).scalar_one()


def verify(connection: Connection, almanac: Almanac, advance: Callable[[int], None]) -> dict[str, Any]:
    """Rebuild a throw-away store from the facts and compare: entries, standings and what accounts come to.

    What was said is left out of the comparison: it depends on when the relay ran, and is never unsaid.
    """
    engine = open_engine("sqlite://")
    try:
        rebuild(connection, engine, almanac, advance)
        with snapshot(engine) as rebuilt:
            return _compare(connection, rebuilt, almanac)
    finally:
        engine.dispose()


def rebuild(connection: Connection, engine: Engine, almanac: Almanac, advance: Callable[[int], None]) -> None:
    """Fill an empty store from the facts of another, each at the moment at which it was recorded first.

    Raises:
        InvariantBroken: a fact was refused that had been applied.
    """
    upgrade_engine(engine)
    clock = SteppingClock(datetime.min.replace(tzinfo=UTC))
    hub = assemble(engine, almanac, clock)
    rows = connection.execute(
        select(fact.c.recorded_at, fact.c.body).order_by(fact.c.fact_no).execution_options(yield_per=1000)
    )
    for moment, bodies in _at_one_moment((in_utc(row.recorded_at), row.body) for row in rows):
        clock.moment = moment
        _apply(hub, bodies)
        advance(len(bodies))


def _at_one_moment(rows: Iterator[tuple[datetime, str]]) -> Iterator[tuple[datetime, list[str]]]:
    moment: datetime | None = None
    bodies: list[str] = []
    for recorded_at, body in rows:
        if moment is not None and (recorded_at != moment or len(bodies) == BATCH):
            yield moment, bodies
            bodies = []
        moment = recorded_at
        bodies.append(body)
    if moment is not None:
        yield moment, bodies


def _apply(hub: Hub, bodies: list[str]) -> None:
    endings = hub.intake.process([Delivery(body.encode()) for body in bodies])
    refused = [ending for ending in endings if ending is not Ending.APPLIED]
    if refused:
        raise InvariantBroken(f"{len(refused)} facts that were applied before are {refused[0]} now")


def _compare(kept: Connection, rebuilt: Connection, almanac: Almanac) -> dict[str, Any]:
    first, second = _entries(kept), _entries(rebuilt)
    differences = [
        {"about": entry, "message": _how(first.get(entry), second.get(entry))}
        for entry in sorted(first.keys() | second.keys())
        if first.get(entry) != second.get(entry)
    ]
    differences += [
        {"about": person, "message": "the standing is not the fold of the facts"}
        for person in _different_standings(kept, rebuilt)
    ]
    now, again = end_state(kept, almanac), end_state(rebuilt, almanac)
    accounts = {person["person"]: person for person in again["people"]}
    differences += [
        {"about": person["person"], "message": "the account comes to something else"}
        for person in now["people"]
        if _settled(person) != _settled(accounts.get(person["person"], {}))
    ]
    return {
        "clean": not differences,
        "facts": fact_count(kept),
        "entries": len(first),
        "people": len(now["people"]),
        "differences": differences[:SHOWN],
        "difference_count": len(differences),
    }


def _settled(account: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in account.items() if key != "tasks"}


def _entries(connection: Connection) -> dict[str, str]:
    """The seal that the content of each entry gives; the seal it carries is what somebody wrote there."""
    return {row.entry: seal_of(row, lines) for row, lines in sealed_entries(connection)}


def _how(kept: str | None, rebuilt: str | None) -> str:
    if rebuilt is None:
        return "the entry does not follow from the facts"
    if kept is None:
        return "the facts give an entry that is missing"
    return "the entry says something else than the facts give"


def _different_standings(kept: Connection, rebuilt: Connection) -> Iterator[str]:
    query = select(person_standing.c.standing).order_by(person_standing.c.person)
    first = {its.person: its for its in map(_what_facts_give, kept.execute(query).scalars())}
    second = {its.person: its for its in map(_what_facts_give, rebuilt.execute(query).scalars())}
    for person in sorted(first.keys() | second.keys()):
        blank = PersonStanding(person)
        if first.get(person, blank) != second.get(person, blank):
            yield person


def _what_facts_give(text: str) -> PersonStanding:
    standing = decode_person(text)
    standing.said = Said()
    standing.next_due_on = None
    return standing
