"""Figures by name and day. A day without a published figure is refused by name."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hub.errors import HubError
from hub.rates.schema import MONEY, CouncilYear, RatesYear, ReadHow, Unit

_DAY = timedelta(days=1)


class RatesNotPublished(HubError):
    """No published figure for a day; nothing is guessed, carried over or extrapolated."""

    code = "rates_not_published"

    def __init__(self, figure: str, day: date) -> None:
        super().__init__(f"no published rate {figure} for {day.isoformat()}")
        self.figure = figure
        self.day = day


@dataclass(slots=True, frozen=True)
class Dated:
    """One figure from a first to a last day; its value is absent where nobody published it.

    `pence` is there for money alone. `council` names who gave the figure, unless it is the national one. `cited` is
    its source as the working of an assessment repeats it.
    """

    first: date
    last: date
    value: str | None
    pence: int | None
    unit: Unit
    year: str
    source: str
    cited: str
    read: ReadHow
    announced_on: date | None = None
    note: str | None = None
    council: str | None = None

    @property
    def given_by(self) -> str:
        """Whether it is the `national` figure or a `council`'s own."""
        return "national" if self.council is None else "council"


def figures_in(year: RatesYear) -> Iterator[tuple[str, str, Dated]]:
    """Every figure of a file, with the group it is in and its name."""
    council = year.council if isinstance(year, CouncilYear) else None
    own = "" if council is None else f"{council}, a figure of the council's own: "
    for place, group in year.groups.items():
        for name, figure in group.figures.items():
            dated = Dated(
                group.first,
                group.last,
                figure.value,
                figure.pence,
                figure.unit,
                year.year,
                figure.source,
                f"{own}{figure.source} ({year.year})",
                figure.read,
                figure.announced_on or group.announced_on,
                figure.note,
                council,
            )
            yield place, name, dated


def _value_on(spans: Sequence[Dated], day: date) -> str | None:
    return next((its.value for its in spans if its.first <= day <= its.last), None)


class Rates:
    """Every figure of every year, looked up by name and day."""

    def __init__(self, figures: Mapping[str, Sequence[Dated]]) -> None:
        self._figures = {name: tuple(sorted(dated, key=lambda its: its.first)) for name, dated in figures.items()}
        self._firsts = {name: [its.first for its in dated] for name, dated in self._figures.items()}
        # A charge is moved by amounts alone: percentages and clocks begin and end on days of their own.
        money = [its for dated in self._figures.values() for its in dated if its.unit in MONEY]
        self._change_days = sorted({its.first for its in money} | {its.last + timedelta(days=1) for its in money})
        # The same few figures are asked for over and over, on the same few days.
        self._pence_on: dict[date, dict[str, int]] = {}
        self._cited_on: dict[date, dict[str, str]] = {}

    def pence(self, figure: str, day: date) -> int:
        """The figure in pence on the day.

        Raises:
            RatesNotPublished: there is none.
            ValueError: the figure is not money.
        """
        try:
            return self._pence_on[day][figure]
        except KeyError:
            dated = self._published(figure, day)
        if dated.pence is None:
            raise ValueError(f"{figure}: expected a figure in pounds, and this one is in {dated.unit}")
        self._pence_on.setdefault(day, {})[figure] = dated.pence
        return dated.pence

    def number(self, figure: str, day: date) -> Decimal:
        """The figure on the day in its own unit: pounds, per cent, or how many days, weeks or months.

        Raises:
            RatesNotPublished: there is none.
        """
        return Decimal(self._published(figure, day).value or 0)

    def source(self, figure: str, day: date) -> str:
        """Where the figure of the day comes from.

        Raises:
            RatesNotPublished: there is none.
        """
        try:
            return self._cited_on[day][figure]
        except KeyError:
            cited = self._published(figure, day).cited
        self._cited_on.setdefault(day, {})[figure] = cited
        return cited

    def first_day_unlike(self, other: "Rates") -> date | None:
        """The first day on which the two give another amount for some figure; None if they never do."""
        days: list[date] = []
        for name in self._figures.keys() | other._figures.keys():
            own, others = self._figures.get(name, ()), other._figures.get(name, ())
            if own != others:
                starts = {its.first for its in (*own, *others)} | {its.last + _DAY for its in (*own, *others)}
                days += [day for day in starts if _value_on(own, day) != _value_on(others, day)]
        return min(days, default=None)

    def change_days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` on which any amount begins or ends."""
        days = self._change_days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def names(self) -> list[str]:
        """The name of every figure, also of those that were looked for and not found."""
        return sorted(self._figures)

    def spans(self, figure: str) -> tuple[Dated, ...]:
        """A figure over all its days, in order; nothing for a name that nobody gives."""
        return self._figures.get(figure, ())

    def _published(self, figure: str, day: date) -> Dated:
        dated = self._find(figure, day)
        if dated is None or dated.value is None:
            raise RatesNotPublished(figure, day)
        return dated

    def _find(self, figure: str, day: date) -> Dated | None:
        firsts = self._firsts.get(figure)
        if firsts is None:
            return None
        place = bisect_right(firsts, day) - 1
        dated = self._figures[figure][place] if place >= 0 else None
        return dated if dated is not None and day <= dated.last else None
