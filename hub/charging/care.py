"""Care: which service lines run on a day, from when they may be charged for, and what they cost."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import Circumstances, ServiceLine, Span
from hub.charging.tables import service_rules
from hub.rates.policy import Policy

_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class RunningLine:
    """A service line with the days that count; `charged_from` is absent if it is never charged."""

    line: ServiceLine
    first: date
    last: date | None
    charged_from: date | None

    def runs(self, day: date) -> bool:
        """Says whether the service is provided on the day and would be charged for if it may be.

        Source: charging section 10 (suspended days cost nothing).
        """
        return (
            self.first <= day
            and (self.last is None or day <= self.last)
            and not any(suspension.covers(day) for suspension in self.line.suspensions)
        )


def running_lines(circumstances: Circumstances, policy: Policy) -> tuple[RunningLine, ...]:
    """Gives every service line cut to the days that count: to the end of its package, death and discharge.

    The day of discharge from a care home is not charged, unless it is the day of death or the stay goes on in
    another line the day after.

    Source: SI 2014/2672, reg 3 (free services); charging decision 4 (admission charged, discharge not).
    """
    ends = _ends(circumstances)
    starts = {line.span.first for line, _ in ends if line.setting is Setting.CARE_HOME}
    death = circumstances.date_of_death
    running = []
    for line, last in ends:
        if last is not None and line.setting is Setting.CARE_HOME and last != death and last + _DAY not in starts:
            last -= _DAY
        if last is not None and last < line.span.first:
            continue
        rule = service_rules()[line.service]
        charged_from = None
        if rule.free_days:
            free_days = max(rule.free_days, policy.on(line.span.first).reablement_free_days)
            free_to = _period_first(line, ends) + timedelta(days=free_days)
            charged_from = max(line.span.first, free_to)
        elif not rule.is_never_charged:
            charged_from = line.span.first
        running.append(RunningLine(line, line.span.first, last, charged_from))
    return tuple(running)


def _ends(circumstances: Circumstances) -> list[tuple[ServiceLine, date | None]]:
    ends: list[tuple[ServiceLine, date | None]] = []
    for reference in sorted(circumstances.packages):
        ceasing = circumstances.ceasings.get(reference)
        caps = [] if ceasing is None else [ceasing.last_day]
        if circumstances.date_of_death is not None:
            caps.append(circumstances.date_of_death)
        for line in circumstances.packages[reference].lines:
            last = min([*caps, line.span.last] if line.span.last is not None else caps, default=None)
            if last is None or last >= line.span.first:
                ends.append((line, last))
    return ends


def _period_first(line: ServiceLine, ends: list[tuple[ServiceLine, date | None]]) -> date:
    """The first day of the unbroken period of one service that a line belongs to."""
    first = line.span.first
    same = [(its.span.first, last) for its, last in ends if its.service is line.service]
    for begins, last in sorted(same, key=lambda its: its[0], reverse=True):
        if begins < first and (last is None or last + _DAY >= first):
            first = begins
    return first


def first_chargeable_day(circumstances: Circumstances, policy: Policy) -> date | None:
    """Gives the first day on which care runs that may be charged for, or nothing if there is none.

    Source: Care Act 2014, s.14; SI 2014/2672, reg 3.
    """
    continuing = [funding.span for funding in circumstances.fundings.values() if funding.kind is NhsFunding.CHC]
    days = [
        day
        for its in running_lines(circumstances, policy)
        if its.charged_from is not None
        and (day := _first_outside(its.charged_from, [*its.line.suspensions, *continuing])) is not None
        and (its.last is None or day <= its.last)
    ]
    return min(days, default=None)


def _first_outside(day: date, spans: list[Span]) -> date | None:
    for span in sorted(spans, key=lambda its: its.first):
        if span.covers(day):
            if span.last is None:
                return None
            day = span.last + _DAY
    return day
