"""What is ignored of an income in part: of each one by itself, and of several together under a ceiling."""

from datetime import date

from hub.charging.held_incomes import HeldIncome
from hub.charging.income_kinds import IncomeTreatment
from hub.charging.rounding import PARTS
from hub.rates import Rates

LODGER_DISREGARD = "lodger_disregard"
TEN_POUNDS = "pension_partial_disregard"
CEILING = "income_disregard_ceiling"


def own_disregard(treatment: IncomeTreatment, held: HeldIncome, rates: Rates, day: date) -> int:
    """Gives what is ignored of one income for its own sake, in parts of a penny; never more than all of it.

    Raises:
        RatesNotPublished: a figure that it rests on is not there for the day.

    Source: SI 2014/2672, Schedule 1, paras 20, 22(2) and 27; SI 1987/1967, Schedule 9, paras 19 and 20.
    """
    if treatment is IncomeTreatment.LESS_OUTGOINGS:
        return min(held.weekly_parts, held.outgoings_parts)
    if treatment is IncomeTreatment.FIRST_TWENTY_POUNDS:
        return min(held.weekly_parts, rates.pence(LODGER_DISREGARD, day) * PARTS)
    if treatment is IncomeTreatment.FIRST_TWENTY_POUNDS_AND_HALF_THE_REST:
        first = min(held.weekly_parts, rates.pence(LODGER_DISREGARD, day) * PARTS)
        return first + (held.weekly_parts - first) // 2
    return 0


def first_ten_pounds(weekly_parts: int, rates: Rates, day: date) -> int:
    """Gives what is ignored of one such pension before the ceiling, in parts of a penny.

    Raises:
        RatesNotPublished: the figure is not there for the day.

    Source: SI 2014/2672, Schedule 1, paras 17 and 19.
    """
    return min(weekly_parts, rates.pence(TEN_POUNDS, day) * PARTS)


def under_ceiling(
    pensions_parts: int, charitable_parts: int, *, both_under_it: bool, rates: Rates, day: date
) -> tuple[int, int]:
    """Gives what is ignored of such pensions and of regular charitable payments together, in parts of a penny.

    The first of the two is within the ceiling, the second is beyond it: all charitable payments, if the council reads
    the law so that the ceiling is for pensions alone.

    Raises:
        RatesNotPublished: the ceiling is not there for the day.

    Source: SI 2014/2672, Schedule 1, paras 15, 17, 19 and 46; SI 1987/1967, Schedule 9, para 36.
    """
    within = pensions_parts + charitable_parts if both_under_it else pensions_parts
    if within:
        within = min(within, rates.pence(CEILING, day) * PARTS)
    return within, 0 if both_under_it else charitable_parts
