"""What a rates year must say: groups of figures with their days, each figure with unit and source."""

from datetime import date
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contracts.money import pence_from_pounds


class Figure(BaseModel):
    """One published figure; a value of null says that it was looked for and not found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str | None
    unit: Literal["pounds", "pounds_weekly"]
    source: str = Field(min_length=1)
    read: Literal["direct", "secondary", "derived", "not_found"]
    note: str | None = None

    @field_validator("value")
    @classmethod
    def _is_money(cls, value: str | None) -> str | None:
        if value is not None:
            pence_from_pounds(value)
        return value

    @property
    def pence(self) -> int | None:
        """The value in pence."""
        return None if self.value is None else pence_from_pounds(self.value)


class Group(BaseModel):
    """Figures that hold for the same days, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    figures: dict[str, Figure]


class RatesYear(BaseModel):
    """One rates year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: str
    jurisdiction: Literal["England"]
    groups: dict[str, Group]


def read_year(name: str, text: str) -> RatesYear:
    """A rates year from its YAML.

    Raises:
        ValueError: the file does not say what a year must say; names file and field.
    """
    try:
        return RatesYear.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise ValueError(f"{name}: {place}: {fault['msg']}") from error
