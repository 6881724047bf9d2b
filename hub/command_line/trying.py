"""Verbs that try something without a store of one's own: play, assess and read."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hub.command_line.assessing import assess_verb
from hub.command_line.console import AsJson, RatesFolder, day_from, out, show, table
from hub.errors import WrongUsage
from hub.settings import from_environment


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("play")(play_verb)
    app.command("assess")(assess_verb)
    app.command("read")(read_verb)


def play_verb(
    files: Annotated[
        list[Path], typer.Argument(help="CloudEvents as JSON: one, a list, or one a line.", metavar="FILE...")
    ],
    shuffle: Annotated[int | None, typer.Option(metavar="SEED", help="Shuffle the events by this seed.")] = None,
    repeat: Annotated[float, typer.Option(metavar="RATIO", help="Share of events sent twice, 0 to 1.")] = 0.0,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Business day to end on; the latest day in the events if absent.")
    ] = None,
    rates: RatesFolder = None,
    as_json: AsJson = False,
) -> None:
    """Run events in a throw-away hub, and print what they come to.

    The same events in any order, with any repeats, give the same digest.

    Example: hub play events.jsonl --shuffle 7 --repeat 0.3
    """
    from hub.event_files import events_in
    from hub.play import play

    state = play(
        from_environment(rates=rates),
        list(events_in(files)),
        shuffle=shuffle,
        repeat=repeat,
        until=day_from("--until", until),
    )
    show(state, as_json, _render_state)


def _render_state(state: dict[str, Any]) -> None:
    table(
        "People",
        ("person", "balance", "charged", "paid", "holds", "tasks", "referrals"),
        (
            (
                person["person"],
                person["balance"],
                person["charged"],
                person["paid"],
                len(person["holds"]),
                len(person["tasks"]),
                len(person["referrals"]),
            )
            for person in state["people"]
        ),
        amounts=(1, 2, 3, 4, 5, 6),
    )
    if state["suspense"]:
        table(
            "\nSuspense",
            ("reference", "amount"),
            ((waiting["reference"], waiting["amount"]) for waiting in state["suspense"]),
            amounts=(1,),
        )
    if state["parked"]:
        table(
            "\nParked",
            ("message", "code", "field", "what was expected"),
            ((parked["id"], parked["code"], parked["field"], parked["message"]) for parked in state["parked"]),
        )
    table("\nTrial balance", ("account", "balance"), state["trial_balance"].items(), amounts=(1,))
    out.print(f"\nDigest {state['digest']}")


def read_verb(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="One of the formats below.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file as it came.")],
    as_json: AsJson = False,
) -> None:
    """Read a file of a bank or bureau; nothing is posted.

    Prints the events in it, and what the file declares of itself against what was counted.

    A file is read whole or refused whole, with every fault named by its place and field.

    Formats: arudd (Bacs report of returned direct debits), bankline (Bankline data services statement), camt053
    (ISO 20022 bank statement).

    Example: hub read arudd report.xml --json
    """
    from producers.sources.registry import FORMATS, read_file

    if format_name not in FORMATS:
        raise WrongUsage(f"FORMAT: expected one of {', '.join(sorted(FORMATS))}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise WrongUsage(f"{file}: cannot be read ({error.strerror})") from error
    read = read_file(format_name, content, file.name).as_json()
    show(read, as_json, _render_read)
    if read["rejected"]:
        raise typer.Exit(1)


def _render_read(read: dict[str, Any]) -> None:
    table("Control", ("figure", "value"), read["control"].items(), amounts=(1,))
    if read["rejected"]:
        table(
            "\nRefused, all of it",
            ("where", "field", "what was expected"),
            ((fault["where"], fault["field"], fault["message"]) for fault in read["rejected"]),
        )
        return
    out.print(f"\n{len(read['events'])} events; --json shows them, `hub publish` sends them.")
