"""Property: when the main home, or premises that somebody else lives in, do not count as capital."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from contracts.inbound.assessments import Occupant, OccupationEnd
from contracts.inbound.care_packages import Setting, Stay
from hub.charging.case import AssessedDay, Case
from hub.charging.circumstances import Capital, Span
from hub.charging.disregards import Disregard
from hub.charging.holdings import MAIN_HOME, is_disregarded_by_council
from hub.charging.stays import HomeStay, Treatment

_DAY = timedelta(days=1)
_TWELVE_WEEKS = timedelta(weeks=12)
_LINKS_WITHIN = timedelta(weeks=52)

TWELVE_WEEKS_RULE = "twelve_week_property_disregard"
_NOT_IN_A_HOME = Disregard(
    "the main home of a person in care elsewhere", "main_home", "SI 2014/2672, Schedule 2, para 6"
)
_TEMPORARY = Disregard(
    "the main home of a temporary resident", "temporary_residents_home", "SI 2014/2672, Schedule 2, para 1"
)
_RELATIVE = Disregard(
    "a qualifying relative lives there", "qualifying_occupant", "SI 2014/2672, Schedule 2, para 4(1)(b)"
)
_FORMER_PARTNERS = {
    Occupant.FORMER_PARTNER: Disregard(
        "a former partner lives there", "former_partners_home", "SI 2014/2672, Schedule 2, para 4(1)(a)"
    ),
    Occupant.LONE_PARENT_FORMER_PARTNER: Disregard(
        "a former partner who is a lone parent lives there",
        "lone_parents_home",
        "SI 2014/2672, Schedule 2, para 5",
    ),
}
_RELATIVES = (
    Occupant.PARTNER,
    Occupant.RELATIVE_AGED_60_OR_OVER,
    Occupant.RELATIVE_INCAPACITATED,
    Occupant.CHILD_UNDER_18,
)


def property_disregard(its: AssessedDay, holding: Capital) -> Disregard | None:
    """Gives the disregard of land that the council must make on a day, or nothing.

    Source: SI 2014/2672, Schedule 2, paras 1, 2, 4, 5 and 6.
    """
    if holding.kind == MAIN_HOME:
        if its.treatment is Treatment.COMMUNITY:
            return _NOT_IN_A_HOME
        if its.treatment is Treatment.TEMPORARY:
            return _TEMPORARY
        for weeks in twelve_weeks(its.case):
            if weeks.covers(its.day):
                return _for_twelve_weeks(weeks)
    return None if holding.occupied_by is None else _occupied(its, holding, holding.occupied_by)


def may_disregard_property(holding: Capital) -> str:
    """Gives the law by which the council may disregard land where it need not.

    Source: SI 2014/2672, Schedule 2, paras 3, 4(2), 4(4) and 24.
    """
    if holding.occupied_by is Occupant.THIRD_PARTY:
        return "SI 2014/2672, Schedule 2, para 24"
    if holding.occupied_by in _RELATIVES:
        ended = holding.occupied_to is not None
        return f"SI 2014/2672, Schedule 2, para {'4(4)' if ended else '4(2)'}"
    return "SI 2014/2672, Schedule 2, para 3" if holding.kind == MAIN_HOME else "SI 2014/2672, Schedule 2"


@lru_cache(maxsize=8)
def twelve_weeks(case: Case) -> tuple[Span, ...]:
    """Gives the days of permanent residence on which the main home does not count, for there are twelve weeks of them.

    They run from the first permanent day. Who comes back within 52 weeks of the end of that stay has what is left of
    them; who comes back later has twelve weeks again, unless they have come back within 52 weeks before.

    Source: SI 2014/2672, Schedule 2, para 2; charging decision 18.
    """
    spans: list[Span] = []
    left, ended, was_linked = _TWELVE_WEEKS, None, False
    for place, stay in enumerate(its for its in case.stays if its.stay is Stay.PERMANENT):
        first = stay.first if place else _first_permanent_day(case, stay)
        if ended is not None:
            if stay.first <= ended + _LINKS_WITHIN:
                was_linked = True
            elif was_linked:
                break
            else:
                left, ended = _TWELVE_WEEKS, None
        if left and stay.first < first + left:
            spans.append(Span(first, first + left - _DAY))
        if stay.last is None:
            break
        left -= min(left, stay.last + _DAY - first)
        ended = ended or stay.last
    return tuple(spans)


def _first_permanent_day(case: Case, stay: HomeStay) -> date:
    """Weeks that a person paid for before the council came into it are told by the day the stay became permanent."""
    told = [
        line.permanent_from
        for line in (running.line for running in case.running if stay.covers(running.first))
        if line.setting is Setting.CARE_HOME and line.permanent_from is not None
    ]
    return min([stay.first, *told])


def _for_twelve_weeks(weeks: Span) -> Disregard:
    assert weeks.last is not None
    return Disregard(
        f"the first twelve weeks of permanent residence, until {weeks.last.isoformat()}",
        TWELVE_WEEKS_RULE,
        "SI 2014/2672, Schedule 2, para 2",
    )


def _occupied(its: AssessedDay, holding: Capital, occupant: Occupant) -> Disregard | None:
    day, gone_on = its.day, holding.occupied_to
    has_come = holding.occupied_from is None or holding.occupied_from <= day
    lives_there = has_come and (gone_on is None or day <= gone_on)
    if occupant in _FORMER_PARTNERS:
        return _FORMER_PARTNERS[occupant] if lives_there else None
    if occupant not in _RELATIVES or not its.treatment.is_care_home:
        return None
    first_stay = min(stay.first for stay in its.case.stays)
    since_before = holding.occupied_from is None or holding.occupied_from < first_stay
    if since_before and lives_there:
        return _RELATIVE
    if gone_on is None or holding.occupation_ended not in (OccupationEnd.DIED, OccupationEnd.WENT_INTO_CARE):
        return None
    was_disregarded = gone_on >= first_stay and (since_before or is_disregarded_by_council(holding, gone_on))
    if not was_disregarded or not gone_on < day <= gone_on + _TWELVE_WEEKS:
        return None
    return Disregard(
        f"the twelve weeks after a relative who lived there died or went into care, until "
        f"{(gone_on + _TWELVE_WEEKS).isoformat()}",
        "after_qualifying_occupant",
        "SI 2014/2672, Schedule 2, para 4(3)",
    )


def property_change_days(case: Case, holding: Capital) -> Iterator[date]:
    """Gives the days on which a property may begin or cease to count by itself.

    Source: SI 2014/2672, Schedule 2, paras 2, 4 and 5.
    """
    if holding.kind == MAIN_HOME:
        yield from (weeks.last + _DAY for weeks in twelve_weeks(case) if weeks.last is not None)
    if holding.occupied_by is not None:
        if holding.occupied_from is not None:
            yield holding.occupied_from
        if holding.occupied_to is not None:
            yield holding.occupied_to + _DAY
            yield holding.occupied_to + _TWELVE_WEEKS + _DAY
