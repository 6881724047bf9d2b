"""Uprating: what published notices make of an income that nobody has restated since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hub.charging.circumstances import UpratingNotice
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, to_nearest

_STEP_PENCE = 5


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


def _factor(kind: str, percent: str) -> Fraction:
    try:
        return 1 + Fraction(percent) / 100
    except ValueError:
        raise CannotAssess("unreadable_rise", f"rises.{kind}", "expected a rise in per cent as a decimal") from None


def uprated(
    upratings: Upratings, kind: str, benefit_rate: str | None, weekly_parts: int, since: date, day: date
) -> tuple[int, date | None]:
    """Gives the weekly amount on a day, in parts of a penny, and the day of the last notice applied.

    A notice applies to an amount that dates from before it. The notice's own weekly amount comes before a
    rise in per cent, which is to the nearest 5p.

    Source: charging section 9; the Social Security Benefits Up-rating Order of each year.
    """
    amounts = upratings.rates.get(benefit_rate, ()) if benefit_rate is not None else ()
    rises = upratings.rises.get(kind, ())
    if not amounts and not rises:
        return weekly_parts, None
    changed_on: date | None = None
    new_amounts = {on: pence for on, pence in amounts if since < on <= day}
    new_rises = {on: factor for on, factor in rises if since < on <= day}
    for on in sorted(new_amounts.keys() | new_rises.keys()):
        changed_on = on
        if on in new_amounts:
            weekly_parts = new_amounts[on] * PARTS
            continue
        factor = new_rises[on]
        risen = to_nearest(weekly_parts * factor.numerator, PARTS * factor.denominator, _STEP_PENCE)
        weekly_parts = risen * PARTS
    return weekly_parts, changed_on
