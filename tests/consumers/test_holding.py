"""What a door holds and what it can bear, seen quickly."""

import asyncio
import struct
from collections.abc import Iterator

import pytest
from pamqp import decode

from consumers.rabbitmq import RabbitDoor
from tests.consumers.doors import DEADLINE, ONLY_BANKING, HeldIntake, open_door, payment, publish, ready, wire


def test_a_door_never_holds_more_than_two_batches(vhost: str) -> None:
    wire(vhost)
    publish(vhost, [payment(number) for number in range(300)])
    intake = HeldIntake()
    intake.free.clear()

    async def left_to_the_broker() -> list[int]:
        async with open_door(vhost, intake, batch=20):
            await asyncio.to_thread(intake.begun.wait, DEADLINE)
            async with asyncio.timeout(DEADLINE):
                while await ready(vhost) > 260:
                    await asyncio.sleep(0.02)
            found = [await ready(vhost) for _ in range(5)]
            intake.free.set()
        return found

    assert asyncio.run(left_to_the_broker()) == [260] * 5


@pytest.fixture
def strict_library() -> Iterator[None]:
    """The AMQP library reads as it does by itself; whatever a test tells it is forgotten afterwards."""
    methods, kinds = dict(decode.METHODS), dict(decode.TABLE_MAPPING)
    decode.METHODS.update({"timestamp": decode.timestamp, "shortstr": decode.short_str})
    yield
    decode.METHODS.update(methods)
    decode.TABLE_MAPPING.update(kinds)


@pytest.mark.usefixtures("strict_library")
def test_a_door_leaves_out_what_nobody_can_read() -> None:
    beyond_the_calendar, not_utf_8 = struct.pack(">Q", 2**63), b"\x04caf\xe9"
    with pytest.raises((ValueError, OverflowError, OSError)):
        decode.by_type(beyond_the_calendar, "timestamp")
    RabbitDoor("amqp://nowhere", HeldIntake(), ONLY_BANKING)
    assert decode.by_type(beyond_the_calendar, "timestamp") == (8, None)
    assert decode.by_type(not_utf_8, "shortstr") == (5, "caf\N{REPLACEMENT CHARACTER}")
