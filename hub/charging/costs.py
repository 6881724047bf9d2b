"""Costs: what chargeable care costs on a day, by setting and by who collects."""

from dataclasses import dataclass
from datetime import date

from contracts.inbound.care_packages import Collector, Setting
from hub.charging.case import Case
from hub.charging.nhs_funding import cost_after_nursing_care, is_continuing_healthcare


@dataclass(slots=True, frozen=True)
class CostShare:
    """The weekly cost of chargeable care in one setting with one collector."""

    setting: Setting
    collector: Collector
    weekly_pence: int


def cost_shares(case: Case, day: date) -> tuple[CostShare, ...]:
    """Gives the chargeable weekly cost of a day by setting and collector, in a fixed order; or nothing.

    Raises:
        CannotAssess: a nursing home's fee does not say whether it includes NHS-funded nursing care.
        RatesNotPublished: the rate of NHS-funded nursing care was not published for the day.

    Source: Care Act 2014, s.14(4) (no more than the cost); charging decision 27.
    """
    circumstances = case.circumstances
    if is_continuing_healthcare(circumstances, day):
        return ()
    costs: dict[tuple[Setting, Collector], int] = {}
    for its in case.running:
        if its.charged_from is not None and its.charged_from <= day and its.runs(day):
            key = (its.line.setting, its.line.collector)
            costs[key] = costs.get(key, 0) + cost_after_nursing_care(its.line, circumstances, case.rates, day)
    return tuple(CostShare(*key, costs[key]) for key in sorted(costs))
