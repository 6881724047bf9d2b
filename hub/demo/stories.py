"""The stories, to the penny: who, what the hub was told and when, what it did, and by which rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from contracts.money import pence_from_pounds, pounds_from_pence
from hub.demo.days import NOTICE_ON, Delivered
from hub.demo.facts import LOADED, UPRATED
from hub.demo.lives import Life
from hub.demo.record import Record, in_words
from hub.differences.notices import NOTICE_AHEAD
from hub.ledger.tables import parked
from hub.recovery.reason_codes import ARUDD, reason_codes


@dataclass(slots=True, frozen=True)
class Story:
    """One line of the table; `moved` is by how much the person owes more, `owes` the account in the end."""

    kind: str
    day: str
    person: str | None
    told: str
    did: list[str]
    because: str
    moved: str | None = None
    owes: str | None = None


def stories_of(
    connection: Connection, record: Record, lives: Sequence[Life], delivered: Sequence[Delivered]
) -> list[Story]:
    """Every story, in order of day."""
    found = [
        *(story for life in lives for story in _of_life(record, life)),
        *_of_returns(record),
        *_of_files(delivered),
        _of_the_notice(record),
        *_of_suspense(record),
        *_of_parked(connection, lives),
    ]
    return sorted(found, key=lambda story: (story.day, story.person or "", story.told))


def _of_life(record: Record, life: Life) -> Iterator[Story]:
    for note in life.notes:
        causes = note.causes or [str(told.event["id"]) for told in life.later]
        messages = record.messages_of(life.person, causes)
        yield _of_messages(record, note.kind, note.day, life.person, note.told, messages, note.because)


def _of_messages(
    record: Record, kind: str, day: date, person: str, told: str, messages: set[str], because: str
) -> Story:
    entries = record.caused(person, messages)
    return Story(
        kind,
        day.isoformat(),
        person,
        told,
        in_words(entries, record.said(person, messages)) or ["nothing changes"],
        because,
        pounds_from_pence(sum(entry.pence for entry in entries)),
        record.balances[person],
    )


def _of_returns(record: Record) -> Iterator[Story]:
    for person, entries in record.entries.items():
        for entry in entries:
            if entry.kind == "return":
                data = record.facts[entry.cause]
                code = reason_codes()[(ARUDD, data["reason_code"])]
                told = f"A direct debit of {data['amount']} comes back: ARUDD {code.code}"
                yield _of_messages(record, "return", entry.effective_on, person, told, {entry.cause}, code.description)


def _of_files(delivered: Sequence[Delivered]) -> Iterator[Story]:
    for file in delivered:
        if file.again:
            yield Story(
                "duplicate file",
                file.day.isoformat(),
                None,
                f"{file.path.name}: a file of {file.events} that came before, byte for byte",
                ["nothing changes" if file.changed_nothing else "THE END STATE CHANGED"],
                "A message is named by its record in the file, and takes effect once",
            )
    told = sum(file.events for file in delivered if not file.again)
    repeats = sum(file.repeats for file in delivered)
    yield Story(
        "disorder",
        LOADED.isoformat(),
        None,
        f"{told} messages, shuffled within each file, {repeats} of them sent twice",
        ["each takes effect once"],
        "The same facts, in any order and with any repeats, come to the same",
    )


def _of_the_notice(record: Record) -> Story:
    # Four weeks ahead is the day on which a cycle begins; whoever's facts change later is told of both together.
    told_on = record.messages_of("", [f"day-opened-{UPRATED - NOTICE_AHEAD}"])
    changed = [
        its.data
        for its in record.said()
        if its.name == "contribution.changed"
        and its.cause in told_on
        and its.data["effective_from"] == UPRATED.isoformat()
        and its.data["weekly_before"] is not None
    ]
    before = sum(pence_from_pounds(data["weekly_before"]) for data in changed)
    now = sum(pence_from_pounds(data["weekly_now"]) for data in changed)
    return Story(
        "uprating",
        NOTICE_ON.isoformat(),
        None,
        "The yearly notice of benefit rates, in force from 6 April",
        [
            f"the contribution of {len(changed)} people changes on 6 April, from {pounds_from_pence(before)} to "
            f"{pounds_from_pence(now)} a week in all",
            "each is told four weeks ahead",
        ],
        "Benefits by the notice; protected amounts by the published rates of 2026/27",
    )


def _of_suspense(record: Record) -> Iterator[Story]:
    for waiting in record.state["suspense"]:
        reference = waiting["reference"].partition(":")[2]
        told = "without any reference" if reference.startswith("?") else f"under {reference}, which is nobody's"
        task = waiting["tasks"][0]
        received_on = record.received_on(waiting["reference"])
        yield Story(
            "suspense",
            received_on.isoformat(),
            None,
            f"{waiting['amount']} arrives {told}",
            ["kept in suspense", f"task: {task['kind'].rpartition('.')[2].replace('_', ' ')}"],
            "Money is set against no account until it is known whose it is",
        )


def _of_parked(connection: Connection, lives: Iterable[Life]) -> Iterator[Story]:
    told = {str(its.event["id"]): (life.person, its) for life in lives for its in life.later}
    query = select(parked.c.message_id, parked.c.field, parked.c.message).order_by(parked.c.message_id)
    for message_id, field, message in connection.execute(query):
        person, its = told[message_id]
        yield Story(
            "bad message",
            its.day.isoformat(),
            person,
            f"{message_id}, which does not fit its contract",
            [f"set aside: {field}: {message}"],
            "What cannot be read is kept with its field and reason, and its neighbours go on",
        )
