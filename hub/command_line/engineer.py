"""The engineer's verbs: migrate, topology apply and check, schemas write and check."""

from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, fail, out, show
from hub.errors import WrongUsage
from hub.settings import EMBEDDED, Settings, from_environment


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the application."""
    app.command("migrate")(migrate_verb)
    wires = typer.Typer(no_args_is_help=True, help="The broker's exchanges, queues and bindings.")
    wires.command("apply")(apply_verb)
    wires.command("check")(check_verb)
    app.add_typer(wires, name="topology")
    schemas = typer.Typer(no_args_is_help=True, help="JSON Schemas and the AsyncAPI document of the contracts.")
    schemas.command("write")(write_schemas_verb)
    schemas.command("check")(check_schemas_verb)
    app.add_typer(schemas, name="schemas")


def migrate_verb(as_json: AsJson = False, db: Db = None) -> None:
    """Create or upgrade the tables of the store.

    Safe to run again: what is up to date is left as it is.

    Example: hub migrate --db postgresql://hub@db/hub
    """
    from hub.ledger.migrate import upgrade

    settings = from_environment(db)
    upgrade(settings.db)
    show({"migrated": True}, as_json, lambda _: out.print("The store is up to date."))


def _broker(bus: str | None) -> Settings:
    settings = from_environment(None, bus)
    if settings.bus == EMBEDDED:
        raise WrongUsage("--bus or HUB_BUS: expected amqp://...; the embedded bus needs no wiring")
    return settings


def apply_verb(as_json: AsJson = False, bus: Bus = None) -> None:
    """Declare every exchange, queue and binding.

    What is there already is left as it is.

    Example: hub topology apply --bus amqp://deployer@broker/hub
    """
    from hub.composition import load_almanac
    from hub.topology import topology
    from producers import wiring

    settings = _broker(bus)
    done = wiring.apply(settings.bus, topology(load_almanac(settings).agents))
    show({"declared": done}, as_json, lambda told: out.print("\n".join(told["declared"]), markup=False))


def check_verb(as_json: AsJson = False, bus: Bus = None) -> None:
    """Say what of the wiring is missing or set otherwise.

    Looks at exchanges and queues, changes nothing, and ends with 1 if anything is not as it should be.

    Bindings cannot be asked for over the bus: `hub topology apply` declares them again, which is always safe.

    Example: hub topology check --bus amqp://deployer@broker/hub
    """
    from hub.composition import load_almanac
    from hub.topology import topology
    from producers import wiring

    settings = _broker(bus)
    faults = wiring.check(settings.bus, topology(load_almanac(settings).agents))
    show({"clean": not faults, "faults": faults}, as_json, _render_faults)
    if faults:
        raise typer.Exit(1)


def _render_faults(report: dict[str, Any]) -> None:
    out.print("\n".join(report["faults"]) or "The wiring is as it should be.", markup=False)


def write_schemas_verb(
    allow_breaking: Annotated[
        bool, typer.Option("--allow-breaking", help="Although a partner's messages, or ours, would no longer fit.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the schemas anew from the contracts.

    They are written in the folder of the contracts. A change that would break a version already committed is
    refused: make it a new version with an upcaster.

    Example: hub schemas write
    """
    from hub.command_line.schemas import write_schemas

    written = [path.name for path in write_schemas(allow_breaking=allow_breaking)]
    show({"written": written}, as_json, lambda told: out.print(f"{len(told['written'])} files written."))


def check_schemas_verb(as_json: AsJson = False) -> None:
    """Say which schemas or samples fit the contracts no more.

    Ends with 1 if any does not.

    Example: hub schemas check --json
    """
    from hub.command_line.schemas import check_schemas

    faults = check_schemas()
    show({"clean": not faults, "faults": faults}, as_json, _render_schema_faults)
    if faults:
        fail(f"{len(faults)} faults; `hub schemas write` writes the schemas anew")


def _render_schema_faults(report: dict[str, Any]) -> None:
    out.print("\n".join(report["faults"]) or "Schemas and samples fit the contracts.", markup=False)
