"""The people of a batch: each is read from its text when it is asked for, and is text again once it is decided upon.

A standing is hundreds of objects. Two hundred of them, read beforehand and kept to the end, would have left the
caches of the processor whenever their turn came; measured, that was a sixth of the time a batch took.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hub.standing.codec import decode_person, encode
from hub.standing.person import PersonStanding


@dataclass(slots=True, frozen=True)
class Kept:
    """A standing as it is to be written."""

    text: str
    next_due_on: date | None
    has_care: bool


class People(Mapping[str, PersonStanding]):
    """Standings by person. What is changed in one stands once it is kept, and is gone when it is forgotten."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._read: dict[str, PersonStanding] = {}
        self.kept: dict[str, Kept] = {}

    def add(self, texts: Mapping[str, str]) -> None:
        """Take in the standings of people as text."""
        self._texts.update(texts)

    def __getitem__(self, person: str) -> PersonStanding:
        standing = self._read.get(person)
        if standing is None:
            standing = self._read[person] = decode_person(self._texts[person])
        return standing

    def __contains__(self, person: object) -> bool:
        return person in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def keep(self, person: str) -> None:
        """What was decided about the person stands."""
        standing = self._read.pop(person, None)
        if standing is not None:
            text = self._texts[person] = encode(standing).decode()
            self.kept[person] = Kept(text, standing.next_due_on, bool(standing.circumstances.packages))

    def forget(self, person: str) -> None:
        """What was decided about the person does not stand."""
        self._read.pop(person, None)
