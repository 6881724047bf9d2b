"""The year behind the people of the measurement, lived through the hub itself in a database that is copied later."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Protocol

from benchmarks.throughput.deciding_one import almanac
from hub.composition import SteppingClock, assemble
from hub.intake import Ending
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.outbox import Outgoing
from hub.reading import Delivery
from hub.topology import IN

BATCH = 200


class Lives(Protocol):
    """The people whose year it is, and what happens to them."""

    NOW: datetime

    def beginnings(self, people: int, /) -> Iterator[bytes]: ...

    def openings(self) -> Iterator[tuple[bytes, date]]: ...

    def payments_of_a_cycle(self, people: int, day: date, /) -> Iterator[bytes]: ...


class History:
    """A hub that lives through the year; nothing waits at its end."""

    def __init__(self, store: str, lives: Lives) -> None:
        self._lives = lives
        self._engine = open_engine(store)
        upgrade_engine(self._engine)
        self._clock = SteppingClock(lives.NOW)
        self._hub = assemble(self._engine, almanac(), self._clock)
        self._chunks: list[bytes] = []

    def live(self, people: int) -> None:
        """Register everybody, and open every cycle of the year; everybody pays each cycle once it has ended."""
        self._take(self._lives.beginnings(people))
        for number, (opening, day) in enumerate(self._lives.openings()):
            self._clock.moment = datetime.combine(day, time(6), UTC)
            self._take([opening])
            if number:
                self._take(self._lives.payments_of_a_cycle(people, day))
        self._engine.dispose()

    def ask(self, body: bytes) -> list[bytes]:
        """Take one message about everybody in; the chunks of people that it asks to be looked at."""
        self._process([body])
        while self._hub.outbox.drain(self._say):
            continue
        self._engine.dispose()
        return self._chunks

    def _take(self, bodies: Iterable[bytes]) -> None:
        coming = iter(bodies)
        while batch := list(islice(coming, BATCH)):
            self._process(batch)
        while self._hub.outbox.drain(self._say):
            chunks, self._chunks = self._chunks, []
            self._take(chunks)

    def _process(self, bodies: Sequence[bytes]) -> None:
        endings = self._hub.intake.process([Delivery(body) for body in bodies])
        if set(endings) != {Ending.APPLIED}:
            raise RuntimeError("an event of the history was not applied")

    def _say(self, window: Sequence[Outgoing], _: object) -> set[str]:
        self._chunks += [outgoing.body for outgoing in window if outgoing.exchange == IN]
        return {outgoing.message_id for outgoing in window}
