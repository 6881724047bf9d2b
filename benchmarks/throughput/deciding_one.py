"""One message decided by the hub's own pure core, for everybody who takes messages one at a time.

All of them come to the same rows. What is compared is what stands around the core: taking messages from the broker,
finding and keeping state, and telling the broker that it is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from contracts.registry import words
from hub.clock import day_in_london
from hub.composition import load_almanac
from hub.deciding import Almanac, Deciding, Unsaid
from hub.differences.settle import settle
from hub.handlers.table import HANDLERS
from hub.ledger.store import entry_row, line_rows, message_row, task_row
from hub.reading import Delivery, Read, read
from hub.settings import from_environment
from hub.standing.codec import encode
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding

CONSUMER = "hub"
Row = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Rows:
    """Everything one message comes to beside its place in the inbox, as rows of the hub's own tables."""

    fact: Row
    entries: list[Row]
    postings: list[Row]
    outbox: list[Row]
    tasks: list[Row]
    standing: Row


@cache
def almanac() -> Almanac:
    """Rates, policy and agents."""
    return load_almanac(from_environment())


# Read before the first message comes, so that nobody is measured while they read their tables.
almanac()
words()


def opened(body: bytes) -> Read:
    """The event in a body, checked against its contract as the hub checks it."""
    return read(Delivery(body))


def inbox_row(item: Read, now: datetime) -> Row:
    """The place of a message in the inbox."""
    return {
        "consumer": CONSUMER,
        "message_id": item.event.id,
        "content_hash": item.content_hash,
        "outcome": "applied",
        "recorded_at": now,
    }


def decided(
    item: Read,
    person: PersonStanding,
    council: CouncilStanding,
    now: datetime,
    unsaid: Mapping[tuple[str, str], Unsaid] | None = None,
) -> Rows:
    """What the message comes to, with the person and the council as they stand; the person's standing changes."""
    event = item.event
    deciding = Deciding(
        event.id,
        now,
        day_in_london(now),
        council,
        almanac(),
        {person.person: person},
        dict(unsaid or {}),
        event.correlationid or event.id,
    )
    settle(deciding, person, HANDLERS[item.word.type](deciding, person, event))
    outcome = deciding.outcome
    return Rows(
        {
            "message_id": event.id,
            "type": item.word.type,
            "person": person.person,
            "recorded_at": now,
            "body": item.delivery.body.decode(),
        },
        [entry_row(entry) for entry in outcome.entries],
        [row for entry in outcome.entries for row in line_rows(entry)],
        [message_row(message, now) for message in outcome.messages],
        [task_row(task) for task in outcome.tasks.values()],
        {
            "person": person.person,
            "standing": encode(person).decode(),
            "next_due_on": person.next_due_on,
            "has_care": bool(person.circumstances.packages),
        },
    )
