"""The data of the council's events: care, means and people, with benefits at the rates that the almanac publishes."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from contracts.money import pounds_from_pence
from hub.demo.words import payer_reference_of
from hub.rates import Rates, load_rates

Data = dict[str, Any]

LOADED = date(2026, 2, 6)
"""The Friday on which the council's records come to the hub."""
FIRST_DAY = date(2026, 2, 9)
"""First day of the first of three cycles."""
UPRATED = date(2026, 4, 6)
"""First day of the third cycle, on which benefits and protected amounts rise."""
LAST_DAY = date(2026, 5, 22)

TRAINING_RATES = Path(str(resources.files("hub.rates").joinpath("training_council")))
"""The training council's own figures, which are invented; they complete the published ones."""

_RISE_OF_PENSIONS = "uprating_percent_cpi_september_previous_year"
"""By the consumer prices of the September before, public service pensions rise in April."""


@cache
def almanac() -> Rates:
    """The published rates and the training council's; a figure that neither gives is refused, here as everywhere."""
    return load_rates(TRAINING_RATES)


def details(number: int, born: date, *, revision: int = 1, **said: Any) -> Data:
    """Who the person is; a name and a street that nobody could take for real."""
    return {
        "revision": revision,
        "given_name": "Testa",
        "family_name": f"Person-{number:04d}",
        "date_of_birth": born.isoformat(),
        "address": {"lines": [f"{number} Sample Street", "Sampleton"], "postcode": "ZZ1 1ZZ"},
        "payer_references": [payer_reference_of(number)],
        **said,
    }


def care(weekly_pence: int, starts_on: date = FIRST_DAY, *, line: str = "L-1", **said: Any) -> Data:
    """One service line: home care that the council collects for, unless said otherwise."""
    return {
        "line": line,
        "service": "home_care",
        "setting": "community",
        "provider": "PROVIDER-1",
        "collector": "council",
        "weekly_cost": pounds_from_pence(weekly_pence),
        "starts_on": starts_on.isoformat(),
        **said,
    }


def care_home(weekly_pence: int, starts_on: date = FIRST_DAY, *, line: str = "L-2", **said: Any) -> Data:
    """One service line: a place in a care home."""
    placed = {"service": "residential", "setting": "care_home", "provider": "HOME-1", **said}
    return care(weekly_pence, starts_on, line=line, **placed)


def package(number: int, lines: Iterable[Data], *, revision: int = 1, since: date | None = None) -> Data:
    """A care package as a whole."""
    shown = list(lines)
    first = min(str(line["starts_on"]) for line in shown) if since is None else since.isoformat()
    return {"care_package": f"CP-{number:04d}", "revision": revision, "effective_from": first, "lines": shown}


def benefit(kind: str, rate: str) -> Data:
    """A benefit paid at a published rate; it follows the yearly notice."""
    weekly = pounds_from_pence(almanac().pence(rate, FIRST_DAY))
    return {"income": rate, "kind": kind, "amount": weekly, "frequency": "weekly", "benefit_rate": rate}


def occupational_pension(monthly_pence: int) -> Data:
    """A pension from work, paid by the month; it rises by the per cent of the notice."""
    return {
        "income": "occupational_pension",
        "kind": "occupational_pension",
        "amount": pounds_from_pence(monthly_pence),
        "frequency": "monthly",
    }


def savings(pence: int) -> list[Data]:
    """Savings, as the only capital."""
    return [{"capital": "K-1", "kind": "savings", "value": pounds_from_pence(pence)}]


def assessed(number: int, incomes: Iterable[Data], *, since: date = FIRST_DAY, **said: Any) -> Data:
    """A full financial assessment of a single person, unless said otherwise."""
    return {
        "assessment": f"FA-{number:04d}",
        "revision": 1,
        "effective_from": since.isoformat(),
        "household": "single",
        "incomes": list(incomes),
        **said,
    }


def light_touch(number: int, weekly_pence: int, *, since: date = FIRST_DAY) -> Data:
    """A contribution agreed without a full assessment."""
    return {
        "assessment": f"FA-{number:04d}",
        "revision": 1,
        "effective_from": since.isoformat(),
        "contribution_weekly": pounds_from_pence(weekly_pence),
        "consented_on": LOADED.isoformat(),
        "reason": "small_package",
    }


def declined(number: int, *, since: date = FIRST_DAY) -> Data:
    """The person does not want to disclose any means."""
    return {
        "assessment": f"FA-{number:04d}",
        "revision": 1,
        "effective_from": since.isoformat(),
        "declined_on": LOADED.isoformat(),
    }


def uprating_notice(rates: Iterable[str]) -> Data:
    """The yearly notice: the new weekly amount of each of these rates, and the rise of pensions from work."""
    return {
        "notice": "UPRATING-2026",
        "revision": 1,
        "effective_from": UPRATED.isoformat(),
        "rates": [
            {"benefit_rate": rate, "weekly": pounds_from_pence(almanac().pence(rate, UPRATED))}
            for rate in sorted(rates)
        ],
        "rises": [{"kind": "occupational_pension", "percent": str(almanac().number(_RISE_OF_PENSIONS, UPRATED))}],
        "published_by": "Training department, with the published rates of 2026/27",
    }
