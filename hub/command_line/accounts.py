"""Verbs about one person's account: person, statement, explain."""

from typing import Annotated, Any

import typer

from hub.command_line.assessing import because, render_comparison, render_result
from hub.command_line.console import FOUND_WRONG, AsJson, Db, day_from, fail, moment_from, out, show, table
from hub.errors import WrongUsage


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("person")(person_verb)
    app.command("statement")(statement_verb)
    app.command("explain")(explain_verb)


Person = Annotated[str, typer.Argument(metavar="REF", help="Reference of the person.")]


def person_verb(
    person: Person,
    as_of: Annotated[
        str | None, typer.Option(metavar="D", help="Only what takes effect by this day, such as 2026-04-06.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option(metavar="T", help="Only what was recorded by this moment, with its offset.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show a person's account, now or as it was known.

    Balance, items, holds, tasks, referrals and every entry of the ledger.

    With --as-of and --known-at: the account as it was on a day, as it was known at a moment.

    Example: hub person P-0042 --as-of 2026-04-30 --known-at 2026-05-01T09:00:00+01:00
    """
    from hub.command_line.store import reading
    from hub.history import account_history

    day, moment = day_from("--as-of", as_of), moment_from("--known-at", known_at)
    with reading(db) as (connection, almanac):
        account = account_history(connection, almanac, person, as_of=day, known_at=moment)
    if account is None:
        fail(f"REF: nobody is known as {person}")
    show(account, as_json, _render_account)


def _render_account(account: dict[str, Any]) -> None:
    out.print(
        f"[bold]{account['person']}[/]  owes {account['balance']}  "
        f"(charged {account['charged']}, paid {account['paid']})"
    )
    table(
        "\nItems",
        ("from", "to", "due", "charged", "outstanding"),
        ((item["from"], item["to"], item["due_on"], item["charged"], item["outstanding"]) for item in account["items"]),
        amounts=(3, 4),
    )
    table(
        "\nLedger",
        ("entry", "kind", "takes effect", "recorded", "owed by it", "because of"),
        (
            (
                entry["entry"][:12],
                entry["kind"],
                entry["effective_on"],
                entry["recorded_at"][:19],
                entry["owed"],
                entry["cause"],
            )
            for entry in account["entries"]
        ),
        amounts=(4,),
    )
    for hold in account.get("holds", []):
        out.print(f"Hold {hold['hold']}: {hold['kind']} from {hold['from']} to {hold['to'] or 'further notice'}")
    for task in account.get("tasks", []):
        out.print(f"Task {task['task']}: {task['kind']}, due {task['due_on']}: {task['reason']}", markup=False)
    for held in account.get("held_upratings", []):
        out.print(
            f"Notice {held['notice']} waits for an officer: from {held['from']} {held['weekly_if_released']} a week "
            f"if it is released, {held['weekly']} without it",
            markup=False,
        )
    for referral in account.get("referrals", []):
        out.print(f"Referral {referral['referral']} to {referral['agent']}: {referral['state']}")


def statement_verb(
    person: Person,
    period_from: Annotated[
        str | None, typer.Option("--from", metavar="D", help="The statement of the cycle that begins on this day.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show a person's statement, the latest or that of a cycle.

    Example: hub statement P-0042
    """
    from hub.command_line.store import reading
    from hub.history import statements_of

    first = day_from("--from", period_from)
    with reading(db) as (connection, _):
        issued = statements_of(connection, person)
    wanted = [its for its in issued if first is None or its["period_from"] == first.isoformat()]
    if not wanted:
        fail(f"REF: no statement {'of that cycle ' if first else ''}has been issued to {person}")
    show(wanted[-1], as_json, _render_statement)


def _render_statement(statement: dict[str, Any]) -> None:
    out.print(f"[bold]Statement[/] {statement['period_from']} to {statement['period_to']}")
    for label, field in (
        ("Owed before", "opening_balance"),
        ("Charges and corrections", "charges"),
        ("Payments less returns", "payments"),
        ("Owed now", "closing_balance"),
    ):
        out.print(f"  {label:<26}{statement[field]:>12}")
    table(
        "\nStill to pay",
        ("item", "due", "charged", "outstanding"),
        ((item["item"], item["due_on"], item["charged"], item["outstanding"]) for item in statement["items"]),
        amounts=(2, 3),
    )


def explain_verb(
    entry: Annotated[
        str,
        typer.Argument(metavar="ENTRY|REF", help="A ledger entry by its first characters; with --on, a person."),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Explain what the person has to pay on this day.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="DATE", help="Another day, to show the lines that moved.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Explain a ledger entry, or a day's contribution.

    Of an entry: its lines, the working behind them with rule and rate, and the chain of messages that caused it.

    Of a person on a day: the working as a notice tells it, and with --against the lines that moved between two days.

    Example: hub explain P-0042 --on 2026-04-06 --against 2026-04-05
    """
    from hub.command_line.store import reading
    from hub.explaining import explain, explain_day

    day, other = day_from("--on", on), day_from("--against", against)
    if day is None and other is not None:
        raise WrongUsage("--against: expected with --on, which says the day to lay against it")
    with reading(db) as (connection, almanac):
        if day is None:
            show(explain(connection, almanac, entry), as_json, _render_explanation)
            return
        found = explain_day(connection, almanac, entry, day, other)
    if found is None:
        fail(f"REF: nobody is known as {entry}")
    if other is None:
        show(found, as_json, render_result)
        refused = [found["refused"]]
    else:
        show(found, as_json, render_comparison)
        refused = [found["assessment"]["refused"], found["against"]["refused"]]
    if any(refused):
        raise typer.Exit(FOUND_WRONG)


def _render_explanation(found: dict[str, Any]) -> None:
    out.print(
        f"[bold]{found['kind']}[/] {found['entry']} of {found['person']}, "
        f"in effect {found['effective_on']}, recorded {found['recorded_at']}"
    )
    table(
        "\nLines",
        ("account", "item", "amount"),
        ((line["account"], line["item"], line["amount"]) for line in found["lines"]),
        amounts=(2,),
    )
    if found["weeks"]:
        table(
            "\nWeeks",
            ("week from", "setting", "was", "is"),
            ((week["week"], week["setting"], week["was"], week["is"]) for week in found["weeks"]),
            amounts=(2, 3),
        )
    for course in found["working"]:
        weekly = course["weekly"] or "cannot be worked out"
        out.print(f"\n{course['from']} to {course['to']}: {weekly} a week, {course['basis'] or course['refused']}")
        for line in course["lines"]:
            out.print(f"  {line['amount']:>12}  {line['label']}  ({because(line)})", markup=False)
    if not found["agrees"]:
        out.print("\nThe facts known then come to something else than was posted: see `hub replay --verify`.")
    out.print("\nBecause of")
    for cause in found["because_of"]:
        out.print(f"  {cause['type']} {cause['id']}, said by {cause['source']} at {cause['time']}", markup=False)
