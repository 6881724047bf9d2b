"""The caseload: some hundreds of lives lived through the hub itself, then copied in the database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from benchmarks.throughput.deciding_one import almanac
from benchmarks.uprating import lives
from hub.composition import SteppingClock, assemble
from hub.intake import Ending
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.outbox import Outgoing
from hub.reading import Delivery
from hub.topology import IN
from tests.services.postgresql import connect

BATCH = 200

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
        self._chunks: list[bytes] = []

    def live(self) -> None:
        """Register each of the different lives, and open every cycle of the year; everybody pays once it has ended."""
        engine = open_engine(self._store)
        upgrade_engine(engine)
        clock = SteppingClock(lives.NOW)
        self._hub = assemble(engine, almanac(), clock)
        opened = list(lives.openings())
        first, rest = opened[0], opened[1:]
        clock.moment = datetime.combine(first[1], time(6), UTC)
        self._take([first[0]])
        self._take(lives.beginnings(self._lives))
        for opening, day in rest:
            clock.moment = datetime.combine(day, time(6), UTC)
            self._take([opening])
            self._take(lives.payments_of_a_cycle(self._lives, day))
        engine.dispose()

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
        engine = open_engine(self._store)
        try:
            clock = SteppingClock(lives.NOW)
            self._hub = assemble(engine, almanac(), clock)
            if self._hub.intake.process([Delivery(lives.notice())]) != [Ending.APPLIED]:
                raise RuntimeError("the notice was not applied")
            self._chunks = []
            while self._hub.outbox.drain(self._say):
                continue
            return self._chunks
        finally:
            engine.dispose()

    def _take(self, bodies: Iterable[bytes]) -> None:
        coming = iter(bodies)
        while batch := list(islice(coming, BATCH)):
            endings = self._hub.intake.process([Delivery(body) for body in batch])
            if set(endings) != {Ending.APPLIED}:
                raise RuntimeError("an event of the history was not applied")
        while self._hub.outbox.drain(self._say):
            chunks, self._chunks = self._chunks, []
            self._take(chunks)

    def _say(self, window: Sequence[Outgoing], _: Any) -> set[str]:
        self._chunks += [outgoing.body for outgoing in window if outgoing.exchange == IN]
        return {outgoing.message_id for outgoing in window}
