"""The door on a real broker: what it takes, how much it holds, and when it says that it is done."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from aio_pika.robust_queue import RobustQueueIterator
from sqlalchemy import func, select

from hub.errors import TooManyUnclassified, WiringDiffers
from hub.ledger.tables import fact, parked
from tests.consumers.doors import (
    HeldIntake,
    ids,
    open_door,
    payment,
    publish,
    put,
    ready,
    taken,
    until,
    until_ready,
    wire,
)
from tests.stories import Story


@pytest.fixture
def broker(vhost: str) -> str:
    """A virtual host with the queues of the hub."""
    wire(vhost)
    return vhost


@pytest.fixture
def story(tmp_path: Path) -> Any:
    """A hub on a file, because the door works in a thread of its own."""
    story = Story(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield story
    story.close()


def rows(story: Story, table: Any) -> int:
    with story.hub.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_body_that_is_no_event_is_parked_and_its_neighbours_are_applied(broker: str, story: Story) -> None:
    bodies = [b"5", b'{"a": 1}', b"\xff\xfe", b"", b"[", b'"text"']

    async def live() -> None:
        async with open_door(broker, story.hub.intake):
            await until(lambda: rows(story, fact) == 2 and rows(story, parked) == len(bodies), "all are settled")

    publish(broker, [payment(1)])
    for body in bodies:
        put(broker, body)
    publish(broker, [payment(2)])
    asyncio.run(live())
    assert asyncio.run(ready(broker)) == 0
    with story.hub.engine.connect() as connection:
        kept = connection.execute(select(parked.c.body, parked.c.code)).all()
    assert {row.body for row in kept} == set(bodies)
    assert {row.code for row in kept} == {"unreadable_message"}


@pytest.mark.parametrize("prefix", ["cloudEvents:", "cloudEvents_", "ce-"])
def test_an_event_in_binary_mode_is_applied_like_any_other(broker: str, story: Story, prefix: str) -> None:
    event = orjson.loads(payment(1))
    headers = {f"{prefix}{name}": value for name, value in event.items() if name != "data"}

    async def live() -> None:
        async with open_door(broker, story.hub.intake):
            await until(lambda: rows(story, fact) + rows(story, parked) == 1, "the event is settled")

    put(broker, orjson.dumps(event["data"]), application_headers=headers, content_type="application/json")
    asyncio.run(live())
    with story.hub.engine.connect() as connection:
        assert connection.execute(select(fact.c.message_id, fact.c.type)).all() == [
            ("payment-1", "payment.received.v1")
        ]


@pytest.mark.parametrize(
    "properties",
    [
        {"timestamp": 1_767_225_600_000_000_000},
        {"timestamp": 2**64 - 1},
        {"message_id": b"caf\xe9"},
        {"content_type": b"\xff", "correlation_id": b"\xfe"},
    ],
    ids=["nanoseconds", "the largest number", "another character set", "no text at all"],
)
def test_properties_that_cannot_be_read_stop_nobody(broker: str, properties: dict[str, Any]) -> None:
    intake = HeldIntake()

    async def live() -> None:
        async with open_door(broker, intake):
            await until(lambda: sorted(intake.seen) == ids(range(3)), "all three are settled once")

    publish(broker, [payment(0)])
    put(broker, payment(1), **properties)
    publish(broker, [payment(2)])
    asyncio.run(live())
    assert asyncio.run(ready(broker)) == 0


def test_the_door_holds_two_batches_and_the_broker_keeps_the_rest(broker: str) -> None:
    intake = HeldIntake()
    intake.free.clear()

    async def live() -> None:
        async with open_door(broker, intake, batch=20):
            await asyncio.to_thread(intake.begun.wait, 30)
            await until_ready(broker, 260)
            # Whatever were still on its way to us would have overtaken the answer to another question.
            assert await ready(broker) == 260
            intake.free.set()
            await until(lambda: len(intake.seen) == 300, "all are settled")

    publish(broker, [payment(number) for number in range(300)])
    asyncio.run(live())
    assert sorted(intake.seen) == sorted(ids(range(300)))


def test_nothing_is_acknowledged_before_it_is_settled(broker: str) -> None:
    """A broken promise stops the door, and everything it had is still with the broker."""
    intake = HeldIntake()
    intake.free.clear()
    intake.failure = TooManyUnclassified("a promise is broken")

    async def live() -> None:
        async with open_door(broker, intake, batch=20) as task:
            await until_ready(broker, 10)
            intake.free.set()
            await asyncio.wait([task], timeout=30)

    publish(broker, [payment(number) for number in range(50)])
    with pytest.raises(TooManyUnclassified):
        asyncio.run(live())
    assert sorted(asyncio.run(taken(broker))) == sorted(ids(range(50)))


def test_a_stop_in_full_flow_loses_nothing_and_acknowledges_what_it_settled(broker: str) -> None:
    intake = HeldIntake()

    async def live() -> None:
        async with open_door(broker, intake, batch=20):
            await until(lambda: len(intake.seen) >= 100, "a few batches are settled")

    publish(broker, [payment(number) for number in range(1500)])
    asyncio.run(live())
    left = asyncio.run(taken(broker))
    assert 100 <= len(intake.seen) < 1500
    assert sorted(intake.seen + left) == sorted(ids(range(1500)))


def test_a_queue_that_the_library_gave_up_is_consumed_again(broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The AMQP library ends an iteration whose channel has not come back after a minute, and says nothing."""
    intake = HeldIntake()
    go_on = RobustQueueIterator.__anext__
    handed_over = 0

    async def give_up_once(iterator: RobustQueueIterator) -> Any:
        nonlocal handed_over
        handed_over += 1
        if handed_over == 11:
            raise StopAsyncIteration
        return await go_on(iterator)

    async def live() -> None:
        async with open_door(broker, intake):
            await until(lambda: set(intake.seen) == set(ids(range(50))), "all are settled")
            await until_ready(broker, 0)

    monkeypatch.setattr(RobustQueueIterator, "__anext__", give_up_once)
    publish(broker, [payment(number) for number in range(50)])
    asyncio.run(live())
    assert asyncio.run(ready(broker)) == 0


def test_a_door_without_its_queue_says_what_to_do(vhost: str) -> None:
    async def live() -> None:
        async with open_door(vhost, HeldIntake()) as task:
            await asyncio.wait([task], timeout=30)

    with pytest.raises(WiringDiffers, match="hub topology apply"):
        asyncio.run(live())
