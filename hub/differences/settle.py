"""Working out every difference that a change makes, in the order in which one depends on another."""

from datetime import date, timedelta

from hub.deciding import Deciding
from hub.differences.charges import settle_charges
from hub.differences.collections import settle_collections
from hub.differences.contribution import settle_charging_tasks
from hub.differences.letters import settle_letters
from hub.differences.money import settle_money
from hub.differences.people import settle_people
from hub.differences.referrals import settle_referrals
from hub.differences.statements import settle_statement
from hub.differences.unsaid import withdraw_what_is_forbidden
from hub.handlers.change import Aspect, Change
from hub.recovery.working_days import add_working_days
from hub.standing.person import PersonStanding

DAY = timedelta(days=1)
ASKS_OFFICERS = Aspect.CHARGES | Aspect.TASKS
ASKS_FOR_LETTERS = Aspect.CHARGES | Aspect.MONEY | Aspect.TASKS


def settle(deciding: Deciding, standing: PersonStanding, change: Change) -> None:
    """Post and say what the change makes different about one person, and nothing else."""
    if not change.aspects:
        return
    if standing.is_unclaimed:
        settle_money(deciding, standing)
        standing.next_due_on = next_due_on(deciding, standing)
        return
    if standing.decisions or Aspect.TASKS in change.aspects:
        withdraw_what_is_forbidden(deciding, standing)
    if Aspect.CHARGES in change.aspects:
        settle_charges(deciding, standing, change.since)
    if Aspect.MONEY in change.aspects:
        settle_money(deciding, standing)
    if Aspect.COLLECTIONS in change.aspects and standing.mandates:
        settle_collections(deciding, standing)
    if standing.decisions and Aspect.REFERRALS in change.aspects:
        settle_referrals(deciding, standing)
    if Aspect.TASKS in change.aspects:
        settle_people(deciding, standing)
    if change.aspects & ASKS_OFFICERS:
        settle_charging_tasks(deciding, standing)
    if change.aspects & ASKS_FOR_LETTERS:
        settle_letters(deciding, standing)
    if Aspect.CHARGES in change.aspects:
        settle_statement(deciding, standing)
    standing.next_due_on = next_due_on(deciding, standing)


def next_due_on(deciding: Deciding, standing: PersonStanding) -> date | None:
    """The next day on which something about the person changes with time alone; absent if nothing will."""
    today = deciding.today
    days: list[date] = []
    if standing.circumstances.packages:
        days.append(_next_cycle(deciding))
        if standing.worked.next_change_on is not None:
            days.append(standing.worked.next_change_on)
    days += [back.takes_effect_on for back in standing.taken_back.values()]
    for _, _, span in standing.stop_spans():
        days.append(span.first)
        if span.last is not None:
            days.append(span.last + DAY)
    days += [said.acknowledge_by + DAY for said in standing.said.referrals.values()]
    patience = deciding.terms.acknowledgement_working_days
    days += [add_working_days(decision.decided_on, patience) + DAY for decision in standing.decisions.values()]
    return min((day for day in days if day > today), default=None)


def _next_cycle(deciding: Deciding) -> date:
    return deciding.almanac.policy.cycle_of(deciding.today).last + DAY
