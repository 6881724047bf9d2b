"""How long one event takes from its publisher to its commit, at a pace that does not wait for anybody."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile

from benchmarks.throughput.contenders import CONTENDERS
from benchmarks.throughput.measuring import SILENCE_SECONDS, Consumer, WrongEnd
from benchmarks.throughput.reference import Reaction
from benchmarks.throughput.settings import Told
from benchmarks.throughput.stage import Stage, publish
from producers.connecting import connected
from tests.services.postgresql import connect

PER_SECOND = 200
WARMING = 100
COMMITTED = "SELECT message_id, extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM inbox WHERE message_id LIKE %s"


@dataclass(slots=True, frozen=True)
class Latency:
    """Milliseconds from the moment an event was due to be published to its commit."""

    events: int
    median: float
    percent_99: float
    longest: float


def measure_latency(stage: Stage, bodies: Sequence[bytes]) -> Latency:
    """Publish at a steady pace to the hub, each event confirmed before the next, and compare with the commits.

    An event counts from when it was due, so that a publisher who is held up by a slow broker hides nothing.
    """
    hub = CONTENDERS[0]
    with stage.fresh_store() as store, TemporaryFile() as output:
        told = Told(stage.broker.url, store, hub.queue(Reaction.LIGHT), "")
        consumer = Consumer(hub, told, output)
        try:
            due = _publish(stage, store, consumer, bodies)
            committed = _commits(store, consumer, len(bodies))
            consumer.stop()
        finally:
            consumer.kill()
    waited = sorted(
        (committed[f"light-{number}"] - moment) * 1000 for number, moment in enumerate(due) if number >= WARMING
    )
    return Latency(len(waited), waited[len(waited) // 2], waited[len(waited) * 99 // 100], waited[-1])


def _publish(stage: Stage, store: str, consumer: Consumer, bodies: Sequence[bytes]) -> list[float]:
    due: list[float] = []
    with connected(stage.broker.url) as connection:
        channel = connection.channel()
        channel.confirm_select()
        confirmed = 0

        def on_ack(delivery_tag: int, multiple: bool) -> None:
            nonlocal confirmed
            confirmed = delivery_tag

        channel.events["basic_ack"].add(on_ack)
        publish(channel, bodies[0])
        begun = time.time()
        # The consumer is there when the first event is through.
        _commits(store, consumer, 1)
        due.append(begun)
        begun = time.time()
        for number, body in enumerate(bodies[1:], 1):
            moment = begun + number / PER_SECOND
            time.sleep(max(0.0, moment - time.time()))
            due.append(moment)
            publish(channel, body)
            while confirmed <= number:
                connection.drain_events(timeout=SILENCE_SECONDS)
    return due


def _commits(store: str, consumer: Consumer, events: int) -> dict[str, float]:
    deadline = time.monotonic() + SILENCE_SECONDS
    with connect(store) as connection:
        while True:
            consumer.require_alive()
            found = connection.execute(COMMITTED, ("light-%",)).fetchall()
            if len(found) == events:
                return {message_id: float(at) for message_id, at in found}
            if time.monotonic() > deadline:
                raise WrongEnd(f"expected {events} commits and found {len(found)}")
            time.sleep(0.1)
