"""The value of a holding: exactly what the person's own share of it is worth."""

from fractions import Fraction

from hub.charging.circumstances import Capital
from hub.charging.rounding import half_up

WHOLE = 100
_COSTS_OF_SALE = Fraction(1, 10)

# Hundredths of a penny. A share in per cent makes a whole number of them; a third or a tenth may leave a fraction.
Hundredths = int | Fraction


def value_of(holding: Capital) -> Hundredths:
    """Gives the value of the person's share in hundredths of a penny, never below nothing.

    The higher of market and surrender value, less a tenth if selling would cost anything, less what is secured on it;
    of that the actual share, or an equal one for each owner.

    Source: SI 2014/2672, regs 20, 21 and 24.
    """
    value: Hundredths = holding.value_pence
    if holding.surrender_value_pence is not None and holding.surrender_value_pence > value:
        value = holding.surrender_value_pence
    if holding.sale_would_cost:
        value -= value * _COSTS_OF_SALE
    if holding.secured_debt_pence:
        value = max(0, value - holding.secured_debt_pence)
    if holding.joint_owners is not None:
        return Fraction(value * WHOLE, holding.joint_owners)
    return value * holding.share_percent


def in_pence(hundredths: Hundredths) -> int:
    """Gives hundredths of a penny, of 0 or more, to the nearest penny: to be shown, never to be counted on with.

    Source: charging section 11 (nothing but the result is rounded).
    """
    return half_up(hundredths.numerator, hundredths.denominator * WHOLE)
