"""Which figures belong to which rates year."""

from collections.abc import Iterator
from datetime import date

from hub.rates.figures import Dated, Rates
from hub.rates.schema import is_yearly


def years_of(rates: Rates) -> list[str]:
    """Every rates year for which there are figures, in order; not those files that hold for longer."""
    return sorted({year for name in rates.names() for its in rates.spans(name) if is_yearly(year := its.year)})


def of_year(rates: Rates, year: str) -> Iterator[tuple[str, Dated]]:
    """Every figure of a rates year by name, also one that was looked for and not found.

    A figure is of the year that its file names, whatever the day on which it begins: nursing care does on 1 April,
    benefits do on a Monday. One that holds for longer is of each year of which it holds on a day.
    """
    for name in rates.names():
        for its in rates.spans(name):
            if its.year == year or (not is_yearly(its.year) and _holds_in(its, year)):
                yield name, its


def _holds_in(its: Dated, year: str) -> bool:
    begins = int(year[:4])
    return its.first <= date(begins + 1, 4, 5) and its.last >= date(begins, 4, 6)
