"""The report of a rehearsal as one document: for programs as it is, and for the page of it."""

from collections.abc import Iterator
from typing import Any

from contracts.money import pounds_from_pence
from hub.rehearsing.comparing import Change, Crossing, Held, Row
from hub.rehearsing.plans import Rehearsal, about
from hub.rehearsing.summary import EDGES_PENCE, WEEKS_IN_A_YEAR, Refused, Several, Summary

CHANGES = {
    Change.RISES: "Pay more",
    Change.FALLS: "Pay less",
    Change.SAME: "Pay the same",
    Change.BEGINS: "Can be worked out only afterwards",
    Change.ENDS: "Cannot be worked out any more",
    Change.UNKNOWN: "Cannot be worked out, before or afterwards",
    Change.NO_CARE: "Have no care that may be charged for on the day, or soon after it",
}
CROSSINGS = {
    Crossing.TO_FULL_COST: "From the means test to full cost",
    Crossing.FROM_FULL_COST: "From full cost to the means test",
    Crossing.TO_CAP: "Means reach the cost of the care, the most that may be charged",
    Crossing.FROM_CAP: "Means no longer reach the cost of the care",
    Crossing.FROM_NIL: "From nothing to something",
    Crossing.TO_NIL: "From something to nothing",
    Crossing.OVER_UPPER_CAPITAL: "Capital comes above the upper limit",
    Crossing.UNDER_UPPER_CAPITAL: "Capital is no longer above the upper limit",
    Crossing.OVER_LOWER_CAPITAL: "Capital begins to count, above the lower limit",
    Crossing.UNDER_LOWER_CAPITAL: "Capital no longer counts",
    Crossing.TO_GUARANTEE: "Down to what the person has to be left with",
    Crossing.FROM_GUARANTEE: "Up from what the person has to be left with",
}


def document_of(rehearsal: Rehearsal, summary: Summary, accounts: int) -> dict[str, Any]:
    """Everything a report tells; amounts are pounds."""
    weekly = summary.after - summary.before
    return {
        "kind": rehearsal.kind,
        "title": rehearsal.title,
        "day": rehearsal.window.day.isoformat(),
        "business_day": rehearsal.window.today.isoformat(),
        "about": about(rehearsal),
        "accounts": {"all": accounts, "with_care_ever": summary.compared},
        "changes": {
            str(change): {"label": CHANGES[change], **_several(its, named=False)}
            for change, its in summary.changes.items()
        },
        "weekly": {
            "before": pounds_from_pence(summary.before),
            "after": pounds_from_pence(summary.after),
            "change": pounds_from_pence(weekly),
        },
        "yearly": {"weeks": WEEKS_IN_A_YEAR, "change": pounds_from_pence(weekly * WEEKS_IN_A_YEAR)},
        "charged_already": {
            "people": summary.charged_people,
            "difference": pounds_from_pence(summary.charged_difference),
        },
        "histogram": list(_histogram(summary)),
        "largest_rises": [row_told(row) for row in summary.largest_rises],
        "largest_falls": [row_told(row) for row in summary.largest_falls],
        "crossings": [
            {"crossing": str(crossing), "label": label, **_several(summary.crossings[crossing])}
            for crossing, label in CROSSINGS.items()
            if crossing in summary.crossings
        ],
        "cannot_be_worked_out": [
            _refused(cause, its) for cause, its in sorted(summary.refused.items(), key=lambda its: -its[1].people)
        ],
        "held": [{"person": person, **held_told(its)} for person, its in summary.held],
        "moved_lines": [
            {"label": label, **_several(its, named=False)}
            for label, its in sorted(summary.moved.items(), key=lambda its: (-abs(its[1].weekly), its[0]))
        ],
        "footings": [
            {
                "basis": str(basis),
                "people_before": its.people_before,
                "people_after": its.people_after,
                "weekly_before": pounds_from_pence(its.weekly_before),
                "weekly_after": pounds_from_pence(its.weekly_after),
            }
            for basis, its in sorted(summary.footings.items())
        ],
    }


def row_told(row: Row) -> dict[str, Any]:
    """One account, in pounds and as text."""
    return {
        "person": row.person,
        "on": None if row.on is None else row.on.isoformat(),
        "before": None if row.before is None else pounds_from_pence(row.before),
        "after": None if row.after is None else pounds_from_pence(row.after),
        "change": pounds_from_pence(row.difference),
        "basis_before": None if row.basis_before is None else str(row.basis_before),
        "basis_after": None if row.basis_after is None else str(row.basis_after),
        "setting": None if row.setting is None else str(row.setting),
        "crossings": [str(crossing) for crossing in row.crossings],
        "held": [held_told(held) for held in row.held],
        "charged_difference": pounds_from_pence(row.charged_difference),
        "moved": [{"label": label, "change": pounds_from_pence(pence)} for label, pence in row.moved],
        "reason": row.why,
    }


def held_told(held: Held) -> dict[str, str]:
    """A notice that would wait for an officer."""
    return {
        "notice": held.notice,
        "weekly": pounds_from_pence(held.weekly),
        "weekly_if_released": pounds_from_pence(held.weekly_if_released),
        "rise": pounds_from_pence(held.rise),
    }


def _several(its: Several, *, named: bool = True) -> dict[str, Any]:
    told: dict[str, Any] = {"people": its.people, "weekly": pounds_from_pence(its.weekly)}
    if named:
        told |= {"persons": its.persons, "left_out": its.people - len(its.persons)}
    return told


def _refused(cause: str, its: Refused) -> dict[str, Any]:
    return {"cause": cause, "why": its.why, "before_too": its.before_too, **_several(its)}


def _histogram(summary: Summary) -> Iterator[dict[str, Any]]:
    bars = len(summary.histogram)
    middle = bars // 2
    edges = [0, *EDGES_PENCE]
    for place, its in enumerate(summary.histogram):
        step = abs(place - middle)
        sign = 1 if place > middle else -1
        low = edges[step - 1] if step else 0
        high = edges[step] if 0 < step < len(edges) else None
        yield {
            "over": None if not step else pounds_from_pence(sign * low),
            "to": None if not step or high is None else pounds_from_pence(sign * high),
            "label": _label(step, low, high, sign),
            **_several(its, named=False),
        }


def _label(step: int, low: int, high: int | None, sign: int) -> str:
    if not step:
        return "No change"
    what = "more" if sign > 0 else "less"
    if high is None:
        return f"Over £{low // 100} {what}"
    return f"Up to £{high // 100} {what}" if not low else f"£{low // 100} to £{high // 100} {what}"
