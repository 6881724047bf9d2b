"""The settings of a store that make its promises true."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from hub.errors import StoreIsNewer
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade, upgrade_engine

FULL = 2


def test_a_commit_on_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_a_commit_on_postgresql_waits_for_the_disk(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        for setting in ("synchronous_commit", "fsync"):
            assert connection.exec_driver_sql(f"SHOW {setting}").scalar() == "on"
    engine.dispose()


def test_a_store_of_a_later_hub_is_left_alone(store_url: str) -> None:
    upgrade(store_url)
    engine = open_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreIsNewer, match="9999"):
        upgrade_engine(engine)
    engine.dispose()


def test_an_error_of_the_store_does_not_print_what_it_was_given(store_url: str) -> None:
    upgrade(store_url)
    engine = open_engine(store_url)
    twice = text("INSERT INTO council_standing (council, standing) VALUES (1, :standing)")
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(twice, {"standing": "Testa Person-0042"})
    engine.dispose()
    assert "council_standing" in str(refused.value)
    assert "Testa" not in str(refused.value)
