"""The working of a contribution: what a person is entitled to see."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class WorkingLine:
    """One line of the working: a signed weekly amount and the rule or rate it rests on."""

    label: str
    amount_pence: int
    source: str
