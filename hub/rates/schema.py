"""What a rates year must say: groups of figures with their days, each figure with unit and source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from contracts.money import pence_from_pounds

try:
    # Ten times as fast, and not in every build of PyYAML.
    from yaml import CSafeLoader as PlainLoader
except ImportError:
    from yaml import SafeLoader as PlainLoader  # type: ignore[assignment]

Unit = Literal["pounds", "pounds_weekly", "pounds_monthly", "percent", "weeks", "days", "months"]
ReadHow = Literal["direct", "secondary", "derived", "not_found"]

MONEY: frozenset[Unit] = frozenset({"pounds", "pounds_weekly", "pounds_monthly"})

_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_WHOLE = re.compile(r"[0-9]{1,4}")
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")
_AND_ON = " on"


@dataclass(slots=True, frozen=True)
class Fault:
    """What is wrong in a file of rates: where, and what was expected there."""

    file: str
    field: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.expected}"


class FaultyRates(ValueError):
    """Files of rates that cannot be used, with all their faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def is_yearly(year: str) -> bool:
    """Whether a text names one rates year, such as 2026/27, and not a time of several."""
    years = _YEAR.fullmatch(year)
    return years is not None and (int(years[1]) + 1) % 100 == int(years[2])


class Figure(BaseModel):
    """One published figure; a value of null says that it was looked for and not found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Unit
    value: str | None
    source: str = Field(min_length=1)
    read: ReadHow
    announced_on: date | None = None
    note: str | None = None

    @field_validator("value")
    @classmethod
    def _fits_its_unit(cls, value: str | None, info: ValidationInfo) -> str | None:
        unit = info.data.get("unit")
        if value is None or unit is None:
            return value
        if unit in MONEY:
            if pence_from_pounds(value) < 0:
                raise ValueError("expected pounds of 0.00 or more")
        elif unit == "percent":
            if not _PERCENT.fullmatch(value):
                raise ValueError("expected a percentage in quotes, such as '3.8'")
        elif not _WHOLE.fullmatch(value):
            raise ValueError("expected a whole number in quotes, such as '12'")
        return value

    @field_validator("read")
    @classmethod
    def _is_not_found_if_null(cls, read: ReadHow, info: ValidationInfo) -> ReadHow:
        if "value" in info.data and (info.data["value"] is None) != (read == "not_found"):
            raise ValueError("expected not_found with a value of null, and with no other")
        return read

    @property
    def pence(self) -> int | None:
        """The value in pence, if it is money and was found."""
        return None if self.value is None or self.unit not in MONEY else pence_from_pounds(self.value)


class Group(BaseModel):
    """Figures that hold for the same days, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    announced_on: date | None = None
    figures: dict[str, Figure]

    @field_validator("last")
    @classmethod
    def _ends_after_it_begins(cls, last: date, info: ValidationInfo) -> date:
        if "first" in info.data and last < info.data["first"]:
            raise ValueError("expected the day of `from` or a later one")
        return last


class RatesYear(BaseModel):
    """One rates year, or with `on` after it what holds from that year for longer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: str
    jurisdiction: Literal["England"]
    groups: dict[str, Group]

    @field_validator("year")
    @classmethod
    def _is_a_rates_year(cls, year: str) -> str:
        if not is_yearly(year.removesuffix(_AND_ON)):
            raise ValueError("expected a rates year such as '2026/27', or '2026/27 on'")
        return year


class CouncilYear(RatesYear):
    """Figures of a council's own, in the form of a rates year."""

    council: str = Field(min_length=1)


Form = TypeVar("Form", bound=RatesYear)


def read_year(name: str, text: str) -> RatesYear:
    """A rates year from its YAML.

    Raises:
        FaultyRates: the file does not say what a year must say; names file and field.
    """
    return _read(name, text, RatesYear)


def read_council_year(name: str, text: str) -> CouncilYear:
    """A council's own figures from their YAML.

    Raises:
        FaultyRates: the file does not say what it must; names file and field.
    """
    return _read(name, text, CouncilYear)


def _read(name: str, text: str, form: type[Form]) -> Form:
    try:
        return form.model_validate(yaml.load(text, _EveryKeyOnce))  # noqa: S506 - it is a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        problem = error.problem if isinstance(error, _TwiceThere) else "expected YAML"
        raise FaultyRates([Fault(name, f"line {line}", problem or "expected YAML")]) from error
    except yaml.YAMLError as error:
        raise FaultyRates([Fault(name, "file", "expected YAML")]) from error
    except ValidationError as error:
        raise FaultyRates(list(_faults(name, error))) from error
    except ValueError as error:
        # YAML makes a date of whatever looks like one, the thirtieth of February included.
        raise FaultyRates([Fault(name, "file", "expected dates that there are, such as 2026-04-06")]) from error


class _TwiceThere(yaml.constructor.ConstructorError):
    """A key that is there twice; plain YAML would take the last one and say nothing."""


class _EveryKeyOnce(PlainLoader):
    """Reads plain YAML in which no key is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _TwiceThere(problem=f"{key.value}: expected once", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _faults(name: str, error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in fault["loc"]) or "file"
        if fault["type"] == "literal_error":
            yield Fault(name, field, f"expected {fault['ctx']['expected']}")
        else:
            yield Fault(name, field, _EXPECTED.get(fault["type"]) or fault["msg"].removeprefix("Value error, "))


_EXPECTED = {
    "missing": "expected, and not there",
    "extra_forbidden": "expected no such field",
    "string_type": "expected text in quotes",
    "string_too_short": "expected text that is not empty",
    "model_type": "expected fields and their values",
    "dict_type": "expected names and what they hold",
    "date_type": "expected a date such as 2026-04-06",
    "date_parsing": "expected a date such as 2026-04-06",
    "date_from_datetime_parsing": "expected a date such as 2026-04-06",
    "date_from_datetime_inexact": "expected a date such as 2026-04-06",
}
