"""Bringing a store to the present shape of its tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from hub.errors import StoreIsNewer
from hub.ledger.engine import open_engine


def upgrade(url: str) -> None:
    """Create or upgrade the tables of the store at the URL; does nothing if they are up to date."""
    engine = open_engine(url)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> None:
    """Create or upgrade the tables of a store that is open already.

    Raises:
        StoreIsNewer: a later version of the hub upgraded it; ours must leave it alone.
    """
    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several processes start at once; one of them migrates and the others wait for it.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4851790)")
        config.attributes["connection"] = connection
        _refuse_newer(connection, config)
        command.upgrade(config, "head")


def _refuse_newer(connection: Connection, config: Config) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise StoreIsNewer(f"the tables are of version {present}, which this hub does not know: use the later hub")


def is_up_to_date(connection: Connection) -> bool:
    """Whether the tables have the shape that this version of the hub works with."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == wanted


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
