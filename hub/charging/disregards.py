"""Disregards of capital: why a holding does not count on a day, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from hub.charging.ages import birthday
from hub.charging.capital_kinds import CapitalKind, CapitalTreatment
from hub.charging.case import AssessedDay, Case
from hub.charging.circumstances import Capital
from hub.charging.holdings import is_disregarded_by_council
from hub.charging.refusals import CannotAssess
from hub.charging.stays import Treatment

_DAY = timedelta(days=1)
SALE_PROCEEDS_DAYS = 26 * 7


@dataclass(slots=True, frozen=True)
class Disregard:
    """Why a holding does not count: in words, the rule in the hub, and the law."""

    why: str
    rule: str
    source: str


def disregard_by_council(holding: Capital, source: str, day: date) -> Disregard | None:
    """Gives the disregard that the council decided for a holding, or nothing.

    Source: SI 2014/2672, Schedule 2, paras 2 to 4, 7, 9, 12 and 24 (what the council may disregard, and for longer).
    """
    if not is_disregarded_by_council(holding, day):
        return None
    until = "" if holding.disregarded_to is None else f" until {holding.disregarded_to.isoformat()}"
    return Disregard(f"as the council decided{until}", "council_disregard", f"{source}; decided by the council")


def disregard_for_weeks(its: AssessedDay, holding: Capital, kind: CapitalKind) -> Disregard | None:
    """Gives the disregard of a kind that does not count for some weeks from its receipt, or nothing once they are over.

    Raises:
        CannotAssess: the day of receipt is not known.

    Source: SI 2014/2672, Schedule 2, paras 4(1)(a), 7, 9 to 12, 16, 22, 23 and 27.
    """
    if kind.temporary_only and its.treatment is not Treatment.TEMPORARY:
        return None
    last = last_day_of_weeks(its.case, holding, kind)
    if last is None:
        raise CannotAssess(
            "missing",
            f"capital.{holding.capital}.received_on",
            "expected the day of receipt of a kind that is disregarded for some weeks from it",
        )
    if its.day > last:
        return None
    return Disregard(f"until {last.isoformat()}", "capital_disregarded_for_weeks", kind.source)


def last_day_of_weeks(case: Case, holding: Capital, kind: CapitalKind) -> date | None:
    """Gives the last day on which a kind that does not count for some weeks does not; nothing if it never began.

    Source: SI 2014/2672, Schedule 2, paras 4(1)(a), 7, 9 to 12, 16, 22, 23 and 27.
    """
    if kind.treatment is not CapitalTreatment.FOR_WEEKS:
        return None
    first = holding.received_on
    if first is None and kind.runs_from_first_stay:
        first = min((stay.first for stay in case.stays), default=None)
    if first is None:
        return None
    if kind.years:
        return birthday(first, kind.years) - _DAY
    return first + timedelta(weeks=kind.weeks) - _DAY


def last_day_of_proceeds(completed_on: date) -> date:
    """Gives the last day on which the proceeds of the former home, to be spent on another one, do not count.

    Source: SI 2014/2672, Schedule 2, para 7 (26 weeks from the sale).
    """
    return completed_on + timedelta(days=SALE_PROCEEDS_DAYS) - _DAY
