"""Opening a store: PostgreSQL or SQLite, with the settings that make its promises true."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

STATEMENT_TIMEOUT = "60s"
LOCK_TIMEOUT = "20s"
READING = "hub_reading"


def open_engine(url: str) -> Engine:
    """An engine for the URL; `sqlite:///FILE`, `sqlite://` in memory, or `postgresql+psycopg://...`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, in_memory=parsed.database in (None, "", ":memory:"))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_pre_ping=True,
        pool_size=4,
        hide_parameters=True,
        connect_args={
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout={LOCK_TIMEOUT} -c timezone=UTC",
            "connect_timeout": 5,
            # A server whose machine or network is gone says no goodbye, and must not be waited for by the hour.
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 60_000,
        },
    )


def _open_sqlite(url: str, *, in_memory: bool) -> Engine:
    # What a statement carries is about people, and no error may tell it.
    options: dict[str, Any] = {"connect_args": {"timeout": 30, "check_same_thread": False}, "hide_parameters": True}
    if in_memory:
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: object) -> None:
        # The driver must not begin transactions by itself: ours begin at once, as writers.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        is_reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, and on which everything read is of one and the same moment."""
    options: dict[str, Any] = {READING: True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection
