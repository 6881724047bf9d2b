"""The first ledger.

Why: the tables of the spine, and the rules that the database itself keeps. An entry is sealed when its row
is written: from then on no line can be added to it, and its lines must sum to nil. Nothing of the journal,
of the facts and of the seals can be changed or removed.
"""

from alembic import op
from sqlalchemy import Connection

from hub.ledger.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INK = ("fact", "journal_entry", "posting", "daily_seal")
LANES = 8
LONG_TEXTS = {"person_standing": "standing", "fact": "body", "outbox": "body"}

# A driver with parameters of its own reads %% as one %.
POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% is append-only: correct it by a further entry', TG_TABLE_NAME USING ERRCODE = '23000';
END $$;

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
    -- Entry by entry through the index: a join would be planned as a reading of every line there is.
    SELECT sealed.entry INTO wrong
      FROM sealed CROSS JOIN LATERAL
           (SELECT count(*) AS lines, sum(pence) AS total FROM posting WHERE posting.entry = sealed.entry) AS its
     WHERE its.lines < 2 OR its.total <> 0
     LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'journal entry %% does not balance', wrong USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_late_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
    SELECT added.entry INTO wrong
      FROM added CROSS JOIN LATERAL
           (SELECT count(*) AS entries FROM journal_entry WHERE journal_entry.entry = added.entry) AS its
     WHERE its.entries > 0
     LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'journal entry %% is sealed', wrong USING ERRCODE = '23000';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_balances AFTER INSERT ON journal_entry
    REFERENCING NEW TABLE AS sealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();

CREATE TRIGGER entry_is_sealed AFTER INSERT ON posting
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_line();
"""

POSTGRESQL_INK = """
CREATE TRIGGER {table}_is_ink BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

SQLITE = (
    """
CREATE TRIGGER entry_balances BEFORE INSERT ON journal_entry
WHEN (SELECT count(*) < 2 OR sum(pence) <> 0 FROM posting WHERE posting.entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'journal entry does not balance'); END
""",
    """
CREATE TRIGGER entry_is_sealed BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM journal_entry WHERE journal_entry.entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'journal entry is sealed'); END
""",
)

SQLITE_INK = """
CREATE TRIGGER {table}_is_ink_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: correct it by a further entry'); END
"""

# Replacing a row deletes the old one without asking the trigger above, so a row that is there refuses its successor.
SQLITE_REPLACE = """
CREATE TRIGGER {table}_is_ink_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only: correct it by a further entry'); END
"""
SAME_ROW = {
    "fact": "fact_no = NEW.fact_no OR message_id = NEW.message_id",
    "journal_entry": "entry = NEW.entry OR (person = NEW.person AND position = NEW.position)",
    "posting": "entry = NEW.entry AND line_no = NEW.line_no",
    "daily_seal": "day = NEW.day",
}


def upgrade() -> None:
    """Create the tables, and the rules that keep the ledger ink."""
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE SEQUENCE journal_entry_no")
        connection.exec_driver_sql(
            "ALTER TABLE journal_entry ALTER COLUMN entry_no SET DEFAULT nextval('journal_entry_no')"
        )
        connection.exec_driver_sql(POSTGRESQL)
        _compress_fast(connection)
        for table in INK:
            connection.exec_driver_sql(POSTGRESQL_INK.format(table=table))
    else:
        for statement in SQLITE:
            connection.exec_driver_sql(statement)
        for table in INK:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(SQLITE_INK.format(table=table, verb=verb))
            connection.exec_driver_sql(SQLITE_REPLACE.format(table=table, same=SAME_ROW[table]))
    connection.execute(
        metadata.tables["relay_lane"].insert(), [{"lane": lane, "last_number": 0} for lane in range(LANES)]
    )
    connection.execute(metadata.tables["council_standing"].insert(), {"council": 1, "standing": "{}"})


def _compress_fast(connection: Connection) -> None:
    # A standing is rewritten with every event: the older method takes longer over it than all else in the statement.
    query = "SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'"
    if "lz4" in (connection.exec_driver_sql(query).scalar() or ()):
        for table, column in LONG_TEXTS.items():
            connection.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4")
