"""A small language for telling stories to a hub and asking what came of them.

A story has a store of its own, on SQLite or PostgreSQL, with the embedded bus in it and a clock set by hand.
`tell` only takes messages in; nothing leaves the hub, and no chunk of a recalculation comes back to it, before
`relay` or `open_day` carries it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from sqlalchemy import Connection, select, text

from consumers.embedded import EmbeddedDoor
from hub.composition import Hub, SteppingClock, assemble
from hub.deciding import Almanac
from hub.end_state import end_state
from hub.intake import Ending
from hub.ledger import embedded_bus
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.ledger.tables import embedded_queue, journal_entry, outbox, parked, posting, task
from hub.rates import load_rates
from hub.rates.policy import load_policy
from hub.reading import Delivery
from hub.recovery.agents import load_agents
from hub.topology import OUT
from tests.builders import PERSON, Event, an_opened_day, body_of

ALMANAC = Almanac(load_rates(), load_policy(), load_agents())
MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


class Story:
    """One hub and what is told to it."""

    def __init__(self, url: str = "sqlite://") -> None:
        engine = open_engine(url)
        upgrade_engine(engine)
        self.clock = SteppingClock(MORNING)
        self.hub: Hub = assemble(engine, ALMANAC, self.clock)

    def close(self) -> None:
        """Let go of the store."""
        self.hub.close()

    # -- telling

    def tell(self, *events: Event | bytes) -> list[Ending]:
        """Take messages in, as one batch; how each ended."""
        return self.hub.intake.process([delivery(event) for event in events])

    def live(self, *events: Event | bytes) -> list[Ending]:
        """Take messages in one after another, and say at once whatever each comes to."""
        endings = []
        for event in events:
            endings += self.tell(event)
            self.relay()
        return endings

    def open_day(self, day: str | date) -> None:
        """A business day begins, on the clock as well; whoever it concerns is looked at."""
        opened = date.fromisoformat(str(day))
        self.clock.moment = datetime.combine(opened, time(9), UTC)
        self.live(an_opened_day(opened))

    def relay(self) -> int:
        """Say what waits, and take in again what the hub says to itself; how many messages were said."""
        said = 0
        door = EmbeddedDoor(self.hub.engine, self.hub.intake)
        while True:
            now = self.hub.outbox.drain(embedded_bus.publish)
            said += now
            if not now and not door.drain():
                return said

    # -- asking

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A look into the store; what is done there is kept."""
        with self.hub.engine.begin() as connection:
            yield connection

    def state(self) -> dict[str, Any]:
        """The end state."""
        with self.connection() as connection:
            return end_state(connection, ALMANAC)

    def digest(self) -> str:
        """The hash of what the facts alone decide."""
        return str(self.state()["digest"])

    def account(self, person: str = PERSON) -> dict[str, Any]:
        """One person's account."""
        found = [its for its in self.state()["people"] if its["person"] == person]
        assert found, f"nothing is known of {person}"
        account: dict[str, Any] = found[0]
        return account

    def balance(self, person: str = PERSON) -> str:
        """What the person owes."""
        return str(self.account(person)["balance"])

    def charged(self, person: str = PERSON) -> dict[str, str]:
        """What is charged, by the first day of the cycle."""
        return {item["item"]: item["charged"] for item in self.account(person)["items"]}

    def owed(self, person: str = PERSON) -> dict[str, str]:
        """What is still to pay, by the first day of the cycle."""
        return {item["item"]: item["outstanding"] for item in self.account(person)["items"]}

    def suspense(self) -> dict[str, str]:
        """Money that nobody has claimed, by its reference."""
        return {its["reference"].partition(":")[2]: its["amount"] for its in self.state()["suspense"]}

    def tasks(self, person: str = PERSON) -> list[str]:
        """Kinds of the tasks on the officers' list, sorted."""
        query = select(task.c.kind).where(task.c.person == person, task.c.is_open).order_by(task.c.kind)
        with self.connection() as connection:
            return list(connection.execute(query).scalars())

    def task(self, kind: str, person: str = PERSON) -> dict[str, Any]:
        """The only open task of a kind."""
        query = select(task).where(task.c.person == person, task.c.is_open, task.c.kind == kind)
        with self.connection() as connection:
            return dict(connection.execute(query).mappings().one())

    def messages(self, type: str | None = None, person: str | None = None) -> list[Event]:  # noqa: A002
        """What the hub has said to others, in order: of one type, about one person, if given."""
        query = (
            select(embedded_queue.c.body).where(embedded_queue.c.exchange == OUT).order_by(embedded_queue.c.queue_no)
        )
        with self.connection() as connection:
            said = [orjson.loads(body) for body in connection.execute(query).scalars()]
        return [
            event
            for event in said
            if (type is None or event["type"] == f"{type}.v1") and (person is None or event.get("subject") == person)
        ]

    def told(self, type: str, person: str | None = None) -> list[dict[str, Any]]:  # noqa: A002
        """The data of what the hub has said of one type."""
        return [event["data"] for event in self.messages(type, person)]

    def waiting(self, type: str | None = None) -> list[str]:  # noqa: A002
        """Types of the messages that are decided and neither said nor withdrawn, in order."""
        query = (
            select(outbox.c.type)
            .where(outbox.c.said_at.is_(None), outbox.c.withdrawn_at.is_(None))
            .order_by(outbox.c.outbox_no)
        )
        with self.connection() as connection:
            types = [its.removesuffix(".v1") for its in connection.execute(query).scalars()]
        return [its for its in types if type is None or its == type]

    def withdrawn(self) -> list[str]:
        """Types of the messages that were withdrawn before they were said, in order."""
        query = select(outbox.c.type).where(outbox.c.withdrawn_at.is_not(None)).order_by(outbox.c.outbox_no)
        with self.connection() as connection:
            return [its.removesuffix(".v1") for its in connection.execute(query).scalars()]

    def parked(self) -> list[dict[str, Any]]:
        """What was set aside, in order."""
        query = select(parked).order_by(parked.c.recorded_at, parked.c.parked)
        with self.connection() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def entries(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Journal entries with their lines as account and pence, in order."""
        query = select(journal_entry).order_by(journal_entry.c.entry_no)
        lines = select(posting.c.entry, posting.c.account, posting.c.pence).order_by(posting.c.entry, posting.c.line_no)
        with self.connection() as connection:
            found = [dict(row) for row in connection.execute(query).mappings()]
            of_entry: dict[str, list[tuple[str, int]]] = {}
            for entry, account, pence in connection.execute(lines):
                of_entry.setdefault(entry, []).append((account, pence))
        return [
            {**entry, "lines": of_entry[entry["entry"]]} for entry in found if kind is None or entry["kind"] == kind
        ]

    def trial_balance(self) -> dict[str, str]:
        """The balance of every ledger account that is not nil."""
        balances: dict[str, str] = self.state()["trial_balance"]
        return {account: amount for account, amount in balances.items() if amount != "0.00"}

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.connection() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def delivery(event: Event | bytes, **said: Any) -> Delivery:
    """A message as the bus delivers it."""
    return Delivery(event if isinstance(event, bytes) else body_of(event), **said)


def told_in_order(url: str, events: Iterable[Event], days: Sequence[str] = ()) -> Story:
    """A story of events told one after another, with the days opened at the end."""
    story = Story(url)
    story.live(*events)
    for day in days:
        story.open_day(day)
    return story
