"""Costs that a person is let keep the money for: of the home, and of a disability."""

from collections.abc import Iterator, Sequence
from datetime import date

from hub.charging.case import AssessedDay
from hub.charging.circumstances import Outgoing
from hub.charging.rounding import PARTS
from hub.charging.working import WorkingLine

_WHOLE = 100
_HOUSING = "SI 2014/2672, Schedule 1, para 2"
_DISABILITY = "SI 2014/2672, Schedule 1, para 4"


def is_due(cost: Outgoing, day: date) -> bool:
    """Says whether a cost is met on a day, the first and the last of its days included.

    Source: charging section 9 (a change counts from its own day).
    """
    return (cost.paid_from is None or cost.paid_from <= day) and (cost.paid_to is None or day <= cost.paid_to)


def own_share(cost: Outgoing) -> int:
    """Gives the person's share of a weekly cost in pence; a fraction goes up, which is to the person's advantage.

    Source: SI 2014/2672, reg 11; charging section 6 (others who live there pay their share).
    """
    return -(-cost.weekly_pence * cost.share_percent // _WHOLE)


def housing_costs(its: AssessedDay, help_parts: int) -> list[WorkingLine]:
    """Gives the housing costs of the main home as deductions, less the help with them that does not count as income.

    Source: SI 2014/2672, Schedule 1, paras 2 and 3.
    """
    lines = list(_lines(its.assessment.housing_costs, its.day, "Housing", _HOUSING, "housing_costs"))
    if help_parts and lines:
        met = min(help_parts // PARTS, -sum(line.amount_pence for line in lines))
        lines.append(WorkingLine("Housing costs met by other help", met, _HOUSING, "housing_help"))
    return lines


def disability_costs(its: AssessedDay) -> list[WorkingLine]:
    """Gives the costs of a disability as deductions: those stated, or the council's standard sum if that is more.

    Source: SI 2014/2672, Schedule 1, para 4; Guidance, Annex C.
    """
    lines = list(
        _lines(
            its.assessment.disability_related_expenditure,
            its.day,
            "Disability",
            _DISABILITY,
            "disability_related_expenditure",
        )
    )
    standard = its.terms.standard_disability_expenditure_weekly_pence
    short = standard + sum(line.amount_pence for line in lines)
    if short > 0:
        label = "Disability: the council's standard sum" + (", beyond what is stated" if lines else "")
        lines.append(
            WorkingLine(label, -short, f"{_DISABILITY}; {its.terms.source}", "standard_disability_expenditure")
        )
    return lines


def _lines(costs: Sequence[Outgoing], day: date, label: str, source: str, rule: str) -> Iterator[WorkingLine]:
    for cost in costs:
        if is_due(cost, day):
            yield WorkingLine(f"{label}: {cost.kind.replace('_', ' ')}", -own_share(cost), source, rule)
