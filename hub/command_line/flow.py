"""Verbs that move messages: serve, publish."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, bar, err, out, show
from hub.settings import Part, from_environment


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("serve")(serve_verb)
    app.command("publish")(publish_verb)


def serve_verb(
    only: Annotated[
        list[Part] | None,
        typer.Option("--only", help="Run this part alone (may be given again); all parts if absent."),
    ] = None,
    db: Db = None,
    bus: Bus = None,
) -> None:
    """Run the hub: consumers, relay, calendar, health checks.

    Takes messages in, says what it decides, and opens each business day, until it is told to stop.

    Stops on SIGTERM or Ctrl-C when what is under way is done. Ends with 1 when a promise of the hub's own is
    broken: look at the log before starting it again. HUB_HEALTH_HOST and HUB_HEALTH_PORT say where health checks
    and metrics are answered; processes on one machine need a port each.

    Example: hub serve --db postgresql://hub@db/hub --bus amqp://hub@broker/
    """
    from hub.serving import serve

    serve(from_environment(db, bus), frozenset(only or Part), announce=lambda told: err.print(told, markup=False))


def publish_verb(
    files: Annotated[
        list[Path], typer.Argument(help="CloudEvents as JSON: one, a list, or one a line.", metavar="FILE...")
    ],
    as_json: AsJson = False,
    db: Db = None,
    bus: Bus = None,
) -> None:
    """Publish events to the bus, each confirmed.

    The same file twice changes nothing. Whatever is in the files is sent as it is: what does not fit its contract
    is parked by the hub, with its reason.

    Example: hub publish contracts/samples/inbound/payment.received.v1.json
    """
    from hub.event_files import events_in
    from hub.sending import publish_all

    bodies = list(events_in(files))
    with bar("Publishing", len(bodies)) as advance:
        report = publish_all(from_environment(db, bus), bodies, advance)
    show(report, as_json, _render)
    if report["returned"]:
        raise typer.Exit(1)


def _render(report: dict[str, Any]) -> None:
    out.print(f"{report['published']} published and confirmed.")
    if report["returned"]:
        err.print(
            f"{len(report['returned'])} came back, because the broker has no queue for them: `hub topology apply`.",
        )
