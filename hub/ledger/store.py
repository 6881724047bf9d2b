"""Reading and writing the tables of the hub, a whole batch in one statement per table."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.deciding import Message, ReferralRow, TaskRow, Unsaid
from hub.ledger.bulk import insert_new_rows, insert_rows, is_among, upsert_rows
from hub.ledger.journal import Entry
from hub.ledger.tables import (
    council_standing,
    fact,
    inbox,
    journal_entry,
    outbox,
    parked,
    payer_reference,
    person_standing,
    posting,
    received_number,
    referral,
    task,
)
from hub.recovery.gates import AdverseStep
from hub.standing.codec import decode_council, encode
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding

LANES = 8
IN_ONE_STATEMENT = 500


def lane_of(person: str) -> int:
    """The relay's lane of a person: what concerns one person leaves in order."""
    return crc32(person.encode()) % LANES


def claim(connection: Connection, consumer: str, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Enter messages in the inbox; the ids of those that were not there yet.

    Entered in order of id, so that two consumers with the same messages wait for each other and never
    for ever.
    """
    ordered = sorted(rows, key=lambda row: str(row["message_id"]))
    entered = [{"consumer": consumer, **row} for row in ordered]
    return insert_new_rows(connection, inbox, entered, "message_id")


def hashes_in_inbox(connection: Connection, consumer: str, message_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Content hash and outcome of messages that the inbox knows."""
    found: dict[str, tuple[str, str]] = {}
    for part in _parts(message_ids):
        query = select(inbox.c.message_id, inbox.c.content_hash, inbox.c.outcome).where(
            inbox.c.consumer == consumer, is_among(connection, inbox.c.message_id, part)
        )
        found.update({row.message_id: (row.content_hash, row.outcome) for row in connection.execute(query)})
    return found


def set_outcome(connection: Connection, consumer: str, message_id: str, outcome: str, content_hash: str) -> None:
    """Say how a message in the inbox ended."""
    connection.execute(
        update(inbox)
        .where(inbox.c.consumer == consumer, inbox.c.message_id == message_id)
        .values(outcome=outcome, content_hash=content_hash)
    )


def note_numbers(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Remember which of a sender's numbers arrived."""
    insert_new_rows(connection, received_number, rows, "number")


def load_council(connection: Connection, *, to_change: bool) -> CouncilStanding:
    """The standing of the council, locked against change, or for it, until the transaction ends."""
    query = select(council_standing.c.standing).with_for_update(read=not to_change)
    return decode_council(connection.execute(query).scalar_one())


def read_council(connection: Connection) -> CouncilStanding:
    """The standing of the council as it stands, without a lock."""
    return decode_council(connection.execute(select(council_standing.c.standing)).scalar_one())


def save_council(connection: Connection, standing: CouncilStanding) -> None:
    """Write the standing of the council."""
    connection.execute(update(council_standing).values(standing=encode(standing).decode()))


def lock_references(connection: Connection, references: Collection[str]) -> dict[str, str | None]:
    """Who owns each payer reference, locked; None while nobody does."""
    return _lock(
        connection,
        references,
        lambda part: (
            select(payer_reference.c.reference, payer_reference.c.person)
            .where(is_among(connection, payer_reference.c.reference, part))
            .order_by(payer_reference.c.reference)
            .with_for_update()
        ),
        lambda missing: insert_new_rows(
            connection,
            payer_reference,
            [{"reference": reference, "person": None} for reference in missing],
            "reference",
        ),
        lambda _: None,
    )


def lock_people(connection: Connection, people: Collection[str], if_there: Collection[str] = ()) -> dict[str, str]:
    """The standings of people as text, locked in order of reference; `if_there` are not added if missing."""
    found: dict[str, str] = {}
    for part in _parts(if_there):
        found.update({row.person: row.standing for row in connection.execute(_people_in(connection, part))})
    return found | _lock(
        connection,
        people,
        lambda part: _people_in(connection, part),
        lambda missing: insert_new_rows(
            connection,
            person_standing,
            [
                {"person": person, "standing": _blank(person), "next_due_on": None, "has_care": False}
                for person in missing
            ],
            "person",
        ),
        _blank,
    )


def _people_in(connection: Connection, part: list[str]) -> Select[tuple[str, str]]:
    return (
        select(person_standing.c.person, person_standing.c.standing)
        .where(is_among(connection, person_standing.c.person, part))
        .order_by(person_standing.c.person)
        .with_for_update()
    )


def _blank(person: str) -> str:
    return encode(PersonStanding(person)).decode()


def _lock(connection: Connection, keys: Collection[str], query: Any, add: Any, new: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    wanted = sorted(keys)
    for part in _parts(wanted):
        # A result has keys of its own, its columns: only its iterator reads as pairs.
        found.update(iter(connection.execute(query(part))))
    missing = [key for key in wanted if key not in found]
    if missing:
        added = add(missing)
        found.update({key: new(key) for key in added})
        # Somebody else added these a moment ago; their transaction has ended, or we would still wait.
        for part in _parts([key for key in missing if key not in added]):
            found.update(iter(connection.execute(query(part))))
    return found


def lock_unsaid(connection: Connection, people: Collection[str]) -> dict[tuple[str, str], Unsaid]:
    """Adverse messages about people that have not left the hub: no relay has taken them up, or it holds them back."""
    found: dict[tuple[str, str], Unsaid] = {}
    for part in _parts(people):
        query = (
            select(outbox.c.person, outbox.c.key, outbox.c.message_id, outbox.c.step)
            .where(
                is_among(connection, outbox.c.person, part),
                outbox.c.step.is_not(None),
                # In the words of its own index: in others, the plan could read everything that waits.
                func.coalesce(outbox.c.said_at, outbox.c.withdrawn_at).is_(None),
                outbox.c.number.is_(None) | outbox.c.held_why.is_not(None),
            )
            .order_by(outbox.c.outbox_no)
            .with_for_update()
        )
        for row in connection.execute(query):
            found[(row.person, row.key)] = Unsaid(row.message_id, AdverseStep(row.step))
    return found


def withdraw_unsaid(connection: Connection, message_ids: Collection[str], at: datetime, why: str) -> None:
    """Withdraw adverse messages that have not left the hub."""
    for part in _parts(message_ids):
        connection.execute(
            update(outbox).where(outbox.c.message_id.in_(part)).values(withdrawn_at=at, withdrawn_why=why)
        )


def append_facts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep facts as received."""
    insert_rows(connection, fact, rows)


def append_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append journal entries: lines first, because writing the entry seals them."""
    insert_rows(connection, posting, [row for entry in entries for row in line_rows(entry)])
    rows = [entry_row(entry) for entry in entries]
    if connection.dialect.name == "sqlite" and rows:
        last = connection.execute(select(func.max(journal_entry.c.entry_no))).scalar() or 0
        rows = [{**row, "entry_no": last + number} for number, row in enumerate(rows, 1)]
    insert_rows(connection, journal_entry, rows)


def line_rows(entry: Entry) -> list[dict[str, Any]]:
    """The lines of an entry as the table keeps them."""
    return [
        {
            "entry": entry.entry,
            "line_no": number,
            "person": entry.person,
            "account": line.account,
            "item": line.item,
            "pence": line.pence,
        }
        for number, line in enumerate(entry.lines, 1)
    ]


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as the table keeps it."""
    return {
        "entry": entry.entry,
        "person": entry.person,
        "position": entry.position,
        "kind": entry.kind,
        "effective_on": entry.effective_on,
        "recorded_at": entry.recorded_at,
        "recorded_on": entry.recorded_on,
        "cause": entry.cause,
        "detail": entry.detail,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def append_messages(connection: Connection, messages: Sequence[Message], at: datetime) -> None:
    """Put messages into the outbox, in order."""
    insert_rows(connection, outbox, [message_row(message, at) for message in messages])


def message_row(message: Message, at: datetime) -> dict[str, Any]:
    """A message as the outbox keeps it."""
    return {
        "message_id": message.message_id,
        "cause": message.cause,
        "person": message.person,
        "lane": lane_of(message.person),
        "type": message.type,
        "routing_key": message.routing_key,
        "key": message.key,
        "step": message.step,
        "recorded_at": at,
        "body": message.body.decode(),
    }


def save_tasks(connection: Connection, rows: Iterable[TaskRow]) -> None:
    """Write tasks as the officers' list shows them."""
    upsert_rows(connection, task, [task_row(row) for row in rows])


def task_row(row: TaskRow) -> dict[str, Any]:
    """A task as the table keeps it."""
    return {
        "task": row.task,
        "person": row.person,
        "kind": row.kind,
        "reason": row.reason,
        "due_on": row.due_on,
        "priority": row.priority,
        "raised_by": row.raised_by,
        "is_open": row.open,
    }


def save_referrals(connection: Connection, rows: Iterable[ReferralRow]) -> None:
    """Write referrals as the officers' list shows them."""
    upsert_rows(
        connection,
        referral,
        [
            {
                "referral": row.referral,
                "person": row.person,
                "agent": row.agent,
                "kind": row.kind,
                "version": row.version,
                "state": row.state,
                "acknowledge_by": row.acknowledge_by,
            }
            for row in rows
        ],
    )


def save_people(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the standings of people who are locked by this transaction."""
    upsert_rows(connection, person_standing, rows)


def save_references(connection: Connection, owners: dict[str, str]) -> None:
    """Say whose payer references are."""
    upsert_rows(
        connection,
        payer_reference,
        [{"reference": reference, "person": person} for reference, person in sorted(owners.items())],
    )


def park(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Set messages aside with their reasons; the same one twice is set aside once, for the latest reason."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(parked)
    reason = {name: statement.excluded[name] for name in ("code", "field", "message")}
    statement = statement.on_conflict_do_update(
        index_elements=["parked"], set_=reason, where=parked.c.state == "waiting"
    )
    connection.execute(statement, list(rows))


def people_due(connection: Connection, day: date) -> list[str]:
    """People about whom something changes with time by the day."""
    return _people(connection, select(person_standing.c.person).where(person_standing.c.next_due_on <= day))


def people_with_care(connection: Connection) -> list[str]:
    """People who have, or had, a care package."""
    return _people(connection, select(person_standing.c.person).where(person_standing.c.has_care))


def _people(connection: Connection, query: Select[str]) -> list[str]:
    return list(connection.execute(query.order_by(person_standing.c.person)).scalars())


def _parts(keys: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), IN_ONE_STATEMENT):
        yield ordered[start : start + IN_ONE_STATEMENT]
