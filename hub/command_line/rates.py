"""Verbs about rates: show, check, diff."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.command_line.console import AsJson, RatesFolder, day_from, out, show, table
from hub.errors import WrongUsage
from hub.settings import from_environment

if TYPE_CHECKING:
    from hub.rates import Rates

UNITS = {
    "pounds": "pounds",
    "pounds_weekly": "pounds a week",
    "pounds_monthly": "pounds a month",
    "percent": "per cent",
}


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    rates = typer.Typer(no_args_is_help=True, help="Rates: what holds when, from what source, and what is missing.")
    rates.command("show")(show_verb)
    rates.command("check")(check_verb)
    rates.command("diff")(diff_verb)
    app.add_typer(rates, name="rates")


def show_verb(
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="What holds on this day. [today]")] = None,
    year: Annotated[str | None, typer.Option("--year", metavar="YEAR", help="A rates year, such as 2026/27.")] = None,
    figure: Annotated[
        str | None,
        typer.Option("--figure", metavar="NAME", help="One figure, or all whose name holds this. [on all days]"),
    ] = None,
    rates: RatesFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show figures with their amount, days and source.

    Says how each was read: direct (in the source itself), secondary (quoted by another), derived (worked out from
    figures that were read), not_found (looked for; asking for it is refused). And whether it is the national figure
    or the council's own, which stands before it.

    A figure asked for by its whole name and a day on which nobody published it is refused, with 1.

    Example: hub rates show --figure nhs_funded_nursing_care_standard --day 2026-04-01
    """
    from hub.almanac import rates_of
    from hub.rates.listing import listing

    if day is not None and year is not None:
        raise WrongUsage("--day or --year: expected one of them")
    given = rates_of(from_environment(rates=rates))
    if figure is not None and not any(figure in name for name in given.names()):
        raise WrongUsage("--figure: expected the name of a figure or a part of it; `hub rates show` lists them")
    asked = day_from("--day", day)
    if day is None and year is None and figure is None:
        asked = _today()
    rows = listing(given, day=asked, year=None if year is None else _year("--year", year, given), figure=figure)
    show(rows, as_json, _render_rows)


def _today() -> date:
    from hub.clock import SystemClock, day_in_london

    return day_in_london(SystemClock().now())


def _year(option: str, year: str, rates: "Rates") -> str:
    from hub.rates.years import years_of

    known = years_of(rates)
    if year not in known:
        raise WrongUsage(f"{option}: expected one of {', '.join(known)}")
    return year


def _render_rows(rows: list[dict[str, Any]]) -> None:
    sources = _numbered(row["source"] for row in rows)
    table(
        f"{len(rows)} figures",
        ("figure", "amount", "unit", "from", "to", "read", "given by", "announced", "source"),
        (
            (
                row["name"],
                row["amount"] or "not found",
                _unit(row),
                row["from"],
                row["to"],
                row["read"],
                row["council"] or row["given_by"],
                row["announced_on"],
                f"[{sources[row['source']]}]",
            )
            for row in rows
        ),
        amounts=(1,),
    )
    table("\nSources", ("", ""), ((f"[{number}]", source) for source, number in sources.items()))


def _numbered(sources: Iterable[str]) -> dict[str, int]:
    """Each source once, numbered in order: many figures share a long one."""
    return {source: number for number, source in enumerate(dict.fromkeys(sources), 1)}


def _unit(row: dict[str, Any]) -> str:
    return UNITS.get(row["unit"], str(row["unit"]))


def check_verb(rates: RatesFolder = None, as_json: AsJson = False) -> None:
    """Say what is missing, unsure, the council's own, or wrong.

    Lists, for each rates year, what was looked for and not found, and what was not read in its source itself. Then
    what the council gives of its own, and everything that is wrong in its folder, by file and field.

    Ends with 0 if the rates can be used, whatever is missing: that is refused by name when it is asked for. Ends
    with 1 if anything in the council's folder is wrong; no hub starts on it.

    Example: hub rates check --rates council/rates
    """
    from hub.rates.checking import check

    report = check(from_environment(rates=rates).rates_folder)
    show(report, as_json, _render_check)
    if not report["usable"]:
        raise typer.Exit(1)


def _render_check(report: dict[str, Any]) -> None:
    years = report["years"]
    table(
        "Rates years",
        ("year", "figures", "read directly", "secondary", "derived", "missing"),
        ((year["year"], year["figures"], *year["read"].values(), len(year["missing"])) for year in years),
        amounts=(1, 2, 3, 4, 5),
    )
    table(
        "\nMissing: refused by name when it is asked for",
        ("year", "figure", "from", "to", "why"),
        ((year["year"], *row.values()) for year in years for row in year["missing"]),
    )
    table(
        "\nNot read in the source itself: look before charging by it",
        ("year", "figure", "read", "given by", "source or reason"),
        (
            (year["year"], row["name"], row["read"], row["given_by"], row["note"] or row["source"])
            for year in years
            for row in year["not_read_directly"]
        ),
    )
    _render_own(report)


def _render_own(report: dict[str, Any]) -> None:
    if report["own"]:
        table(
            f"\n{report['council']}: figures of its own",
            ("figure", "from", "to", "", "amount", "national", "source"),
            (
                (row["name"], row["from"], row["to"], row["does"], row["amount"], row["national"], row["source"])
                for row in report["own"]
            ),
            amounts=(4, 5),
        )
    if report["wrong"]:
        table(
            f"\n{len(report['wrong'])} faults in the council's folder",
            ("file", "field", "what is wrong"),
            (tuple(fault.values()) for fault in report["wrong"]),
        )
    out.print("\nUsable." if report["usable"] else "\nNot usable before this is mended.")


def diff_verb(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="The earlier rates year, such as 2025/26.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later rates year, such as 2026/27.")],
    rates: RatesFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what changes from one rates year to another.

    Each change has its day, and says by how much in pounds and in per cent; a change within the later year is
    there too. Then what is new, and what went missing because nobody published it.

    Example: hub rates diff 2025/26 2026/27
    """
    from hub.almanac import rates_of
    from hub.rates.comparing import compare

    given = rates_of(from_environment(rates=rates))
    show(compare(given, _year("BEFORE", before, given), _year("AFTER", after, given)), as_json, _render_diff)


def _render_diff(report: dict[str, Any]) -> None:
    table(
        f"{len(report['changed'])} figures change from {report['before']} to {report['after']}",
        ("figure", "unit", "on", "before", "after", "difference", "per cent"),
        (
            (*(row["name"], _unit(row), row["on"], row["before"], row["after"]), row["difference"], row["percent"])
            for row in report["changed"]
        ),
        amounts=(3, 4, 5, 6),
    )
    table(
        f"\n{len(report['new'])} are new",
        ("figure", "unit", "on", "amount"),
        ((row["name"], _unit(row), row["on"], row["after"]) for row in report["new"]),
        amounts=(3,),
    )
    table(
        f"\n{len(report['missing'])} went missing",
        ("figure", "unit", "until", "amount"),
        ((row["name"], _unit(row), row["until"], row["before"]) for row in report["missing"]),
        amounts=(3,),
    )
    out.print(f"\n{len(report['unchanged'])} stay as they are.")
