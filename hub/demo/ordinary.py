"""Ordinary lives: many kinds of care and of means, mixed by a chance that is the same every time."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hub.demo.facts import (
    FIRST_DAY,
    LOADED,
    Data,
    assessed,
    benefit,
    care,
    care_home,
    declined,
    details,
    light_touch,
    occupational_pension,
    savings,
)
from hub.demo.lives import Life, Pays
from hub.demo.words import Event, event, reference_of

HOUR_OF_CARE = 22_50
"""Pence for an hour of home care in the training council."""

Choice = TypeVar("Choice")
Means = tuple[str, Data]
Kind = Callable[["_Chance", int], tuple[tuple[Data, ...], Means]]

COMPLETED = "financial_assessment.completed"
DECLINED = "financial_assessment.declined"
LIGHT_TOUCH = "financial_assessment.light_touch"


class _Chance:
    """Chance for one number; built on nothing but `random()`, whose course Python promises not to change."""

    def __init__(self, number: int) -> None:
        self._random = Random(f"training council {number}")  # noqa: S311 - it mixes, it guards nothing

    def whole(self, first: int, last: int) -> int:
        return first + int(self._random.random() * (last - first + 1))

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[int(self._random.random() * len(choices))]

    def often(self, percent: int) -> bool:
        return self._random.random() * 100 < percent


def ordinary_life(number: int) -> Life:
    """The life of the person of this number: always the same one."""
    chance = _Chance(number)
    kind = chance.one_of(_KINDS)
    lines, means = kind(chance, number)
    born = _born(chance, 1965, 1998) if kind is _younger_at_home else _born(chance, 1931, 1949)
    return Life(
        number,
        born,
        _with_dates(chance, lines),
        means,
        chance.one_of(_WAYS_TO_PAY),
        details(number, born, **_needs(chance)),
        beside=_representative(chance, number),
    )


_WAYS_TO_PAY = (
    *[Pays.BY_DIRECT_DEBIT] * 12,
    *[Pays.BY_TRANSFER] * 5,
    *[Pays.BY_STANDING_ORDER] * 2,
    Pays.NOT_AT_ALL,
)


def pension_age_incomes(attendance_allowance: str | None, monthly_pension_pence: int = 0) -> list[Data]:
    """State pension with an attendance allowance (`higher`, `lower` or none) and a pension from work."""
    incomes = [benefit("state_pension", "state_pension_new_full")]
    if attendance_allowance is not None:
        incomes.append(benefit("attendance_allowance", f"attendance_allowance_{attendance_allowance}"))
    if monthly_pension_pence:
        incomes.append(occupational_pension(monthly_pension_pence))
    return incomes


def working_age_incomes(daily_living: str) -> list[Data]:
    """Employment and support allowance with a severe disability premium, and personal independence payment."""
    return [
        benefit("employment_support_allowance", "income_related_esa_personal_single_25_plus"),
        benefit("employment_support_allowance", "legacy_premium_severe_disability_one"),
        benefit("pip_daily_living", f"pip_daily_living_{daily_living}"),
    ]


def _older_at_home(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    allowance = chance.one_of(["higher", "higher", "lower", None])
    pension = chance.whole(0, 24) * 20_00 if chance.often(50) else 0
    said: Data = {"capital": savings(chance.whole(5, 140) * 100_00)}
    if allowance is not None and chance.often(60):
        weekly = chance.one_of(["5.00", "12.50", "18.20"])
        said["disability_related_expenditure"] = [{"kind": "cleaner", "weekly": weekly}]
    if chance.often(20):
        said["housing_costs"] = [{"kind": "service_charge", "weekly": chance.one_of(["8.40", "21.75"])}]
    lines = (care(chance.whole(4, 24) * HOUR_OF_CARE),)
    return lines, (COMPLETED, assessed(number, pension_age_incomes(allowance, pension), **said))


def _younger_at_home(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    service = chance.one_of(["supported_living", "day_care", "home_care"])
    lines = (care(chance.whole(6, 30) * HOUR_OF_CARE, service=service),)
    incomes = working_age_incomes(chance.one_of(["enhanced", "standard"]))
    return lines, (COMPLETED, assessed(number, incomes, premiums=["disability"]))


def _in_a_care_home(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    lines = (care_home(chance.whole(78, 118) * 10_00),)
    pension = chance.whole(0, 40) * 20_00
    household = chance.one_of(["single", "single", "single", "couple"])
    said: Data = {"capital": savings(chance.whole(5, 140) * 100_00), "household": household}
    return lines, (COMPLETED, assessed(number, pension_age_incomes(None, pension), **said))


def _with_some_savings(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    lines = (care(chance.whole(10, 24) * HOUR_OF_CARE),)
    said: Data = {"capital": savings(chance.whole(1_426, 2_325) * 10_00)}
    return lines, (COMPLETED, assessed(number, pension_age_incomes("lower"), **said))


def _with_much_capital(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    lines = (care(chance.whole(6, 16) * HOUR_OF_CARE),)
    said: Data = {"capital": savings(chance.whole(24, 95) * 1_000_00)}
    return lines, (COMPLETED, assessed(number, pension_age_incomes("lower"), **said))


def _who_declines(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    return (care(chance.whole(4, 12) * HOUR_OF_CARE),), (DECLINED, declined(number))


def _with_a_light_touch(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    weekly = chance.whole(4, 14) * 5_00
    return (care(chance.whole(3, 6) * HOUR_OF_CARE),), (LIGHT_TOUCH, light_touch(number, weekly))


def _with_reablement(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    lines = (care(chance.whole(6, 14) * HOUR_OF_CARE, service="reablement"),)
    return lines, (COMPLETED, assessed(number, pension_age_incomes("lower", 300_00)))


def _who_pays_the_provider(chance: _Chance, number: int) -> tuple[tuple[Data, ...], Means]:
    lines = (care(chance.whole(6, 20) * HOUR_OF_CARE, collector="provider"),)
    return lines, (COMPLETED, assessed(number, pension_age_incomes("higher")))


_KINDS: tuple[Kind, ...] = (
    *[_older_at_home] * 18,
    *[_younger_at_home] * 5,
    *[_in_a_care_home] * 8,
    *[_with_some_savings] * 2,
    *[_with_much_capital] * 2,
    _who_declines,
    *[_with_a_light_touch] * 2,
    _with_reablement,
    _who_pays_the_provider,
)


def _born(chance: _Chance, first_year: int, last_year: int) -> date:
    return date(chance.whole(first_year, last_year), chance.whole(1, 12), chance.whole(1, 28))


def _with_dates(chance: _Chance, lines: tuple[Data, ...]) -> tuple[Data, ...]:
    """Most care runs throughout; some begins later, in the middle of a week, and some ends."""
    if chance.often(12):
        starts_on = FIRST_DAY + timedelta(days=chance.whole(1, 45))
        return tuple({**line, "starts_on": starts_on.isoformat()} for line in lines)
    if chance.often(5):
        ends_on = FIRST_DAY + timedelta(days=chance.whole(30, 80))
        return tuple({**line, "ends_on": ends_on.isoformat()} for line in lines)
    return lines


def _needs(chance: _Chance) -> Data:
    needs: Data = {}
    if chance.often(8):
        needs["letter_format"] = chance.one_of(["large_print", "easy_read", "braille", "audio"])
    if chance.often(5):
        needs["vulnerable"] = True
    return needs


def _representative(chance: _Chance, number: int) -> tuple[Event, ...]:
    if not chance.often(15):
        return ()
    data = {
        "representative": f"REP-{number:04d}",
        "revision": 1,
        "role": chance.one_of(["attorney", "deputy", "appointee"]),
        "name": f"Sample Representative-{number:04d}",
        "authority_from": LOADED.isoformat(),
        "receives_letters": chance.often(80),
    }
    return (event("representative.appointed", reference_of(number), LOADED, data),)
