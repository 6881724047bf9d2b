"""Stays in care homes: from when to when, whether for good, and which rules hold on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.inbound.care_packages import Setting, Stay
from hub.charging.care import RunningLine
from hub.charging.circumstances import Span
from hub.rates.policy import Policy, PolicyTerms

_DAY = timedelta(days=1)
_EIGHT_WEEKS = 56


class Treatment(StrEnum):
    """Which of the regulations' rules hold for a person on a day."""

    COMMUNITY = "community"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"

    @property
    def is_care_home(self) -> bool:
        """Whether the rules for care homes hold.

        Source: SI 2014/2672, regs 2(1), 6 and 8.
        """
        return self is not Treatment.COMMUNITY


@dataclass(slots=True, frozen=True)
class HomeStay:
    """An unbroken stay in care homes, meant for one and the same time; open if `last` is absent."""

    stay: Stay
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Says whether the day is a day of the stay.

        Source: charging decision 4 (the first day is a day of the stay).
        """
        return self.first <= day and (self.last is None or day <= self.last)


def home_stays(running: Sequence[RunningLine]) -> tuple[HomeStay, ...]:
    """Gives the stays in care homes in order; lines that follow on one another are one stay.

    A stay that became permanent is permanent from the day its plan was changed and agreed.

    Source: SI 2014/2672, reg 2(1); Guidance, Annex F, paras 4 to 7; charging decision 17.
    """
    parts = sorted(
        (part for its in running if its.line.setting is Setting.CARE_HOME for part in _parts(its)),
        key=lambda its: (its.first, its.last or date.max),
    )
    stays: list[HomeStay] = []
    for part in parts:
        place = next((at for at, its in enumerate(stays) if its.stay is part.stay and _follows(its, part)), None)
        if place is None:
            stays.append(part)
        else:
            known = stays[place]
            last = None if known.last is None or part.last is None else max(known.last, part.last)
            stays[place] = HomeStay(known.stay, known.first, last)
    return tuple(stays)


def _parts(its: RunningLine) -> Iterator[HomeStay]:
    stay = its.line.stay or Stay.PERMANENT
    for_good = its.line.permanent_from
    if for_good is None or (its.last is not None and its.last < for_good):
        yield HomeStay(stay, its.first, its.last)
        return
    if its.first < for_good:
        yield HomeStay(stay, its.first, for_good - _DAY)
    yield HomeStay(Stay.PERMANENT, max(its.first, for_good), its.last)


def _follows(before: HomeStay, after: HomeStay) -> bool:
    return before.last is None or after.first <= before.last + _DAY


def treatment_on(stays: Sequence[HomeStay], terms: PolicyTerms, day: date) -> Treatment:
    """Gives the rules that hold on a day: a stay for good before one for a time, and care at home without any.

    Short stays are treated as care at home for as long as the regulations allow, if the council so chose. A temporary
    stay goes on being one however long it lasts, until somebody decides otherwise.

    Source: SI 2014/2672, regs 2(1) and 8; Guidance, Annex F, paras 4 to 7.
    """
    present = [its for its in stays if its.covers(day)]
    if not present:
        return Treatment.COMMUNITY
    if any(its.stay is Stay.PERMANENT for its in present):
        return Treatment.PERMANENT
    if terms.short_stay_rules == "community" and all(
        its.stay is Stay.SHORT_TERM and day < no_longer_short(its, terms) for its in present
    ):
        return Treatment.COMMUNITY
    return Treatment.TEMPORARY


def no_longer_short(its: HomeStay, terms: PolicyTerms) -> date:
    """Gives the first day on which a stay is too long for a short one: after eight weeks, or fewer by the terms.

    Source: SI 2014/2672, regs 2(1) and 8.
    """
    return its.first + timedelta(days=min(terms.short_stay_days, _EIGHT_WEEKS))


def stay_change_days(stays: Sequence[HomeStay], policy: Policy) -> Iterator[date]:
    """Gives the days on which other rules may begin to hold because of the stays alone.

    Source: SI 2014/2672, regs 2(1) and 8.
    """
    for its in stays:
        yield its.first
        if its.last is not None:
            yield its.last + _DAY
        if its.stay is Stay.SHORT_TERM:
            for since in policy.change_days(date.min, date.max):
                yield no_longer_short(its, policy.on(since))


def spans_in_home(stays: Sequence[HomeStay]) -> list[Span]:
    """Gives the days in care homes of whatever kind, each unbroken, in order.

    Source: SI 2014/2672, reg 2(1).
    """
    spans: list[Span] = []
    for its in sorted(stays, key=lambda its: its.first):
        before = spans[-1] if spans else None
        if before is not None and (before.last is None or its.first <= before.last + _DAY):
            last = None if before.last is None or its.last is None else max(before.last, its.last)
            spans[-1] = Span(before.first, last)
        else:
            spans.append(Span(its.first, its.last))
    return spans
