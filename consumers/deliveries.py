"""From what a bus hands over to a delivery: CloudEvents in structured or in binary mode, with its sender's number."""

import re
from collections.abc import Mapping

import orjson

from hub.reading import Delivery

SENDER_HEADER = "hub-sender"
NUMBER_HEADER = "hub-number"
LAST_HEADER = "hub-last"
LARGEST_NUMBER = 2**63 - 1
PREFIXES = ("cloudEvents:", "cloudEvents_", "ce-")

_SENDER = re.compile(r"[A-Za-z0-9._:/-]{1,64}")


def delivery_from(body: bytes, headers: Mapping[str, object]) -> Delivery:
    """The delivery in a message of the bus; never raises, whatever the message holds."""
    return Delivery(
        _structured(body, headers),
        _sender(headers.get(SENDER_HEADER)),
        _number(headers.get(NUMBER_HEADER)),
        headers.get(LAST_HEADER) is True,
    )


def _sender(told: object) -> str | None:
    return told if isinstance(told, str) and _SENDER.fullmatch(told) else None


def _number(told: object) -> int | None:
    if not isinstance(told, int) or isinstance(told, bool):
        return None
    return told if 0 < told <= LARGEST_NUMBER else None


def _structured(body: bytes, headers: Mapping[str, object]) -> bytes:
    for prefix in PREFIXES:
        attributes = {
            name.removeprefix(prefix): str(value) for name, value in headers.items() if name.startswith(prefix)
        }
        if "type" in attributes:
            try:
                data = orjson.loads(body)
            except orjson.JSONDecodeError:
                # Intake refuses it as it came, with its reason.
                return body
            return orjson.dumps({"datacontenttype": "application/json", **attributes, "data": data})
    return body
