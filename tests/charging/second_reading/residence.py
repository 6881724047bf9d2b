"""Stays in care homes, read off day by day: how each day is meant, and which rules hold on it."""

from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from contracts.inbound.care_packages import Setting, Stay
from tests.charging.second_reading.care import A_DAY, provided
from tests.charging.second_reading.case import Case

TWELVE_WEEKS = timedelta(weeks=12)
A_YEAR_OF_WEEKS = timedelta(weeks=52)
FOR_EVER = date(2035, 12, 31)


class Rules(Enum):
    """Which rules hold on a day."""

    COMMUNITY = "community"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


Stretch = tuple[date, date]


@lru_cache(maxsize=10000)
def meant_as(case: Case, day: date) -> set[Stay]:
    """How the stays of a day are meant; nothing on a day at home."""
    found = set()
    for its in provided(case):
        line = its.line
        if line.setting is Setting.CARE_HOME and its.covers(day):
            for_good = line.permanent_from is not None and line.permanent_from <= day
            found.add(Stay.PERMANENT if for_good or line.stay is None else line.stay)
    return found


@lru_cache(maxsize=10000)
def rules_on(case: Case, day: date) -> Rules:
    """The rules for permanent residents before all others; short stays may be charged as care at home is (reg 8)."""
    stays = meant_as(case, day)
    if not stays:
        return Rules.COMMUNITY
    if Stay.PERMANENT in stays:
        return Rules.PERMANENT
    terms = case.terms(day)
    if stays == {Stay.SHORT_TERM} and terms.short_stay_rules == "community":
        first = next(first for first, last in stretches(case, Stay.SHORT_TERM) if first <= day <= last)
        if (day - first).days < terms.short_stay_days:
            return Rules.COMMUNITY
    return Rules.TEMPORARY


@lru_cache(maxsize=10000)
def stretches(case: Case, *kinds: Stay) -> list[Stretch]:
    """Unbroken stretches of days that are meant as one of some kinds, from the first to the last day of each."""
    homes = [its for its in provided(case) if its.line.setting is Setting.CARE_HOME]
    found: list[Stretch] = []
    if not homes:
        return found
    # Only on these days can it change how a day is meant.
    turns = {its.first for its in homes} | {its.last + A_DAY for its in homes if its.last is not None}
    turns |= {its.line.permanent_from for its in homes if its.line.permanent_from is not None}
    ordered = sorted(turns)
    for place, first in enumerate(ordered):
        last = ordered[place + 1] - A_DAY if place + 1 < len(ordered) else FOR_EVER
        if meant_as(case, first) & set(kinds):
            if found and found[-1][1] + A_DAY == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
    return found


def first_in_a_home(case: Case) -> date | None:
    """The first day of the first stay of any kind."""
    stays = stretches(case, *Stay)
    return stays[0][0] if stays else None


def is_in_the_twelve_weeks(case: Case, day: date) -> bool:
    """Whether the home of a permanent resident is ignored for the time being (Schedule 2, para 2).

    The first permanent stay has twelve weeks. One that begins within 52 weeks of its end has what is left of them.
    One that begins later has twelve of its own, unless what was left has been used. Weeks that somebody paid for
    before the council came into it are told by the day on which the stay became permanent.
    """
    left = TWELVE_WEEKS
    anchor: date | None = None
    was_linked = False
    for place, (began, last) in enumerate(stretches(case, Stay.PERMANENT)):
        first = began if place else _first_permanent_day(case, began, last)
        if anchor is not None:
            if began <= anchor + A_YEAR_OF_WEEKS:
                was_linked = True
            elif was_linked:
                return False
            else:
                left, anchor = TWELVE_WEEKS, None
        if began <= day <= last:
            return day < first + left
        left = max(timedelta(0), left - (last + A_DAY - first))
        anchor = anchor or last
    return False


def _first_permanent_day(case: Case, first: date, last: date) -> date:
    told = [
        its.line.permanent_from
        for its in provided(case)
        if its.line.setting is Setting.CARE_HOME and its.line.permanent_from and first <= its.first <= last
    ]
    return min([first, *told])
