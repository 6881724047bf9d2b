"""The verb by which the council adopts a policy and figures: adopt."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.command_line.console import AsJson, Bus, Db, day_from, err, out, show
from hub.errors import WrongUsage


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
    from hub.command_line.store import reading
    from hub.sending import publish_all
    from hub.settings import from_environment

    day = day_from("--on", on) or date.min
    texts = _texts(rates)
    with reading(db) as (connection, almanac):
        event = _event(connection, almanac, _text(policy), texts, day, reason)
    report = {"adopted": event["data"], **publish_all(from_environment(db, bus), [_bytes(event)], lambda _: None)}
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


def _event(
    connection: Any, almanac: Any, policy: str, texts: Mapping[str, str], day: date, reason: str
) -> dict[str, Any]:
    """The adoption as its event, named by its content, so that the same one again is the same message.

    Raises:
        WrongUsage: it cannot be worked with, or changes nothing.
    """
    from pydantic import ValidationError

    from contracts.inbound.calendar import AdoptedFigures, AlmanacAdopted
    from contracts.registry import type_of
    from hub.adoption import changes_from, check, in_force
    from hub.deciding import HUB_SOURCE, identity
    from hub.errors import UnreadableMessage
    from hub.ledger.store import read_council
    from hub.rates import rates_of_texts
    from hub.rates.policy import policy_of_text

    council = read_council(connection)
    name = identity("adoption", day.isoformat(), policy, *(part for its in texts.items() for part in its))
    try:
        told = AlmanacAdopted(
            adoption=name,
            revision=1,
            adopted_on=day,
            changes_from=day,
            policy=policy,
            figures=tuple(AdoptedFigures(file=file, text=text) for file, text in texts.items()),
            reason=reason,
        )
        check(almanac, council, told)
    except ValidationError as error:
        fault = error.errors()[0]
        raise WrongUsage(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}") from None
    except UnreadableMessage as refusal:
        option = "--policy" if refusal.field == "data.policy" else "--rates"
        raise WrongUsage(f"{option}: {refusal.message}") from None
    rates = rates_of_texts(tuple(texts.items()))
    first = changes_from(in_force(almanac, council), rates, policy_of_text(policy))
    if first is None and council.adopted is not None:
        raise WrongUsage("--policy and --rates: expected something else than what is in force already")
    data = told.model_copy(update={"changes_from": first or day}).model_dump(mode="json")
    return {
        "specversion": "1.0",
        "id": name,
        "source": HUB_SOURCE,
        "type": type_of(AlmanacAdopted),
        "time": f"{day.isoformat()}T00:00:00Z",
        "datacontenttype": "application/json",
        "data": data,
    }


def _bytes(event: dict[str, Any]) -> bytes:
    import orjson

    return orjson.dumps(event)


def _render(report: dict[str, Any]) -> None:
    if report["returned"]:
        err.print("It came back, because the broker has no queue for it: `hub topology apply`.")
        return
    out.print(f"Adopted. Charges may change from {report['adopted']['changes_from']} on.", markup=False)
