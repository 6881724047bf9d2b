"""Local policy: what the law leaves to the council, as dated terms with their source."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.periods import Period
from hub.rates.policy.terms import CouncilTerms, PolicyTerms, terms_from

__all__ = ["Policy", "PolicyTerms", "load_policy", "policy_of_text"]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cycle_anchor: date
    cycle_days: int = Field(ge=7, multiple_of=7)
    payment_terms_days: int = Field(ge=0)
    source: str = Field(min_length=1)
    terms: dict[date, CouncilTerms] = Field(min_length=1)


class Policy:
    """The council's policy: its cycles, and its terms by day."""

    def __init__(self, anchor: date, cycle_days: int, payment_terms_days: int, terms: dict[date, PolicyTerms]) -> None:
        if anchor.weekday() != 0:
            raise ValueError("cycle_anchor: expected a Monday, because charging weeks begin on Mondays")
        self._anchor = anchor
        self._cycle = timedelta(days=cycle_days)
        self._payment_terms = timedelta(days=payment_terms_days)
        self._firsts = sorted(terms)
        self._terms = terms

    def on(self, day: date) -> PolicyTerms:
        """The terms in force on the day; before the first ones, those."""
        place = max(0, bisect_right(self._firsts, day) - 1)
        return self._terms[self._firsts[place]]

    def week_of(self, day: date) -> Period:
        """The charging week of a day: Monday to Sunday."""
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))

    def cycle_of(self, day: date) -> Period:
        """The charging cycle of a day; cycles run both ways from the anchor."""
        number = (day - self._anchor) // self._cycle
        first = self._anchor + number * self._cycle
        return Period(first, first + self._cycle - timedelta(days=1))

    def due_on(self, cycle_first: date) -> date:
        """The day on which what is charged for a cycle is due."""
        return cycle_first + self._cycle - timedelta(days=1) + self._payment_terms

    @property
    def cycles(self) -> tuple[date, int, int]:
        """The anchor of the cycles, their length and the days given to pay."""
        return self._anchor, self._cycle.days, self._payment_terms.days

    def first_day_unlike(self, other: "Policy") -> date | None:
        """The first day on which the two give other terms; None if they never do."""
        firsts = sorted({*self._firsts, *other._firsts})
        return next((day for day in firsts if self.on(day) != other.on(day)), None)

    def change_days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` on which terms begin."""
        return [day for day in self._firsts if first <= day <= last]


@cache
def load_policy(path: Path | None = None) -> Policy:
    """The policy of a council's file, or of the training council, which ships with the hub.

    Raises:
        ValueError: the file does not say what a policy must say; names the setting and what was expected.
    """
    training = resources.files(__package__).joinpath("training-council.yaml")
    text = training.read_text("utf-8") if path is None else path.read_text("utf-8")
    return policy_of_text(text)


@cache
def policy_of_text(text: str) -> Policy:
    """The policy that a text in YAML states.

    Raises:
        ValueError: as `load_policy` does.
    """
    try:
        document = _Document.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(f"{'.'.join(str(part) for part in fault['loc']) or 'policy'}: {fault['msg']}") from None
    terms = {day: terms_from(its) for day, its in document.terms.items()}
    return Policy(document.cycle_anchor, document.cycle_days, document.payment_terms_days, terms)
