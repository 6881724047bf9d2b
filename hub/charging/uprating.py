"""Uprating: what published notices make of an income that nobody has restated since."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from contracts.inbound.assessments import Frequency
from hub.charging.circumstances import UpratingNotice
from hub.charging.income_kinds import income_kinds
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import to_nearest

_STEP_PENCE = 5
_WHOLE_WEEKS = {Frequency.WEEKLY: 1, Frequency.FORTNIGHTLY: 2, Frequency.FOUR_WEEKLY: 4}
_FEBRUARY = 2


class Told(Protocol):
    """An income or an award, as somebody told it."""

    @property
    def kind(self) -> str: ...

    @property
    def amount_pence(self) -> int: ...

    @property
    def frequency(self) -> Frequency: ...

    @property
    def benefit_rate(self) -> str | None: ...

    @property
    def assessment_period_day(self) -> int | None: ...


class Payment(Struct, frozen=True):
    """An amount in pence as it is paid, and what last changed it: the day, and the rate if the notice gave that."""

    amount_pence: int
    frequency: Frequency
    changed_on: date | None = None
    by_rate: str | None = None


@dataclass(slots=True, frozen=True)
class Upratings:
    """Notices made ready for use: new amounts by rate and rises by kind, each in order of their first day."""

    rates: dict[str, tuple[tuple[date, int], ...]]
    rises: dict[str, tuple[tuple[date, Fraction], ...]]


def upratings_from(notices: Iterable[UpratingNotice]) -> Upratings:
    """Puts notices in order so that neither the order they came in nor a repeat makes a difference.

    Of two statements about the same rate and day, the one that supersedes stands.

    Source: charging decision 30; the Social Security Benefits Up-rating Order of each year.
    """
    rates: dict[str, dict[date, int]] = {}
    rises: dict[str, dict[date, Fraction]] = {}
    ordered = sorted(notices, key=lambda its: (its.version.revision, its.version.effective_on, its.version.message_id))
    for notice in ordered:
        for rate, pence in notice.rates_pence.items():
            rates.setdefault(rate, {})[notice.effective_from] = pence
        for kind, percent in notice.rises_percent.items():
            rises.setdefault(kind, {})[notice.effective_from] = _factor(kind, percent)
    return Upratings(
        {rate: tuple(sorted(by_day.items())) for rate, by_day in rates.items()},
        {kind: tuple(sorted(by_day.items())) for kind, by_day in rises.items()},
    )


@lru_cache(maxsize=1024)
def _factor(kind: str, percent: str) -> Fraction:
    try:
        return 1 + Fraction(percent) / 100
    except ValueError:
        raise CannotAssess("unreadable_rise", f"rises.{kind}", "expected a rise in per cent as a decimal") from None


def rises_of(upratings: Upratings, told: Told) -> list[tuple[date, date]]:
    """Gives the days of the notices about an income, in order, each with the day from which it holds for this one.

    Source: charging section 9; SI 2013/376, reg 21 (Universal Credit rises with the person's assessment period).
    """
    amounts = () if told.benefit_rate is None else upratings.rates.get(told.benefit_rate, ())
    rises = upratings.rises.get(told.kind, ())
    if not amounts and not rises:
        return []
    days = sorted({day for day, _ in amounts} | {day for day, _ in rises})
    if not rises_with_assessment_period(told.kind):
        return [(day, day) for day in days]
    return [(day, first_period(day, told.assessment_period_day)) for day in days]


def rises_with_assessment_period(kind: str) -> bool:
    """Says whether a kind of income is Universal Credit or part of it.

    Source: SI 2013/376, reg 21.
    """
    known = income_kinds().get(kind)
    return known is not None and known.rises_with_assessment_period


def first_period(monday: date, period_day: int | None) -> date:
    """Gives the day from which Universal Credit rises: the first of an assessment period, not before the notice's day.

    Where nobody said on which day of the month the periods begin, it is a month after the notice's day.

    Source: charging section 9 and decision 10; SI 2013/376, reg 21(1) and (2).
    """
    after = date(monday.year + monday.month // 12, monday.month % 12 + 1, 1)
    if period_day is None:
        return after.replace(day=min(monday.day, monthrange(after.year, after.month)[1]))
    in_this_month = _period_in(monday.year, monday.month, period_day)
    return in_this_month if in_this_month >= monday else _period_in(after.year, after.month, period_day)


def _period_in(year: int, month: int, period_day: int) -> date:
    length = monthrange(year, month)[1]
    if period_day in (29, 30) and month == _FEBRUARY:
        # Regulation 21(2)(b) names the 27th, and in a leap year the 28th: the last day but one.
        return date(year, month, length - 1)
    return date(year, month, min(period_day, length))


def uprated(upratings: Upratings, told: Told, since: date, day: date) -> Payment:
    """Gives an amount as notices about its kind or rate have made it by a day.

    A notice applies to an amount that dates from before it. The notice's own weekly amount comes before a rise in per
    cent.

    Source: charging section 9; the Social Security Benefits Up-rating Order of each year.
    """
    payment = Payment(told.amount_pence, told.frequency)
    days = [on for on, holds_from in rises_of(upratings, told) if since < holds_from <= day]
    if not days:
        return payment
    amounts = {} if told.benefit_rate is None else dict(upratings.rates.get(told.benefit_rate, ()))
    factors = dict(upratings.rises.get(told.kind, ()))
    for on in days:
        if on in amounts:
            payment = Payment(amounts[on], Frequency.WEEKLY, on, told.benefit_rate)
        else:
            payment = _risen(payment, factors[on], on)
    return payment


def _risen(payment: Payment, factor: Fraction, on: date) -> Payment:
    """A weekly amount rises to the nearest 5p, however many weeks are paid at once; any other to the nearest penny."""
    weeks = _WHOLE_WEEKS.get(payment.frequency)
    if weeks is None:
        risen = to_nearest(payment.amount_pence * factor.numerator, factor.denominator, 1)
        return Payment(risen, payment.frequency, on)
    weekly = to_nearest(payment.amount_pence * factor.numerator, weeks * factor.denominator, _STEP_PENCE)
    return Payment(weekly, Frequency.WEEKLY, on)
