"""What every verb shares: its options, where output goes, and how errors reach a person."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import orjson
import typer
from rich.console import Console

from hub.errors import WrongUsage

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]
Db = Annotated[
    str | None,
    typer.Option("--db", metavar="URL", help="The store: sqlite:///FILE or postgresql://... [HUB_DB, else hub.sqlite]"),
]
Bus = Annotated[
    str | None,
    typer.Option("--bus", metavar="URL", help="The bus: embedded or amqp://... [HUB_BUS, else embedded]"),
]
RatesFolder = Annotated[
    Path | None,
    typer.Option("--rates", metavar="FOLDER", help="The council's own rates. [HUB_RATES_FOLDER, else national alone]"),
]

FOUND_WRONG = 1
WRONG_USAGE = 2

# Where nobody looks at a terminal, a line of a table stays a line.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Entry = TypeVar("Entry")


def show(document: Any, as_json: bool, render: Callable[[Any], None]) -> None:
    """Print the document as JSON, or as people read it."""
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        sys.stdout.buffer.flush()
    else:
        render(document)


def table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *, amounts: Iterable[int] = ()
) -> None:
    """Print a table; columns numbered in `amounts` are aligned to the right."""
    from rich.table import Table

    to_the_right = set(amounts)
    drawn = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        drawn.add_column(heading, justify="right" if number in to_the_right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(drawn)


def fail(message: str, code: int = FOUND_WRONG) -> NoReturn:
    """Say on standard error what is wrong and what to do, and end with the code."""
    err.print("hub:", style="bold red", end=" ")
    err.print(message, markup=False)
    raise typer.Exit(code)


def progress(entries: Sequence[Entry], doing: str) -> Iterator[Entry]:
    """Go through the entries, with a bar on a terminal."""
    with bar(doing, len(entries)) as advance:
        for entry in entries:
            yield entry
            advance(1)


@contextmanager
def bar(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, on a terminal only; yields what moves it on."""
    if not err.is_terminal:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task(doing, total=total)
        yield lambda steps: shown.advance(task, steps)


def day_from(option: str, text: str | None) -> date | None:
    """The date an option gives.

    Raises:
        WrongUsage: it is not a date; names the option.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{option}: expected a date such as 2026-04-06") from None


def moment_from(option: str, text: str | None) -> datetime | None:
    """The moment an option gives, with its offset from UTC.

    Raises:
        WrongUsage: it is not a moment; names the option.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WrongUsage(f"{option}: expected a moment with its offset, such as 2026-04-06T09:30:00+01:00")
    return moment
