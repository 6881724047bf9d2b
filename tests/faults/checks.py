"""Looking at a hub from outside: what its store holds, and what readers of its queues have heard."""

import time
from collections import defaultdict
from typing import Any

import psycopg

from contracts.registry import Direction, words
from hub.ledger.engine import open_engine, snapshot
from hub.reconciliation import reconcile
from hub.recovery.agents import load_agents
from hub.topology import OUT, topology
from producers.connecting import connect, part_from
from producers.wiring import depths
from tests.faults.processes import until
from tests.faults.stream import Account, Stream
from tests.services.postgresql import connect as connect_to_store

WIRING = topology(load_agents())
OUTBOUND = [queue.name for queue in WIRING.queues if queue.exchange == OUT]
INBOUND_TYPES = [word.type for word in words(Direction.INBOUND)]
QUIET_SECONDS = 0.5
PREFETCH = 5_000

APPLIED = "SELECT count(*) FROM inbox WHERE outcome = 'applied'"
WAITING = "SELECT count(*) FROM outbox WHERE said_at IS NULL AND withdrawn_at IS NULL"
SAID = "SELECT count(*) FROM outbox WHERE said_at IS NOT NULL"
PARKED = "SELECT count(*) FROM parked"
ACCOUNTS = (
    "SELECT posting.person, sum(pence) FILTER (WHERE kind = 'charge'), sum(-pence) FILTER (WHERE kind <> 'charge') "
    "FROM posting JOIN journal_entry USING (entry) WHERE account = 'contribution_debtors' GROUP BY posting.person"
)
SAID_TO_OURSELVES = "SELECT count(*) FROM outbox WHERE type = ANY(%s)"


class Store:
    """The PostgreSQL behind a hub, asked directly; nothing is known of it while it is away."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with connect_to_store(self._url) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def change(self, statement: str, *parameters: object) -> None:
        """Do what no hub would."""
        with connect_to_store(self._url) as connection:
            connection.execute(statement.encode(), parameters)

    def count(self, query: str, *parameters: object) -> int:
        """The one number that a query gives; -1 while the store is away or has no tables yet."""
        try:
            ((number,),) = self.rows(query, *parameters)
        except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
            return -1
        return int(number)

    def reconciled(self, bus: str) -> dict[str, Any]:
        """What `hub reconcile` would report."""
        waiting = depths(bus, WIRING)
        engine = open_engine(self._url)
        try:
            with snapshot(engine) as connection:
                return reconcile(connection, waiting)
        finally:
            engine.dispose()

    def accounts(self) -> dict[str, Account]:
        """What the lines of the ledger come to for each person."""
        return {person: Account(int(charged or 0), int(paid or 0)) for person, charged, paid in self.rows(ACCOUNTS)}

    def await_settled(self, stream: Stream) -> None:
        """Wait until every event and every message to ourselves is applied, and everything decided is said."""

        def is_settled() -> bool:
            expected = len(stream.ids) + self.count(SAID_TO_OURSELVES, INBOUND_TYPES)
            return self.count(APPLIED) == expected and self.count(WAITING) == 0

        until(is_settled, f"{len(stream.ids)} events never settled")

    def check(self, stream: Stream, bus: str) -> None:
        """Nothing is lost, nothing is doubled, nothing is parked, and the ledger is as arithmetic says."""
        until(lambda: not any(depths(bus, WIRING).values()), "something stays on the bus")
        inbox = {message_id for (message_id,) in self.rows("SELECT message_id FROM inbox WHERE outcome = 'applied'")}
        assert stream.ids <= inbox
        assert len(inbox) == len(stream.ids) + self.count(SAID_TO_OURSELVES, INBOUND_TYPES)
        assert self.count("SELECT count(*) FROM inbox") == len(inbox)
        assert self.count("SELECT count(*) FROM fact") == len(inbox)
        assert self.count(PARKED) == 0
        assert self.accounts() == stream.accounts
        report = self.reconciled(bus)
        assert report["findings"] == []
        balances = {account: int(amount.replace(".", "")) for account, amount in report["trial_balance"].items()}
        assert sum(balances.values()) == 0
        assert balances["bank"] == sum(account.paid for account in stream.accounts.values())


def heard_outside(url: str) -> list[tuple[str, Any]]:
    """Everything that waits in the queues of others, as (queue, message) in order; taken off them."""
    heard: list[tuple[str, Any]] = []
    connection = connect(url)
    try:
        channel = connection.channel()
        for queue in OUTBOUND:
            channel.basic_consume(
                queue, no_ack=True, callback=lambda message, queue=queue: heard.append((queue, message))
            )
        quiet_since, count = time.monotonic(), 0
        while time.monotonic() - quiet_since < QUIET_SECONDS:
            try:
                connection.drain_events(timeout=QUIET_SECONDS)
            except TimeoutError:
                break
            if len(heard) > count:
                quiet_since, count = time.monotonic(), len(heard)
    finally:
        part_from(connection)
    return heard


def check_what_was_heard(store: Store, heard: list[tuple[str, Any]]) -> None:
    """Readers that know a message by its id have heard each once, under one number, in order for each person."""
    numbers: dict[str, tuple[str, int]] = {}
    in_order: dict[tuple[str, str], list[str]] = defaultdict(list)
    persons = dict(store.rows("SELECT message_id, person FROM outbox"))
    for queue, message in heard:
        message_id = message.properties["message_id"]
        headers = message.properties["application_headers"]
        number = (headers["hub-sender"], headers["hub-number"])
        if message_id not in numbers:
            in_order[queue, persons[message_id]].append(message_id)
        assert numbers.setdefault(message_id, number) == number
    said = "SELECT message_id FROM outbox WHERE said_at IS NOT NULL AND NOT type = ANY(%s) ORDER BY outbox_no"
    decided = [message_id for (message_id,) in store.rows(said, INBOUND_TYPES)]
    assert set(numbers) == set(decided)
    place = {message_id: number for number, message_id in enumerate(decided)}
    for message_ids in in_order.values():
        assert message_ids == sorted(message_ids, key=place.__getitem__)
