"""The working of a contribution: what a person is entitled to see."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class WorkingLine:
    """One line of the working: a signed weekly amount, the rule that gives it, and the law it rests on.

    `rule` names the rule in the hub; `rate` names the published figure, if it rests on one, and `rate_source` says
    where that was published.
    """

    label: str
    amount_pence: int
    source: str
    rule: str = ""
    rate: str | None = None
    rate_source: str | None = None
