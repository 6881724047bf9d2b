"""Costs: what chargeable care costs on a day, by setting and by who collects, and what has been taken off it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.care import RunningLine
from hub.charging.case import Case
from hub.charging.free_care import why_free
from hub.charging.nhs_funding import CONTINUING_HEALTHCARE, is_continuing_healthcare, nursing_care_in_fee
from hub.charging.tables import service_rules
from hub.charging.working import WorkingLine

HOSPITAL = "hospital"
_COST_RULE = "Care Act 2014, s.14(4)"


@dataclass(slots=True, frozen=True)
class CostShare:
    """The weekly cost of chargeable care in one setting with one collector.

    `measured` says of how much of it less or more may be delivered than was planned, by line. It is there where
    the council charges on that.
    """

    setting: Setting
    collector: Collector
    weekly_pence: int
    measured: tuple[tuple[str, int], ...] = ()


def chargeable_lines(case: Case, day: date) -> Iterator[RunningLine]:
    """Gives the lines that run on a day and may be charged for.

    Raises:
        RatesNotPublished: nobody published for the day up to what cost an adaptation is free.

    Source: Care Act 2014, s.14; SI 2014/2672, regs 3 and 4.
    """
    if not is_continuing_healthcare(case.circumstances, day):
        for its in case.running:
            if its.runs(day) and why_free(its, case.rates, day) is None:
                yield its


def cost_shares(case: Case, day: date) -> tuple[CostShare, ...]:
    """Gives the chargeable weekly cost of a day by setting and collector, in a fixed order; or nothing.

    Raises:
        CannotAssess: a nursing home's fee does not say whether it includes NHS-funded nursing care.
        RatesNotPublished: the rate of NHS-funded nursing care was not published for the day.

    Source: Care Act 2014, s.14(4) (no more than the cost); charging decision 27.
    """
    costs: dict[tuple[Setting, Collector], int] = {}
    measured: dict[tuple[Setting, Collector], list[tuple[str, int]]] = {}
    # Whether anything was delivered yet must not matter: a record of one week is to change nothing in another.
    is_measured = case.policy.on(day).home_care_charged_on == "delivered"
    for its in chargeable_lines(case, day):
        key = (its.line.setting, its.line.collector)
        cost = weekly_cost(case, its, day)
        costs[key] = costs.get(key, 0) + cost
        if is_measured and service_rules()[its.line.service].is_measured and not its.away_on(day):
            measured.setdefault(key, []).append((its.line.line, cost))
    return tuple(CostShare(*key, costs[key], tuple(measured.get(key, ()))) for key in sorted(costs))


def weekly_cost(case: Case, its: RunningLine, day: date) -> int:
    """Gives what a line costs the council for a full week of days like this one, in pence.

    While the person is away it is what is still paid, such as for a bed that is kept. What the NHS pays is taken off;
    what is topped up beside the personal budget is no part of it.

    Raises:
        CannotAssess, RatesNotPublished: as `cost_shares` does.

    Source: Care Act 2014, s.14(4); charging section 7 (joint funding: the council's share only) and decision 5.
    """
    away = its.away_on(day) if its.line.suspensions else None
    cost = its.line.weekly_cost_pence if away is None else away.weekly_cost_pence
    nursing = _nursing_care(case, its, day)
    if nursing is not None:
        cost += nursing.amount_pence
    return max(0, cost - its.line.nhs_share_weekly_pence)


def _nursing_care(case: Case, its: RunningLine, day: date) -> WorkingLine | None:
    nursing = nursing_care_in_fee(its.line, case.circumstances, case.rates, day)
    if nursing is not None and case.policy.on(day).nursing_care_pauses_in_hospital:
        away = its.away_on(day)
        if away is not None and away.reason == HOSPITAL:
            return None
    return nursing


def cost_working(case: Case, day: date, cost_pence: int) -> list[WorkingLine]:
    """Gives the lines that say how the cost of a day's care comes about, and that it is the most to be charged.

    Raises:
        CannotAssess, RatesNotPublished: as `cost_shares` does.

    Source: Care Act 2014, s.14(4).
    """
    return [
        *taken_off_cost(case, day),
        WorkingLine("Cost of care, the most that may be charged", cost_pence, _COST_RULE, "cost_of_care"),
    ]


def taken_off_cost(case: Case, day: date) -> list[WorkingLine]:
    """Gives the lines that say what is no part of the cost of a day: what the NHS pays, and care that is not given.

    Raises:
        CannotAssess, RatesNotPublished: as `cost_shares` does.

    Source: Care Act 2014, ss.14(4) and 22; charging section 7 and decision 5.
    """
    lines = []
    for its in case.running:
        line = its.line
        if not (line.suspensions or line.nursing_fee_basis or line.nhs_share_weekly_pence):
            continue
        if not its.runs(day) or why_free(its, case.rates, day) is not None:
            continue
        away = its.away_on(day)
        if away is not None:
            label = "Less is paid for a service that is kept while the person is away"
            fall = min(0, away.weekly_cost_pence - line.weekly_cost_pence)
            lines.append(WorkingLine(label, fall, f"{_COST_RULE}; charging decision 5", "kept_while_away"))
        nursing = _nursing_care(case, its, day)
        if nursing is not None:
            lines.append(nursing)
        if line.nhs_share_weekly_pence:
            label = "The share of the NHS in care that is funded jointly"
            lines.append(WorkingLine(label, -line.nhs_share_weekly_pence, _COST_RULE, "nhs_share"))
    return lines


def why_nothing_is_charged(case: Case, day: date) -> tuple[WorkingLine, ...]:
    """Gives the reasons why none of the care of a day may be charged for, each of them once.

    Raises:
        RatesNotPublished: as `chargeable_lines` does.

    Source: Care Act 2014, s.14; SI 2014/2672, regs 3 and 4.
    """
    if is_continuing_healthcare(case.circumstances, day):
        return (CONTINUING_HEALTHCARE,)
    reasons = [why_free(its, case.rates, day) for its in case.running if its.runs(day)]
    told = tuple(dict.fromkeys(why for why in reasons if why is not None))
    return told or (WorkingLine("No care runs", 0, "Care Act 2014, s.14", "no_care"),)
