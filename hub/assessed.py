"""What a person has to pay on one day, with its whole working, and two such assessments side by side."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.money import pence_from_pounds, pounds_from_pence
from hub.adoption import in_force
from hub.charging.assessment import assess
from hub.charging.example_inputs import InputFault
from hub.charging.examples import line_as_json, refused_as_json
from hub.charging.refusals import CannotAssess
from hub.deciding import Almanac
from hub.differences.upratings import Rules, notices_that_hold
from hub.rates import RatesNotPublished
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding

Assessed = dict[str, Any]


def assessed_on(standing: PersonStanding, council: CouncilStanding, almanac: Almanac, day: date) -> Assessed:
    """What the person has to pay on a day by the facts as they stand: figures, working, or why it cannot be said."""
    rules = in_force(almanac, council)
    asked = Rules(council.notices, rules.rates, rules.policy)
    circumstances = standing.circumstances
    assessed: Assessed = {
        "id": standing.person,
        "on": day.isoformat(),
        "figures": {},
        "working": [],
        "capital": [],
        "refused": None,
    }
    try:
        notices = notices_that_hold(circumstances, asked, standing.released_upratings(), council.business_day)
        found = assess(circumstances, day, notices, rules.rates, rules.policy)
    except CannotAssess as cannot:
        return assessed | {"refused": refused_as_json([InputFault(cannot.code, cannot.field, cannot.message)])}
    except RatesNotPublished as absent:
        return assessed | {"refused": refused_as_json([InputFault(absent.code, absent.figure, str(absent))])}
    figures = {
        "weekly_contribution": pounds_from_pence(found.weekly_pence),
        "deferred_weekly": pounds_from_pence(found.deferred_weekly_pence),
        "care_cost_weekly": pounds_from_pence(found.cost_weekly_pence),
        "basis": str(found.basis),
        "setting": None if found.setting is None else str(found.setting),
        "assessment": found.assessment,
        "is_billed": found.is_billed,
    }
    working = [line_as_json(line) for line in found.working]
    return assessed | {
        "figures": figures,
        "working": working,
        "capital": [line_as_json(line) for line in found.capital],
    }


def side_by_side(one: Assessed, other: Assessed) -> dict[str, Any]:
    """Two assessments, with the figures and the lines in which they differ; a line that one lacks has no amount."""
    figures = [
        {"figure": name, "amount": one["figures"].get(name), "against": other["figures"].get(name)}
        for name in {**other["figures"], **one["figures"]}
        if one["figures"].get(name) != other["figures"].get(name)
    ]
    moved = _moved(one.get("capital", ()), other.get("capital", ())) + _moved(one["working"], other["working"])
    return {"assessment": one, "against": other, "figures": figures, "moved": moved}


def _moved(one: Sequence[dict[str, Any]], other: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    amounts, against = _by_line(one), _by_line(other)
    moved = []
    for place in _in_order(list(amounts), list(against)):
        line, before = amounts.get(place), against.get(place)
        shown = line or before or {}
        if line is not None and before is not None and line["amount"] == before["amount"]:
            continue
        moved.append(
            {
                "label": shown["label"],
                "amount": None if line is None else line["amount"],
                "against": None if before is None else before["amount"],
                "change": pounds_from_pence(_pence(line) - _pence(before)),
                "rule": shown["rule"],
                "source": shown["source"],
                "rate": shown["rate"],
                "rate_source": shown["rate_source"],
            }
        )
    return moved


_Place = tuple[str, str | None, int]


def _by_line(working: Sequence[dict[str, Any]]) -> dict[_Place, dict[str, Any]]:
    """The lines by label and rule; of several alike, the first by the first and so on."""
    seen: Counter[tuple[str, str | None]] = Counter()
    lines = {}
    for line in working:
        name = (line["label"], line["rule"])
        lines[*name, seen[name]] = line
        seen[name] += 1
    return lines


def _in_order(ones: list[_Place], others: list[_Place]) -> list[_Place]:
    """Every line once: those of both and of the one in its order, those of the other alone where they stood there."""
    order = list(ones)
    for number, place in enumerate(others):
        if place not in ones:
            after = next((its for its in reversed(others[:number]) if its in order), None)
            order.insert(0 if after is None else order.index(after) + 1, place)
    return order


def _pence(line: dict[str, Any] | None) -> int:
    return 0 if line is None else pence_from_pounds(line["amount"])
