"""Upcasters: how a word said in an older version is read as the newest one.

The older version stays declared, with its schema and samples, for as long as anybody speaks it: it is what an old
message is checked against. Its upcaster then lifts the data, so that handlers know the newest version alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.registry import Word, word_of

Data = dict[str, Any]
Upcaster = Callable[[Data], Data]

_upcasters: dict[tuple[str, int], Upcaster] = {}


def upcaster(name: str, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Declare a function as what lifts the data of a word from one version to the next.

    It is given data that fits its own version, as it stands in the message, and gives new data back.
    """

    def declare(function: Upcaster) -> Upcaster:
        if (name, from_version) in _upcasters:
            raise ValueError(f"{name}.v{from_version} has two upcasters")
        _upcasters[name, from_version] = function
        return function

    return declare


def upcast(name: str, from_version: int) -> Upcaster | None:
    """What lifts the data of a word from this version to the next; None if it is the newest."""
    return _upcasters.get((name, from_version))


def in_newest_version(word: Word, event: Mapping[str, Any]) -> tuple[Word, dict[str, Any]] | None:
    """The newest version of a word and the event as it would be said in it; None if it is said so already.

    Raises:
        LookupError: an upcaster leads to a version that nobody declared.
    """
    data, version = event["data"], word.version
    while (lift := upcast(word.name, version)) is not None:
        data, version = lift(data), version + 1
    if version == word.version:
        return None
    newest = word_of(f"{word.name}.v{version}")
    if newest is None:
        raise LookupError(f"{word.name}.v{version} is nowhere declared")
    return newest, {**event, "type": newest.type, "data": data}
