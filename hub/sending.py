"""Sending other people's events to the bus of the settings, a confirmed window at a time."""

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any

from hub.composition import sender_of
from hub.errors import Unavailable
from hub.outbox import WINDOW
from hub.publishing import outgoing_from
from hub.retries import a_few_times
from hub.settings import Settings


def publish_all(settings: Settings, bodies: Sequence[bytes], advance: Callable[[int], None]) -> dict[str, Any]:
    """Publish the bodies in order; how many were confirmed, and the ids of those that came back unroutable.

    They are numbered under a sender named by their content, so that one that never arrives is missed by name,
    and the same file sent again is the same sender saying the same thing.

    Raises:
        Unavailable: the broker is away and stayed away; what was sent may or may not have arrived, and sending
            it all again changes nothing.
    """
    sender = f"publish:{blake2b(b''.join(bodies), digest_size=12).hexdigest()}"
    outgoing = [
        outgoing_from(body, sender, number, is_last=number == len(bodies)) for number, body in enumerate(bodies, 1)
    ]
    confirmed: set[str] = set()
    with sender_of(settings) as send:
        for start in range(0, len(outgoing), WINDOW):
            window = outgoing[start : start + WINDOW]
            confirmed |= a_few_times(partial(send, window), Unavailable)
            advance(len(window))
    returned = [message.message_id for message in outgoing if message.message_id not in confirmed]
    return {"published": len(outgoing) - len(returned), "returned": returned, "sender": sender}
