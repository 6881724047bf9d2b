"""The broker is killed, cuts us off, or takes a queue away: the door goes on by itself, and nothing is lost."""

import asyncio
from collections.abc import Iterator

import aio_pika
import pytest

from tests.consumers.doors import (
    DEADLINE,
    QUEUE,
    HeldIntake,
    ids,
    open_door,
    payment,
    publish,
    ready,
    until,
    until_ready,
    wire,
)
from tests.services.provided import Broker, private_rabbitmq
from tests.services.rabbitmq import FORCE_NEW_QUEUES_TO_DISK

CUT_ALL = '[rabbit_networking:close_connection(C, "cut by a test") || C <- rabbit_networking:connections()], ok.'


@pytest.fixture(scope="module")
def mortal() -> Iterator[Broker]:
    """A broker that may be killed."""
    with private_rabbitmq() as broker:
        yield broker


@pytest.fixture
def broker(mortal: Broker) -> Broker:
    """A broker that may be killed, with the queues of the hub, and nothing in them of the test before."""
    wire(mortal.url)
    asyncio.run(empty(mortal.url))
    mortal.evaluate(FORCE_NEW_QUEUES_TO_DISK)
    return mortal


async def empty(url: str) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await (await channel.get_queue(QUEUE)).purge()


def test_a_killed_broker_comes_back_and_the_door_goes_on(broker: Broker) -> None:
    intake = HeldIntake()

    async def live() -> None:
        async with open_door(broker.url, intake):
            await until(lambda: len(intake.seen) >= 100, "it flows")
            intake.free.clear()
            await asyncio.to_thread(broker.kill)
            intake.free.set()
            await asyncio.to_thread(broker.start)
            await until(lambda: len(set(intake.seen)) == 600, "all have come, some twice")
            await until_ready(broker.url, 0)

    publish(broker.url, [payment(number) for number in range(600)])
    asyncio.run(live())
    assert set(intake.seen) == set(ids(range(600)))
    assert asyncio.run(ready(broker.url)) == 0


def test_a_door_waits_for_a_broker_that_is_away_and_may_be_stopped_meanwhile(broker: Broker) -> None:
    intake = HeldIntake()

    async def live() -> None:
        async with open_door(broker.url, intake):
            await asyncio.to_thread(broker.start)
            await asyncio.to_thread(publish, broker.url, [payment(1)])
            await until(lambda: intake.seen == ["payment-1"], "it begins when the broker is there")
            await asyncio.to_thread(broker.kill)
        # Leaving the block, the door has ended: it does not wait for the broker to say goodbye.

    broker.kill()
    try:
        asyncio.run(asyncio.wait_for(live(), DEADLINE))
    finally:
        broker.start()


def test_a_connection_cut_while_nothing_happens_is_made_again(broker: Broker) -> None:
    intake = HeldIntake()

    async def live() -> None:
        async with open_door(broker.url, intake):
            await asyncio.to_thread(publish, broker.url, [payment(1)])
            await until(lambda: intake.seen == ["payment-1"], "it flows")
            await asyncio.to_thread(broker.evaluate, CUT_ALL)
            await asyncio.to_thread(publish, broker.url, [payment(9002)])
            await until(lambda: "payment-9002" in intake.seen, "it flows again")

    asyncio.run(live())
    assert asyncio.run(ready(broker.url)) == 0


def test_what_was_in_work_when_the_connection_was_cut_comes_again_and_is_acknowledged_then(broker: Broker) -> None:
    intake = HeldIntake()
    intake.free.clear()

    async def live() -> None:
        async with open_door(broker.url, intake, batch=20):
            await until_ready(broker.url, 10)
            await asyncio.to_thread(intake.begun.wait, DEADLINE)
            await asyncio.to_thread(broker.evaluate, CUT_ALL)
            intake.free.set()
            await until(lambda: len(intake.seen) >= 70, "the first batch comes again, on a new channel")
            await until_ready(broker.url, 0)

    publish(broker.url, [payment(number) for number in range(50)])
    asyncio.run(live())
    assert set(intake.seen) == set(ids(range(50)))
    assert asyncio.run(ready(broker.url)) == 0


def test_a_queue_that_is_taken_away_and_given_back_is_consumed_again(
    broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    intake = HeldIntake()

    async def take_the_queue_away() -> None:
        async with await aio_pika.connect(broker.url) as connection:
            channel = await connection.channel()
            await channel.queue_delete(QUEUE)
        # A broker of this version tells nobody of it when the queue comes back within the same moment.
        await until(lambda: "cancelled by the broker" in caplog.text, "the broker tells the door")

    async def live() -> None:
        async with open_door(broker.url, intake):
            await asyncio.to_thread(publish, broker.url, [payment(1)])
            # What the door of another test had in its hands may come back beside it.
            await until(lambda: "payment-1" in intake.seen, "it flows")
            await take_the_queue_away()
            await asyncio.to_thread(wire, broker.url)
            await asyncio.to_thread(publish, broker.url, [payment(9002)])
            await until(lambda: "payment-9002" in intake.seen, "it flows again")

    asyncio.run(live())
    assert asyncio.run(ready(broker.url)) == 0
