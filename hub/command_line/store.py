"""Opening the store for verbs that only read it, and for those that act on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hub.composition import Hub, load_almanac, open_hub
from hub.deciding import Almanac
from hub.errors import WrongUsage
from hub.ledger.engine import open_engine, snapshot
from hub.ledger.migrate import is_up_to_date
from hub.settings import from_environment


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
                    "--db: there is no hub of this version in the store: `hub migrate` makes or upgrades it"
                )
            yield connection, load_almanac(settings)
    finally:
        engine.dispose()


@contextmanager
def acting(db: str | None) -> Iterator[Hub]:
    """A hub on the store, its tables brought up to date."""
    hub = open_hub(from_environment(db))
    try:
        yield hub
    finally:
        hub.close()


def _must_be_there(db: str) -> None:
    try:
        url = make_url(db)
    except ArgumentError:
        raise WrongUsage("--db: expected sqlite:///FILE or postgresql://USER@HOST/NAME") from None
    # SQLite would make an empty file of a name that was mistyped.
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise WrongUsage(f"--db: there is no file {url.database}: `hub demo` or `hub serve` makes one")
