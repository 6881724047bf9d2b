"""One run: the notice is taken in, chunks go over the bus, and consumers work until the last one is settled."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile

import orjson

from benchmarks.throughput.contenders import CONTENDERS, HUB
from benchmarks.throughput.measuring import Consumer, WrongEnd
from benchmarks.throughput.settings import Told
from benchmarks.throughput.stage import Stage
from benchmarks.uprating.caseload import Caseload
from tests.services.postgresql import connect

QUEUE = "hub.in.calendar"
CONSUMERS = 2
THE_HUB = next(its for its in CONTENDERS if its.name == HUB)
POLL_SECONDS = 0.5
SILENCE_SECONDS = 120.0

CHUNKS_DONE = "SELECT count(*) FROM inbox WHERE outcome = 'applied' AND message_id = ANY(%s)"
# Every copy of a life has to come to the same as the life itself, the names of its tasks apart.
DIFFERENT = """
SELECT count(*) FROM (
  SELECT left(person, 9) AS life,
         count(DISTINCT (standing::jsonb - 'person' #- '{posted,chain_hash}' #- '{said,tasks}')::text) AS ends
    FROM person_standing WHERE has_care GROUP BY 1) AS found
 WHERE ends <> 1
"""
NOTICES = (
    "SELECT count(DISTINCT person), count(*) FROM outbox WHERE type = 'contribution.changed.v1' AND said_at IS NULL"
)
ENTRIES = "SELECT count(*) FROM journal_entry WHERE cause = ANY(%s)"
PARKED = "SELECT count(*) FROM parked"


@dataclass(slots=True, frozen=True)
class Ran:
    """What an April came to."""

    people: int
    seconds: float
    cpu_microseconds: float
    peak_megabytes: float
    told: int
    entries: int
    killed: bool

    @property
    def microseconds(self) -> float:
        """Wall time a person."""
        return self.seconds / self.people * 1e6


def run(stage: Stage, store: str, caseload: Caseload, people: int, say: Callable[[str], None], *, kill: bool) -> Ran:
    """Take the notice in and have everybody worked out; with `kill`, every consumer is killed half way, and restarted.

    Raises:
        WrongEnd: a consumer ended or stood still, or two copies of one life came to different ends.
    """
    told = Told(stage.broker.url, store, QUEUE, "")
    began = time.monotonic()
    chunks = caseload.ask()
    stage.fill(QUEUE, chunks)
    ids = [_id_of(chunk) for chunk in chunks]
    say(f"{people} people in {len(chunks)} chunks wait")
    with TemporaryFile() as output:
        consumers = [Consumer(THE_HUB, told, output) for _ in range(CONSUMERS)]
        try:
            if kill:
                _follow(consumers, store, ids, len(ids) // 2, say)
                for consumer in consumers:
                    consumer.kill()
                say("killed half way; started again")
                consumers = [Consumer(THE_HUB, told, output) for _ in range(CONSUMERS)]
            _follow(consumers, store, ids, len(ids), say)
            seconds = time.monotonic() - began
            cpu = sum(consumer.cpu_seconds() for consumer in consumers)
            peak = sum(consumer.peak_megabytes() for consumer in consumers)
            for consumer in consumers:
                consumer.stop()
        finally:
            for consumer in consumers:
                consumer.kill()
    entries, told_people = _checked(store, ids)
    return Ran(people, seconds, cpu / people * 1e6, peak, told_people, entries, kill)


def _id_of(chunk: bytes) -> str:
    return str(orjson.loads(chunk)["id"])


def _follow(consumers: list[Consumer], store: str, ids: list[str], until: int, say: Callable[[str], None]) -> None:
    done, moved, told = 0, time.monotonic(), time.monotonic()
    with connect(store) as connection:
        while done < until:
            for consumer in consumers:
                consumer.require_alive()
            time.sleep(POLL_SECONDS)
            row = connection.execute(CHUNKS_DONE, (ids,)).fetchone()
            before, done = done, int(row[0]) if row else 0
            now = time.monotonic()
            if done != before:
                moved = now
            if now - told > 10:
                say(f"{done} of {len(ids)} chunks")
                told = now
            if now - moved > SILENCE_SECONDS:
                raise WrongEnd(f"nothing moved for {SILENCE_SECONDS:.0f} s\n{consumers[0].printed()}")


def _checked(store: str, ids: list[str]) -> tuple[int, int]:
    with connect(store) as connection:
        different = connection.execute(DIFFERENT).fetchone() or (0,)
        parked = connection.execute(PARKED).fetchone() or (0,)
        if different[0] or parked[0]:
            raise WrongEnd(f"{different[0]} lives came to different ends, {parked[0]} messages were parked")
        entries = connection.execute(ENTRIES, (ids,)).fetchone() or (0,)
        told = connection.execute(NOTICES).fetchone() or (0, 0)
    return int(entries[0]), int(told[0])
