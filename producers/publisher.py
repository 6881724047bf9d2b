"""Publishing with kombu: persistent, mandatory, and confirmed a window at a time.

Kombu's own confirms wait for each message; here a whole window is sent and then awaited. A message counts as
said when the broker has acknowledged it and has not returned it as unroutable: a return always comes before
its acknowledgement.

A broker that is short of memory or disk says that it blocks us. What was sent then waits in its socket, and is
read once there is room again; sending more would only add to the flood. So the connection is kept, and nothing is
sent on it, until the broker says that it reads on.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from contracts.envelope import CONTENT_TYPE
from hub.errors import Unavailable
from hub.outbox import Outgoing
from hub.telemetry import log
from producers.connecting import FAILURES, HEARTBEAT_SECONDS, connect, part_from, unavailable

PERSISTENT = 2
CONFIRM_SECONDS = 30.0
TICK_SECONDS = 0.25
BURST = 50
SENDER_HEADER = "hub-sender"
NUMBER_HEADER = "hub-number"
LAST_HEADER = "hub-last"


def _never() -> bool:
    return False


class KombuPublisher:
    """One connection and one channel, opened when needed and anew after any failure."""

    def __init__(self, url: str, giving_up: Callable[[], bool] = _never) -> None:
        """`giving_up` says whether we have been told to stop, and need not wait for a broker that blocks us."""
        self._url = url
        self._giving_up = giving_up
        self._connection: Any = None
        self._channel: Any = None
        self._used_at = 0.0
        self._sent = 0
        self._is_blocked = False
        self._open: dict[int, str] = {}
        self._returned: set[str] = set()
        self._refused: set[str] = set()

    def publish(self, window: Sequence[Outgoing], _: object = None) -> set[str]:
        """Publish a window and wait for its confirms; the ids that were confirmed and could be routed.

        Raises:
            Unavailable: the broker is away, blocks us or did not confirm in time; what was sent may or may not be
                stored.
        """
        try:
            return self._publish(window)
        except FAILURES as outage:
            self._drop()
            raise unavailable(outage) from outage

    def close(self) -> None:
        """Close the connection, if there is one."""
        connection = self._connection
        if self._is_blocked:
            # A broker that does not read does not hear a goodbye.
            self._drop()
        elif connection is not None:
            self._connection = self._channel = None
            part_from(connection)

    def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        self._is_blocked = False
        if connection is not None:
            connection.collect()

    def _publish(self, window: Sequence[Outgoing]) -> set[str]:
        channel = self._ready_channel()
        self._wait_while(lambda: self._is_blocked)
        self._open.clear()
        self._returned.clear()
        self._refused.clear()
        for outgoing in window:
            self._send(channel, outgoing)
            if self._sent % BURST == 0:
                self._look()
        self._wait_while(lambda: bool(self._open))
        return {outgoing.message_id for outgoing in window} - self._returned - self._refused

    def _send(self, channel: Any, outgoing: Outgoing) -> None:
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

    def _look(self) -> None:
        """Take note of what has arrived, and of being blocked before the sockets are full."""
        with suppress(TimeoutError):
            self._connection.drain_events(timeout=0)
        self._wait_while(lambda: self._is_blocked)

    def _wait_while(self, unsettled: Callable[[], bool]) -> None:
        silent_since = self._used_at = monotonic()
        while unsettled():
            try:
                self._connection.drain_events(timeout=TICK_SECONDS)
                silent_since = monotonic()
            except TimeoutError as silence:
                if self._giving_up():
                    raise Unavailable("broker: told to stop before it confirmed") from silence
                if monotonic() - silent_since > CONFIRM_SECONDS:
                    if self._is_blocked:
                        raise Unavailable("broker: blocks us") from silence
                    raise
                self._connection.heartbeat_tick()
            self._used_at = monotonic()

    def _ready_channel(self) -> Any:
        if self._connection is not None and monotonic() - self._used_at > HEARTBEAT_SECONDS:
            # Nobody told the broker meanwhile that we are alive, and it may have closed without our noticing.
            self._drop()
        if self._channel is None:
            self._connection = connect(self._url)
            self._connection.on_blocked = self._on_blocked
            self._connection.on_unblocked = self._on_unblocked
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

    def _on_blocked(self, _: str) -> None:
        self._is_blocked = True
        log.warning("blocked_by_broker")

    def _on_unblocked(self) -> None:
        self._is_blocked = False
        log.info("unblocked_by_broker")

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
