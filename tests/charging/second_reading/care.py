"""Care on one day: which lines run, which of them may be charged for, and what they cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting
from hub.charging.circumstances import ServiceLine, Suspension
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO, Refused, figure, pounds

A_DAY = timedelta(days=1)
SIX_WEEKS = 42
FREE = (Service.EQUIPMENT, Service.CARER_SUPPORT, Service.AFTERCARE)
NURSING_RATES = {
    NhsFunding.FNC_STANDARD: "nhs_funded_nursing_care_standard",
    NhsFunding.FNC_HIGHER: "nhs_funded_nursing_care_higher",
}


@dataclass(frozen=True)
class Provided:
    """A line with the days on which it is provided; the last one is absent while it is open."""

    line: ServiceLine
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Cost:
    """What a line costs the council for a week of days like this one."""

    line: ServiceLine
    weekly: Fraction


@lru_cache(maxsize=10000)
def provided(case: Case) -> list[Provided]:
    """Every line to the end of its package or the person's life; the day of discharge from a home is left out."""
    lines = list(_to_their_ends(case))
    found = []
    for its in lines:
        last = its.last
        if last is not None and _is_discharge(case, lines, its, last):
            last -= A_DAY
        if last is None or its.first <= last:
            found.append(Provided(its.line, its.first, last))
    return found


def _to_their_ends(case: Case) -> Iterator[Provided]:
    for reference, package in case.who.packages.items():
        for line in package.lines:
            ends = [line.span.last, case.who.date_of_death]
            if reference in case.who.ceasings:
                ends.append(case.who.ceasings[reference].last_day)
            last = min((end for end in ends if end is not None), default=None)
            if last is None or line.span.first <= last:
                yield Provided(line, line.span.first, last)


def _is_discharge(case: Case, lines: list[Provided], its: Provided, last: date) -> bool:
    if its.line.setting is not Setting.CARE_HOME or case.terms(last).discharge_day_charged:
        return False
    if last == case.who.date_of_death:
        return not case.terms(last).death_day_charged
    # While another line keeps them in a home nobody leaves; who begins in another home on this very day has left.
    homes = [other for other in lines if other.line.setting is Setting.CARE_HOME]
    return not any(other.first != last and other.covers(last + A_DAY) for other in homes)


def costs_on(case: Case, day: date) -> list[Cost]:
    """What may be charged for on a day, line by line; nothing while the NHS pays for all of it."""
    if day == case.who.date_of_death and not case.terms(day).death_day_charged:
        return []
    if _funded(case, NhsFunding.CHC, day):
        return []
    lines = [its for its in provided(case) if its.covers(day)]
    return [
        Cost(its.line, _cost(case, its.line, day))
        for its in lines
        if _is_paid_for(its.line, day) and not _is_free(case, its, day)
    ]


def _suspended(line: ServiceLine, day: date) -> Suspension | None:
    return next((its for its in line.suspensions if its.covers(day)), None)


def _is_paid_for(line: ServiceLine, day: date) -> bool:
    suspension = _suspended(line, day)
    return suspension is None or suspension.weekly_cost_pence > 0


def _is_free(case: Case, its: Provided, day: date) -> bool:
    line = its.line
    if any(exempt.span.covers(day) and exempt.line in (None, line.line) for exempt in case.who.exemptions.values()):
        return True
    if line.service in FREE:
        return True
    if line.service is Service.ADAPTATION:
        if line.total_cost_pence is None:
            return True
        return pounds(line.total_cost_pence) <= figure(case.rates, "adaptation_free_limit", day)
    if line.service is Service.REABLEMENT:
        free_days = max(SIX_WEEKS, case.terms(day).reablement_free_days)
        return day < _began(case, its) + timedelta(days=free_days)
    return False


def _began(case: Case, its: Provided) -> date:
    """The first day of one period of a service, which goes on from line to line."""
    first = its.first
    while True:
        before = [
            other.first
            for other in _to_their_ends(case)
            if other.line.service is its.line.service
            and other.first < first
            and (other.last is None or other.last + A_DAY >= first)
        ]
        if not before:
            return first
        first = min(before)


def _cost(case: Case, line: ServiceLine, day: date) -> Fraction:
    suspension = _suspended(line, day)
    cost = pounds(line.weekly_cost_pence if suspension is None else suspension.weekly_cost_pence)
    cost -= _nursing_care(case, line, suspension, day)
    return max(ZERO, cost - pounds(line.nhs_share_weekly_pence))


def _nursing_care(case: Case, line: ServiceLine, suspension: Suspension | None, day: date) -> Fraction:
    """What the NHS pays of a fee that includes nursing care."""
    if line.service is not Service.NURSING:
        return ZERO
    if line.nursing_fee_basis is None:
        raise Refused("nursing_fee_basis")
    rates = [name for kind, name in NURSING_RATES.items() if _funded(case, kind, day)]
    if not rates or line.nursing_fee_basis is NursingFeeBasis.NET:
        return ZERO
    in_hospital = suspension is not None and suspension.reason == "hospital"
    if in_hospital and case.terms(day).nursing_care_pauses_in_hospital:
        return ZERO
    return max(figure(case.rates, name, day) for name in rates)


def _funded(case: Case, kind: NhsFunding, day: date) -> bool:
    return any(its.kind is kind and its.span.covers(day) for its in case.who.fundings.values())


def shares(costs: list[Cost]) -> dict[tuple[Setting, Collector], Fraction]:
    """The costs by where care is given and who collects for it."""
    by_place: dict[tuple[Setting, Collector], Fraction] = {}
    for cost in costs:
        place = (cost.line.setting, cost.line.collector)
        by_place[place] = by_place.get(place, ZERO) + cost.weekly
    return by_place
