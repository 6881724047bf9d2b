"""Making messages of other people's events: what `hub publish` and training put on the bus."""

from hashlib import sha256

import orjson

from hub.outbox import Outgoing
from hub.topology import IN

UNTYPED = "untyped"


def outgoing_from(body: bytes, sender: str, number: int, *, is_last: bool = False) -> Outgoing:
    """A message for the inbound exchange; whatever the body holds, it goes out as it is.

    A body without id or type is sent too: the hub parks it, with its reason, where an operator can see it.
    """
    try:
        head = orjson.loads(body)
    except orjson.JSONDecodeError:
        head = None
    fields = head if isinstance(head, dict) else {}
    message_id, event_type = fields.get("id"), fields.get("type")
    return Outgoing(
        message_id if isinstance(message_id, str) else f"body:{sha256(body).hexdigest()[:32]}",
        event_type if isinstance(event_type, str) else UNTYPED,
        IN,
        event_type[:200] if isinstance(event_type, str) else UNTYPED,
        body,
        sender,
        number,
        is_last,
    )
