"""The facts of one person with all that is needed to read a day of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy, PolicyTerms


@dataclass(frozen=True, eq=False)
class Case:
    """A person's facts, the notices about everybody, the published figures, and the council's policy.

    Each case is equal to itself alone, so that what was read of it once can be remembered.
    """

    who: Circumstances
    notices: Sequence[UpratingNotice]
    rates: Rates
    policy: Policy
    as_if_without_notional_capital: bool = False

    def terms(self, day: date) -> PolicyTerms:
        """The council's terms on a day."""
        return self.policy.on(day)
