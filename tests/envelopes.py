"""The outside of every event that tests send: a CloudEvents document as a dict, and its body."""

from hashlib import blake2b
from typing import Any

import orjson

from hub.deciding import identity

Event = dict[str, Any]

NAMES_OUTSIDE_DATA = frozenset({"id", "source", "time", "correlationid", "causationid", "specversion"})


def an_event(event_type: str, subject: str | None, data: dict[str, Any], said: dict[str, Any] | None = None) -> Event:
    """An event of any type; `said` overrides the data, or the envelope where the name is one of its own."""
    overrides = said or {}
    outside = {name: value for name, value in overrides.items() if name in NAMES_OUTSIDE_DATA}
    inside = {name: value for name, value in overrides.items() if name not in NAMES_OUTSIDE_DATA}
    whole = {name: value for name, value in {**data, **inside}.items() if value is not None}
    document: Event = {
        "specversion": "1.0",
        "source": "urn:training-council:test",
        "type": event_type,
        "subject": subject,
        "time": "2026-04-01T09:00:00Z",
        "data": whole,
        **outside,
    }
    if subject is None:
        del document["subject"]
    named = blake2b(orjson.dumps(document, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()
    document.setdefault("id", f"{event_type.partition('.')[0]}-{named}")
    return document


def task_name(person: str, scope: str, key: str) -> str:
    """What the hub calls a task: an identity made of its cause."""
    return identity("task", person, scope, key)


def body_of(event: Event) -> bytes:
    """The event as it travels."""
    return orjson.dumps(event)
