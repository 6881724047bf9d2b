"""The embedded hub is a real one: its one process is killed in mid-stream, and nothing is lost or doubled."""

import sqlite3
from pathlib import Path
from typing import Any

from hub.ledger.engine import open_engine, snapshot
from hub.reconciliation import reconcile
from tests.faults.checks import ACCOUNTS
from tests.faults.processes import Processes, until
from tests.faults.stream import Account, a_stream


def test_an_embedded_hub_that_is_killed_in_mid_stream_goes_on_where_it_was(tmp_path: Path) -> None:
    stream = a_stream(people=20, events=1_500, seed=9)
    events = tmp_path / "events.jsonl"
    events.write_bytes(b"\n".join(stream.bodies))
    file = tmp_path / "hub.sqlite"
    processes = Processes(f"sqlite:///{file}", "embedded", tmp_path)
    try:
        assert processes.run("publish", str(events))["published"] == len(stream.bodies)
        for kill in range(1, 3):
            hub = processes.start("consumers", "relay")
            until(lambda kill=kill: count(file, "inbox") > 400 * kill, "nothing was applied")  # type: ignore[misc]
            hub.kill()
            assert count(file, "embedded_queue WHERE exchange = 'hub.in'") > 0, "the stream was over before the kill"
        hub = processes.start("consumers", "relay")
        until(lambda: count(file, "embedded_queue WHERE exchange = 'hub.in'") == 0, "not everything was taken in")
        unsaid = "outbox WHERE said_at IS NULL AND withdrawn_at IS NULL"
        until(lambda: count(file, unsaid) == 0, "not everything was said")
        until(lambda: count(file, "embedded_queue WHERE exchange = 'hub.in'") == 0, "not everything came back")
        assert hub.stop() == 0
    finally:
        processes.close()

    assert count(file, "parked") == 0
    assert {message_id for (message_id,) in rows(file, "SELECT message_id FROM inbox")} >= stream.ids
    assert count(file, "fact") == count(file, "inbox")
    assert {
        person: Account(charged or 0, paid or 0) for person, charged, paid in rows(file, ACCOUNTS)
    } == stream.accounts
    said = "SELECT count(*) FROM embedded_queue WHERE exchange = 'hub.out'"
    assert rows(file, said) == rows(file, "SELECT count(*) FROM outbox WHERE type <> 'recalculation.requested.v1'")
    engine = open_engine(f"sqlite:///{file}")
    with snapshot(engine) as connection:
        assert reconcile(connection, None)["findings"] == []
    engine.dispose()


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, asked past the hub."""
    connection = sqlite3.connect(file, timeout=30)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def count(file: Path, what: str) -> int:
    """How many rows there are."""
    ((number,),) = rows(file, f"SELECT count(*) FROM {what}")
    return int(number)
