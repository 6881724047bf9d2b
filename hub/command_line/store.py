"""Opening the store for verbs that only read it, and for those that act on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from hub.composition import Hub, load_almanac, open_hub
from hub.deciding import Almanac
from hub.errors import WrongUsage
from hub.ledger.engine import open_engine, snapshot
from hub.ledger.migrate import is_up_to_date, upgrade_engine
from hub.replaying import fact_count
from hub.settings import SQLITE, from_environment


@contextmanager
def reading(db: str | None) -> Iterator[tuple[Connection, Almanac]]:
    """A connection to a store that exists, and what holds for everybody.

    Raises:
        WrongUsage: there is no hub at the URL, or its tables are of another version.
    """
    settings = from_environment(db)
    _must_be_there(settings.db)
    engine = open_engine(settings.db)
    try:
        with snapshot(engine) as connection:
            if not is_up_to_date(connection):
                raise WrongUsage(
                    "--db or HUB_DB: there is no hub of this version in the store: `hub migrate` makes or upgrades it"
                )
            yield connection, load_almanac(settings)
    finally:
        engine.dispose()


@contextmanager
def filling(db: str) -> Iterator[Engine]:
    """A store to be filled: new, or empty as `hub migrate` made it.

    Raises:
        WrongUsage: it holds something already, or cannot be meant.
    """
    engine = open_engine(from_environment(db).db)
    try:
        upgrade_engine(engine)
        with snapshot(engine) as connection:
            if fact_count(connection):
                raise WrongUsage("--into: expected an empty store, and this one holds facts")
        yield engine
    finally:
        engine.dispose()


@contextmanager
def acting(db: str | None) -> Iterator[Hub]:
    """A hub on a store that exists, its tables brought up to date.

    Raises:
        WrongUsage: there is no store at the URL.
    """
    settings = from_environment(db)
    _must_be_there(settings.db)
    hub = open_hub(settings)
    try:
        yield hub
    finally:
        hub.close()


def _must_be_there(db: str) -> None:
    # SQLite would make an empty file of a name that was mistyped.
    file = Path(db.removeprefix(SQLITE).partition("?")[0])
    if db.startswith(SQLITE) and not file.is_file():
        raise WrongUsage(f"--db or HUB_DB: there is no file {file}: `hub demo` or `hub serve` makes one")
