"""The figures as they are listed: amount, days, source, and who gave them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from hub.rates.figures import Dated, Rates
from hub.rates.years import of_year

Row = dict[str, Any]


def listing(rates: Rates, *, day: date | None = None, year: str | None = None, figure: str | None = None) -> list[Row]:
    """The figures of a day, of a rates year, or of all days; `figure` is the name of one, or a part of several names.

    Raises:
        RatesNotPublished: a figure is asked for by its whole name and day, and nobody published it.
    """
    if figure is not None and day is not None and rates.spans(figure):
        rates.source(figure, day)
    rows = [_row(name, its) for name, its in _chosen(rates, day, year) if figure is None or figure in name]
    if figure is not None and rates.spans(figure):
        return [row for row in rows if row["name"] == figure]
    return rows


def _chosen(rates: Rates, day: date | None, year: str | None) -> Iterable[tuple[str, Dated]]:
    if year is not None:
        return of_year(rates, year)
    everything = ((name, its) for name in rates.names() for its in rates.spans(name))
    return everything if day is None else _holding_on(everything, day)


def _holding_on(figures: Iterable[tuple[str, Dated]], day: date) -> Iterator[tuple[str, Dated]]:
    return ((name, its) for name, its in figures if its.first <= day <= its.last)


def _row(name: str, its: Dated) -> Row:
    return {
        "name": name,
        "amount": its.value,
        "unit": its.unit,
        "from": its.first.isoformat(),
        "to": its.last.isoformat(),
        "year": its.year,
        "given_by": its.given_by,
        "council": its.council,
        "read": its.read,
        "source": its.source,
        "announced_on": None if its.announced_on is None else its.announced_on.isoformat(),
        "note": its.note,
    }
