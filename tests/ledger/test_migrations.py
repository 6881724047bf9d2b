"""From nothing to the present tables, once, on either database, however many start at the same time."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from hub.ledger.engine import open_engine
from hub.ledger.migrate import is_up_to_date, upgrade, upgrade_engine
from hub.ledger.tables import metadata
from tests.services.postgresql import create_database, drop_database
from tests.services.provided import Server

PROCESSES = 4


@pytest.fixture
def empty_database(postgresql: Server, database_numbers: Iterator[int]) -> Iterator[str]:
    """The URL of a database without any table."""
    name = f"empty_{next(database_numbers)}"
    create_database(postgresql.url, name)
    yield postgresql.url_of(name)
    drop_database(postgresql.url, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A store without any table."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("empty_database")
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_an_empty_store_is_brought_to_the_present_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert not is_up_to_date(connection)
    upgrade_engine(engine)
    with engine.connect() as connection:
        assert is_up_to_date(connection)
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert differences == []


def test_a_second_upgrade_does_nothing(engine: Engine) -> None:
    upgrade_engine(engine)
    with engine.connect() as connection:
        before = sorted(inspect(connection).get_table_names())
    upgrade_engine(engine)
    with engine.connect() as connection:
        assert sorted(inspect(connection).get_table_names()) == before
        assert connection.exec_driver_sql("SELECT count(*) FROM relay_lane").scalar_one() == 8


def test_processes_that_start_together_migrate_once(empty_database: str) -> None:
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(upgrade, [empty_database] * PROCESSES))
    engine = open_engine(empty_database)
    with engine.connect() as connection:
        assert is_up_to_date(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM council_standing").scalar_one() == 1
    engine.dispose()
