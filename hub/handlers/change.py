"""What a handler says it changed, so that only what depends on it is worked out again."""

from dataclasses import dataclass
from datetime import date
from enum import Flag, auto


class Aspect(Flag):
    """A part of the account that is worked out from the facts."""

    NOTHING = 0
    CHARGES = auto()
    MONEY = auto()
    COLLECTIONS = auto()
    REFERRALS = auto()
    TASKS = auto()
    EVERYTHING = CHARGES | MONEY | COLLECTIONS | REFERRALS | TASKS


@dataclass(slots=True, frozen=True)
class Change:
    """Which aspects changed, and the first day on which charges can differ (absent: from the beginning)."""

    aspects: Aspect
    since: date | None = None


NO_CHANGE = Change(Aspect.NOTHING)
