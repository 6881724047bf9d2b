"""The embedded bus: a durable table queue in the ledger's own store, with the same two exchanges.

What leaves the hub is kept in the table under its exchange and routing key, as it would be in a queue.
"""

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, func, insert, select

from hub.ledger.tables import embedded_queue
from hub.outbox import Outgoing
from hub.topology import IN


def publish(window: Sequence[Outgoing], connection: Connection) -> set[str]:
    """Publish a window within the transaction; committed means confirmed. The ids: all of them."""
    rows = [
        {
            "exchange": outgoing.exchange,
            "routing_key": outgoing.routing_key,
            "headers": orjson.dumps(
                {"hub-sender": outgoing.sender, "hub-number": outgoing.number, "hub-last": outgoing.is_last}
            ).decode(),
            "body": outgoing.body,
        }
        for outgoing in window
    ]
    connection.execute(insert(embedded_queue), rows)
    return {outgoing.message_id for outgoing in window}


def waiting(connection: Connection) -> int:
    """How many inbound messages wait to be consumed."""
    query = select(func.count()).select_from(embedded_queue).where(embedded_queue.c.exchange == IN)
    return connection.execute(query).scalar_one()
