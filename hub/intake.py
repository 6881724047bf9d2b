"""The life of a batch of messages: read, claim, load, decide, write, commit.

Every delivery ends as applied, as a duplicate, or parked, in the same transaction as whatever it caused.
An outage raises nothing here: the batch waits and is tried again. A broken promise of our own stops us.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from threading import Event
from time import perf_counter

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from hub.batch import CHUNK, Batch
from hub.clock import Clock, day_in_london
from hub.deciding import Almanac
from hub.errors import HandlerFailed, InvariantBroken, Refused, TooManyUnclassified, Unavailable
from hub.everybody import ALMANAC_ADOPTED, DAY_OPENED, RATES_PUBLISHED, decide_for_everybody
from hub.reading import Delivery, Read, read
from hub.retries import until_the_database_is_back
from hub.telemetry import BATCH_SECONDS, BATCH_SIZE, ENDINGS, log, place_of

UNCLASSIFIED_IN_A_ROW = 10
FOR_EVERYBODY = frozenset({DAY_OPENED, RATES_PUBLISHED, ALMANAC_ADOPTED})
IN_A_TRANSACTION_OF_ITS_OWN = FOR_EVERYBODY | {CHUNK}

ENDINGS_OF_THEIR_OWN = (InvariantBroken, Unavailable)
"""Errors that end the batch, not a message; any other one of ours that no rule refuses is unforeseen."""

Settled = Callable[[Connection, Sequence[Delivery]], None]


class Ending(StrEnum):
    """How a delivery ended."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    PARKED = "parked"


@dataclass(slots=True, frozen=True)
class Unreadable:
    """A delivery that does not fit its contract, with the reason."""

    delivery: Delivery
    refusal: Refused


Item = Read | Unreadable


class Intake:
    """Takes deliveries in batches and settles every one of them in the store."""

    def __init__(self, engine: Engine, almanac: Almanac, clock: Clock) -> None:
        self._engine = engine
        self._almanac = almanac
        self._clock = clock
        self._unclassified = 0
        self._stopping = Event()

    def stop(self) -> None:
        """Wait for no database any longer: what is under way then raises Unavailable."""
        self._stopping.set()

    def process(self, deliveries: Sequence[Delivery], settled: Settled | None = None) -> list[Ending]:
        """Settle the deliveries; the ending of each, in order.

        `settled` is called inside each transaction with the deliveries that it settles, just before the
        commit, so that a bus kept in the same store can forget them in the same moment.

        Raises:
            InvariantBroken: a promise of our own is broken; nothing of the present transaction is kept.
            Unavailable: told to stop while the database was away.
        """
        started = perf_counter()
        endings: list[Ending] = []
        for part in _parts([_open(delivery) for delivery in deliveries]):
            endings += self._settle(part, settled)
        for ending, count in Counter(endings).items():
            ENDINGS.labels(ending).inc(count)
        BATCH_SIZE.observe(len(deliveries))
        BATCH_SECONDS.observe(perf_counter() - started)
        return endings

    def _settle(self, part: list[Item], settled: Settled | None) -> list[Ending]:
        try:
            return self._until_done(part, settled, None)
        except ENDINGS_OF_THEIR_OWN:
            raise
        except Exception as error:
            # What one message comes to could not be written; alone, each shows whether it is the one.
            if len(part) > 1:
                return [ending for item in part for ending in self._settle([item], settled)]
            log.error("refused_by_store", reason=place_of(error))
            failure = self._count(HandlerFailed("body", "expected what the store can keep"))
            return self._until_done(part, settled, failure)

    def _until_done(self, part: list[Item], settled: Settled | None, failure: Refused | None) -> list[Ending]:
        return until_the_database_is_back(lambda: self._in_one_transaction(part, settled, failure), self._stopping)

    def _in_one_transaction(self, part: list[Item], settled: Settled | None, failure: Refused | None) -> list[Ending]:
        now = self._clock.now()
        unclassified = self._unclassified
        try:
            with self._engine.begin() as connection:
                batch = Batch(connection, self._almanac, now, day_in_london(now))
                endings = self._decide(batch, part, failure)
                batch.write()
                if settled is not None:
                    settled(connection, [item.delivery for item in part])
        except BaseException:
            # Nothing of this transaction happened, so none of its failures counts: it may be tried again.
            self._unclassified = unclassified
            raise
        return endings

    def _decide(self, batch: Batch, part: list[Item], failure: Refused | None) -> list[Ending]:
        readable = [item for item in part if isinstance(item, Read)]
        claimed = batch.claim(readable) if readable else []
        batch.note_numbers((item.delivery, item.event.id if isinstance(item, Read) else None) for item in part)
        fresh = {id(item) for item in claimed}
        refused: set[str] = set()
        everybody = bool(readable) and readable[0].word.name in FOR_EVERYBODY
        # A failure is set aside without a look at anybody: what cannot even be loaded may be what failed.
        if failure is None and not everybody:
            batch.load(claimed)
        elif failure is None and claimed:
            refused = decide_for_everybody(batch, claimed)
        endings = []
        for item in part:
            if isinstance(item, Unreadable):
                batch.park(item.delivery, None, item.refusal)
                endings.append(Ending.PARKED)
            elif id(item) not in fresh:
                endings.append(_known(batch, item))
            elif everybody and failure is None:
                endings.append(Ending.PARKED if item.event.id in refused else Ending.APPLIED)
            else:
                endings.append(self._decide_one(batch, item, failure))
        return endings

    def _decide_one(self, batch: Batch, item: Read, failure: Refused | None) -> Ending:
        try:
            if failure is not None:
                raise failure
            batch.decide(item)
        except Refused as refusal:
            batch.refuse(item, refusal)
            return Ending.PARKED
        except (*ENDINGS_OF_THEIR_OWN, DBAPIError):
            raise
        except Exception as error:
            log.error("handler_failed", type=item.word.type, place=place_of(error))
            batch.refuse(item, self._count(HandlerFailed("data", "our own code failed; the log says where")))
            return Ending.PARKED
        self._unclassified = 0
        return Ending.APPLIED

    def _count(self, failure: HandlerFailed) -> HandlerFailed:
        self._unclassified += 1
        if self._unclassified >= UNCLASSIFIED_IN_A_ROW:
            # What the failures said may hold what nobody should read in a log.
            raise TooManyUnclassified(
                f"{UNCLASSIFIED_IN_A_ROW} unforeseen failures in a row: look at the last deployment"
            ) from None
        return failure


def _known(batch: Batch, item: Read) -> Ending:
    conflict = batch.conflict(item)
    if conflict is None:
        return Ending.DUPLICATE
    batch.park(item.delivery, item, conflict)
    return Ending.PARKED


def _open(delivery: Delivery) -> Item:
    try:
        return read(delivery)
    except Refused as refusal:
        return Unreadable(delivery, refusal)


def _parts(items: list[Item]) -> list[list[Item]]:
    def place(pair: tuple[int, Item]) -> int:
        number, item = pair
        alone = isinstance(item, Read) and item.word.name in IN_A_TRANSACTION_OF_ITS_OWN
        return number if alone else -1

    return [[item for _, item in group] for _, group in groupby(enumerate(items), place)]
