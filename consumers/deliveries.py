"""From what a bus hands over to a delivery: CloudEvents in structured or in binary mode, with its sender's number."""

from collections.abc import Mapping

import orjson

from hub.reading import Delivery

SENDER_HEADER = "hub-sender"
NUMBER_HEADER = "hub-number"
LAST_HEADER = "hub-last"
PREFIXES = ("cloudEvents:", "cloudEvents_", "ce-")


def delivery_from(body: bytes, headers: Mapping[str, object]) -> Delivery:
    """The delivery in a message of the bus; never raises, whatever the message holds."""
    sender, number = headers.get(SENDER_HEADER), headers.get(NUMBER_HEADER)
    return Delivery(
        _structured(body, headers),
        sender[:64] if isinstance(sender, str) else None,
        number if isinstance(number, int) and not isinstance(number, bool) else None,
        bool(headers.get(LAST_HEADER, False)),
    )


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
