"""Verbs that list work: tasks, referrals."""

from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Db, out, show, table

OnlyPerson = Annotated[str | None, typer.Option("--person", metavar="REF", help="Only those about this person.")]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("tasks")(tasks_verb)
    app.command("referrals")(referrals_verb)


def tasks_verb(
    person: OnlyPerson = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only of this kind, such as person.estate.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Those closed already too.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """List the tasks open for officers, the most urgent first.

    Example: hub tasks --kind person.estate
    """
    from hub.command_line.store import reading
    from hub.worklists import tasks

    with reading(db) as (connection, _):
        found = tasks(connection, person=person, kind=kind, closed_too=closed)
    show(found, as_json, _render_tasks)


def _render_tasks(found: list[dict[str, Any]]) -> None:
    table(
        f"{len(found)} tasks",
        ("priority", "due", "person", "kind", "what happened"),
        ((task["priority"], task["due_on"], task["person"], task["kind"], task["reason"]) for task in found),
    )


def referrals_verb(person: OnlyPerson = None, as_json: AsJson = False, db: Db = None) -> None:
    """List the referrals to agents, and where each stands.

    Example: hub referrals --person P-0042 --json
    """
    from hub.command_line.store import reading
    from hub.worklists import referrals

    with reading(db) as (connection, _):
        found = referrals(connection, person=person)
    show(found, as_json, _render_referrals)


def _render_referrals(found: list[dict[str, Any]]) -> None:
    table(
        f"{len(found)} referrals",
        ("referral", "person", "agent", "kind", "version", "state", "acknowledge by"),
        (tuple(referral.values()) for referral in found),
    )
    if not found:
        out.print("None has ever been decided upon.")
