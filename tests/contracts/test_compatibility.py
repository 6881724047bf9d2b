"""What breaks those who rely on a published word, and what does not, by pairs of before and after."""

from copy import deepcopy
from typing import Any

import pytest

from contracts.compatibility import breaking_changes
from contracts.documents import event_schema
from contracts.registry import Direction, words

BEFORE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z]+$"},
        "data": {"$ref": "#/$defs/Thing"},
    },
    "required": ["id", "data"],
    "$defs": {
        "Kind": {"type": "string", "enum": ["gift", "sale"]},
        "Part": {
            "type": "object",
            "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9}},
            "required": ["size"],
        },
        "Thing": {
            "type": "object",
            "properties": {
                "kind": {"$ref": "#/$defs/Kind", "description": "Which kind."},
                "note": {"anyOf": [{"type": "string", "maxLength": 20}, {"type": "null"}], "default": None},
                "vulnerable": {"type": "boolean", "default": False},
                "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "minItems": 1},
            },
            "required": ["kind", "parts"],
        },
    },
}

MISSING = object()


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The schema with some places set anew, or taken away."""
    schema = deepcopy(BEFORE)
    for place, value in changes:
        *steps, last = place.split("/")
        node = schema
        for step in steps:
            node = node[step]
        if value is MISSING:
            del node[last]
        else:
            node[last] = value
    return schema


THING = "$defs/Thing/properties"

INBOUND = {
    "a removed field": ([(f"{THING}/note", MISSING)], ["data.note: was removed"]),
    "a field newly required": (
        [("$defs/Thing/required", ["kind", "parts", "note"])],
        ["data.note: was optional and is now required"],
    ),
    "a new field required at once": (
        [(f"{THING}/size", {"type": "integer"}), ("$defs/Thing/required", ["kind", "parts", "size"])],
        ["data.size: is new and required from the first day"],
    ),
    "a value less": ([("$defs/Kind/enum", ["gift"])], ["data.kind: no longer accepts sale"]),
    "a list of values where there was none": (
        [("properties/id", {"type": "string", "pattern": "^[a-z]+$", "enum": ["a"]})],
        ["id: now accepts listed values only"],
    ),
    "another pattern": ([("properties/id/pattern", "^[a-c]+$")], ["id: pattern is narrower than before"]),
    "a pattern where there was none": (
        [(f"{THING}/note/anyOf", [{"type": "string", "maxLength": 20, "pattern": "^x"}, {"type": "null"}])],
        ["data.note: pattern is narrower than before"],
    ),
    "a higher minimum, deep inside": (
        [("$defs/Part/properties/size/minimum", 2)],
        ["data.parts[].size: minimum is narrower than before"],
    ),
    "a lower maximum": (
        [("$defs/Part/properties/size/maximum", 8)],
        ["data.parts[].size: maximum is narrower than before"],
    ),
    "more entries needed": ([(f"{THING}/parts/minItems", 2)], ["data.parts: minItems is narrower than before"]),
    "null no longer": (
        [(f"{THING}/note", {"type": "string", "maxLength": 20, "default": None})],
        ["data.note: null is no longer accepted"],
    ),
    "another type": ([(f"{THING}/vulnerable/type", "string")], ["data.vulnerable: is now of another type"]),
    "another meaning of absence": (
        [(f"{THING}/vulnerable/default", True)],
        ["data.vulnerable: leaving it out now means something else"],
    ),
    "unknown fields no longer": (
        [("$defs/Part/additionalProperties", False)],
        ["data.parts[]: unknown fields are no longer accepted"],
    ),
}
INBOUND_ADDITIVE = {
    "nothing": [],
    "a new optional field": [(f"{THING}/colour", {"type": "string"})],
    "a field no longer required": [("$defs/Thing/required", ["parts"])],
    "a value more": [("$defs/Kind/enum", ["gift", "loan", "sale"])],
    "no list of values any more": [("$defs/Kind", {"type": "string"})],
    "no pattern any more": [("properties/id/pattern", MISSING)],
    "a lower minimum": [("$defs/Part/properties/size/minimum", 0)],
    "longer notes": [(f"{THING}/note/anyOf", [{"type": "string", "maxLength": 200}, {"type": "null"}])],
    "null as well": [(f"{THING}/vulnerable", {"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": False})],
    "better words": [(f"{THING}/kind/description", "Which of the kinds.")],
}
OUTBOUND = {
    "a field less": ([(f"{THING}/note", MISSING)], ["data.note: was removed"]),
    "a promised field that may be left out": (
        [("$defs/Thing/required", ["parts"])],
        ["data.kind: is no longer always said"],
    ),
    "a new field said at once": (
        [(f"{THING}/colour", {"type": "string"}), ("$defs/Thing/required", ["kind", "parts", "colour"])],
        ["data.colour: is new and said from the first day"],
    ),
    "a value more": (
        [("$defs/Kind/enum", ["gift", "loan", "sale"])],
        ["data.kind: may now say loan, which its readers do not know"],
    ),
    "no list of values any more": (
        [("$defs/Kind", {"type": "string"})],
        ["data.kind: is no longer one of the listed values"],
    ),
    "a wider pattern": ([("properties/id/pattern", "^.+$")], ["id: pattern is wider than its readers know"]),
    "a lower minimum": (
        [("$defs/Part/properties/size/minimum", 0)],
        ["data.parts[].size: minimum is wider than its readers know"],
    ),
    "null where there was none": (
        [(f"{THING}/kind", {"anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}]})],
        ["data.kind: may now be null"],
    ),
}
OUTBOUND_ADDITIVE = {
    "nothing": [],
    "a new field, published before it is said": [(f"{THING}/colour", {"type": "string"})],
    "a field promised always": [("$defs/Thing/required", ["kind", "parts", "note"])],
    "a value less": [("$defs/Kind/enum", ["gift"])],
    "a higher minimum": [("$defs/Part/properties/size/minimum", 2)],
    "null no longer": [(f"{THING}/note", {"type": "string", "maxLength": 20})],
}


@pytest.mark.parametrize(("changes", "told"), INBOUND.values(), ids=list(INBOUND))
def test_a_change_that_breaks_publishers_is_named(changes: list[tuple[str, Any]], told: list[str]) -> None:
    assert breaking_changes(BEFORE, changed(*changes)) == told


@pytest.mark.parametrize("changes", INBOUND_ADDITIVE.values(), ids=list(INBOUND_ADDITIVE))
def test_a_change_that_publishers_need_not_notice_is_allowed(changes: list[tuple[str, Any]]) -> None:
    assert breaking_changes(BEFORE, changed(*changes)) == []


@pytest.mark.parametrize(("changes", "told"), OUTBOUND.values(), ids=list(OUTBOUND))
def test_a_change_that_breaks_readers_is_named(changes: list[tuple[str, Any]], told: list[str]) -> None:
    assert breaking_changes(BEFORE, changed(*changes), Direction.OUTBOUND) == told


@pytest.mark.parametrize("changes", OUTBOUND_ADDITIVE.values(), ids=list(OUTBOUND_ADDITIVE))
def test_a_change_that_readers_need_not_notice_is_allowed(changes: list[tuple[str, Any]]) -> None:
    assert breaking_changes(BEFORE, changed(*changes), Direction.OUTBOUND) == []


def test_several_changes_are_all_named() -> None:
    after = changed((f"{THING}/note", MISSING), ("$defs/Kind/enum", ["gift"]), ("properties/id/pattern", "^x$"))
    assert breaking_changes(BEFORE, after) == [
        "data.kind: no longer accepts sale",
        "data.note: was removed",
        "id: pattern is narrower than before",
    ]


@pytest.mark.parametrize("word", words(), ids=lambda word: word.type)
def test_a_real_schema_breaks_nothing_by_staying_and_everything_by_losing_its_data(word: Any) -> None:
    schema = event_schema(word)
    emptied = deepcopy(schema)
    definition = emptied["$defs"][word.data.__name__]
    fields = sorted(definition["properties"])
    definition["properties"], definition["required"] = {}, []
    assert breaking_changes(schema, deepcopy(schema), word.direction) == []
    told = breaking_changes(schema, emptied, word.direction)
    assert [line for line in told if line.endswith("was removed")] == [f"data.{field}: was removed" for field in fields]
