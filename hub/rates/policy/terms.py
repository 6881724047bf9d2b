"""The council's terms: each setting from its own file, or as recommended with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from contracts.inbound.care_packages import Setting
from contracts.money import pence_from_pounds

_REQUIRED = "required"
_ALL_OF_IT = "full"


class LocalAllowance(BaseModel):
    """A weekly amount that the council lets everybody in a setting keep."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1)
    weekly: str
    setting: Setting

    @property
    def weekly_pence(self) -> int:
        """The amount in pence a week."""
        return pence_from_pounds(self.weekly)


class Recommendation(BaseModel):
    """One setting: what is recommended, why, and what a council may say instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str | int | bool
    kind: Literal["percent", "pounds", "days", "switch", "choice"]
    choices: tuple[str, ...] = ()
    decision: int | None = None
    reason: str = Field(min_length=1)

    @property
    def is_required(self) -> bool:
        """Whether every council has to say it."""
        return self.value == _REQUIRED

    def read(self, name: str, value: object) -> str | int | bool:
        """A value as the setting is used: pounds in pence, the rest as it stands.

        Raises:
            ValueError: it is not what the setting takes; names the setting and what was expected.
        """
        if self.kind == "pounds":
            try:
                pence = pence_from_pounds(value)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
            if pence < 0:
                raise ValueError(f"{name}: expected pounds of 0.00 or more")
            return pence
        if self.kind == "switch":
            if isinstance(value, bool):
                return value
            raise ValueError(f"{name}: expected true or false")
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
            raise ValueError(f"{name}: expected one of {', '.join(self.choices)}")
        highest = 100 if self.kind == "percent" else 366
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest:
            return value
        raise ValueError(f"{name}: expected a whole number from 0 to {highest}")


@dataclass(slots=True, frozen=True)
class PolicyTerms:
    """The council's terms from one day on; what each setting means stands in `recommended.yaml`.

    `local_disregards` gives, by kind of income, the pence a week that the council ignores outside care homes
    beyond the regulations (reg 15(2)); None stands for all of it.
    """

    source: str
    percent_of_available_income: int = 100
    large_change_weekly_pence: int = 2500
    acknowledgement_working_days: int = 2
    standard_disability_expenditure_weekly_pence: int = 0
    arrangement_fee_weekly_pence: int = 0
    home_care_charged_on: str = "planned"
    minimum_weekly_charge_pence: int = 0
    full_cost_over_limit_in_community: bool = True
    short_stay_rules: str = "care_home"
    short_stay_days: int = 56
    reablement_free_days: int = 42
    discharge_day_charged: bool = False
    death_day_charged: bool = True
    nursing_care_pauses_in_hospital: bool = False
    year_for_weekly_amounts: str = "52_weeks"
    savings_disregard_flat_sum_from: str = "age_65"
    charitable_payments_under_ceiling: bool = True
    lone_parent_has_pension_age_guarantee: bool = False
    disability_benefits_stop_after_days: int = 28
    stays_link_within_days: int = 28
    charging_information_required: bool = False
    largest_uprating_weekly_pence: int = 10000
    largest_uprating_percent: int = 100
    uprating_percent_counts_from_pence: int = 2500
    local_disregards: Mapping[str, int | None] = field(default_factory=dict)
    local_allowances: tuple[LocalAllowance, ...] = ()


class CouncilTerms(BaseModel):
    """What a council's file says from one day on: its source, and the settings it decided."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: str = Field(min_length=1)
    local_disregards: dict[str, str] = Field(default_factory=dict)
    local_allowances: tuple[LocalAllowance, ...] = ()


@cache
def recommendations() -> dict[str, Recommendation]:
    """Every setting with what is recommended and why, by name."""
    text = resources.files(__package__).joinpath("recommended.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)["settings"]
    return {name: Recommendation.model_validate(row) for name, row in read.items()}


def terms_from(council: CouncilTerms) -> PolicyTerms:
    """The terms of a council: its own settings, and as recommended where it says nothing.

    Raises:
        ValueError: a setting is unknown, missing though required, or not what it takes; names the setting.
    """
    said = dict(council.model_extra or {})
    values: dict[str, Any] = {}
    for name, recommendation in recommendations().items():
        if name not in said and recommendation.is_required:
            raise ValueError(f"{name}: expected in every policy, because nothing can be recommended")
        value = recommendation.read(name, said.pop(name, recommendation.value))
        values[f"{name}_pence" if recommendation.kind == "pounds" else name] = value
    if said:
        raise ValueError(f"{min(said)}: expected a setting that recommended.yaml names")
    for allowance in council.local_allowances:
        pence_from_pounds(allowance.weekly)
    return PolicyTerms(
        source=council.source,
        local_disregards={
            kind: None if value == _ALL_OF_IT else pence_from_pounds(value)
            for kind, value in council.local_disregards.items()
        },
        local_allowances=council.local_allowances,
        **values,
    )
