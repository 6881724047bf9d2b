"""What concerns everybody: a business day that opens, an uprating notice, and what the council adopts.

None of them touches a person here. Each changes the standing of the council, and cuts the people it concerns into
chunks that go over the bus like any other message, so that all consumers share the work and it can be resumed.
"""

from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import func, select

from contracts.envelope import Event
from contracts.inbound.calendar import RecalculationRequested
from contracts.registry import type_of
from hub.adoption import check
from hub.batch import Batch
from hub.deciding import HUB_SOURCE, Message, Outcome, identity
from hub.errors import UnreadableMessage
from hub.handlers.calendar import on_almanac_adopted, on_day_opened, on_rates_published
from hub.ledger import store
from hub.ledger.tables import daily_seal, journal_entry
from hub.reading import Read
from hub.standing.council import UNOPENED
from hub.telemetry import log

DAY_OPENED = "day.opened"
RATES_PUBLISHED = "benefit.rates_published"
ALMANAC_ADOPTED = "almanac.adopted"
PEOPLE_IN_A_CHUNK = 100


def decide_for_everybody(batch: Batch, items: list[Read]) -> set[str]:
    """Take each message into the council's standing, and ask for the people it concerns to be looked at.

    Returns the ids of the messages that were refused.
    """
    batch.council = store.load_council(batch.connection, to_change=True)
    refused: set[str] = set()
    for item in items:
        event = item.event
        if item.word.name == DAY_OPENED:
            closed = batch.council.business_day
            if on_day_opened(batch.council, event):
                _seal(batch, closed)
                people = store.people_due(batch.connection, batch.council.business_day)
                _request(batch, event, people, None)
                log.info("day_opened", people=len(people))
        else:
            if item.word.name == RATES_PUBLISHED:
                since = on_rates_published(batch.council, event)
            else:
                try:
                    check(batch.almanac, batch.council, event.data)
                except UnreadableMessage as refusal:
                    batch.refuse(item, refusal)
                    refused.add(event.id)
                    continue
                since = on_almanac_adopted(batch.council, event)
            if since is not None:
                _request(batch, event, store.people_with_care(batch.connection), since)
        batch.keep_fact(item, None)
    store.save_council(batch.connection, batch.council)
    return refused


def _request(batch: Batch, event: Event[Any], people: list[str], since: date | None) -> None:
    starts = range(0, len(people), PEOPLE_IN_A_CHUNK)
    event_type = type_of(RecalculationRequested)
    outcome = Outcome()
    for number, start in enumerate(starts, 1):
        request = RecalculationRequested(
            because_of=event.id,
            chunk=number,
            chunks=len(starts),
            since=since,
            people=tuple(people[start : start + PEOPLE_IN_A_CHUNK]),
        )
        message_id = identity(event.id, event_type, str(number))
        body = {
            "specversion": "1.0",
            "id": message_id,
            "source": HUB_SOURCE,
            "type": event_type,
            "time": batch.now,
            "datacontenttype": "application/json",
            "correlationid": event.correlationid or event.id,
            "causationid": event.id,
            "data": request.model_dump(mode="json"),
        }
        outcome.messages.append(
            Message(
                event.id, message_id, f"chunk:{number}", event_type, event_type, message_id, None, orjson.dumps(body)
            )
        )
    batch.outcomes.append(outcome)


def _seal(batch: Batch, day: date) -> None:
    """Seal every entry recorded since the last seal under one root.

    The council's standing is locked for change, so no other transaction is half-way through an entry.
    """
    if day == UNOPENED:
        return
    connection = batch.connection
    last = connection.execute(
        select(daily_seal.c.entry_no_to, daily_seal.c.root).order_by(daily_seal.c.day.desc()).limit(1)
    ).first()
    begin, previous = (last.entry_no_to, last.root) if last is not None else (0, "")
    root, count = root_of(connection, begin, None, previous)
    end = connection.execute(select(func.max(journal_entry.c.entry_no))).scalar() or begin
    connection.execute(daily_seal.insert(), {"day": day, "entry_no_to": end, "entries_count": count, "root": root})


def root_of(connection: Any, begin: int, end: int | None, previous: str) -> tuple[str, int]:
    """The root over the seals of all entries numbered after `begin`, up to `end`, and how many they are."""
    query = select(journal_entry.c.hash).where(journal_entry.c.entry_no > begin)
    if end is not None:
        query = query.where(journal_entry.c.entry_no <= end)
    digest = sha256(previous.encode())
    count = 0
    for (its_hash,) in connection.execute(query.order_by(journal_entry.c.entry_no)):
        digest.update(its_hash.encode())
        count += 1
    return digest.hexdigest(), count
