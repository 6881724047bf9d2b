"""What a real database says is told apart: an outage is waited for, anything else is somebody's fault."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError

from hub.ledger.engine import open_engine
from hub.retries import is_outage
from tests.services.ports import free_port

Act = Callable[[Connection], object]


def statements(*several: str) -> Act:
    def act(connection: Connection) -> None:
        for statement in several:
            connection.execute(text(statement))

    return act


def failure(engine: Engine, act: Act) -> DBAPIError:
    """The error that the act ends with."""
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        act(connection)
    return caught.value


@pytest.fixture
def postgresql_engine(database_url: str) -> Iterator[Engine]:
    """An empty ledger on PostgreSQL."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A file with one table."""
    engine = open_engine(f"sqlite:///{tmp_path / 'sample.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sample (name TEXT PRIMARY KEY)"))
    yield engine
    engine.dispose()


A_STATE = "DO $$ BEGIN RAISE EXCEPTION 'sample' USING ERRCODE = '{}'; END $$"
OUTAGES = {
    "a statement that took too long": statements("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)"),
    "a session that was ended": statements("SELECT pg_terminate_backend(pg_backend_pid())"),
    "a standby that only reads": statements(
        "SET TRANSACTION READ ONLY", "UPDATE relay_lane SET last_number = last_number"
    ),
    **{
        f"state {state}": statements(A_STATE.format(state))
        for state in ("40001", "40P01", "55P03", "53100", "53200", "53300", "58030", "57P01", "57P03", "08006")
    },
}
FAULTS = {
    "a row that is there already": statements("INSERT INTO relay_lane (lane, last_number) VALUES (0, 0)"),
    "a table that is not there": statements("SELECT * FROM nowhere"),
    "a value that does not fit": statements("INSERT INTO relay_lane (lane, last_number) VALUES (100000, 0)"),
    "a change of ink": statements("DELETE FROM fact"),
}


@pytest.mark.parametrize("what", OUTAGES)
def test_postgresql_is_waited_for_when_it_is_away_busy_or_out_of_means(postgresql_engine: Engine, what: str) -> None:
    assert is_outage(failure(postgresql_engine, OUTAGES[what]))


@pytest.mark.parametrize("what", FAULTS)
def test_postgresql_is_not_waited_for_when_we_did_wrong(postgresql_engine: Engine, what: str) -> None:
    assert not is_outage(failure(postgresql_engine, FAULTS[what]))


def test_a_server_that_nobody_reaches_is_waited_for() -> None:
    engine = open_engine(f"postgresql://hub@127.0.0.1:{free_port()}/hub")

    assert is_outage(failure(engine, statements("SELECT 1")))


def test_sqlite_is_waited_for_while_somebody_else_writes(sqlite_engine: Engine) -> None:
    impatient = open_engine(str(sqlite_engine.url))

    @event.listens_for(impatient, "connect")
    def _impatiently(connection: Any, _: object) -> None:
        connection.execute("PRAGMA busy_timeout = 10")

    with sqlite_engine.begin() as writing:
        writing.execute(text("INSERT INTO sample VALUES ('first')"))
        assert is_outage(failure(impatient, statements("INSERT INTO sample VALUES ('second')")))
    impatient.dispose()


@pytest.mark.parametrize(
    "wrong",
    [
        "SELECT * FROM nowhere",
        "INSERT INTO sample VALUES ('same'), ('same')",
        "no SQL at all",
    ],
)
def test_sqlite_is_not_waited_for_when_we_did_wrong(sqlite_engine: Engine, wrong: str) -> None:
    assert not is_outage(failure(sqlite_engine, statements(wrong)))
