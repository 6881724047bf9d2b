"""The caseload: some hundreds of lives lived through the hub itself, then copied in the database."""

from benchmarks.throughput.history import History
from benchmarks.uprating import lives
from tests.services.postgresql import connect

# Copies carry entries, lines and messages of their own, under their own references and names.
COPIES = """
CREATE TEMP TABLE copy AS
SELECT person AS original, person || '-' || lpad(number::text, 5, '0') AS person
  FROM person_standing, generate_series(1, %s) AS number
 WHERE has_care AND (number - 1) * %s + CAST(right(person, 4) AS int) < %s - %s
"""
COPYING = (
    """
    INSERT INTO person_standing (person, standing, next_due_on, has_care)
    SELECT c.person, replace(s.standing, '"' || c.original || '"', '"' || c.person || '"'), s.next_due_on, s.has_care
      FROM copy c JOIN person_standing s ON s.person = c.original
    """,
    """
    INSERT INTO journal_entry
           (entry, person, position, kind, effective_on, recorded_at, recorded_on, cause, detail, previous_hash, hash)
    SELECT md5(e.entry || c.person), c.person, e.position, e.kind, e.effective_on, e.recorded_at, e.recorded_on,
           e.cause, e.detail, e.previous_hash, e.hash
      FROM copy c JOIN journal_entry e ON e.person = c.original
    """,
    """
    INSERT INTO posting (entry, line_no, person, account, item, pence)
    SELECT md5(p.entry || c.person), p.line_no, c.person, p.account, p.item, p.pence
      FROM copy c JOIN posting p ON p.person = c.original
    """,
)


class Caseload:
    """People with a year behind them in one database."""

    def __init__(self, store: str, different_lives: int) -> None:
        self._store = store
        self._lives = different_lives

    def live(self) -> None:
        """Have each of the different lives live through its year; everybody pays each cycle once it has ended."""
        History(self._store, lives).live(self._lives)

    def multiply(self, people: int) -> None:
        """Copy the lives until there are so many people."""
        with connect(self._store) as connection:
            for table in ("journal_entry", "posting"):
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            times = -(-people // self._lives)
            connection.execute(COPIES, (times, self._lives, people, self._lives))
            for statement in COPYING:
                connection.execute(statement)
            for table in ("journal_entry", "posting"):
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def ask(self) -> list[bytes]:
        """Take the notice in; the chunks of people that it asks to be looked at."""
        return History(self._store, lives).ask(lives.notice())
