"""Disability benefits of people in care homes: on which days they have stopped, by the days of the stays alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from contracts.inbound.care_packages import Setting
from hub.charging.care import RunningLine
from hub.charging.case import Case
from hub.charging.circumstances import Span
from hub.charging.self_funding import is_self_funded, self_funding_change_days
from hub.charging.stays import spans_in_home

_DAY = timedelta(days=1)
_HOSPITAL = "hospital"


@dataclass(slots=True, frozen=True)
class _Away:
    """Days at public expense, in a care home or in hospital from home; open if `last` is absent."""

    first: date
    last: date | None
    is_in_home: bool = True


@lru_cache(maxsize=8)
def stopped_spans(case: Case) -> tuple[Span, ...]:
    """Gives the days in care homes on which attendance allowance and its like are no longer paid.

    They are paid for some weeks of a stay that the council pays for. Days of stays and in hospital that are no more
    than some weeks apart count together. Self-funded days, and those of a deferred payment agreement, do not count.
    The council's terms on the first of the days decide how many weeks.

    Source: charging section 7 and decision 19; SI 1991/2740, regs 6 to 8.
    """
    stopped: list[Span] = []
    paid, ended = 0, None
    for away in _at_public_expense(case):
        terms = case.policy.on(away.first)
        apart = 0 if ended is None else (away.first - ended).days - 1
        if apart > terms.stays_link_within_days:
            paid = 0
        stops_on = away.first + timedelta(days=max(0, terms.disability_benefits_stop_after_days - paid))
        if away.is_in_home and (away.last is None or stops_on <= away.last):
            stopped.append(Span(stops_on, away.last))
        if away.last is None:
            break
        paid += (away.last - away.first).days + 1
        ended = away.last
    return tuple(_joined(stopped))


def stopped_span_on(case: Case, day: date) -> Span | None:
    """Gives the days, this one among them, on which disability benefits have stopped; or nothing.

    Source: charging section 7 and decision 19.
    """
    if not case.stays:
        return None
    return next((span for span in stopped_spans(case) if span.covers(day)), None)


def _at_public_expense(case: Case) -> Iterator[_Away]:
    edges = sorted(set(self_funding_change_days(case)))
    homes = spans_in_home(case.stays)
    away = [_Away(span.first, span.last) for span in homes]
    away += [_Away(span.first, span.last, is_in_home=False) for span in _in_hospital_from_home(case.running, homes)]
    for its in sorted(away, key=lambda its: its.first):
        if not its.is_in_home:
            yield its
            continue
        within = [day for day in edges if its.first < day and (its.last is None or day <= its.last)]
        for first, after in pairwise([its.first, *within, None]):
            if first is not None and not is_self_funded(case, first):
                yield _Away(first, its.last if after is None else after - _DAY)


def _in_hospital_from_home(running: Sequence[RunningLine], homes: Sequence[Span]) -> list[Span]:
    """Absences of people who live at home; in hospital from a care home they are days of the stay as it is."""
    absences = [
        Span(absence.first, absence.last)
        for its in running
        if its.line.setting is Setting.COMMUNITY
        for absence in its.line.suspensions
        if absence.reason == _HOSPITAL
    ]
    for home in homes:
        absences = [part for absence in absences for part in _outside(absence, home)]
    return _joined(sorted(absences, key=lambda its: its.first))


def _outside(span: Span, other: Span) -> Iterator[Span]:
    if span.first < other.first:
        last = other.first - _DAY
        yield Span(span.first, last if span.last is None else min(span.last, last))
    if other.last is not None and (span.last is None or span.last > other.last):
        yield Span(max(span.first, other.last + _DAY), span.last)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before is not None and (before.last is None or span.first <= before.last + _DAY):
            last = None if before.last is None or span.last is None else max(before.last, span.last)
            joined[-1] = Span(before.first, last)
        else:
            joined.append(span)
    return joined
