"""What came of it, read back from the store: for a message, the entries it caused and everything said because of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection, select

from contracts.money import pounds_from_pence
from hub.deciding import Almanac
from hub.end_state import end_state
from hub.ledger.accounts import Account
from hub.ledger.tables import fact, journal_entry, outbox, posting

CHUNK = "recalculation.requested.v1"


@dataclass(slots=True, frozen=True)
class Entry:
    """A journal entry as the person's account sees it: pence by item, owed if positive."""

    kind: str
    cause: str
    effective_on: date
    items: tuple[tuple[str, int], ...]

    @property
    def pence(self) -> int:
        """By how much the person owes more."""
        return sum(pence for _, pence in self.items)


@dataclass(slots=True, frozen=True)
class Said:
    """A message that left the hub: its name without version, its data, and the message that caused it."""

    name: str
    data: dict[str, Any]
    cause: str


class Record:
    """Everything in the store that the stories need, read once."""

    def __init__(self, connection: Connection, almanac: Almanac) -> None:
        self.state = end_state(connection, almanac)
        self.balances = {its["person"]: str(its["balance"]) for its in self.state["people"]}
        self.entries = _entries(connection)
        self._said = _said(connection)
        self.facts: dict[str, dict[str, Any]] = {}
        self._of_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._chunks: dict[str, list[str]] = defaultdict(list)
        query = select(fact.c.message_id, fact.c.type, fact.c.person, fact.c.body).order_by(fact.c.fact_no)
        for message_id, event_type, person, body in connection.execute(query):
            event = orjson.loads(body)
            self.facts[message_id] = event["data"]
            if event_type == CHUNK:
                self._chunks[event["causationid"]].append(message_id)
            elif person is not None:
                self._of_name[(person, event_type.rpartition(".v")[0])].append(message_id)

    def messages_of(self, person: str, causes: Iterable[str]) -> set[str]:
        """The messages meant: each by its id, or all about the person of one name, and chunks that follow from any."""
        found: set[str] = set()
        for cause in causes:
            for message_id in self._of_name.get((person, cause), [cause]):
                found |= {message_id, *self._chunks.get(message_id, ())}
        return found

    def received_on(self, reference: str) -> date:
        """The day on which the first money came in under a payer reference that nobody has claimed."""
        (first, *_) = self._of_name[(reference, "payment.received")]
        return date.fromisoformat(self.facts[first]["received_on"])

    def caused(self, person: str, messages: set[str]) -> list[Entry]:
        """The entries of the person's account that these messages caused, in order."""
        return [entry for entry in self.entries.get(person, ()) if entry.cause in messages]

    def said(self, person: str | None = None, messages: set[str] | None = None) -> list[Said]:
        """What was said about the person, or about anybody; because of these messages, if they are given."""
        about = self._said.get(person, []) if person is not None else [*chain.from_iterable(self._said.values())]
        return [its for its in about if messages is None or its.cause in messages]


def _entries(connection: Connection) -> dict[str, list[Entry]]:
    query = (
        select(
            journal_entry.c.entry,
            journal_entry.c.person,
            journal_entry.c.kind,
            journal_entry.c.cause,
            journal_entry.c.effective_on,
            posting.c.item,
            posting.c.pence,
        )
        .join(posting, posting.c.entry == journal_entry.c.entry)
        .where(posting.c.account == Account.CONTRIBUTION_DEBTORS)
        .order_by(journal_entry.c.person, journal_entry.c.position, posting.c.line_no)
    )
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        rows[row.entry].append(row)
    found: dict[str, list[Entry]] = defaultdict(list)
    for lines in rows.values():
        head = lines[0]
        items = tuple((line.item, line.pence) for line in lines)
        found[head.person].append(Entry(head.kind, head.cause, head.effective_on, items))
    return found


def _said(connection: Connection) -> dict[str, list[Said]]:
    query = (
        select(outbox.c.person, outbox.c.type, outbox.c.cause, outbox.c.body)
        .where(outbox.c.said_at.is_not(None), outbox.c.type != CHUNK)
        .order_by(outbox.c.outbox_no)
    )
    found: dict[str, list[Said]] = defaultdict(list)
    for person, event_type, cause, body in connection.execute(query):
        found[person].append(Said(event_type.rpartition(".v")[0], orjson.loads(body)["data"], cause))
    return found


def in_words(entries: Iterable[Entry], said: Iterable[Said]) -> list[str]:
    """What the hub did, a sentence each, in the order in which it did it."""
    sentences = [sentence for entry in entries for sentence in _of_entry(entry)]
    sentences += [sentence for its in said for sentence in _of_said(its)]
    return list(dict.fromkeys(sentences))


def _of_entry(entry: Entry) -> Iterator[str]:
    if entry.kind == "charge":
        for item, pence in entry.items:
            verb = "charged" if pence > 0 else "reversed"
            yield f"{pounds_from_pence(abs(pence))} {verb} for the cycle from {_day(item)}"
        return
    amount = pounds_from_pence(abs(entry.pence))
    yield {
        "payment": f"{amount} set against what is owed",
        "payment_identified": f"{amount} comes out of suspense",
        "collection": f"{amount} collected",
        "return": f"its collection of {amount} reversed",
    }.get(entry.kind, f"{entry.kind} of {amount}")


def _of_said(said: Said) -> Iterator[str]:
    data = said.data
    match said.name:
        case "contribution.changed":
            before = "" if data["weekly_before"] is None else f" instead of {data['weekly_before']}"
            yield f"{data['weekly_now']} a week{before} from {_day(data['effective_from'])}: told to the person"
        case "direct_debit.claim_requested":
            yield f"{data['amount']} claimed for {_day(data['collect_on'])}"
        case "statement.issued":
            yield f"statement of {data['closing_balance']}"
        case "mandate.cancellation_requested":
            yield "the bureau told to cancel the mandate"
        case "letter.requested":
            if data["kind"] != "contribution_notice":
                yield f"letter: {_plain(data['kind'])}"
        case "task.raised":
            yield f"task: {_plain(data['kind'])}, due {_day(data['due_on'])}"
        case "task.withdrawn":
            yield f"a task withdrawn, because {data['reason']}"
        case "tracing_referral.sent" | "enforcement_referral.sent":
            amount = f" for {data['amount']}" if "amount" in data else ""
            yield f"{data['agent']} is sent the referral{amount}"
        case "tracing_referral.recalled" | "enforcement_referral.recalled":
            yield f"the referral recalled from {data['agent']}: {_plain(data['reason'])}"


def _plain(word: str) -> str:
    return word.rpartition(".")[2].replace("_", " ")


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%-d %b}"
