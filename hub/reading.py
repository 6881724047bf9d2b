"""From bytes to an event that fits its contract, or a refusal that names the field and what was expected."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from contracts.envelope import Event, EventType
from contracts.references import Reference
from contracts.registry import Direction, Word, word_of, words
from contracts.upcasters import in_newest_version
from hub.errors import HandlerFailed, UnknownEventType, UnreadableMessage, UnsupportedVersion
from hub.telemetry import log, place_of

LARGEST_BODY = 1_000_000
FAULTS_SHOWN = 5

_REFERENCE: TypeAdapter[str] = TypeAdapter(Reference)
_EVENT_TYPE: TypeAdapter[str] = TypeAdapter(EventType)


@dataclass(slots=True, frozen=True)
class Delivery:
    """A message as the bus delivers it: raw, with what its sender numbered it.

    `replaying` names the parked message that an operator sends again.
    """

    body: bytes
    sender: str | None = None
    number: int | None = None
    is_last: bool = False
    replaying: str | None = None


@dataclass(slots=True)
class Read:
    """A message that fits its contract, with the hash of its content whatever the order of its fields."""

    delivery: Delivery
    event: Event[Any]
    word: Word
    content_hash: str
    people: list[str] = field(default_factory=list)


def read(delivery: Delivery) -> Read:
    """The event in a delivery.

    Raises:
        UnreadableMessage: too large, not JSON, or not as its contract says.
        UnknownEventType: nobody declared the type, or it is one that only the hub sends.
        UnsupportedVersion: the type is known in other versions.
        HandlerFailed: our own upcaster failed on an older version.
    """
    body = delivery.body
    if len(body) > LARGEST_BODY:
        raise UnreadableMessage("body", f"expected at most {LARGEST_BODY} bytes")
    # PostgreSQL cannot keep a NUL in a text, so one such message would stop its whole batch.
    if b"\x00" in body or b"\\u0000" in body:
        raise UnreadableMessage("body", "expected no NUL character")
    try:
        head = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise UnreadableMessage("body", "expected JSON in UTF-8") from None
    word = _word(head)
    try:
        event = word.event.model_validate_json(body)
        newest = _newest(word, head)
        if newest is not None:
            word, lifted = newest
            event = word.event.model_validate_json(orjson.dumps(lifted))
    except ValidationError as error:
        raise _refusal(error) from None
    return Read(delivery, event, word, content_hash_of(head))  # type: ignore[arg-type]


def said_of_itself(body: bytes) -> tuple[str | None, str | None]:
    """The id and the type that a body gives itself, where each has the form it should; for what cannot be read."""
    try:
        head = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None, None
    if not isinstance(head, dict):
        return None, None
    return _if_it_fits(_REFERENCE, head.get("id")), _if_it_fits(_EVENT_TYPE, head.get("type"))


def _if_it_fits(form: TypeAdapter[str], value: object) -> str | None:
    try:
        return form.validate_python(value)
    except ValidationError:
        return None


def content_hash_of(document: object) -> str:
    """The hash of what a message says, whatever the order of its fields."""
    return sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _word(head: object) -> Word:
    if not isinstance(head, dict):
        raise UnreadableMessage("body", "expected a JSON object: a CloudEvents 1.0 envelope")
    event_type = head.get("type")
    if not isinstance(event_type, str):
        raise UnreadableMessage("type", "expected the type of the event, such as payment.received.v1")
    word = word_of(event_type)
    if word is not None and word.direction is Direction.INBOUND:
        return word
    name = event_type.rpartition(".v")[0]
    known = [its.type for its in words(Direction.INBOUND) if its.name == name]
    if known:
        raise UnsupportedVersion("type", f"expected one of {', '.join(known)}")
    raise UnknownEventType("type", "expected the type of an inbound event; see contracts/schemas")


def _newest(word: Word, head: dict[str, Any]) -> tuple[Word, dict[str, Any]] | None:
    try:
        return in_newest_version(word, head)
    except Exception as error:
        log.error("upcaster_failed", type=word.type, place=place_of(error))
        raise HandlerFailed("data", "our own upcaster failed; the log says where") from None


def _refusal(error: ValidationError) -> UnreadableMessage:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = []
    for fault in faults[:FAULTS_SHOWN]:
        place = ".".join(str(part) for part in fault["loc"]) or "body"
        told.append((place, fault["msg"].removeprefix("Value error, ")))
    text = told[0][1]
    if len(told) > 1:
        text += "; also " + "; ".join(f"{place}: {message}" for place, message in told[1:])
    if len(faults) > FAULTS_SHOWN:
        text += f"; and {len(faults) - FAULTS_SHOWN} more"
    return UnreadableMessage(told[0][0], text)
