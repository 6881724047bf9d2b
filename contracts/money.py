"""Pounds as decimal strings on the wire, whole pence inside, and never a third decimal."""

import re
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

_POUNDS = re.compile(r"(-?)([0-9]{1,9})\.([0-9]{2})\Z")
_EXPECTED = "expected pounds as a decimal string with two places, such as '12.34'"


def pence_from_pounds(value: object) -> int:
    """Whole pence from a decimal string with exactly two places.

    Raises:
        ValueError: not such a string; numbers are refused, because JSON numbers are floats.
    """
    match = _POUNDS.match(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(_EXPECTED)
    sign, pounds, pence = match.groups()
    amount = int(pounds) * 100 + int(pence)
    return -amount if sign else amount


def pounds_from_pence(pence: int) -> str:
    """Whole pence as a decimal string with two places, such as `-0.05`."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}{pounds}.{rest:02d}"


def _not_negative(value: object, info: ValidationInfo) -> int:
    pence = _whole(value, info)
    if pence < 0:
        raise ValueError("expected an amount of 0.00 or more")
    return pence


def _positive(value: object, info: ValidationInfo) -> int:
    pence = _whole(value, info)
    if pence <= 0:
        raise ValueError("expected an amount of 0.01 or more")
    return pence


def _whole(value: object, info: ValidationInfo) -> int:
    # Our own code builds messages from pence; a number in JSON is refused, being a float by nature.
    if type(value) is int and info.mode == "python":
        return value
    return pence_from_pounds(value)


_AS_POUNDS = PlainSerializer(pounds_from_pence, return_type=str, when_used="json")


_NOT_NEGATIVE = r"^[0-9]{1,9}\.[0-9]{2}$"


def _schema(pattern: str, refused: str | None = None) -> WithJsonSchema:
    schema: dict[str, object] = {"type": "string", "pattern": pattern, "examples": ["12.34"]}
    if refused is not None:
        schema["not"] = {"pattern": refused}
    return WithJsonSchema(schema)


Amount = Annotated[int, BeforeValidator(_not_negative), _AS_POUNDS, _schema(_NOT_NEGATIVE)]
"""An amount of money that cannot be negative; pence inside, pounds on the wire."""

PositiveAmount = Annotated[int, BeforeValidator(_positive), _AS_POUNDS, _schema(_NOT_NEGATIVE, r"^0+\.00$")]
"""An amount of money of at least one penny."""

SignedAmount = Annotated[int, BeforeValidator(_whole), _AS_POUNDS, _schema(r"^-?[0-9]{1,9}\.[0-9]{2}$")]
"""An amount of money with a sign: a difference, a balance, a posting."""
