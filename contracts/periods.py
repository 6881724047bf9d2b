"""Dates that include both ends."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""A calendar day in England; a year outside 1900 to 2199 is a slip of the keyboard and is refused."""


@dataclass(slots=True, frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
