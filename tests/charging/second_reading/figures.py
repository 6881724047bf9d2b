"""Published figures in pounds, found by looking through all of them; and why a reading gives up."""

from datetime import date
from fractions import Fraction
from math import floor

from contracts.inbound.assessments import Frequency
from hub.rates import Rates
from hub.rates.policy import PolicyTerms

ZERO = Fraction(0)
PENNY = Fraction(1, 100)
FIVE_PENCE = Fraction(1, 20)


class Refused(Exception):
    """Nothing can be worked out: a figure is not published, or a fact is missing or unknown."""


def figure(rates: Rates, name: str, day: date) -> Fraction:
    """A published figure on a day, in pounds."""
    for dated in rates.spans(name):
        if dated.first <= day <= dated.last and dated.value is not None:
            return Fraction(dated.value)
    raise Refused(name)


def pounds(pence: int) -> Fraction:
    """Pence as pounds."""
    return Fraction(pence, 100)


def whole_pence(amount: Fraction) -> Fraction:
    """The amount without its fraction of a penny (reg 11)."""
    return floor(amount / PENNY) * PENNY


def nearest(amount: Fraction, step: Fraction = PENNY) -> Fraction:
    """The multiple of a step that is nearest to the amount, halves going up."""
    return floor(amount / step + Fraction(1, 2)) * step


def a_week(amount: Fraction, frequency: Frequency, terms: PolicyTerms) -> Fraction:
    """What an amount comes to each week: a year has 52 weeks, or 365 days of which seven make one."""
    if frequency is Frequency.WEEKLY:
        return amount
    if frequency is Frequency.FORTNIGHTLY:
        return amount / 2
    if frequency is Frequency.FOUR_WEEKLY:
        return amount / 4
    a_year = amount * 12 if frequency is Frequency.MONTHLY else amount
    return a_year * Fraction(7, 365) if terms.year_for_weekly_amounts == "365_days" else a_year / 52
