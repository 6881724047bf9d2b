"""Two rates years side by side: what changes and by how much, what is new, what went missing."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts.money import pounds_from_pence
from hub.rates.figures import Dated, Rates
from hub.rates.years import of_year

Row = dict[str, Any]


def compare(rates: Rates, before: str, after: str) -> Row:
    """What a later rates year changes: against the last value of the earlier one, and again within the year."""
    earlier, later = _by_name(rates, before), _by_name(rates, after)
    changed = [row for name, spans in later.items() for row in _changes(name, earlier.get(name, []), spans)]
    return {
        "before": before,
        "after": after,
        "changed": changed,
        "new": [_new(name, spans[0]) for name, spans in later.items() if name not in earlier],
        "missing": [_missing(name, spans[-1]) for name, spans in earlier.items() if name not in later],
        "unchanged": sorted(earlier.keys() & later.keys() - {row["name"] for row in changed}),
    }


def _by_name(rates: Rates, year: str) -> dict[str, list[Dated]]:
    """The figures that somebody published for the year; each over its days in order."""
    figures: dict[str, list[Dated]] = {}
    for name, its in of_year(rates, year):
        if its.value is not None:
            figures.setdefault(name, []).append(its)
    return figures


def _changes(name: str, earlier: list[Dated], later: list[Dated]) -> Iterator[Row]:
    held = earlier[-1] if earlier else None
    for its in later:
        if held is not None and held.value != its.value:
            yield {
                "name": name,
                "unit": its.unit,
                "on": its.first.isoformat(),
                "before": held.value,
                "after": its.value,
                "difference": _difference(held, its),
                "percent": _percent(held, its),
                "given_by": its.given_by,
            }
        held = its


def _difference(before: Dated, after: Dated) -> str:
    return str(Decimal(after.value or 0) - Decimal(before.value or 0))


def _percent(before: Dated, after: Dated) -> str | None:
    """By how many per cent an amount of money changes, to two places, halves away from nought."""
    if not before.pence or after.pence is None:
        return None
    change = after.pence - before.pence
    # Hundredths of a per cent have the shape of pence.
    hundredths = (abs(change) * 20_000 + before.pence) // (2 * before.pence)
    return pounds_from_pence(hundredths if change > 0 else -hundredths)


def _new(name: str, its: Dated) -> Row:
    return {
        "name": name,
        "unit": its.unit,
        "on": its.first.isoformat(),
        "after": its.value,
        "given_by": its.given_by,
    }


def _missing(name: str, its: Dated) -> Row:
    return {"name": name, "unit": its.unit, "until": its.last.isoformat(), "before": its.value}
