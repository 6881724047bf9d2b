"""A council's own figures: they complete the national ones or stand before them, and never fall below the law."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from contracts.money import pounds_from_pence
from hub.rates.figures import Dated, figures_in
from hub.rates.schema import CouncilYear, Fault, FaultyRates, read_council_year

Figures = Mapping[str, Sequence[Dated]]

_DAY = timedelta(days=1)
_MINIMA = {
    "minimum_income_guarantee_": "SI 2014/2672, reg 7",
    "personal_expenses_allowance": "SI 2014/2672, reg 6",
    "savings_disregard_": "SI 2014/2672, Schedule 1, para 40",
    "capital_limit_lower": "SI 2014/2672, reg 25",
    "capital_limit_upper": "SI 2014/2672, reg 12",
}
"""What the law guarantees to everybody, by how the figure's name begins: a council may raise it, and not lower it."""


@dataclass(slots=True, frozen=True)
class OwnFigure:
    """One figure of a council's, with its place in the council's files."""

    file: str
    field: str
    name: str
    dated: Dated


def read_council_rates(folder: Path, national: Figures) -> list[OwnFigure]:
    """The figures of a council's folder, from every YAML file in it.

    Raises:
        FaultyRates: a file does not say what it must, names a figure that there is not, gives two values for a day,
            or lowers what the law guarantees; all faults of all files are named.
    """
    texts, faults = council_texts(folder)
    if not texts and not faults:
        faults.append(Fault(folder.name, "folder", "expected at least one file *.yaml with figures of the council"))
    return read_council_texts(texts, national, faults)


def council_texts(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """The text of every YAML file in a folder by its name, and which of them cannot be read."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml")):
        try:
            texts[file.name] = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(file.name, "file", "expected a file of text in UTF-8 that can be read"))
    return texts, faults


def read_council_texts(
    texts: Mapping[str, str], national: Figures, known_faults: Sequence[Fault] = ()
) -> list[OwnFigure]:
    """The figures of a council's files, given by name and text.

    Raises:
        FaultyRates: as `read_council_rates` does, and if there are faults already.
    """
    faults: list[Fault] = list(known_faults)
    years: list[tuple[str, CouncilYear]] = []
    for name, text in texts.items():
        try:
            years.append((name, read_council_year(name, text)))
        except FaultyRates as error:
            faults += error.faults
    own = [figure for name, year in years for figure in _figures_of(name, year)]
    faults += _of_several_councils(years)
    faults += (fault for figure in own for fault in _faults_of(figure, national.get(figure.name, ())))
    faults += _twice_on_a_day(own)
    if faults:
        raise FaultyRates(faults)
    return own


def with_own(national: Figures, own: Iterable[OwnFigure]) -> dict[str, list[Dated]]:
    """The national figures, with those of the council before them on the days for which it gives one."""
    together = {name: list(dated) for name, dated in national.items()}
    for figure in own:
        uncovered = [piece for its in together[figure.name] for piece in without(its, figure.dated)]
        together[figure.name] = [*uncovered, figure.dated]
    return together


def without(its: Dated, covering: Dated) -> Iterator[Dated]:
    """What is left of a figure's days where another covers some of them: nothing, or up to two pieces."""
    if covering.last < its.first or its.last < covering.first:
        yield its
        return
    if its.first < covering.first:
        yield replace(its, last=covering.first - _DAY)
    if covering.last < its.last:
        yield replace(its, first=covering.last + _DAY)


def shared_days(one: Dated, other: Dated) -> tuple[date, date] | None:
    """The first and the last day on which both hold, if there is one."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return (first, last) if first <= last else None


def _figures_of(file: str, year: CouncilYear) -> Iterator[OwnFigure]:
    for group, name, dated in figures_in(year):
        yield OwnFigure(file, f"groups.{group}.figures.{name}", name, dated)


def _of_several_councils(years: Sequence[tuple[str, CouncilYear]]) -> Iterator[Fault]:
    for name, year in years[1:]:
        if year.council != years[0][1].council:
            yield Fault(name, "council", f"expected the council that {years[0][0]} names")


def _faults_of(own: OwnFigure, national: Sequence[Dated]) -> Iterator[Fault]:
    if not national:
        yield Fault(own.file, own.field, "expected the name of a national figure: `hub rates show` lists them")
        return
    unit = national[0].unit
    if own.dated.unit != unit:
        yield Fault(own.file, f"{own.field}.unit", f"expected {unit}, as the national figure has")
        return
    if own.dated.value is None:
        yield Fault(own.file, f"{own.field}.value", "expected a value: what the council does not give is left out")
        return
    yield from _below_the_law(own, national)


def _below_the_law(own: OwnFigure, national: Sequence[Dated]) -> Iterator[Fault]:
    law = next((law for begins, law in _MINIMA.items() if own.name.startswith(begins)), None)
    if law is None or own.dated.pence is None:
        return
    for its in national:
        days = shared_days(its, own.dated)
        if days is not None and its.pence is not None and own.dated.pence < its.pence:
            yield Fault(
                own.file,
                f"{own.field}.value",
                f"expected {pounds_from_pence(its.pence)} or more for {in_words(*days)}, which {law} guarantees; "
                f"a national figure that is wrong is mended in its own file",
            )


def _twice_on_a_day(own: Iterable[OwnFigure]) -> Iterator[Fault]:
    reaching: OwnFigure | None = None
    for figure in sorted(own, key=lambda its: (its.name, its.dated.first, its.file)):
        if reaching is None or reaching.name != figure.name:
            reaching = figure
            continue
        days = shared_days(reaching.dated, figure.dated)
        if days is not None:
            other = f"{reaching.file} has one at {reaching.field}"
            yield Fault(figure.file, figure.field, f"expected one value for {in_words(*days)}, and {other} already")
        if figure.dated.last > reaching.dated.last:
            reaching = figure


def in_words(first: date, last: date) -> str:
    """A span of days as it is told."""
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
