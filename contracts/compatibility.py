"""Whether a changed contract still serves those who speak and hear the word as it was published.

Pure: two JSON Schemas of one word in one version, and what the change would break.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.registry import Direction

Schema = Mapping[str, Any]

_AT_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_AT_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_EXACTLY = ("pattern", "not", "format", "anyOf", "oneOf", "allOf")


def breaking_changes(old: Schema, new: Schema, direction: Direction = Direction.INBOUND) -> list[str]:
    """What in the new schema breaks those who rely on the old one; nothing if the change is additive.

    Inbound: publishers go on saying what the old schema let them, and the hub listens by the new one. A field
    that the hub would no longer read counts too: it was promised a meaning.
    Outbound: the hub speaks by the new schema, and others go on listening by the old one, with its fields
    alone. A new field that may be left out is allowed, since it can be published first and said later.
    """
    speaker, listener = (old, new) if direction is Direction.INBOUND else (new, old)
    return list(_Comparison(speaker, listener, direction).of(speaker, listener, ""))


@dataclass(frozen=True, slots=True)
class _Comparison:
    speaker: Schema
    listener: Schema
    direction: Direction

    def of(self, said: Schema, heard: Schema, place: str) -> Iterator[str]:
        """What `said` allows and `heard` does not, below `place`."""
        said, said_null = _without_null(self.speaker, said)
        heard, heard_null = _without_null(self.listener, heard)
        if said_null and not heard_null:
            yield self._tell(place, "null is no longer accepted", "may now be null")
        if said.get("type") != heard.get("type"):
            yield f"{place or 'event'}: is now of another type"
            return
        yield from self._values(said, heard, place)
        yield from self._bounds(said, heard, place)
        if "properties" in said or "properties" in heard:
            yield from self._fields(said, heard, place)
        if "items" in said and "items" in heard:
            yield from self.of(said["items"], heard["items"], f"{place}[]")

    def _tell(self, place: str, inbound: str, outbound: str) -> str:
        return f"{place or 'event'}: {inbound if self.direction is Direction.INBOUND else outbound}"

    def _values(self, said: Schema, heard: Schema, place: str) -> Iterator[str]:
        known = _values_of(heard)
        if known is None:
            return
        possible = _values_of(said)
        if possible is None:
            yield self._tell(place, "now accepts listed values only", "is no longer one of the listed values")
            return
        strange = [str(value) for value in possible if value not in known]
        if strange:
            told = ", ".join(strange)
            yield self._tell(place, f"no longer accepts {told}", f"may now say {told}, which its readers do not know")

    def _bounds(self, said: Schema, heard: Schema, place: str) -> Iterator[str]:
        tighter = [
            *(key for key in _AT_LEAST if key in heard and not (key in said and said[key] >= heard[key])),
            *(key for key in _AT_MOST if key in heard and not (key in said and said[key] <= heard[key])),
            *(key for key in _EXACTLY if key in heard and said.get(key) != heard[key]),
        ]
        for key in tighter:
            yield self._tell(place, f"{key} is narrower than before", f"{key} is wider than its readers know")

    def _fields(self, said: Schema, heard: Schema, place: str) -> Iterator[str]:
        saying, hearing = said.get("properties", {}), heard.get("properties", {})
        always, needed = set(said.get("required", ())), set(heard.get("required", ()))
        is_inbound = self.direction is Direction.INBOUND
        kept = hearing if is_inbound else saying
        for name in sorted(saying.keys() | hearing.keys()):
            at = f"{place}.{name}" if place else name
            if name not in kept:
                yield f"{at}: was removed"
            elif name in saying and name in hearing:
                yield from self.of(saying[name], hearing[name], at)
                if name in needed - always:
                    yield self._tell(at, "was optional and is now required", "is no longer always said")
                elif name not in always and saying[name].get("default") != hearing[name].get("default"):
                    yield f"{at}: leaving it out now means something else"
            elif name in (needed if is_inbound else always):
                yield self._tell(at, "is new and required from the first day", "is new and said from the first day")
        if heard.get("additionalProperties") is False and said.get("additionalProperties") is not False:
            yield self._tell(place, "unknown fields are no longer accepted", "may now carry fields without a name")


def _without_null(root: Schema, schema: Schema) -> tuple[Schema, bool]:
    """The schema itself, its references followed, and whether it also allows null."""
    choices = schema.get("anyOf")
    if choices is None:
        return _followed(root, schema), False
    kinds = [choice for choice in choices if choice.get("type") != "null"]
    if len(kinds) != 1:
        return schema, False
    return _followed(root, kinds[0]), len(kinds) < len(choices)


def _followed(root: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = root["$defs"][reference.removeprefix("#/$defs/")]
    return found


def _values_of(schema: Schema) -> list[Any] | None:
    """The values a schema lists, or None if it lists none."""
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values
