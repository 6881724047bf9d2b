"""Pensions of which half is paid over to a spouse or civil partner who does not live in the same care home."""

from collections.abc import Sequence

from hub.charging.held_incomes import HeldIncome


def half_paid_over(pensions: Sequence[HeldIncome], counted_parts: int) -> int:
    """Gives what is ignored of the pensions of a resident, in parts of a penny: half of them together, or nothing.

    At least half has to be paid over, of all of them together, and more than half makes no difference. It is asked of
    the amounts as they were told, because what is paid over rises with the pension.

    Source: SI 2014/2672, Schedule 1, para 16.
    """
    told = sum(its.told_parts for its in pensions)
    paid_over = sum(its.paid_to_spouse_parts for its in pensions)
    return counted_parts // 2 if paid_over and 2 * paid_over >= told else 0
