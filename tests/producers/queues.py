"""Queues of a broker as the tests make, fill and read them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hub.outbox import Outgoing
from producers.connecting import connect, part_from

DEADLINE = 30.0


@contextmanager
def channel_of(url: str) -> Iterator[Any]:
    """A channel for one piece of work."""
    connection = connect(url)
    try:
        yield connection.channel()
    finally:
        part_from(connection)


def make_queue(url: str, name: str, exchange: str, key: str, **arguments: object) -> None:
    """A quorum queue, bound to a topic exchange that is made if it is missing."""
    with channel_of(url) as channel:
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        its = {"x-queue-type": "quorum", **arguments}
        channel.queue_declare(name, durable=True, auto_delete=False, arguments=its)
        channel.queue_bind(name, exchange=exchange, routing_key=key)


def messages_in(url: str, queue: str) -> list[Any]:
    """Every message that waits in the queue, taken off it."""
    found = []
    with channel_of(url) as channel:
        while (message := channel.basic_get(queue, no_ack=True)) is not None:
            found.append(message)
    return found


def await_message(url: str, queue: str) -> Any:
    """The next message of the queue, once there is one; taken off it."""
    deadline = time.monotonic() + DEADLINE
    with channel_of(url) as channel:
        while (message := channel.basic_get(queue, no_ack=True)) is None:
            assert time.monotonic() < deadline, f"nothing came into {queue}"
            time.sleep(0.05)
    return message


def a_window(count: int, key: str = "sample.said.v1", exchange: str = "sample", first: int = 1) -> list[Outgoing]:
    """Messages numbered from `first`, named after their numbers."""
    return [
        Outgoing(f"M-{number}", "sample.said.v1", exchange, key, b'{"sample": true}', "sender.sample", number)
        for number in range(first, first + count)
    ]


def ids(window: list[Outgoing]) -> set[str]:
    """The ids of a window."""
    return {outgoing.message_id for outgoing in window}
