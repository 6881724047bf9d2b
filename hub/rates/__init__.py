"""The almanac: a number, a unit, a date and a source. A day without a published figure is refused by name."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise

from hub.errors import HubError
from hub.rates.schema import RatesYear, read_year


class RatesNotPublished(HubError):
    """No published figure for a day; nothing is guessed, carried over or extrapolated."""

    code = "rates_not_published"

    def __init__(self, figure: str, day: date) -> None:
        super().__init__(f"no published rate {figure} for {day.isoformat()}")
        self.figure = figure
        self.day = day


@dataclass(slots=True, frozen=True)
class Dated:
    """One figure in pence from a first to a last day; absent where nobody published it."""

    first: date
    last: date
    pence: int | None
    source: str


class Rates:
    """Every figure of every year, looked up by name and day."""

    def __init__(self, figures: dict[str, list[Dated]]) -> None:
        self._figures = {name: sorted(dated, key=lambda its: its.first) for name, dated in figures.items()}
        self._firsts = {name: [its.first for its in dated] for name, dated in self._figures.items()}
        days = {its.first for dated in self._figures.values() for its in dated}
        days |= {its.last + timedelta(days=1) for dated in self._figures.values() for its in dated}
        self._change_days = sorted(days)

    def pence(self, figure: str, day: date) -> int:
        """The figure in pence on the day.

        Raises:
            RatesNotPublished: there is none.
        """
        dated = self._find(figure, day)
        if dated is None or dated.pence is None:
            raise RatesNotPublished(figure, day)
        return dated.pence

    def source(self, figure: str, day: date) -> str:
        """Where the figure of the day comes from.

        Raises:
            RatesNotPublished: there is none.
        """
        dated = self._find(figure, day)
        if dated is None or dated.pence is None:
            raise RatesNotPublished(figure, day)
        return dated.source

    def _find(self, figure: str, day: date) -> Dated | None:
        firsts = self._firsts.get(figure)
        if firsts is None:
            return None
        place = bisect_right(firsts, day) - 1
        dated = self._figures[figure][place] if place >= 0 else None
        return dated if dated is not None and day <= dated.last else None

    def change_days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` on which any figure begins or ends."""
        days = self._change_days
        return days[bisect_left(days, first) : bisect_right(days, last)]


def rates_from(years: Iterable[RatesYear]) -> Rates:
    """Rates of several years together.

    Raises:
        ValueError: two years give the same figure for the same day.
    """
    figures: dict[str, list[Dated]] = {}
    for year in years:
        for group in year.groups.values():
            for name, figure in group.figures.items():
                figures.setdefault(name, []).append(
                    Dated(group.first, group.last, figure.pence, f"{figure.source} ({year.year})")
                )
    for name, dated in figures.items():
        dated.sort(key=lambda its: its.first)
        for before, after in pairwise(dated):
            if after.first <= before.last:
                raise ValueError(f"{name}: two values for {after.first.isoformat()}")
    return Rates(figures)


@cache
def load_rates() -> Rates:
    """The rates that ship with the hub: one file a rates year, named by its first day."""
    folder = resources.files(__package__)
    return rates_from(
        read_year(file.name, file.read_text("utf-8"))
        for file in sorted(folder.iterdir(), key=lambda its: its.name)
        if file.name.endswith(".yaml")
    )
