"""From the files of rates to figures by name and day: those that ship with the hub, and a council's own."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from hub.rates.council import read_council_rates, read_council_texts, with_own
from hub.rates.figures import Dated, Rates, figures_in
from hub.rates.schema import RatesYear, read_year


@cache
def load_rates(folder: Path | None = None) -> Rates:
    """The rates that ship with the hub, and before them those of a council's folder, if there is one.

    Raises:
        FaultyRates: a file of the council is not as it should be; names file, field and what was expected.
    """
    if folder is None:
        return Rates(national_figures())
    return Rates(with_own(national_figures(), read_council_rates(folder, national_figures())))


@cache
def rates_of_texts(texts: tuple[tuple[str, str], ...]) -> Rates:
    """The rates that ship with the hub, and before them those of a council's files, given by name and text.

    Raises:
        FaultyRates: as `load_rates` does.
    """
    return Rates(with_own(national_figures(), read_council_texts(dict(texts), national_figures())))


def rates_from(years: Iterable[RatesYear]) -> Rates:
    """Rates of several years together.

    Raises:
        ValueError: two years give the same figure for the same day.
    """
    return Rates(_figures_of(years))


@cache
def national_figures() -> dict[str, list[Dated]]:
    """The figures that ship with the hub: one file a rates year, named by its first day."""
    folder = resources.files(__package__)
    return _figures_of(
        read_year(file.name, file.read_text("utf-8"))
        for file in sorted(folder.iterdir(), key=lambda its: its.name)
        if file.name.endswith(".yaml")
    )


def _figures_of(years: Iterable[RatesYear]) -> dict[str, list[Dated]]:
    figures: dict[str, list[Dated]] = {}
    for year in years:
        for _, name, dated in figures_in(year):
            figures.setdefault(name, []).append(dated)
    for name, spans in figures.items():
        spans.sort(key=lambda its: its.first)
        for before, after in pairwise(spans):
            if after.first <= before.last:
                raise ValueError(f"{name}: two values for {after.first.isoformat()}")
    return figures
