"""Verbs that mend what was set aside: parked list, show, replay, discard."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Db, err, out, show, table
from hub.errors import WrongUsage

Parked = Annotated[
    str, typer.Argument(metavar="PARKED", help="What was set aside, as `hub parked list` names it, or its message id.")
]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    parked = typer.Typer(
        no_args_is_help=True,
        help="Messages that were set aside: show, mend, replay, discard.",
    )
    parked.command("list")(list_verb)
    parked.command("show")(show_verb)
    parked.command("replay")(replay_verb)
    parked.command("discard")(discard_verb)
    app.add_typer(parked, name="parked")


def list_verb(
    code: Annotated[str | None, typer.Option(metavar="CODE", help="Only those set aside for this reason.")] = None,
    settled: Annotated[bool, typer.Option("--all", help="Those replayed or discarded already too.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """List what was set aside, and what was expected.

    Names the field and what was expected there, never what was found there.

    Example: hub parked list --code unreadable_message
    """
    from hub.command_line.store import reading
    from hub.parking import parked_messages

    with reading(db) as (connection, _):
        found = parked_messages(connection, code=code, settled_too=settled)
    show(found, as_json, _render_list)


def _render_list(found: list[dict[str, Any]]) -> None:
    table(
        f"{len(found)} set aside",
        ("parked", "type", "code", "field", "what was expected", "state"),
        ((its["parked"][:8], its["type"], its["code"], its["field"], its["message"], its["state"]) for its in found),
    )


def show_verb(parked: Parked, as_json: AsJson = False, db: Db = None) -> None:
    """Show one message that was set aside, body and all.

    The body may hold personal data.

    Example: hub parked show 3f2a
    """
    from hub.command_line.store import reading
    from hub.parking import parked_message

    with reading(db) as (connection, _):
        found = parked_message(connection, parked)
    show(found, as_json, _render_one)


def _render_one(found: dict[str, Any]) -> None:
    for name, told in found.items():
        if name != "body":
            out.print(f"{name:<12}{'' if told is None else told}", markup=False)
    out.print(found["body"], markup=False)


def replay_verb(
    parked: Parked,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The message as mended; as it came if absent.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Send a message through the hub again, as it came or mended.

    To mend one: hub parked show 3f2a --json | jq -r .body > mended.json, and edit the file. A message that is
    refused again stays set aside.

    Example: hub parked replay 3f2a --file mended.json
    """
    from hub.command_line.store import acting
    from hub.parking import replay

    mended = None
    if file is not None:
        try:
            mended = file.read_bytes()
        except OSError as error:
            raise WrongUsage(f"--file: {file} cannot be read ({error.strerror})") from error
    with acting(db) as hub:
        done = replay(hub, parked, mended)
    show(done, as_json, _render_replayed)
    if done["refused"] is not None:
        raise typer.Exit(1)


def _render_replayed(done: dict[str, Any]) -> None:
    refused = done["refused"]
    if refused is None:
        out.print(f"{done['parked']} is {done['ending']}.")
    else:
        err.print(f"Refused again: {refused['field']}: {refused['message']}", markup=False)


def discard_verb(
    parked: Parked,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it will never be applied, and who says so.")],
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Say that a message will never be applied, and why.

    It is kept, and no longer listed.

    Example: hub parked discard 3f2a --why "sent twice by mistake, OFFICER-1"
    """
    from hub.command_line.store import acting
    from hub.parking import discard

    with acting(db) as hub:
        done = discard(hub, parked, why)
    show(done, as_json, lambda told: out.print(f"{told['parked']} is discarded."))
