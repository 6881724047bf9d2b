"""The rows of a rehearsal as CSV, one a person, to be opened in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from contracts.money import pounds_from_pence
from hub.rehearsing.comparing import Row

HEADINGS = (
    "person",
    "day",
    "change_kind",
    "weekly_before",
    "weekly_after",
    "weekly_change",
    "basis_before",
    "basis_after",
    "setting",
    "flags",
    "held_notices",
    "weekly_if_released",
    "charged_difference",
    "moved_lines",
    "reason",
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class RowsFile:
    """An open file of rows."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(HEADINGS)

    def add(self, rows: Iterable[Row]) -> None:
        """Write some rows."""
        self._writer.writerows(map(cells_of, rows))


@contextmanager
def rows_file(path: Path) -> Iterator[RowsFile]:
    """A new file of rows, with its headings."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield RowsFile(file)


def cells_of(row: Row) -> list[str]:
    """The cells of one person."""
    flags = [*(str(crossing) for crossing in row.crossings), *(["held"] if row.held else [])]
    return [
        plain(row.person),
        "" if row.on is None else row.on.isoformat(),
        str(row.change),
        _amount(row.before),
        _amount(row.after),
        _amount(row.difference),
        plain(row.basis_before or ""),
        plain(row.basis_after or ""),
        plain(row.setting or ""),
        plain(" ".join(flags)),
        plain(" ".join(held.notice for held in row.held)),
        " ".join(pounds_from_pence(held.weekly_if_released) for held in row.held),
        _amount(row.charged_difference),
        plain("; ".join(f"{label}: {pounds_from_pence(pence)}" for label, pence in row.moved)),
        plain(row.why or ""),
    ]


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else str(text)


def _amount(pence: int | None) -> str:
    return "" if pence is None else pounds_from_pence(pence)
