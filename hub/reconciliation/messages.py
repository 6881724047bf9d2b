"""Messages: every one that came in has exactly one ending, and every number of a sender has arrived."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select

from contracts.registry import Direction, words
from hub.batch import APPLIED, CONSUMER, PARKED_OUTCOME
from hub.ledger.tables import fact, inbox, outbox, parked, received_number, relay_lane
from hub.outbox import SENDER
from hub.reading import content_hash_of
from hub.reconciliation.findings import Finding

SHOWN = 20


def message_counts(connection: Connection) -> dict[str, Any]:
    """How many messages came to which ending, and how many wait to be said."""
    endings: dict[str, int] = dict(
        connection.execute(select(inbox.c.outcome, func.count()).group_by(inbox.c.outcome)).all()
    )
    states: dict[str, int] = dict(
        connection.execute(select(parked.c.state, func.count()).group_by(parked.c.state)).all()
    )
    return {
        "inbox": {"applied": endings.get(APPLIED, 0), "parked": endings.get(PARKED_OUTCOME, 0)},
        "facts": _count(connection, fact),
        "parked": {state: states.get(state, 0) for state in ("waiting", "replayed", "discarded")},
        "outbox": {
            "said": _count(connection, outbox, outbox.c.said_at.is_not(None)),
            "waiting": _count(connection, outbox, outbox.c.said_at.is_(None) & outbox.c.withdrawn_at.is_(None)),
            "withdrawn": _count(connection, outbox, outbox.c.withdrawn_at.is_not(None)),
        },
    }


def _count(connection: Connection, table: Table, where: Any = None) -> int:
    query = select(func.count()).select_from(table)
    return connection.execute(query if where is None else query.where(where)).scalar_one()


def find_in_endings(connection: Connection) -> Iterator[Finding]:
    """Messages with an ending and no trace of it, or a trace and no ending; facts that are not as they came."""
    applied = (inbox.c.consumer == CONSUMER) & (inbox.c.outcome == APPLIED)
    query = (
        select(inbox.c.message_id)
        .where(applied, ~select(fact.c.fact_no).where(fact.c.message_id == inbox.c.message_id).exists())
        .limit(SHOWN)
    )
    for message_id in connection.execute(query).scalars():
        yield Finding("endings", message_id, "applied by the inbox, and no fact was kept")
    query = (
        select(inbox.c.message_id)
        .where(
            inbox.c.outcome == PARKED_OUTCOME,
            ~select(parked.c.parked).where(parked.c.message_id == inbox.c.message_id).exists(),
        )
        .limit(SHOWN)
    )
    for message_id in connection.execute(query).scalars():
        yield Finding("endings", message_id, "parked by the inbox, and nothing is set aside")
    rows = connection.execute(
        select(fact.c.message_id, fact.c.body, inbox.c.content_hash, inbox.c.outcome)
        .join(inbox, (inbox.c.message_id == fact.c.message_id) & (inbox.c.consumer == CONSUMER), isouter=True)
        .execution_options(yield_per=1000)
    )
    for row in rows:
        if row.outcome != APPLIED:
            yield Finding("endings", row.message_id, "a fact was kept, and the inbox does not say that it was applied")
        elif content_hash_of(orjson.loads(row.body)) != row.content_hash:
            yield Finding("endings", row.message_id, "the fact is not what the inbox received")


def find_in_numbers(connection: Connection, waiting_on_the_bus: int) -> Iterator[Finding]:
    """Numbers of publishers that never arrived. While messages wait on the bus, none of them is missed yet."""
    if waiting_on_the_bus:
        return
    senders: dict[str, list[tuple[int, bool]]] = {}
    query = (
        select(received_number.c.sender, received_number.c.number, received_number.c.is_last)
        .where(~received_number.c.sender.startswith(f"{SENDER}."))
        .order_by(received_number.c.sender, received_number.c.number)
    )
    for sender, number, is_last in connection.execute(query):
        senders.setdefault(sender, []).append((number, is_last))
    for sender, numbers in senders.items():
        for (before, _), (after, _) in pairwise([(0, False), *numbers]):
            if after != before + 1:
                yield Finding("numbers", sender, f"{_span(before + 1, after - 1)} never arrived")
        if not any(is_last for _, is_last in numbers):
            yield Finding("numbers", sender, f"nothing after {numbers[-1][0]} arrived, and that was not the last")


def _span(first: int, last: int) -> str:
    return f"message {first}" if first == last else f"messages {first} to {last}"


def find_in_outbox(connection: Connection, waiting_on_the_bus: int) -> Iterator[Finding]:
    """Numbers of the relay that were never used, and messages to ourselves that were said and never came."""
    numbers = outbox.c.number
    counted: Mapping[int, tuple[int, int, int]] = {
        lane: (count, different, highest)
        for lane, count, different, highest in connection.execute(
            select(outbox.c.lane, func.count(), func.count(numbers.distinct()), func.max(numbers))
            .where(numbers.is_not(None))
            .group_by(outbox.c.lane)
        )
    }
    for lane, last in connection.execute(select(relay_lane.c.lane, relay_lane.c.last_number)):
        if counted.get(lane, (0, 0, 0)) != (last, last, last):
            yield Finding("outbox", f"lane {lane}", "the numbers given out are not 1, 2, 3 to the last")
    if waiting_on_the_bus:
        return
    to_ourselves = [word.type for word in words(Direction.INBOUND)]
    query = (
        select(outbox.c.message_id)
        .where(
            outbox.c.type.in_(to_ourselves),
            outbox.c.said_at.is_not(None),
            ~select(inbox.c.message_id)
            .where(inbox.c.consumer == CONSUMER, inbox.c.message_id == outbox.c.message_id)
            .exists(),
        )
        .limit(SHOWN)
    )
    for message_id in connection.execute(query).scalars():
        yield Finding("outbox", message_id, "said to ourselves and confirmed, and never came in")
