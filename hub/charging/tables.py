"""The tables of how kinds of service are treated and of pension age, read once from the data files."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from contracts.inbound.care_packages import Service


@dataclass(slots=True, frozen=True)
class ServiceRule:
    """From when a service may be charged for.

    `free_up_to` names the published figure up to which its whole cost makes it free. What was delivered of a service
    that is measured may differ from what was planned.
    """

    is_never_charged: bool
    free_days: int
    free_up_to: str | None
    is_measured: bool
    free_because: str
    source: str


@cache
def service_rules() -> dict[Service, ServiceRule]:
    """Gives the rule on charging for every service there is.

    Source: Care Act 2014, s.14; SI 2014/2672, reg 3; Mental Health Act 1983, s.117.
    """
    rows = read_table("services.yaml")["services"]
    return {service: _service_rule(rows[service.value]) for service in Service}


def _service_rule(row: dict[str, Any]) -> ServiceRule:
    return ServiceRule(
        bool(row.get("never", False)),
        int(row.get("free_days", 0)),
        row.get("free_up_to"),
        bool(row.get("measured", False)),
        row.get("free_because", ""),
        row["source"],
    )


@cache
def pension_ages() -> list[tuple[date, int, int]]:
    """Gives pension age in years and months for those born on or after each day, earliest birth first.

    Source: Pensions Act 1995, Schedule 4, Part 1, as amended up to the Pensions Act 2014, s.26.
    """
    rows = read_table("pension_age.yaml")["born_from"]
    return sorted((born_from, years, months) for born_from, (years, months) in rows.items())


def read_table(name: str) -> dict[str, Any]:
    """Gives a data file as it stands.

    Source: none of its own; each row names what it rests on.
    """
    text = resources.files(__package__).joinpath("data", name).read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
