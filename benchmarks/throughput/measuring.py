"""One run: messages wait, a consumer is started, and the database tells when each of them was committed."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from benchmarks.throughput.contenders import CEILING, Contender
from benchmarks.throughput.reference import Reaction, Reference
from benchmarks.throughput.settings import Told
from benchmarks.throughput.stage import Stage
from hub.ledger.engine import open_engine
from tests.services.postgresql import connect

POLL_SECONDS = 0.2
SILENCE_SECONDS = 60.0
STOP_SECONDS = 30.0

# The commits of a run: the first of them counts from when it was committed, not from when its work began.
COMMITS = """
SELECT sum(messages), extract(epoch FROM max(at) - min(at)),
       (array_agg(messages ORDER BY at))[1]
  FROM (SELECT pg_xact_commit_timestamp(xmin) AS at, count(*) AS messages
          FROM inbox WHERE message_id LIKE %s GROUP BY xmin) AS commits
"""
COUNT = "SELECT count(*) FROM inbox WHERE message_id LIKE %s"


class WrongEnd(Exception):
    """A consumer did not come to the state that the events should have come to."""


@dataclass(slots=True, frozen=True)
class Run:
    """What one run came to: events a second, the consumer's processor time an event, and its most memory."""

    contender: str
    reaction: str
    events: int
    per_second: float
    cpu_microseconds: float
    peak_megabytes: float


class Consumer:
    """The process of a contender, and what the system says of it and of its children."""

    def __init__(self, contender: Contender, told: Told, output: IO[bytes]) -> None:
        self._output = output
        self._process = subprocess.Popen(
            contender.command,
            env=contender.environment(told),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def require_alive(self) -> None:
        """Raise with what it printed, if it has ended."""
        if self._process.poll() is not None:
            raise WrongEnd(f"it ended by itself with {self._process.returncode}\n{self.printed()}")

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise WrongEnd(f"it did not end when it was told to\n{self.printed()}") from None

    def kill(self) -> None:
        """End it and its children, whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)

    def printed(self) -> str:
        """The last of what it printed."""
        self._output.seek(0)
        return self._output.read()[-4000:].decode(errors="replace")

    def cpu_seconds(self) -> float:
        """Processor time of the process and all its children so far."""
        return sum(_ticks(process) for process in self._family()) / 100

    def peak_megabytes(self) -> float:
        """The most memory that the process and its children have had, each counted by itself."""
        return sum(_peak_kilobytes(process) for process in self._family()) / 1000

    def _family(self) -> list[Path]:
        """Every process of the session that was begun with ours."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            fields = _stat(process)
            if fields and int(fields[3]) == self._process.pid:
                found.append(process)
        return found


def _stat(process: Path) -> list[str]:
    """The fields of a process after its name: state, parent, group, session, and so on."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        # It has ended meanwhile.
        return []


def _ticks(process: Path) -> int:
    fields = _stat(process)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _peak_kilobytes(process: Path) -> int:
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def measure(stage: Stage, contender: Contender, reaction: Reaction, reference: Reference, folder: Path) -> Run:
    """Have a contender react to every event of the reference.

    Raises:
        WrongEnd: it ended, stood still, left messages behind, or came to another state.
    """
    queue = contender.queue(reaction)
    with stage.fresh_store() as store, TemporaryFile() as output:
        rows = folder / f"{reaction}.rows"
        told = Told(stage.broker.url, store, queue, str(rows))
        if contender.name == CEILING and not rows.exists():
            reference.write_rows(rows)
        contender.fill(stage, reaction, reference.bodies, told)
        consumer = Consumer(contender, told, output)
        try:
            cpu, peak = _follow(consumer, store, reaction, len(reference.bodies))
            consumer.stop()
        finally:
            consumer.kill()
        left = stage.left(queue)
        if left:
            raise WrongEnd(f"{left} messages were left in the queue\n{consumer.printed()}")
        _require(reference, store)
        with connect(store) as connection:
            events, seconds, first = connection.execute(COMMITS, (f"{reaction}-%",)).fetchone() or (0, 0, 0)
    return Run(contender.name, reaction, int(events), float(events - first) / float(seconds), cpu * 1e6, peak)


def _follow(consumer: Consumer, store: str, reaction: Reaction, events: int) -> tuple[float, float]:
    """Wait until all events are committed; processor seconds an event since the first were, and memory."""
    begun: tuple[int, float] | None = None
    done, moved = 0, time.monotonic()
    with connect(store) as connection:
        while done < events:
            consumer.require_alive()
            time.sleep(POLL_SECONDS)
            row = connection.execute(COUNT, (f"{reaction}-%",)).fetchone()
            before, done = done, int(row[0]) if row else 0
            if done != before:
                moved = time.monotonic()
                begun = begun or (done, consumer.cpu_seconds())
            if time.monotonic() - moved > SILENCE_SECONDS:
                raise WrongEnd(f"nothing moved for {SILENCE_SECONDS:.0f} s after {done} events\n{consumer.printed()}")
    at, cpu = begun or (0, 0.0)
    # A consumer that is done before it is looked at again has no measure of its own.
    used = (consumer.cpu_seconds() - cpu) / (events - at) if at < events else 0.0
    return used, consumer.peak_megabytes()


def _require(reference: Reference, store: str) -> None:
    engine = open_engine(store)
    try:
        with engine.connect() as connection:
            faults = reference.faults_of(connection)
    finally:
        engine.dispose()
    if faults:
        raise WrongEnd("; ".join(faults))
