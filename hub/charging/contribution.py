"""The sum itself: income less what is protected, the council's share of that, and the cost as a cap."""

from hub.charging.rounding import PARTS

_PERCENT = 100


def weekly_contribution(
    income_parts: int, protected_pence: int, percent_of_available: int, cost_pence: int | None
) -> int:
    """Gives the weekly contribution in pence: never below nothing, never above the cost, a fraction dropped.

    Income is in parts of a penny; only the result is rounded. An absent cost is no cap.

    Source: Care Act 2014, s.14(4) and (7); SI 2014/2672, regs 6, 7 and 11.
    """
    available = max(0, income_parts - protected_pence * PARTS)
    contribution = available * percent_of_available // (PARTS * _PERCENT)
    return contribution if cost_pence is None else min(contribution, cost_pence)
