"""Every word spoken on the bus: its name, version, family, direction and shape."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TypeVar

from pydantic import BaseModel

from contracts.envelope import Event, SpokenEvent


class Direction(StrEnum):
    """Which way a word travels, seen from the hub."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True)
class Word:
    """One event type in one version."""

    name: str
    version: int
    family: str
    direction: Direction
    data: type[BaseModel]
    event: type[BaseModel]

    @property
    def type(self) -> str:
        """The CloudEvents type, such as `payment.received.v1`; also its routing key."""
        return f"{self.name}.v{self.version}"

    @property
    def summary(self) -> str:
        """First line of the model's docstring: what the event tells."""
        return (self.data.__doc__ or "").strip().splitlines()[0]


_words: dict[str, Word] = {}

Model = TypeVar("Model", bound=type[BaseModel])


def inbound(name: str, family: str, version: int = 1) -> Callable[[Model], Model]:
    """Declare a model as the data of an event that the hub receives."""
    return _declare(name, family, version, Direction.INBOUND)


def outbound(name: str, family: str, version: int = 1) -> Callable[[Model], Model]:
    """Declare a model as the data of an event that the hub sends."""
    return _declare(name, family, version, Direction.OUTBOUND)


def _declare(name: str, family: str, version: int, direction: Direction) -> Callable[[Model], Model]:
    def declare(model: Model) -> Model:
        envelope = Event if direction is Direction.INBOUND else SpokenEvent
        word = Word(name, version, family, direction, model, envelope[model])  # type: ignore[arg-type]
        if word.type in _words:
            raise ValueError(f"{word.type} is declared twice")
        _words[word.type] = word
        return model

    return declare


def words(direction: Direction | None = None) -> tuple[Word, ...]:
    """All declared words, by type; of one direction if it is given."""
    # Importing the families is what declares their words.
    import_module("contracts.inbound")
    import_module("contracts.outbound")
    return tuple(word for _, word in sorted(_words.items()) if direction is None or word.direction is direction)


def word_of(event_type: str) -> Word | None:
    """The word of a CloudEvents type, or None when nobody declared it."""
    if not _words:
        words()
    return _words.get(event_type)


@cache
def type_of(model: type[BaseModel]) -> str:
    """The CloudEvents type of a declared model.

    Raises:
        KeyError: the model was never declared.
    """
    for word in words():
        if word.data is model:
            return word.type
    raise KeyError(model.__name__)
