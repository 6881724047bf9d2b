"""Verbs that rehearse a change before it acts: uprate, rehearse."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, bar, day_from, err, out, show, table
from hub.errors import WrongUsage

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hub.rehearsing.plans import Rehearsal
    from hub.rehearsing.saved import Saved

Csv = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write a row for each person, for a spreadsheet.")
]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write the report as one page, to read or print.")
]
SHOWN = 10


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("uprate")(uprate_verb)
    app.command("rehearse")(rehearse_verb)


def uprate_verb(
    notice: Annotated[
        Path, typer.Argument(metavar="NOTICE", help="The notice as JSON: a benefit.rates_published event, or its data.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Run it over every account and report; nothing is written or said.")
    ] = False,
    csv: Csv = None,
    html: Html = None,
    as_json: AsJson = False,
    db: Db = None,
    bus: Bus = None,
) -> None:
    """Uprate everybody by a notice, or rehearse it.

    With --dry-run: who pays more and by how much, who crosses a limit, who cannot be worked out and why, and whose
    rise would wait for an officer. Applied afterwards, it comes to exactly that.

    Without it: the notice goes onto the bus, as its producer would send it, and the consumers apply it. Whoever it
    raises further than the policy lets it goes on paying the old amount until an officer decides.

    Example: hub uprate notice.json --dry-run --html report.html
    """
    from hub.rehearsing.plans import notice_event, of_notice, read_notice

    body = notice_event(_document(notice))
    event = read_notice(body)
    if not dry_run:
        if csv is not None or html is not None:
            raise WrongUsage("--csv and --html: expected with --dry-run, whose report they are")
        _publish(body, event.data.notice, as_json, db, bus)
        return
    with _rehearsing(db) as (connection, almanac, council):
        _report(connection, of_notice(almanac, council, event), csv, html, as_json)


def _publish(body: bytes, notice: str, as_json: bool, db: str | None, bus: str | None) -> None:
    from hub.sending import publish_all
    from hub.settings import from_environment

    report = {"notice": notice, **publish_all(from_environment(db, bus), [body], lambda _: None)}
    show(report, as_json, _render_published)
    if report["returned"]:
        raise typer.Exit(1)


def _render_published(report: dict[str, Any]) -> None:
    if report["returned"]:
        err.print("It came back, because the broker has no queue for it: `hub topology apply`.")
        return
    out.print(f"Notice {report['notice']} is on the bus, and the consumers apply it. What is held: `hub tasks`.")


def rehearse_verb(
    rates: Annotated[
        Path | None, typer.Option("--rates", metavar="FOLDER", help="The council's own figures as they would be.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help="The council's policy as it would be.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Save what this version makes of every account.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Hold this version against what another saved.")
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="DATE",
            help="Day to compare. [the first that changes and is still to come, else the business day]",
        ),
    ] = None,
    csv: Csv = None,
    html: Html = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Rehearse other figures, policy or rules over everybody.

    Figures and policy: as if they were adopted now; `hub adopt` does it in earnest. Rules: save what one version of
    the hub makes of every account, and hold the next version against it, on the same store.

    Nothing is written in the store.

    Example: hub rehearse --policy policy.yaml --rates rates --day 2027-04-12 --html report.html
    """
    from hub.rehearsing.plans import of_almanac, of_present, of_saved
    from hub.rehearsing.saved import read_header, read_saved
    from hub.replaying import fact_count

    if sum((rates is not None or policy is not None, save is not None, against is not None)) != 1:
        raise WrongUsage("expected --rates or --policy (or both), or --save, or --against")
    if (save is not None and (csv or html)) or (against is not None and day is not None):
        raise WrongUsage("--save makes no report, and --against compares the day that was saved")
    wanted = day_from("--day", day)
    with _rehearsing(db) as (connection, almanac, council):
        if save is not None:
            _save(connection, of_present(almanac, council, wanted), save, as_json)
        elif against is not None:
            header = read_header(against)
            rehearsal = of_saved(almanac, council, header, fact_count(connection))
            _report(connection, rehearsal, csv, html, as_json, read_saved(against, header))
        else:
            given = of_almanac(almanac, council, _rates_in(rates), _policy_in(policy), wanted)
            _report(connection, given, csv, html, as_json)


@contextmanager
def _rehearsing(db: str | None) -> Iterator[tuple["Connection", Any, Any]]:
    from hub.adoption import in_force
    from hub.command_line.store import reading
    from hub.ledger.store import read_council

    with reading(db) as (connection, almanac):
        council = read_council(connection)
        yield connection, in_force(almanac, council), council


def _document(notice: Path) -> dict[str, Any]:
    import orjson

    try:
        document = orjson.loads(notice.read_bytes())
    except OSError as error:
        raise WrongUsage(f"{notice}: cannot be read ({error.strerror})") from error
    except orjson.JSONDecodeError as error:
        raise WrongUsage(f"{notice}: line {error.lineno}: expected JSON") from error
    if not isinstance(document, dict):
        raise WrongUsage(f"{notice}: expected one notice: a JSON object")
    return document


def _rates_in(folder: Path | None) -> Any:
    from hub.rates import FaultyRates, load_rates

    if folder is None:
        return None
    if not folder.is_dir():
        raise WrongUsage("--rates: expected a folder that can be read")
    try:
        return load_rates(folder)
    except FaultyRates as error:
        raise WrongUsage(f"--rates: {error.faults[0]}: `hub rates check` names all that is wrong") from error


def _policy_in(file: Path | None) -> Any:
    from yaml import YAMLError

    from hub.rates.policy import load_policy

    if file is None:
        return None
    try:
        return load_policy(file)
    except OSError as error:
        raise WrongUsage(f"--policy: {file} cannot be read ({error.strerror})") from error
    except (ValueError, YAMLError) as error:
        raise WrongUsage(f"--policy: {str(error).splitlines()[0]}") from error


def _save(connection: "Connection", rehearsal: "Rehearsal", file: Path, as_json: bool) -> None:
    from importlib.metadata import version

    from hub.rehearsing.accounts import people_in_order
    from hub.rehearsing.running import save

    people = len(people_in_order(connection))
    with _writing("--save", file) as stack, bar("Working out", people) as advance:
        kept = stack.enter_context(file.open("wb"))
        counted: Callable[[Sequence[bytes]], object] = lambda lines: advance(len(lines))  # noqa: E731
        save(connection, rehearsal, version("care-contributions-hub"), (kept.writelines, counted))
    report = {"saved": str(file), "people": people, "day": rehearsal.window.day.isoformat()}
    show(report, as_json, lambda its: out.print(f"{its['people']} accounts saved in {its['saved']}.", markup=False))


def _report(
    connection: "Connection",
    rehearsal: "Rehearsal",
    csv: Path | None,
    html: Path | None,
    as_json: bool,
    saved: "Iterator[Saved] | None" = None,
) -> None:
    from hub.rehearsing.accounts import people_in_order
    from hub.rehearsing.page import page_of
    from hub.rehearsing.rows_file import rows_file
    from hub.rehearsing.running import rehearse

    takers: list[Callable[[list[Any]], object]] = []
    with _writing("--csv", csv) as stack, bar("Rehearsing", len(people_in_order(connection))) as advance:
        if csv is not None:
            takers.append(stack.enter_context(rows_file(csv)).add)
        takers.append(lambda rows: advance(len(rows)))
        document = rehearse(connection, rehearsal, takers, saved)
    if html is not None:
        with _writing("--html", html):
            html.write_text(page_of(document), "utf-8")
    show(document, as_json, _render)
    for file in (csv, html):
        if file is not None:
            err.print(f"Written: {file}", markup=False)


@contextmanager
def _writing(option: str, file: Path | None) -> Iterator[ExitStack]:
    try:
        with ExitStack() as stack:
            yield stack
    except OSError as error:
        raise WrongUsage(f"{option}: {file} cannot be written ({error.strerror})") from error


def _render(report: dict[str, Any]) -> None:
    changes, weekly = report["changes"], report["weekly"]
    out.print(f"[bold]{report['title']}[/]. Nothing is written, nobody is told.\n")
    table(
        f"On {report['about']['Day compared']}",
        ("", "people", "a week"),
        ((its["label"], its["people"], its["weekly"]) for its in changes.values()),
        amounts=(1, 2),
    )
    out.print(
        f"\n{weekly['before']} a week before, {weekly['after']} afterwards: {weekly['change']} a week, "
        f"{report['yearly']['change']} in a year of {report['yearly']['weeks']} weeks."
    )
    charged = report["charged_already"]
    if charged["people"]:
        out.print(f"For days charged already: {charged['difference']} for {charged['people']} people.")
    table(
        "\nHow far",
        ("a week", "people", "together"),
        ((its["label"], its["people"], its["weekly"]) for its in report["histogram"] if its["people"]),
        amounts=(1, 2),
    )
    for title, rows in (("\nLargest rises", report["largest_rises"]), ("\nLargest falls", report["largest_falls"])):
        _render_rows(title, rows)
    _render_people(report)


def _render_rows(title: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        table(
            title,
            ("person", "before", "after", "change", "footing"),
            (
                (*(its[name] for name in ("person", "before", "after", "change", "basis_after")),)
                for its in rows[:SHOWN]
            ),
            amounts=(1, 2, 3),
        )


def _render_people(report: dict[str, Any]) -> None:
    for title, rows, label in (
        ("\nWho crosses a limit", report["crossings"], "label"),
        ("\nWho cannot be worked out, and why", report["cannot_be_worked_out"], "why"),
    ):
        if rows:
            table(
                title,
                ("", "people", "who"),
                ((its[label], its["people"], _some(its["persons"], its["people"])) for its in rows),
                amounts=(1,),
            )
    if report["held"]:
        table(
            f"\n{len(report['held'])} rises would wait for an officer",
            ("person", "notice", "without it", "if released", "rise"),
            (tuple(its.values()) for its in report["held"][:SHOWN]),
            amounts=(2, 3, 4),
        )


def _some(persons: list[str], count: int) -> str:
    shown = ", ".join(persons[:SHOWN])
    return shown if count <= SHOWN else f"{shown} and {count - SHOWN} more"
