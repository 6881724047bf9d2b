"""Publishing with kombu: persistent, mandatory, and confirmed a window at a time.

Kombu's own confirms wait for each message; here a whole window is sent and then awaited. A message counts as
said when the broker has acknowledged it and has not returned it as unroutable: a return always comes before
its acknowledgement.
"""

from collections.abc import Sequence
from typing import Any

from kombu import Connection
from kombu.exceptions import OperationalError

from contracts.envelope import CONTENT_TYPE
from hub.errors import Unavailable
from hub.outbox import Outgoing

PERSISTENT = 2
CONFIRM_SECONDS = 30
SENDER_HEADER = "hub-sender"
NUMBER_HEADER = "hub-number"
LAST_HEADER = "hub-last"


class KombuPublisher:
    """One connection and one channel, opened when needed and anew after any failure."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._channel: Any = None
        self._sent = 0
        self._open: dict[int, str] = {}
        self._returned: set[str] = set()
        self._refused: set[str] = set()

    def publish(self, window: Sequence[Outgoing], _: object = None) -> set[str]:
        """Publish a window and wait for its confirms; the ids that were confirmed and could be routed.

        Raises:
            Unavailable: the broker is away or did not confirm in time; what was sent may or may not be stored.
        """
        try:
            return self._publish(window)
        except _failures(self._connection) as error:
            self.close()
            raise Unavailable(f"broker: {type(error).__name__}") from error

    def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            try:
                connection.release()
            except _failures(connection):
                # A connection that is already gone needs no goodbye.
                return

    def _publish(self, window: Sequence[Outgoing]) -> set[str]:
        channel = self._ready_channel()
        self._open.clear()
        self._returned.clear()
        self._refused.clear()
        for outgoing in window:
            self._sent += 1
            self._open[self._sent] = outgoing.message_id
            channel.basic_publish(
                channel.prepare_message(
                    outgoing.body,
                    content_type=CONTENT_TYPE,
                    content_encoding="utf-8",
                    headers=_headers(outgoing),
                    properties={
                        "delivery_mode": PERSISTENT,
                        "message_id": outgoing.message_id,
                        "type": outgoing.type,
                    },
                ),
                exchange=outgoing.exchange,
                routing_key=outgoing.routing_key,
                mandatory=True,
            )
        while self._open:
            self._connection.drain_events(timeout=CONFIRM_SECONDS)
        return {outgoing.message_id for outgoing in window} - self._returned - self._refused

    def _ready_channel(self) -> Any:
        if self._channel is None:
            self._connection = Connection(self._url, heartbeat=60, connect_timeout=5)
            self._connection.connect()
            channel = self._connection.channel()
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
            channel.events["basic_return"].add(self._on_return)
            self._channel = channel
            self._sent = 0
        return self._channel

    def _settle(self, tag: int, *, multiple: bool) -> list[str]:
        tags = [sent for sent in self._open if sent <= tag] if multiple else [tag]
        return [self._open.pop(sent) for sent in tags if sent in self._open]

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: FBT001
        self._settle(delivery_tag, multiple=multiple)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: FBT001
        self._refused.update(self._settle(delivery_tag, multiple=multiple))

    def _on_return(self, *told: Any) -> None:
        message = told[-1]
        self._returned.add(message.properties["message_id"])


def _headers(outgoing: Outgoing) -> dict[str, object]:
    headers: dict[str, object] = {SENDER_HEADER: outgoing.sender, NUMBER_HEADER: outgoing.number}
    if outgoing.is_last:
        headers[LAST_HEADER] = True
    return headers


def _failures(connection: Any) -> tuple[type[Exception], ...]:
    if connection is None:
        return (OSError, OperationalError)
    return (OSError, OperationalError, *connection.connection_errors, *connection.channel_errors)
