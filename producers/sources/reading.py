"""What reading a file gives, and how a source gathers it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from contracts.registry import Word, type_of, word_of
from producers.sources.errors import Fault, Faulty

LARGEST_FILE = 200_000_000
"""Bytes beyond which a file is refused unread; the largest of a council's banks and bureaux is far smaller."""

Control = dict[str, str | int]


@dataclass(slots=True, frozen=True)
class FileRead:
    """A file as it was read: what it declares and what was found, and either its events or its faults."""

    format: str
    control: Control
    events: tuple[dict[str, Any], ...]
    rejected: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """The whole as plain data."""
        return {
            "format": self.format,
            "control": dict(self.control),
            "events": list(self.events),
            "rejected": [
                {"where": fault.where, "field": fault.field, "message": fault.message} for fault in self.rejected
            ],
        }


@dataclass(slots=True, frozen=True)
class Source:
    """One format: its name, one line about it, and its reader, which refuses by faults and raises nothing."""

    format: str
    description: str
    read: Callable[[bytes], FileRead]


class Reading:
    """A file while it is read: control figures, events and faults."""

    def __init__(self, format_name: str) -> None:
        self.control: Control = {}
        self._format = format_name
        self._events: list[dict[str, Any]] = []
        self._faults: list[Fault] = []
        self._told: Counter[str] = Counter()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Note the fault of what is read inside, and go on behind it: one reading names every faulty record."""
        try:
            yield
        except Faulty as faulty:
            self.refuse(faulty)

    def refuse(self, faulty: Faulty) -> None:
        """Note a fault; the file will be refused whole."""
        self._faults.append(faulty.fault)

    def reference(self, identity: Sequence[str], record: Sequence[object]) -> str:
        """What to call a record, by nothing but what the file says.

        The file's identity and the record's content give the reference, and the ordinal among equal records
        tells those apart: two equal lines are two payments, one file read twice says the same thing twice.
        """
        content = json.dumps([self._format, *identity, *record], default=str)
        digest = sha256(content.encode()).hexdigest()
        self._told[digest] += 1
        numbered = sha256(f"{digest}:{self._told[digest]}".encode()).hexdigest()
        return f"{self._format}-{numbered[:REFERENCE_DIGITS]}"

    def tell(self, reference: str, day: date, data: BaseModel) -> None:
        """Add an event: its id is the reference of its record, its time the start of the day it was booked."""
        word = _word_of(type(data))
        event = word.event(
            specversion="1.0",
            id=reference,
            source=f"{SOURCE_URN}:{self._format}",
            type=word.type,
            subject=None,
            time=datetime.combine(day, time.min, UTC),
            datacontenttype="application/json",
            dataschema=f"{SCHEMA_URN}:{word.type}",
            data=data,
        )
        self._events.append(event.model_dump(mode="json", exclude_unset=True))

    def done(self) -> FileRead:
        """What was read; a file with a fault anywhere says nothing."""
        events = () if self._faults else tuple(self._events)
        return FileRead(self._format, self.control, events, tuple(self._faults))


SOURCE_URN = "urn:care-contributions-hub:source"
SCHEMA_URN = "urn:care-contributions-hub:schema"
REFERENCE_DIGITS = 40


def within_limits(content: bytes) -> bytes:
    """The content, if it is worth reading.

    Raises:
        Faulty: nothing in it, or more than LARGEST_FILE bytes.
    """
    if not content:
        raise Faulty("file", "size", "expected a file with content")
    if len(content) > LARGEST_FILE:
        raise Faulty("file", "size", f"expected at most {LARGEST_FILE} bytes")
    return content


@cache
def _word_of(model: type[BaseModel]) -> Word:
    word = word_of(type_of(model))
    assert word is not None
    return word
