"""The other end of an outbound queue: takes what the hub has said, as the system that it is meant for would."""

from typing import Any

from producers.connecting import FAILURES, connect, part_from, unavailable


class Partner:
    """Takes messages from one queue of the broker, one after another."""

    def __init__(self, url: str, queue: str) -> None:
        """Connect.

        Raises:
            Unavailable: the broker is away, or does not let us in.
        """
        self._queue = queue
        try:
            self._connection = connect(url)
            self._channel: Any = self._connection.channel()
        except FAILURES as outage:
            raise unavailable(outage) from outage

    def waiting(self) -> int:
        """How many messages wait in the queue.

        Raises:
            Unavailable: the broker is away, or has no such queue.
        """
        try:
            waiting: int = self._channel.queue_declare(self._queue, passive=True).message_count
        except FAILURES as outage:
            raise unavailable(outage) from outage
        return waiting

    def take(self) -> list[bytes]:
        """Every message that waits, in order; each is gone from the queue.

        Raises:
            Unavailable: the broker is away; what was not acknowledged yet stays in the queue.
        """
        taken: list[bytes] = []
        try:
            while (message := self._channel.basic_get(self._queue)) is not None:
                body = message.body
                taken.append(body.encode() if isinstance(body, str) else body)
                self._channel.basic_ack(message.delivery_tag)
        except FAILURES as outage:
            raise unavailable(outage) from outage
        return taken

    def close(self) -> None:
        """Close the connection."""
        part_from(self._connection)
