"""What must be said, in order per person, until it has been said, held back or withdrawn.

A relay takes one lane at a time. It first numbers what waits, without gaps, and commits; then it publishes what
is numbered, looks again at the gates of anything adverse, and marks as said what the broker has confirmed. After
a crash the same messages go out again under the same ids and numbers.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, func, select, update

from contracts.registry import Direction, word_of
from hub.clock import Clock
from hub.ledger.bulk import is_among
from hub.ledger.tables import council_standing, outbox, person_standing, relay_lane
from hub.recovery.gates import AdverseStep, closed_gates
from hub.standing.codec import decode_council, decode_person
from hub.telemetry import HELD, OUTBOX_WAITING, SAID, log
from hub.topology import IN, OUT

WINDOW = 500
SENDER = "hub.relay"
RETURNED = "the broker did not take it: no queue for its routing key, or the queue is full"
RETURNED_PAUSE = timedelta(seconds=5)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
REFERRALS = frozenset({AdverseStep.TRACING_REFERRAL, AdverseStep.ENFORCEMENT_REFERRAL})


@dataclass(slots=True, frozen=True)
class Outgoing:
    """A message on its way to the broker, with its sender's number for it."""

    message_id: str
    type: str
    exchange: str
    routing_key: str
    body: bytes
    sender: str
    number: int
    is_last: bool = False


Publish = Callable[[Sequence[Outgoing], Connection], set[str]]
"""Publishes a window; the ids that the bus has confirmed and could route. Raises Unavailable.

A bus that lives in the same store publishes on the connection; any other has no use for it.
"""


@dataclass(slots=True, frozen=True)
class _Row:
    outbox_no: int
    message_id: str
    person: str
    type: str
    routing_key: str
    step: str | None
    body: str
    number: int | None


class Outbox:
    """The letterbox seen from the relay."""

    def __init__(self, engine: Engine, clock: Clock, window: int = WINDOW) -> None:
        self._engine = engine
        self._clock = clock
        self._window = window
        self._returned_at: dict[int, datetime] = {}

    def drain(self, publish: Publish) -> int:
        """Say what waits, one window of each lane; how many messages were said."""
        said = 0
        for lane in self._lanes_with_work():
            self._number(lane)
            said += self._say(lane, publish)
        return said

    def _lanes_with_work(self) -> list[int]:
        with self._engine.connect() as connection:
            query = select(outbox.c.lane, func.count().label("waiting")).where(_waits()).group_by(outbox.c.lane)
            waiting: dict[int, int] = {row.lane: row.waiting for row in connection.execute(query)}
        OUTBOX_WAITING.set(sum(waiting.values()))
        return list(waiting)

    def _number(self, lane: int) -> None:
        with self._engine.begin() as connection:
            last = _lock_lane(connection, lane)
            if last is None:
                return
            self._let_go_again(connection, lane)
            rows = _rows(connection, lane, self._window, outbox.c.number.is_(None))
            free = self._free_to_go(connection, rows)
            if not free:
                return
            order = (
                select(outbox.c.outbox_no, func.row_number().over(order_by=outbox.c.outbox_no).label("place"))
                .where(is_among(connection, outbox.c.outbox_no, [row.outbox_no for row in free]))
                .subquery()
            )
            connection.execute(
                update(outbox)
                .where(outbox.c.outbox_no == order.c.outbox_no)
                .values(number=last + order.c.place, held_why=None)
            )
            connection.execute(update(relay_lane).where(relay_lane.c.lane == lane).values(last_number=last + len(free)))

    def _let_go_again(self, connection: Connection, lane: int) -> None:
        """Say of what has its number and was held back that it goes now; only then may it be published.

        So what is marked as held has never left the hub, whenever a relay dies.
        """
        held: ColumnElement[bool] = outbox.c.held_why.is_not(None)
        if self._clock.now() - self._returned_at.get(lane, LONG_AGO) < RETURNED_PAUSE:
            # What the broker did not take must not stand in the way of what it takes.
            held &= outbox.c.held_why != RETURNED
        rows = _rows(connection, lane, self._window, held & outbox.c.number.is_not(None))
        closed = closed_for(connection, rows)
        free = [row.outbox_no for row in rows if row.outbox_no not in closed]
        if free:
            connection.execute(
                update(outbox).where(is_among(connection, outbox.c.outbox_no, free)).values(held_why=None)
            )

    def _free_to_go(self, connection: Connection, rows: list[_Row]) -> list[_Row]:
        closed = closed_for(connection, rows)
        for row in rows:
            if row.outbox_no in closed:
                _hold(connection, row, closed[row.outbox_no])
        return [row for row in rows if row.outbox_no not in closed]

    def _say(self, lane: int, publish: Publish) -> int:
        with self._engine.begin() as connection:
            if _lock_lane(connection, lane) is None:
                return 0
            ready = outbox.c.number.is_not(None) & outbox.c.held_why.is_(None)
            rows = _rows(connection, lane, self._window, ready)
            closed = closed_for(connection, rows)
            now = self._clock.now()
            for row in rows:
                if row.outbox_no in closed:
                    _stop(connection, row, now, closed[row.outbox_no])
            going = [row for row in rows if row.outbox_no not in closed]
            if not going:
                return 0
            confirmed = publish([_outgoing(lane, row) for row in going], connection)
            said = [row for row in going if row.message_id in confirmed]
            connection.execute(
                update(outbox)
                .where(is_among(connection, outbox.c.outbox_no, [row.outbox_no for row in said]))
                .values(said_at=now, held_why=None)
            )
            returned = [row for row in going if row.message_id not in confirmed]
            if returned:
                self._returned_at[lane] = now
                _note_returned(connection, returned)
        for event_type, count in Counter(row.type for row in said).items():
            SAID.labels(event_type).inc(count)
        return len(said)


def _waits() -> ColumnElement[bool]:
    return outbox.c.said_at.is_(None) & outbox.c.withdrawn_at.is_(None)


def _lock_lane(connection: Connection, lane: int) -> int | None:
    query = select(relay_lane.c.last_number).where(relay_lane.c.lane == lane).with_for_update(skip_locked=True)
    return connection.execute(query).scalar()


def _note_returned(connection: Connection, rows: list[_Row]) -> None:
    for row in rows:
        log.error("relay_returned", message_id=row.message_id, routing_key=row.routing_key)
    connection.execute(
        update(outbox).where(outbox.c.outbox_no.in_([row.outbox_no for row in rows])).values(held_why=RETURNED)
    )


def _rows(connection: Connection, lane: int, limit: int, which: ColumnElement[bool]) -> list[_Row]:
    query = (
        select(
            outbox.c.outbox_no,
            outbox.c.message_id,
            outbox.c.person,
            outbox.c.type,
            outbox.c.routing_key,
            outbox.c.step,
            outbox.c.body,
            outbox.c.number,
        )
        .where(outbox.c.lane == lane, _waits(), which)
        # What is held back must not stand in the way of what is not.
        .order_by(outbox.c.held_why.is_not(None), outbox.c.outbox_no)
        .limit(limit)
        .with_for_update()
    )
    return [_Row(*row) for row in connection.execute(query)]


def closed_for(connection: Connection, rows: Sequence[_Row]) -> dict[int, str]:
    """For each adverse message whose gate is closed on the business day, the name of the gate."""
    adverse = [row for row in rows if row.step is not None]
    if not adverse:
        return {}
    text = connection.execute(select(council_standing.c.standing)).scalar_one()
    today: date = decode_council(text).business_day
    people = {row.person for row in adverse}
    query = select(person_standing.c.person, person_standing.c.standing).where(
        person_standing.c.person.in_(sorted(people))
    )
    standings = {person: decode_person(its) for person, its in connection.execute(query)}
    closed: dict[int, str] = {}
    for row in adverse:
        gates = closed_gates(standings[row.person], AdverseStep(str(row.step)), today)
        if gates:
            closed[row.outbox_no] = gates[0].name
    return closed


def _stop(connection: Connection, row: _Row, now: datetime, gate: str) -> None:
    """Keep back a message that has its number already: for good, if it is a referral.

    Whoever closed the gate took the referral for sent, so its recall is on its way, and a new one will follow
    if the gate opens again. A claim or a letter waits for that.
    """
    _hold(connection, row, gate)
    if row.step in REFERRALS:
        connection.execute(
            update(outbox)
            .where(outbox.c.outbox_no == row.outbox_no)
            .values(withdrawn_at=now, withdrawn_why=f"the gate {gate} closed before it was said")
        )


def _hold(connection: Connection, row: _Row, gate: str) -> None:
    HELD.labels(row.step).inc()
    log.info("relay_held", message_id=row.message_id, gate=gate)
    connection.execute(update(outbox).where(outbox.c.outbox_no == row.outbox_no).values(held_why=gate))


def _outgoing(lane: int, row: _Row) -> Outgoing:
    word = word_of(row.type)
    exchange = IN if word is not None and word.direction is Direction.INBOUND else OUT
    return Outgoing(
        row.message_id,
        row.type,
        exchange,
        row.routing_key,
        row.body.encode(),
        f"{SENDER}.{lane}",
        row.number or 0,
    )
