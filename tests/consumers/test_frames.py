"""What the AMQP library makes of properties that nobody can read, once it is told to leave them out."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pamqp import decode

from consumers.frames import read_leniently


@pytest.fixture(autouse=True)
def lenient() -> Iterator[None]:
    """The library reads leniently, and as it did before when the test is over."""
    methods, kinds = dict(decode.METHODS), dict(decode.TABLE_MAPPING)
    read_leniently()
    yield
    decode.METHODS.update(methods)
    decode.TABLE_MAPPING.update(kinds)


def table(*fields: bytes) -> bytes:
    content = b"".join(fields)
    return struct.pack(">I", len(content)) + content


def text(name: bytes, value: bytes) -> bytes:
    return bytes([len(name)]) + name + b"S" + struct.pack(">I", len(value)) + value


SENDER = text(b"hub-sender", b"test")


def test_what_can_be_read_is_read_as_before() -> None:
    moment = struct.pack(">Q", 1_767_225_600)
    assert decode.by_type(moment + b"rest", "timestamp") == (8, datetime(2026, 1, 1, tzinfo=UTC))
    assert decode.by_type(b"\x04textrest", "shortstr") == (5, "text")
    assert decode.by_type(table(SENDER) + b"rest", "table") == (4 + len(SENDER), {"hub-sender": "test"})


@pytest.mark.parametrize("moment", [2**63, 2**64 - 1, 1_767_225_600_000_000_000])
def test_a_moment_beyond_the_calendar_is_left_out(moment: int) -> None:
    assert decode.by_type(struct.pack(">Q", moment) + b"rest", "timestamp") == (8, None)


def test_a_text_in_another_character_set_is_read_as_far_as_it_goes() -> None:
    assert decode.by_type(b"\x04caf\xe9rest", "shortstr") == (5, "caf\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize(
    "field",
    [b"\x04caf\xe9V", b"\x01az\x00", b"\x01aT" + struct.pack(">Q", 2**63), b"\x09cut"],
    ids=["a name in another character set", "a kind of its own", "a moment beyond the calendar", "cut short"],
)
def test_headers_that_cannot_be_read_end_where_they_say_they_end(field: bytes) -> None:
    headers = table(SENDER, field)
    consumed, _ = decode.by_type(headers + b"rest", "table")
    assert consumed == len(headers)


def test_a_moment_beyond_the_calendar_leaves_the_other_headers_as_they_are() -> None:
    headers = table(SENDER, b"\x04when" + b"T" + struct.pack(">Q", 2**63))
    assert decode.by_type(headers, "table")[1] == {"hub-sender": "test", "when": None}
