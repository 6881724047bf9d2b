"""What a published example gives: amounts, limits, dates and treatments, read strictly."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from contracts.inbound.care_packages import Setting
from hub.charging.capital import CapitalLimits, limits_on
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import half_up
from hub.charging.tables import IncomeTreatment, income_kinds
from hub.rates import Rates

GIVEN = "as the example gives it"
_WHOLE_SHARE, _HALF_SHARE = 100, 50
_COUNTED, _DISREGARDED = "taken_into_account", ("disregarded", "disregarded in full", "disregarded_in_full")


def counts(kind: str, treatment: str | None, setting: str) -> tuple[bool, str]:
    """Says whether an income of an example counts, and by what rule: the example's own word comes first.

    Raises:
        CannotAssess: no rule knows the kind or the treatment.

    Source: SI 2014/2672, reg 13 and Schedule 1.
    """
    if treatment == _COUNTED or treatment in _DISREGARDED:
        return treatment == _COUNTED, f"SI 2014/2672, reg 13 and Schedule 1; treatment {GIVEN}"
    known = income_kinds().get(kind)
    ruled = None if known is None else known.community if setting == Setting.COMMUNITY else known.care_home
    if known is None or ruled not in (IncomeTreatment.COUNTED, IncomeTreatment.DISREGARDED) or treatment:
        raise CannotAssess("unknown_income_kind", f"incomes.{kind}", "expected a treatment that a rule knows")
    return ruled is IncomeTreatment.COUNTED, known.source


def capital_of(example: Mapping[str, Any]) -> int:
    """Gives the capital of an example in hundredths of a penny: half of what is joint, and its home.

    Source: SI 2014/2672, regs 18 and 24, Schedule 2, paras 4 and 6.
    """
    inputs = example["inputs"]
    own = pence_of(inputs.get("capital", "0"), "capital") * _WHOLE_SHARE
    joint = pence_of(inputs.get("joint_capital", "0"), "joint_capital") * _HALF_SHARE
    home = inputs.get("property")
    if home is None or home.get("disregarded", False) or example["setting"] == Setting.COMMUNITY:
        return own + joint
    return own + joint + pence_of(home["value"], "property.value") * _WHOLE_SHARE


def limits_of(example: Mapping[str, Any], rates: Rates) -> CapitalLimits:
    """Gives the capital limits of an example: its own, or those of its year in England.

    Raises:
        CannotAssess: the example is not from England and gives no limits of its own.

    Source: SI 2014/2672, regs 12 and 25.
    """
    given = example["inputs"].get("capital_limits_override")
    if example.get("jurisdiction", "England") != "England" and given is None:
        raise CannotAssess("jurisdiction_not_supported", "jurisdiction", "expected England, or limits as given")
    limits = limits_on(rates, day_of(example))
    if given is None:
        return limits
    lower, upper = pence_of(given["lower"], "lower"), pence_of(given["upper"], "upper")
    return CapitalLimits(lower, upper, limits.band, limits.per_band)


def day_of(example: Mapping[str, Any]) -> date:
    """Gives a day in the example's year on which all of its rates are in force.

    Raises:
        CannotAssess: the example has no year.

    Source: charging section 9 (which figures change on which day).
    """
    year = str(example["year"])[:4]
    if not year.isdecimal():
        raise CannotAssess("undated", "year", "expected a rates year such as 2026/27")
    # By the start of May every yearly figure of a rates year is in force.
    return date(int(year), 5, 1)


def cost_of(inputs: Mapping[str, Any]) -> int | None:
    """Gives the weekly cost of care of an example in pence, or nothing if it gives none.

    Source: Care Act 2014, s.14(4).
    """
    parts = inputs.get("care_cost_parts")
    if parts:
        cost = sum(Fraction(part["units"]) * Fraction(part["rate"]) for part in parts) * 100
        return half_up(cost.numerator, cost.denominator)
    given = inputs.get("care_cost_weekly")
    return None if given is None else pence_of(given, "care_cost_weekly")


def percent(inputs: Mapping[str, Any]) -> int:
    """Gives the share of available income that an example's council takes, 100 unless it says otherwise.

    Source: charging decision 8 (a choice of the council).
    """
    return int(inputs.get("percent_of_available_income", 100))


def pence_of(value: Any, field: str) -> int:
    """Gives pounds as written in an example in whole pence.

    Raises:
        CannotAssess: it is not an amount of whole pence.

    Source: charging section 11 (whole pence, never floats).
    """
    try:
        pence = Fraction(str(value)) * 100
    except ValueError:
        pence = Fraction(1, 2)
    if pence.denominator != 1:
        raise CannotAssess("not_money", field, "expected pounds as a decimal string")
    return pence.numerator
