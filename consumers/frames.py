"""Reading messages whose AMQP properties say what nobody can read.

The AMQP library gives up the whole connection over one such property: a time in nanoseconds, a reference in another
character set, a header of a kind of its own. The broker would send the message again on the next connection, and no
other message would ever get through. The hub reads none of these properties but its own headers, so what cannot be
read is left out, and the body goes to intake like any other.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pamqp import decode
from pamqp.common import Struct

UNREADABLE = (ValueError, OverflowError, OSError)


def read_leniently() -> None:
    """Have the AMQP library leave out what it cannot read in the properties of a message; twice is once."""
    decode.METHODS.update({"timestamp": _timestamp, "shortstr": _short_str, "table": _table})
    decode.TABLE_MAPPING.update({b"T": _timestamp, b"F": _table})


def _timestamp(value: bytes) -> tuple[int, datetime | None]:
    return _or_nothing(decode.timestamp, value, 8)


def _short_str(value: bytes) -> tuple[int, str]:
    length = value[0]
    return length + 1, value[1 : length + 1].decode(errors="replace")


def _table(value: bytes) -> tuple[int, dict[str, Any]]:
    length: int = Struct.integer.unpack(value[:4])[0]
    consumed, told = _or_nothing(decode.field_table, value, 4 + length)
    return consumed, told or {}


def _or_nothing(read: Callable[[bytes], tuple[int, Any]], value: bytes, length: int) -> tuple[int, Any]:
    try:
        return read(value)
    except UNREADABLE:
        return length, None
