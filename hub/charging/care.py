"""Care: which service lines run on a day, and from when they may be charged for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import Circumstances, Exemption, ServiceLine, Span, Suspension
from hub.charging.tables import service_rules
from hub.rates.policy import Policy

_DAY = timedelta(days=1)

# A line of a package with the last day that was stated for it, by itself or by the end of its package.
_Stated = tuple[ServiceLine, date | None]


@dataclass(slots=True, frozen=True)
class RunningLine:
    """A service line with the days that count; `charged_from` is absent if it is never charged.

    The exemptions are those that may hold for it, whatever their days.
    """

    line: ServiceLine
    first: date
    last: date | None
    charged_from: date | None
    exemptions: tuple[Exemption, ...] = ()

    def covers(self, day: date) -> bool:
        """Says whether the day is one of those that count.

        Source: charging section 10 (the start day is included).
        """
        return self.first <= day and (self.last is None or day <= self.last)

    def runs(self, day: date) -> bool:
        """Says whether the service is provided on the day, or kept and paid for while the person is away.

        Source: charging section 10 and decision 5 (suspended days cost nothing unless something is still paid).
        """
        if not self.covers(day):
            return False
        if not self.line.suspensions:
            return True
        away = self.away_on(day)
        return away is None or away.weekly_cost_pence > 0

    def away_on(self, day: date) -> Suspension | None:
        """Gives the suspension of a day: of several, the one for which least is paid.

        Source: charging section 10 (hospital, holiday).
        """
        covering = [its for its in self.line.suspensions if its.covers(day)]
        return min(covering, key=lambda its: (its.weekly_cost_pence, its.reason), default=None)


def running_lines(circumstances: Circumstances, policy: Policy) -> tuple[RunningLine, ...]:
    """Gives every service line cut to the days that count: to the end of its package, death and discharge.

    The day on which somebody leaves a care home is not charged, if the council does not say otherwise, unless it is
    the day of death. While they stay on in a home by another line, nobody leaves.

    Source: SI 2014/2672, reg 3 (free services); charging decision 4 (admission charged, discharge not).
    """
    stated = _stated(circumstances)
    homes = [(line.span.first, last) for line, last in stated if line.setting is Setting.CARE_HOME]
    running = []
    for line, last in stated:
        last = _last_that_counts(circumstances, policy, line, last, homes)
        if last is not None and last < line.span.first:
            continue
        exemptions = tuple(its for its in circumstances.exemptions.values() if its.line in (None, line.line))
        charged_from = _charged_from(line, stated, policy)
        running.append(RunningLine(line, line.span.first, last, charged_from, exemptions))
    return tuple(running)


def last_charged_day(death: date, policy: Policy) -> date:
    """Gives the last day for which a person who died may be charged.

    Notice days after it are the council's cost, whatever its contract with the home says.

    Source: charging section 10 and decision 4 (the day of death is charged, and nothing later).
    """
    return death if policy.on(death).death_day_charged else death - _DAY


def _stated(circumstances: Circumstances) -> list[_Stated]:
    death = circumstances.date_of_death
    stated: list[_Stated] = []
    for reference in sorted(circumstances.packages):
        ceasing = circumstances.ceasings.get(reference)
        for line in circumstances.packages[reference].lines:
            last = line.span.last
            if ceasing is not None:
                last = ceasing.last_day if last is None else min(last, ceasing.last_day)
            if (last is None or line.span.first <= last) and (death is None or line.span.first <= death):
                stated.append((line, last))
    return stated


def _last_that_counts(
    circumstances: Circumstances,
    policy: Policy,
    line: ServiceLine,
    last: date | None,
    homes: Sequence[tuple[date, date | None]],
) -> date | None:
    death = circumstances.date_of_death
    if death is not None and (last is None or death <= last):
        return last_charged_day(death, policy)
    if last is None or line.setting is not Setting.CARE_HOME or policy.on(last).discharge_day_charged:
        return last
    after = last + _DAY
    # Who begins in another home on the very day has left this one: the day is charged there.
    stays_on = any(first != last and first <= after and (end is None or after <= end) for first, end in homes)
    return last if stays_on else last - _DAY


def _charged_from(line: ServiceLine, stated: Sequence[_Stated], policy: Policy) -> date | None:
    rule = service_rules()[line.service]
    if rule.is_never_charged:
        return None
    if not rule.free_days:
        return line.span.first
    # The clock of the free weeks runs by the calendar, through hospital and other absences, from the first day of an
    # unbroken period; whoever began under other terms of the council keeps the free weeks that were given then.
    began = _period_first(line, stated)
    free_days = max(rule.free_days, policy.on(began).reablement_free_days)
    return max(line.span.first, began + timedelta(days=free_days))


def _period_first(line: ServiceLine, stated: Sequence[_Stated]) -> date:
    """The first day of the unbroken period of one service that a line belongs to."""
    first = line.span.first
    same = [(its.span.first, last) for its, last in stated if its.service is line.service]
    for begins, last in sorted(same, key=lambda its: its[0], reverse=True):
        if begins < first and (last is None or last + _DAY >= first):
            first = begins
    return first


def first_chargeable_day(circumstances: Circumstances, policy: Policy) -> date | None:
    """Gives the first day on which care runs that may be charged for, or nothing if there is none.

    An adaptation may be, whatever it cost.

    Source: Care Act 2014, s.14; SI 2014/2672, regs 3 and 4.
    """
    continuing = [its.span for its in circumstances.fundings.values() if its.kind is NhsFunding.CHC]
    days = []
    for its in running_lines(circumstances, policy):
        if its.charged_from is None:
            continue
        unpaid = [away for away in its.line.suspensions if not away.weekly_cost_pence]
        day = _first_outside(its.charged_from, [*unpaid, *continuing, *(exempt.span for exempt in its.exemptions)])
        if day is not None and (its.last is None or day <= its.last):
            days.append(day)
    return min(days, default=None)


def _first_outside(day: date, spans: Sequence[Span]) -> date | None:
    for span in sorted(spans, key=lambda its: its.first):
        if span.covers(day):
            if span.last is None:
                return None
            day = span.last + _DAY
    return day
