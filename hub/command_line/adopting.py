"""The verb by which the council adopts a policy and figures: adopt."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, day_from, err, out, show
from hub.errors import WrongUsage

OPTIONS = {"data.policy": "--policy", "data.figures": "--rates", "data.reason": "--reason"}


def add_to(app: typer.Typer) -> None:
    """Add this verb to the application."""
    app.command("adopt")(adopt_verb)


def adopt_verb(
    reason: Annotated[str, typer.Option("--reason", help="Why, as it will be read later.")],
    policy: Annotated[Path, typer.Option("--policy", help="File of the council's policy, whole.")],
    on: Annotated[str, typer.Option("--on", help="Day of the adoption, such as 2026-03-20.", metavar="DATE")],
    rates: Annotated[Path | None, typer.Option("--rates", help="Folder of the council's own figures, whole.")] = None,
    as_json: AsJson = False,
    db: Db = None,
    bus: Bus = None,
) -> None:
    """Adopt a policy and figures for everybody.

    Everybody is worked out again, back to the first day that they change.

    What is adopted is a fact like any other: it is kept, every consumer decides by it at once, and a replay finds
    it again. From then on HUB_POLICY_FILE and HUB_RATES_FOLDER are not looked at. `hub rehearse` shows before what
    will come of it. The same adoption twice changes nothing.

    Example: hub adopt --policy policy.yaml --rates rates/ --on 2026-03-20 --reason "Cabinet, 17 March 2026"
    """
    import orjson

    from hub.adoption import adoption_event
    from hub.command_line.store import reading
    from hub.errors import UnreadableMessage
    from hub.ledger.store import read_council
    from hub.sending import publish_all
    from hub.settings import from_environment

    day = day_from("--on", on) or date.min
    text, figures = _text(policy), _texts(rates)
    with reading(db) as (connection, almanac):
        try:
            event = adoption_event(almanac, read_council(connection), text, figures, day, reason)
        except UnreadableMessage as refusal:
            raise WrongUsage(f"{OPTIONS.get(refusal.field, refusal.field)}: {refusal.message}") from None
    sent = publish_all(from_environment(db, bus), [orjson.dumps(event)], lambda _: None)
    report = {"adopted": event["data"], **sent}
    show(report, as_json, _render)
    if report["returned"]:
        raise typer.Exit(1)


def _text(policy: Path) -> str:
    try:
        return policy.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise WrongUsage("--policy: expected a file of text in UTF-8 that can be read") from None


def _texts(folder: Path | None) -> dict[str, str]:
    from hub.rates.council import council_texts
    from hub.rates.schema import FaultyRates

    if folder is None:
        return {}
    if not folder.is_dir():
        raise WrongUsage("--rates: expected a folder that can be read")
    texts, faults = council_texts(folder)
    if faults:
        raise WrongUsage(f"--rates: {FaultyRates(faults)}")
    return texts


def _render(report: dict[str, Any]) -> None:
    if report["returned"]:
        err.print("It came back, because the broker has no queue for it: `hub topology apply`.")
        return
    out.print(f"Adopted. Charges may change from {report['adopted']['changes_from']} on.", markup=False)
