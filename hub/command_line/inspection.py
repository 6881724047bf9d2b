"""Verbs that prove: reconcile, replay."""

from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, bar, out, show, table
from hub.errors import WrongUsage
from hub.settings import from_environment


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("reconcile")(reconcile_verb)
    app.command("replay")(replay_verb)


def reconcile_verb(as_json: AsJson = False, db: Db = None, bus: Bus = None) -> None:
    """Prove by counting that nothing is lost or double.

    Ties what publishers numbered, what the bus holds, what the inbox took and how each message ended; checks that
    every entry balances, that chains and daily seals hold, and that accounts agree with the ledger. Changes
    nothing. Ends with 1 if anything is found. Run it when the bus is quiet: what is under way has not arrived yet.

    Example: hub reconcile --db postgresql://hub@db/hub --bus amqp://hub@broker/
    """
    from hub.command_line.store import reading
    from hub.composition import broker_depths
    from hub.reconciliation import reconcile

    # The bus first: what is taken from it meanwhile is in the store that is read after it.
    depths = broker_depths(from_environment(db, bus))
    with reading(db) as (connection, _):
        report = reconcile(connection, depths)
    show(report, as_json, _render_report)
    if not report["clean"]:
        raise typer.Exit(1)


def _render_report(report: dict[str, Any]) -> None:
    counts = report["counts"]
    rows = [
        ("messages applied", counts["inbox"]["applied"]),
        ("messages parked", counts["inbox"]["parked"]),
        ("facts kept", counts["facts"]),
        *((f"set aside, {state}", count) for state, count in counts["parked"].items()),
        *((f"outbox, {state}", count) for state, count in counts["outbox"].items()),
        ("ledger entries", counts["entries"]),
        *((f"on the bus, {name}", depth) for name, depth in counts["bus"].items() if depth),
    ]
    table("Counts", ("what", "how many"), rows, amounts=(1,))
    table("\nTrial balance", ("account", "balance"), report["trial_balance"].items(), amounts=(1,))
    if report["clean"]:
        out.print("\nEverything is as promised.")
        return
    table(
        f"\n{len(report['findings'])} findings",
        ("check", "about", "what is wrong"),
        ((finding["check"], finding["about"], finding["message"]) for finding in report["findings"]),
    )


def replay_verb(
    verifying: Annotated[
        bool, typer.Option("--verify", help="Compare with what the store holds, entry for entry.")
    ] = False,
    into: Annotated[
        str | None, typer.Option("--into", metavar="URL", help="Keep what is rebuilt in this empty store.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Rebuild the ledger from the facts alone, and compare.

    With --verify: in a throw-away store, held against this one entry for entry. With --into: in a store to keep.

    Example: hub replay --verify
    """
    from hub.command_line.store import filling, reading
    from hub.replaying import fact_count, rebuild, verify

    if not verifying and into is None:
        raise WrongUsage("--verify or --into: expected --verify, or --into URL with the empty store to fill")
    report: dict[str, Any] = {}
    with reading(db) as (connection, almanac):
        facts = fact_count(connection)
        if into is not None:
            with filling(into) as engine, bar("Rebuilding", facts) as advance:
                rebuild(connection, engine, almanac, advance)
            report["rebuilt"] = facts
        if verifying:
            with bar("Replaying", facts) as advance:
                report |= verify(connection, almanac, advance)
    show(report, as_json, _render_replayed)
    if not report.get("clean", True):
        raise typer.Exit(1)


def _render_replayed(report: dict[str, Any]) -> None:
    if "rebuilt" in report:
        out.print(f"{report['rebuilt']} facts replayed into the store.")
    if "clean" in report:
        _render_verified(report)


def _render_verified(report: dict[str, Any]) -> None:
    if report["clean"]:
        out.print(
            f"{report['facts']} facts replayed: the same {report['entries']} entries, seal for seal, "
            f"and the same accounts of {report['people']} people."
        )
        return
    table(
        f"{report['difference_count']} differences",
        ("about", "what differs"),
        ((difference["about"], difference["message"]) for difference in report["differences"]),
    )
