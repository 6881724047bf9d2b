"""What is missing in the rates, what was not read in its source, what a council gives of its own, what is wrong."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hub.rates.council import OwnFigure, read_council_rates, shared_days, with_own, without
from hub.rates.figures import Dated, Rates
from hub.rates.reading import national_figures
from hub.rates.schema import Fault, FaultyRates, is_yearly
from hub.rates.years import of_year, years_of

Row = dict[str, Any]

NOT_FOUND = "looked for and not found"
BETWEEN = "nothing between two of its spans"
_DAY = timedelta(days=1)


def check(folder: Path | None) -> Row:
    """The rates that ship with the hub, with those of a council's folder before them, looked through for gaps.

    They are usable with gaps, each of which is refused by name when it is asked for; not so with anything wrong in
    the folder.
    """
    own: list[OwnFigure] = []
    wrong: list[Fault] = []
    if folder is not None:
        try:
            own = read_council_rates(folder, national_figures())
        except FaultyRates as error:
            wrong = error.faults
    rates = Rates(with_own(national_figures(), own))
    return {
        "usable": not wrong,
        "council": own[0].dated.council if own else None,
        "years": list(_years(rates)),
        "own": [row for figure in own for row in _beside_the_national(figure)],
        "wrong": [{"file": its.file, "field": its.field, "expected": its.expected} for its in wrong],
    }


def _years(rates: Rates) -> Iterator[Row]:
    before: set[str] = set()
    longer = sorted({its.year for name in rates.names() for its in rates.spans(name) if not is_yearly(its.year)})
    for year in longer:
        figures = [(name, its) for name in rates.names() for its in rates.spans(name) if its.year == year]
        yield _year(rates, year, figures, set())
    for year in years_of(rates):
        figures = list(of_year(rates, year))
        yield _year(rates, year, [(name, its) for name, its in figures if its.year == year], before)
        before = {name for name, its in figures if its.value is not None}


def _year(rates: Rates, year: str, figures: Sequence[tuple[str, Dated]], before: set[str]) -> Row:
    found = [(name, its) for name, its in figures if its.value is not None]
    gone = before - {name for name, _ in of_year(rates, year)} if is_yearly(year) else set()
    return {
        "year": year,
        "figures": len(found),
        "read": {how: sum(its.read == how for _, its in found) for how in ("direct", "secondary", "derived")},
        "missing": [
            *(_missing(name, its) for name, its in figures if its.value is None),
            *_between(rates, year, sorted({name for name, _ in figures})),
            *(
                {"name": name, "from": None, "to": None, "why": "in the year before, not in this"}
                for name in sorted(gone)
            ),
        ],
        "not_read_directly": [
            {"name": name, "read": its.read, "given_by": its.given_by, "source": its.source, "note": its.note}
            for name, its in found
            if its.read != "direct"
        ],
    }


def _missing(name: str, its: Dated) -> Row:
    return {"name": name, "from": its.first.isoformat(), "to": its.last.isoformat(), "why": NOT_FOUND}


def _between(rates: Rates, year: str, names: Sequence[str]) -> Iterator[Row]:
    for name in names:
        for earlier, later in pairwise(rates.spans(name)):
            first, last = earlier.last + _DAY, later.first - _DAY
            if later.year == year and first <= last:
                yield {"name": name, "from": first.isoformat(), "to": last.isoformat(), "why": BETWEEN}


def _beside_the_national(own: OwnFigure) -> Iterator[Row]:
    """A figure of the council's, cut where the national one beside it changes."""
    alone = [own.dated]
    rows = []
    for national in national_figures()[own.name]:
        days = shared_days(own.dated, national)
        if days is not None:
            rows.append((*days, national.value))
            alone = [piece for its in alone for piece in without(its, national)]
    rows += [(its.first, its.last, None) for its in alone]
    for first, last, value in sorted(rows, key=lambda row: row[0]):
        yield {
            "name": own.name,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "does": "completes" if value is None else "overrides",
            "amount": own.dated.value,
            "unit": own.dated.unit,
            "national": value,
            "source": own.dated.source,
            "file": own.file,
        }
