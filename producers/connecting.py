"""Connecting to the broker: kombu reads the URL and opens the transport, and every failure is an outage."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import OperationalError

from hub.errors import Unavailable

CONNECT_SECONDS = 5
HEARTBEAT_SECONDS = 60
ANSWER_SECONDS = 30
FAILURES = (OSError, OperationalError, AMQPError)


def connect(url: str) -> Any:
    """An open connection, with one attempt: kombu's own way of connecting pauses, and tries for ever where it can.

    Raises one of FAILURES.
    """
    connection = Connection(url, heartbeat=HEARTBEAT_SECONDS, connect_timeout=CONNECT_SECONDS)
    opened = connection.transport.establish_connection()
    # A broker that neither reads nor answers must not keep us for ever.
    opened.sock.settimeout(ANSWER_SECONDS)
    return opened


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection for one piece of work.

    Raises:
        Unavailable: the broker is away, or does not let us in.
    """
    try:
        connection = connect(url)
    except FAILURES as outage:
        raise unavailable(outage) from outage
    try:
        yield connection
    except FAILURES as outage:
        raise unavailable(outage) from outage
    finally:
        part_from(connection)


def unavailable(outage: Exception) -> Unavailable:
    """The outage by its kind; the text of the broker may hold addresses and accounts."""
    return Unavailable(f"broker: {type(outage).__name__}")


def part_from(connection: Any) -> None:
    """Close a connection, whether or not its other end is still there."""
    try:
        connection.sock.settimeout(CONNECT_SECONDS)
        connection.close()
    except FAILURES:
        # It is gone already, and needs no goodbye.
        connection.collect()
