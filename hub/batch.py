"""One batch in one transaction: what it claims, loads, decides and writes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from contracts.envelope import Event
from contracts.inbound.calendar import RecalculationRequested
from hub.adoption import in_force
from hub.deciding import Almanac, Deciding, Outcome, Unsaid, identity
from hub.differences.settle import settle
from hub.errors import ConflictingDuplicate, ReferenceTaken, Refused, UnreadableMessage
from hub.handlers.change import Aspect, Change
from hub.handlers.table import HANDLERS
from hub.ledger import store
from hub.reading import Delivery, Read, said_of_itself
from hub.standing.council import CouncilStanding
from hub.standing.people import People
from hub.standing.person import UNCLAIMED
from hub.telemetry import PARKED, log

CONSUMER = "hub"
APPLIED = "applied"
PARKED_OUTCOME = "parked"
CLAIMING = frozenset({"person.registered", "person.details_changed", "mandate.changed"})
CHUNK = "recalculation.requested"
WHY_WITHDRAWN = "the facts changed before it was said"


class Batch:
    """Everything one transaction holds; nothing is written before every decision is made."""

    def __init__(self, connection: Connection, almanac: Almanac, now: datetime, today_in_london: date) -> None:
        self.connection = connection
        self.almanac = almanac
        self.now = now
        self.recorded_on = today_in_london
        self.council = CouncilStanding()
        self.outcomes: list[Outcome] = []
        self.facts: list[dict[str, Any]] = []
        self._parked: list[dict[str, Any]] = []
        self._refused: list[Read] = []
        self._known: dict[str, tuple[str, str]] = {}
        self._people = People()
        self._owners: dict[str, str | None] = {}
        self._new_owners: dict[str, str] = {}
        self._unsaid: dict[tuple[str, str], Unsaid] = {}

    def claim(self, items: Sequence[Read]) -> list[Read]:
        """Enter the messages in the inbox; those that are here for the first time, or sent again by an operator."""
        first: dict[str, Read] = {}
        for item in items:
            first.setdefault(item.event.id, item)
        fresh = store.claim(
            self.connection,
            CONSUMER,
            [
                {
                    "message_id": item.event.id,
                    "content_hash": item.content_hash,
                    "outcome": APPLIED,
                    "recorded_at": self.now,
                }
                for item in first.values()
            ],
        )
        stale = {item.event.id for item in items if first[item.event.id] is not item} | (first.keys() - fresh)
        self._known = store.hashes_in_inbox(self.connection, CONSUMER, stale)
        claimed = [item for message_id, item in first.items() if message_id in fresh]
        for message_id in first.keys() - fresh:
            if self._is_replay(first[message_id]):
                store.set_outcome(self.connection, CONSUMER, message_id, APPLIED, first[message_id].content_hash)
                claimed.append(first[message_id])
        return claimed

    def _is_replay(self, item: Read) -> bool:
        return item.delivery.replaying is not None and self._known[item.event.id][1] == PARKED_OUTCOME

    def note_numbers(self, deliveries: Iterable[tuple[Delivery, str | None]]) -> None:
        """Remember which of their senders' numbers arrived, readable or not; each with its message id, if any."""
        rows = {
            (delivery.sender, delivery.number): {
                "sender": delivery.sender,
                "number": delivery.number,
                "message_id": message_id,
                "is_last": delivery.is_last,
            }
            for delivery, message_id in deliveries
            if delivery.sender is not None and delivery.number is not None
        }
        # In order, so that two consumers with the same deliveries wait for each other and never for ever.
        store.note_numbers(self.connection, [rows[key] for key in sorted(rows)])

    def conflict(self, item: Read) -> ConflictingDuplicate | None:
        """What is wrong with a message whose id is known: nothing, if its content is the same."""
        if self._known[item.event.id][0] == item.content_hash:
            return None
        return ConflictingDuplicate("id", "expected an id of its own: this id came before with other content")

    def load(self, items: Sequence[Read]) -> None:
        """Lock and load the standing of everybody the messages are about."""
        if not items:
            return
        self.council = store.load_council(self.connection, to_change=False)
        self.almanac = in_force(self.almanac, self.council)
        references: set[str] = set()
        paid: set[str] = set()
        people: set[str] = set()
        for item in items:
            event = item.event
            if item.word.name == CHUNK:
                people.update(event.data.people)
            elif event.subject is None:
                paid.update(_payer(event))
            elif not event.subject.startswith(UNCLAIMED):
                people.add(event.subject)
                if item.word.name in CLAIMING:
                    references.update(_references(event))
        references |= paid
        if references:
            self._owners = store.lock_references(self.connection, references)
            people.update(owner for owner in self._owners.values() if owner is not None)
            people.update(f"{UNCLAIMED}{its}" for its in paid if self._owners[its] is None)
        people.update(_nameless(item.event) for item in items if _is_nameless(item))
        unclaimed = {f"{UNCLAIMED}{its}" for its in references if self._owners[its] is None} - people
        self._people.add(store.lock_people(self.connection, people, unclaimed))
        self._unsaid = store.lock_unsaid(self.connection, people)

    def decide(self, item: Read) -> None:
        """Decide what a message comes to.

        Raises:
            Refused: the message cannot mean anything; nothing of it is kept but the message.
        """
        deciding = self.deciding(item.event)
        people = self._people_of(item)
        unsaid = dict(self._unsaid)
        try:
            self._decide(deciding, item, people)
            for person in people:
                self._people.keep(person)
        except BaseException:
            self._unsaid.clear()
            self._unsaid.update(unsaid)
            for person in people:
                self._restore(person)
            raise
        if item.word.name in CLAIMING:
            self._own(item.event)
        self.outcomes.append(deciding.outcome)
        self.keep_fact(item, people[0] if item.word.name != CHUNK else None)

    def deciding(self, event: Event[Any]) -> Deciding:
        """A sheet of paper for one message's decision."""
        return Deciding(
            event.id,
            self.now,
            self.recorded_on,
            self.council,
            self.almanac,
            self._people,
            self._unsaid,
            event.correlationid or event.id,
        )

    def _decide(self, deciding: Deciding, item: Read, people: list[str]) -> None:
        if item.word.name == CHUNK:
            request: RecalculationRequested = item.event.data
            for person in people:
                standing = self._people[person]
                since = request.since
                settle(deciding, standing, Change(Aspect.EVERYTHING, since or standing.worked.charged_to))
            return
        standing = self._people[people[0]]
        change = HANDLERS[item.word.type](deciding, standing, item.event)
        settle(deciding, standing, change)

    def _people_of(self, item: Read) -> list[str]:
        event = item.event
        if item.word.name == CHUNK:
            return list(event.data.people)
        if event.subject is None:
            if _is_nameless(item):
                return [_nameless(event)]
            payer = _payer(event)
            if not payer:
                raise UnreadableMessage("subject", "expected the reference of the person it is about")
            return [self._owners[payer[0]] or f"{UNCLAIMED}{payer[0]}"]
        if event.subject.startswith(UNCLAIMED):
            raise UnreadableMessage("subject", f"expected a person: no person's reference begins with {UNCLAIMED}")
        if item.word.name not in CLAIMING:
            return [event.subject]
        references = _references(event)
        for reference in references:
            if self._owners.get(reference) not in (None, event.subject):
                raise ReferenceTaken("data.payer_references", "expected references that nobody else has")
        unclaimed = [f"{UNCLAIMED}{reference}" for reference in references]
        return [event.subject, *(person for person in unclaimed if person in self._people)]

    def _own(self, event: Event[Any]) -> None:
        for reference in _references(event):
            if event.subject is not None and self._owners[reference] != event.subject:
                self._owners[reference] = event.subject
                self._new_owners[reference] = event.subject

    def _restore(self, person: str) -> None:
        self._people.forget(person)

    def keep_fact(self, item: Read, person: str | None) -> None:
        """Keep the message as received."""
        self.facts.append(
            {
                "message_id": item.event.id,
                "type": item.word.type,
                "person": person,
                "recorded_at": self.now,
                "body": item.delivery.body.decode(),
            }
        )

    def park(self, delivery: Delivery, item: Read | None, refusal: Refused) -> None:
        """Set a message aside, with its field and reason."""
        message_id, event_type = (item.event.id, item.word.type) if item is not None else said_of_itself(delivery.body)
        PARKED.labels(refusal.code).inc()
        log.warning("message_parked", code=refusal.code, field=refusal.field, type=event_type)
        self._parked.append(
            {
                "parked": parked_name(message_id, delivery.body),
                "message_id": message_id,
                "type": event_type,
                "code": refusal.code,
                "field": refusal.field[:200],
                "message": refusal.message,
                "body": delivery.body,
                "recorded_at": self.now,
                "state": "waiting",
            }
        )

    def refuse(self, item: Read, refusal: Refused) -> None:
        """Park a message that the inbox has claimed."""
        self._refused.append(item)
        self.park(item.delivery, item, refusal)

    def write(self) -> None:
        """Write everything that was decided, one statement a table."""
        connection = self.connection
        store.append_facts(connection, self.facts)
        store.append_entries(connection, [entry for outcome in self.outcomes for entry in outcome.entries])
        store.save_people(
            connection,
            [
                {
                    "person": person,
                    "standing": kept.text,
                    "next_due_on": kept.next_due_on,
                    "has_care": kept.has_care,
                }
                for person, kept in sorted(self._people.kept.items())
            ],
        )
        store.save_references(connection, self._new_owners)
        store.save_tasks(connection, _latest(outcome.tasks for outcome in self.outcomes))
        store.save_referrals(connection, _latest(outcome.referrals for outcome in self.outcomes))
        messages = [message for outcome in self.outcomes for message in outcome.messages]
        store.append_messages(connection, messages, self.now)
        withdrawals = [message_id for outcome in self.outcomes for message_id in outcome.withdrawals]
        store.withdraw_unsaid(connection, withdrawals, self.now, WHY_WITHDRAWN)
        store.park(connection, self._parked)
        for item in self._refused:
            store.set_outcome(connection, CONSUMER, item.event.id, PARKED_OUTCOME, item.content_hash)


def parked_name(message_id: str | None, body: bytes) -> str:
    """What a message is called once it is set aside: the same message is set aside once."""
    return identity("parked", message_id or "", sha256(body).hexdigest())


def _latest(rows: Any) -> list[Any]:
    merged: dict[str, Any] = {}
    for row in rows:
        merged.update(row)
    return list(merged.values())


def _references(event: Event[Any]) -> tuple[str, ...]:
    several = getattr(event.data, "payer_references", None)
    return _payer(event) if several is None else tuple(several)


def _payer(event: Event[Any]) -> tuple[str, ...]:
    one = getattr(event.data, "payer_reference", None)
    return () if one is None else (one,)


def _is_nameless(item: Read) -> bool:
    return item.word.name == "payment.received" and item.event.subject is None and not _payer(item.event)


def _nameless(event: Event[Any]) -> str:
    return f"{UNCLAIMED}?{event.data.payment}"
