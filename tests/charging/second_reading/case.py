"""The facts of one person with all that is needed to read a day of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.rates import Rates
from hub.rates.policy import Policy, PolicyTerms


@dataclass(frozen=True)
class Case:
    """A person's facts, the notices about everybody, the published figures, and the council's policy."""

    who: Circumstances
    notices: Sequence[UpratingNotice]
    rates: Rates
    policy: Policy

    def terms(self, day: date) -> PolicyTerms:
        """The council's terms on a day."""
        return self.policy.on(day)
