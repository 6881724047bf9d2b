"""The report of a rehearsal as one page for people: no script, nothing fetched, readable on paper and aloud."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

PERSONS_SHOWN = 25
HELD_SHOWN = 200
LINES_SHOWN = 20
WIDE = 1000
NONE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
BASES = {
    "assessed": "Means test",
    "full_cost_capital": "Full cost, capital above the limit",
    "full_cost_declined": "Full cost, no assessment wanted",
    "light_touch": "Light-touch assessment",
    "not_chargeable": "Nothing that may be charged for",
    "provisional": "Provisional",
}
SETTINGS = {"community": "At home", "care_home": "Care home"}


@dataclass(slots=True, frozen=True)
class Bar:
    """A bar of a chart in a box that is `WIDE` wide: from where it begins, how long it is, and which way it points."""

    begin: int
    length: int
    kind: str


def page_of(document: dict[str, Any]) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("hub.rehearsing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"pounds": pounds, "change": signed, "count": counted}
    return environment.get_template("page.html.jinja").render(
        report=document,
        changes=document["changes"],
        histogram=_with_bars(_worth_showing(document["histogram"]), "people"),
        causes=_with_bars(_causes(document), "weekly"),
        lines=_with_bars(document["moved_lines"][:LINES_SHOWN], "weekly"),
        lines_left_out=max(0, len(document["moved_lines"]) - LINES_SHOWN),
        refused=sum(its["people"] for its in document["cannot_be_worked_out"]),
        bases=BASES,
        settings=SETTINGS,
        wide=WIDE,
        persons_shown=PERSONS_SHOWN,
        held_shown=HELD_SHOWN,
    )


def _worth_showing(bars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars without the empty ones at either end; the one in the middle, of those who pay the same, stays."""
    middle = len(bars) // 2
    filled = [place for place, its in enumerate(bars) if its["people"]] + [middle]
    return list(bars[min(filled) : max(filled) + 1])


def _causes(document: dict[str, Any]) -> list[dict[str, Any]]:
    of = document["changes"]
    return [
        {"label": label, "people": of[change]["people"], "weekly": of[change]["weekly"]}
        for change, label in (
            ("rises", "Contributions that rise"),
            ("falls", "Contributions that fall"),
            ("begins", "Contributions that can be worked out only afterwards"),
            ("ends", "Contributions that cannot be worked out any more"),
        )
        if of[change]["people"]
    ]


def _with_bars(rows: Iterable[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """Rows with a bar for the field of each; if some are below nought, the bars begin at a line between them."""
    rows = list(rows)
    sizes = [Decimal(its[field]) for its in rows]
    low, high = min([*sizes, Decimal(0)]), max([*sizes, Decimal(0)])
    span = high - low or Decimal(1)
    nought = _scaled(-low, span)
    drawn = []
    for row, size in zip(rows, sizes, strict=True):
        length = _scaled(abs(size), span)
        begin = nought - length if size < 0 else nought
        drawn.append({**row, "nought": nought, "bar": Bar(begin, length, _kind(row, size))})
    return drawn


def _kind(row: dict[str, Any], size: Decimal) -> str:
    weekly = Decimal(row["weekly"])
    if "over" in row and not weekly:
        return "same"
    return "fall" if weekly < 0 or size < 0 else "rise"


def _scaled(size: Decimal, span: Decimal) -> int:
    # Nobody looks for a bar of nothing: the smallest is a hair wide.
    return 0 if not size else max(3, int(size * WIDE / span))


def pounds(amount: str | None) -> str:
    """An amount as people write it, such as £1,234.50; a dash where there is none."""
    if amount is None:
        return NONE
    value = Decimal(amount)
    return f"{MINUS if value < 0 else ''}£{abs(value):,.2f}"


def signed(amount: str) -> str:
    """A change as people write it: with its sign, or in a word if there is none."""
    value = Decimal(amount)
    return "no change" if not value else f"{'+' if value > 0 else ''}{pounds(amount)}"


def counted(number: int, one: str, several: str) -> str:
    """A number of things, such as 1,234 people."""
    return f"{number:,} {one if number == 1 else several}"
