"""What a worked example gives, by kind: read strictly, with every fault in it named by its field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from contracts.inbound.assessments import Household, Premium
from contracts.inbound.care_packages import Setting

_POUNDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_UNITS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")
_WEEKS = 52


def _pence(value: object) -> int:
    match = None if isinstance(value, bool) else _POUNDS.fullmatch(str(value))
    if match is None:
        raise PydanticCustomError("not_money", "expected pounds of 0 or more, with two places at most")
    return int(Fraction(match[0]) * 100)


def _units(value: object) -> Fraction:
    match = None if isinstance(value, bool) else _UNITS.fullmatch(str(value))
    if match is None:
        raise PydanticCustomError("not_a_number", "expected a number of 0 or more")
    return Fraction(match[0])


def _first_day(value: object) -> date:
    year = str(value)[:4]
    if not (isinstance(value, str) and year.isdecimal() and len(year) == 4):
        raise PydanticCustomError("undated", "expected a rates year such as 2026/27")
    # By the start of May every yearly figure of a rates year is in force.
    return date(int(year), 5, 1)


Pence = Annotated[int, BeforeValidator(_pence)]
Units = Annotated[Fraction, BeforeValidator(_units)]
InForce = Annotated[date, BeforeValidator(_first_day), Field(alias="year")]


class _Given(BaseModel):
    """What an example gives; a field that no rule reads is a fault, because it would count for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


class GivenIncome(_Given):
    """An income, and how the example treats it."""

    kind: str = Field(alias="type")
    weekly: Pence
    treatment: str | None = None


class GivenCost(_Given):
    """A cost that the example allows for."""

    kind: str = Field(alias="type")
    weekly: Pence
    local_rule: bool = False


class GivenGuarantee(_Given):
    """The minimum income guarantee: as the example prints it, or by what it is made of."""

    base: str
    premiums: tuple[Premium, ...] = ()
    children: int = Field(default=0, ge=0)
    total_published: Pence | None = None


class GivenProperty(_Given):
    """A home, and whether it is disregarded."""

    value: Pence
    disregarded: bool = False


class GivenLimits(_Given):
    """Capital limits of the example's own."""

    lower: Pence
    upper: Pence


class GivenUnits(_Given):
    """Units of care at a rate each."""

    units: Units
    rate: Units


class _Inputs(_Given):
    """What an example of any kind may tell of the person; none of it changes a figure."""

    age: int | None = None
    household: Household = Household.SINGLE
    pension_credit_age: bool | None = None
    property_owned: bool | None = None
    inputs_inferred: bool = False
    council_rate_weekly: Pence | None = None


class CapitalInputs(_Inputs):
    """Capital: what is the person's own, what is held with a partner, and a home."""

    capital: Pence = 0
    joint_capital: Pence = 0
    property: GivenProperty | None = None
    capital_limits_override: GivenLimits | None = None


class AssessmentInputs(CapitalInputs):
    """A whole assessment."""

    incomes: tuple[GivenIncome, ...]
    savings_credit_disregard: Pence = 0
    housing_costs_weekly: tuple[GivenCost, ...] = ()
    dre_weekly: tuple[GivenCost, ...] = ()
    housing_and_dre_weekly: Pence = 0
    mig: GivenGuarantee | None = None
    pea: Pence | None = None
    percent_of_available_income: int = Field(default=100, ge=0, le=100)
    care_cost_weekly: Pence | None = None
    care_cost_parts: tuple[GivenUnits, ...] = ()


class ApportionmentInputs(_Inputs):
    """Weekly amounts to be cut to some days."""

    weekly_gross: Pence
    weekly_contribution: Pence
    days: int = Field(ge=0)


class InterestInputs(_Inputs):
    """The parts of the highest interest on a deferred payment, in per cent; hundredths have the shape of pence."""

    gilt_rate_percent: Pence
    default_component_percent: Pence


class SpendDownInputs(CapitalInputs):
    """Capital that is spent on care week by week."""

    capital: Pence
    incomes: tuple[GivenIncome, ...]
    savings_credit_disregard: Pence = 0
    care_cost_weekly: Pence
    pea: Pence | None = None


class AnnualInputs(CapitalInputs):
    """Amounts of a year of 52 weeks."""

    assessable_income_annual: Pence
    care_cost_annual: Pence
    pea_weekly: Pence
    percent_of_available_income: int = Field(default=100, ge=0, le=100)
    weeks_in_year: int = Field(default=_WEEKS, ge=_WEEKS, le=_WEEKS)


class _Example(BaseModel):
    """One example; what surrounds its inputs, such as its source and notes, is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Placed(_Example):
    jurisdiction: str = "England"
    setting: Setting
    in_force: InForce


class FullAssessment(_Placed):
    """A whole assessment, in a setting and a year."""

    inputs: AssessmentInputs


class CapitalOnly(_Placed):
    """Capital against its limits."""

    inputs: CapitalInputs


class Apportionment(_Example):
    """A part week or several weeks and a part."""

    inputs: ApportionmentInputs


class Interest(_Example):
    """The highest interest on a deferred payment."""

    inputs: InterestInputs


class SpendDown(_Placed):
    """Capital spent down to the upper limit."""

    inputs: SpendDownInputs


class Annual(_Placed):
    """A year at once."""

    inputs: AnnualInputs


Read = FullAssessment | CapitalOnly | Apportionment | Interest | SpendDown | Annual

_KINDS: dict[str, type[Read]] = {
    "full_assessment": FullAssessment,
    "tariff_only": CapitalOnly,
    "capital_only": CapitalOnly,
    "apportionment": Apportionment,
    "dpa_interest": Interest,
    "spend_down": SpendDown,
    "annual": Annual,
}

_EXPECTED = {
    "missing": "expected, and not there",
    "extra_forbidden": "expected no such input, because no rule reads it",
    "string_type": "expected text",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "tuple_type": "expected a list",
    "model_type": "expected an object with its fields",
    "model_attributes_type": "expected an object with its fields",
}


@dataclass(slots=True, frozen=True)
class InputFault:
    """What is wrong in an example: a code, the field, and what was expected there."""

    code: str
    field: str
    message: str


class FaultyExample(Exception):
    """An example that cannot be read, with all its faults."""

    def __init__(self, faults: list[InputFault]) -> None:
        super().__init__("; ".join(f"{its.field}: {its.message}" for its in faults))
        self.faults = faults


def read_example(example: Mapping[str, Any]) -> Read:
    """Gives what an example says, by its kind.

    Raises:
        FaultyExample: it is of a kind that no rule knows, incomplete, or gives something else than was expected.

    Source: charging section 15 (how the published examples are to be read).
    """
    kind = example.get("kind")
    form = _KINDS.get(kind) if isinstance(kind, str) else None
    if form is None:
        known = ", ".join(_KINDS)
        raise FaultyExample([InputFault("kind_not_supported", "kind", f"expected one of {known}")])
    faults = list(_missing_together(form, example))
    try:
        read = form.model_validate(example)
    except ValidationError as error:
        raise FaultyExample([*_faults(error), *faults]) from None
    if faults:
        raise FaultyExample(faults)
    return read


def _missing_together(form: type[Read], example: Mapping[str, Any]) -> Iterator[InputFault]:
    """What is missing because of something else that is there, or not there."""
    inputs = example.get("inputs")
    if not isinstance(inputs, Mapping) or not issubclass(form, _Placed):
        return
    if form is not SpendDown and "capital" not in inputs and "joint_capital" not in inputs:
        yield InputFault("missing", "capital", "expected, or joint_capital")
    if form is FullAssessment and example.get("setting") == Setting.COMMUNITY and inputs.get("mig") is None:
        yield InputFault("missing", "mig", "expected with its total as published, or its base")
    if example.get("jurisdiction", "England") != "England" and inputs.get("capital_limits_override") is None:
        yield InputFault("jurisdiction_not_supported", "jurisdiction", "expected England, or limits as given")


def _faults(error: ValidationError) -> Iterator[InputFault]:
    for fault in error.errors(include_url=False, include_input=False):
        place = [str(part) for part in fault["loc"]]
        # The inputs are what an example is about: their fields go by their own names.
        field = ".".join(place[1:] if place[0] == "inputs" and len(place) > 1 else place)
        code = fault["type"] if fault["type"] in ("missing", "not_money", "undated") else "malformed"
        yield InputFault(code, field, _EXPECTED.get(fault["type"]) or _sentence(fault["msg"]))


def _sentence(message: str) -> str:
    return message.replace("Input should be", "expected", 1)
