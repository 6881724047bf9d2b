"""Acknowledging by channel: whatever arrived on which, never more than was settled is acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aio_pika.exceptions import ChannelInvalidStateError

from consumers.line import Line
from hub.errors import TooManyUnclassified
from hub.reading import Delivery

Acknowledged = tuple[int, bool]


@dataclass(eq=False)
class Channel:
    """A channel that notes what is acknowledged on it."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    is_closed: bool = False

    async def basic_ack(self, tag: int, multiple: bool = False) -> None:
        """Note the acknowledgement, or fail as a channel does that is gone."""
        if self.is_closed:
            raise ChannelInvalidStateError
        self.acknowledged.append((tag, multiple))


@dataclass(eq=False)
class Raw:
    """A message as the AMQP library hands it over."""

    its_channel: Channel
    delivery_tag: int
    body: bytes = b"{}"
    headers: dict[str, Any] = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        """Its channel, unless that is gone."""
        if self.its_channel.is_closed:
            raise ChannelInvalidStateError
        return self.its_channel


@dataclass(eq=False)
class Message:
    """A message as FastStream hands it over."""

    raw_message: Raw


class Arriving:
    """A subscriber: messages arrive as they are given, and then silence or the end."""

    def __init__(self, *messages: Raw, ends: bool = False) -> None:
        self._messages = messages
        self._ends = ends

    async def __aiter__(self) -> AsyncIterator[Message]:
        for raw in self._messages:
            yield Message(raw)
        if not self._ends:
            await asyncio.Event().wait()


async def consumed(subscriber: Arriving, count: int, batch: int = 10) -> list[int]:
    """Run a line until so many deliveries are settled; the sizes of its batches."""
    sizes: list[int] = []
    enough = asyncio.Event()

    async def settle(deliveries: Sequence[Delivery]) -> None:
        sizes.append(len(deliveries))
        if sum(sizes) >= count:
            enough.set()

    line = Line(subscriber, settle, batch)
    running = asyncio.create_task(line.run())
    await asyncio.wait_for(enough.wait(), 5)
    line.stop()
    await asyncio.wait_for(running, 5)
    return sizes


def test_a_batch_is_acknowledged_by_its_last_delivery() -> None:
    channel = Channel()
    sizes = asyncio.run(consumed(Arriving(*(Raw(channel, tag) for tag in range(1, 26))), 25))
    assert sizes == [10, 10, 5]
    assert channel.acknowledged == [(10, True), (20, True), (25, True)]


def test_deliveries_of_two_channels_are_acknowledged_each_on_its_own() -> None:
    old, new = Channel(), Channel()
    arriving = Arriving(Raw(old, 1), Raw(old, 2), Raw(new, 1), Raw(new, 2), Raw(new, 3))
    assert asyncio.run(consumed(arriving, 5)) == [5]
    assert old.acknowledged == [(2, True)]
    assert new.acknowledged == [(3, True)]


def test_a_channel_that_is_lost_meanwhile_stops_neither_the_line_nor_the_other_channel() -> None:
    old, new = Channel(), Channel()

    async def settle(deliveries: Sequence[Delivery]) -> None:
        old.is_closed = True
        settled.set()

    async def live() -> None:
        line = Line(Arriving(Raw(old, 1), Raw(new, 1)), settle, 10)
        running = asyncio.create_task(line.run())
        await asyncio.wait_for(settled.wait(), 5)
        line.stop()
        await asyncio.wait_for(running, 5)

    settled = asyncio.Event()
    asyncio.run(live())
    assert old.acknowledged == []
    assert new.acknowledged == [(1, True)]


def test_what_arrives_from_a_channel_that_is_gone_is_left_to_come_again() -> None:
    gone, channel = Channel(is_closed=True), Channel()
    assert asyncio.run(consumed(Arriving(Raw(gone, 7), Raw(channel, 1)), 1)) == [1]
    assert channel.acknowledged == [(1, True)]


@pytest.mark.parametrize("tags", [[1, 2, 4, 5], [2, 3], [1, 3, 2]], ids=["in the middle", "at first", "overtaken"])
def test_a_delivery_that_never_reached_us_is_never_acknowledged_with_the_others(tags: list[int]) -> None:
    channel = Channel()
    asyncio.run(consumed(Arriving(*(Raw(channel, tag) for tag in tags)), len(tags)))
    assert channel.acknowledged == [(tag, False) for tag in tags]


def test_a_line_ends_when_nothing_can_arrive_any_more() -> None:
    async def settle(deliveries: Sequence[Delivery]) -> None:
        raise AssertionError("nothing arrived")

    asyncio.run(asyncio.wait_for(Line(Arriving(ends=True), settle, 10).run(), 5))


class Settling:
    """Batches that are settled when the test says so."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ends: list[asyncio.Future[None]] = []

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        """Begin a batch, and end it as told."""
        self.begun.append(len(deliveries))
        self.ends.append(asyncio.get_running_loop().create_future())
        await self.ends[-1]

    async def until_begun(self, count: int) -> None:
        """Wait until so many batches are in work."""
        async with asyncio.timeout(5):
            while len(self.begun) < count:
                await asyncio.sleep(0.001)


def test_a_second_batch_is_begun_beside_the_first_and_acknowledged_after_it() -> None:
    channel, settling = Channel(), Settling()

    async def live() -> None:
        line = Line(Arriving(*(Raw(channel, tag) for tag in range(1, 21))), settling, 10)
        running = asyncio.create_task(line.run())
        await settling.until_begun(2)
        settling.ends[1].set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert channel.acknowledged == []
        settling.ends[0].set_result(None)
        line.stop()
        await asyncio.wait_for(running, 5)

    asyncio.run(live())
    assert channel.acknowledged == [(10, True), (20, True)]


def test_what_does_not_fill_a_batch_waits_for_the_one_in_work() -> None:
    channel, settling = Channel(), Settling()

    async def live() -> None:
        line = Line(Arriving(*(Raw(channel, tag) for tag in range(1, 16))), settling, 10)
        running = asyncio.create_task(line.run())
        await settling.until_begun(1)
        settling.ends[0].set_result(None)
        await settling.until_begun(2)
        settling.ends[1].set_result(None)
        line.stop()
        await asyncio.wait_for(running, 5)

    asyncio.run(live())
    assert settling.begun == [10, 5]
    assert channel.acknowledged == [(10, True), (15, True)]


def test_a_batch_behind_one_that_could_not_be_settled_is_not_acknowledged_either() -> None:
    channel, settling = Channel(), Settling()

    async def live() -> None:
        line = Line(Arriving(*(Raw(channel, tag) for tag in range(1, 31))), settling, 10)
        running = asyncio.create_task(line.run())
        await settling.until_begun(2)
        settling.ends[1].set_result(None)
        settling.ends[0].set_exception(TooManyUnclassified("a promise is broken"))
        await asyncio.wait_for(running, 5)

    with pytest.raises(TooManyUnclassified):
        asyncio.run(live())
    assert settling.begun == [10, 10]
    assert channel.acknowledged == []


def test_nothing_of_a_batch_that_could_not_be_settled_is_acknowledged() -> None:
    channel = Channel()

    async def settle(deliveries: Sequence[Delivery]) -> None:
        raise TooManyUnclassified("a promise is broken")

    with pytest.raises(TooManyUnclassified):
        asyncio.run(asyncio.wait_for(Line(Arriving(Raw(channel, 1)), settle, 10).run(), 5))
    assert channel.acknowledged == []
