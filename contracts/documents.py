"""What is published about the words: a JSON Schema for each, and one AsyncAPI document over all of them.

Pure: words and samples in, dictionaries out, the same ones every time.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from contracts.envelope import CONTENT_TYPE
from contracts.registry import Direction, Word

Document = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_NAME = "urn:care-contributions-hub:schema:"
ASYNCAPI = "asyncapi.json"

EXCHANGES = {Direction.INBOUND: "hub.in", Direction.OUTBOUND: "hub.out"}
ACTIONS = {Direction.INBOUND: "receive", Direction.OUTBOUND: "send"}
FOR_AGENTS = "referrals"
"""The family whose words go to one agent, whose reference ends the routing key."""

_BINDING = "0.3.0"
_DURABLE_TOPIC = {"type": "topic", "durable": True, "autoDelete": False, "vhost": "/"}
_ABOUT = (
    "The words of the care contributions hub: what it receives and what it sends, seen from the hub. "
    "Every message is a CloudEvents 1.0 event in structured mode, published to a durable topic exchange "
    "under its type as routing key. Money is a decimal string with two places, days are ISO dates, and "
    "periods include both ends. What the hub receives may carry fields it does not know; what it sends never does."
)


class _Plain(GenerateJsonSchema):
    """JSON Schema without titles that only repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the base class sets the shape
        return False


def documents(words: Iterable[Word], samples: Mapping[str, Mapping[str, Any]], version: str) -> dict[str, Document]:
    """Every document to publish, by file name.

    `samples` are whole events by the name of their file, without its ending; `version` is the AsyncAPI
    document's own.
    """
    known = sorted(words, key=lambda word: word.type)
    schemas = {f"{word.type}.json": event_schema(word) for word in known}
    return {ASYNCAPI: asyncapi(known, samples, version), **schemas}


def event_schema(word: Word) -> Document:
    """The JSON Schema of a whole event: its envelope with its data.

    A word we receive promises what we accept; a word we send promises everything that we say.
    """
    mode: JsonSchemaMode = "validation" if word.direction is Direction.INBOUND else "serialization"
    schema = word.event.model_json_schema(mode=mode, schema_generator=_Plain)
    for definition in schema["$defs"].values():
        definition.pop("title", None)
    name = SCHEMA_NAME + word.type
    properties = schema["properties"]
    properties["type"] = {"type": "string", "const": word.type, "description": properties["type"]["description"]}
    if word.direction is Direction.OUTBOUND:
        told = properties["dataschema"]["description"]
        properties["dataschema"] = {"type": "string", "const": name, "description": told}
    return {**schema, "$schema": DIALECT, "$id": name, "title": title_of(word), "description": description_of(word)}


def title_of(word: Word) -> str:
    """The word for people: `Care package changed`, with its version from the second on."""
    title = word.name.replace(".", " ").replace("_", " ").capitalize()
    return title if word.version == 1 else f"{title}, version {word.version}"


def description_of(word: Word) -> str:
    """The whole docstring of the word's data, as one paragraph."""
    return " ".join((word.data.__doc__ or "").split())


def asyncapi(words: Iterable[Word], samples: Mapping[str, Mapping[str, Any]], version: str) -> Document:
    """The AsyncAPI 3.0 document: a channel and an operation for each family, a message for each word.

    It names no server: where the broker is, and who may log in, is between the council and each party.
    """
    known = list(words)
    families: dict[tuple[Direction, str], list[Word]] = {}
    for word in known:
        families.setdefault((word.direction, word.family), []).append(word)
    groups = sorted(families.items())
    return {
        "asyncapi": "3.0.0",
        "id": "urn:care-contributions-hub",
        "info": {"title": "Care contributions hub", "version": version, "description": _ABOUT},
        "defaultContentType": CONTENT_TYPE,
        "channels": {_channel_id(*key): _channel(*key, its) for key, its in groups},
        "operations": {f"{ACTIONS[key[0]]}.{key[1]}": _operation(*key, its) for key, its in groups},
        "components": {
            "messages": {word.type: _message(word, samples) for word in known},
            "correlationIds": {
                "conversation": {
                    "description": "Id of the message that began the conversation.",
                    "location": "$message.payload#/correlationid",
                }
            },
        },
    }


def _channel_id(direction: Direction, family: str) -> str:
    return f"{direction}.{family}"


def _channel(direction: Direction, family: str, words: list[Word]) -> Document:
    exchange = EXCHANGES[direction]
    parameters: Document = {
        "type": {
            "description": "Type of the event.",
            "enum": [word.type for word in words],
            "location": "$message.payload#/type",
        }
    }
    address = "{type}"
    if family == FOR_AGENTS:
        address += ".{agent}"
        parameters["agent"] = {
            "description": "Reference of the agent it goes to, who reads a queue that nobody else reads.",
            "location": "$message.payload#/data/agent",
        }
    return {
        "address": address,
        "title": family.replace("_", " ").capitalize(),
        "summary": _family_summary(words),
        "description": f"Exchange `{exchange}`; the routing key is the address.",
        "parameters": parameters,
        "messages": {word.type: {"$ref": f"#/components/messages/{word.type}"} for word in words},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": exchange, **_DURABLE_TOPIC},
                "bindingVersion": _BINDING,
            }
        },
    }


def _operation(direction: Direction, family: str, words: list[Word]) -> Document:
    channel = f"#/channels/{_channel_id(direction, family)}"
    if direction is Direction.INBOUND:
        binding: Document = {"ack": True, "bindingVersion": _BINDING}
    else:
        binding = {"deliveryMode": 2, "mandatory": True, "bindingVersion": _BINDING}
    return {
        "action": ACTIONS[direction],
        "title": f"{ACTIONS[direction].capitalize()} {family.replace('_', ' ')}",
        "summary": _family_summary(words),
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{word.type}"} for word in words],
        "bindings": {"amqp": binding},
    }


def _family_summary(words: list[Word]) -> str:
    """First line of the module that declares the family."""
    return (sys.modules[words[0].data.__module__].__doc__ or "").strip().splitlines()[0]


def _message(word: Word, samples: Mapping[str, Mapping[str, Any]]) -> Document:
    return {
        "name": word.type,
        "title": title_of(word),
        "summary": word.summary,
        "description": description_of(word),
        "contentType": CONTENT_TYPE,
        "correlationId": {"$ref": "#/components/correlationIds/conversation"},
        # By reference and without a format, since viewers render only what they take for their own dialect;
        # our schemas keep to keywords that mean the same in both.
        "payload": {"$ref": f"./{word.type}.json"},
        "tags": [{"name": word.family}],
        "bindings": {
            "amqp": {"contentEncoding": "utf-8", "messageType": word.type, "bindingVersion": _BINDING},
        },
        "examples": [
            {"name": name, "summary": _shape(name, word), "payload": dict(samples[name])}
            for name in sorted(samples)
            if samples[name].get("type") == word.type
        ],
    }


def _shape(name: str, word: Word) -> str:
    """What the name of a sample's file says beside its type."""
    shape = name.removeprefix(word.type).removeprefix(".").replace("_", " ")
    return shape.capitalize() if shape else title_of(word)
