"""Dates that include both ends."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, WithJsonSchema

# JSON Schema has no bounds for dates, so the pattern carries them.
_AS_TEXT = WithJsonSchema(
    {
        "type": "string",
        "format": "date",
        "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "examples": ["2026-04-06"],
    }
)

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31)), _AS_TEXT]
"""A calendar day in England; a year outside 1900 to 2199 is a slip of the keyboard and is refused."""


@dataclass(slots=True, frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
