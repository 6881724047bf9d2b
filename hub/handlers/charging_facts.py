"""Keeping a fact that bears on what a person is charged, and saying from which day it makes a difference."""

from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.standing.person import Statement, keep_latest

WHAT_DEPENDS = Aspect.CHARGES | Aspect.COLLECTIONS | Aspect.REFERRALS


def keep_charging_fact(facts: dict[str, Statement], reference: str, fact: Statement) -> Change:
    """Keep the statement that stands; a difference begins on the earlier of its first day and that of the one before.

    The first day of a fact is the one its version is effective on.
    """
    before = facts.get(reference)
    if not keep_latest(facts, reference, fact):
        return NO_CHANGE
    first = fact.version.effective_on
    return Change(WHAT_DEPENDS, first if before is None else min(before.version.effective_on, first))
