"""assess: the means test alone, on worked examples or on one person's facts, and two of either side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from hub.command_line.console import AsJson, RatesFolder, day_from, out, show, table
from hub.errors import WrongUsage
from hub.settings import Settings, from_environment

if TYPE_CHECKING:
    from datetime import date

    from hub.rates import Rates


def assess_verb(
    file: Annotated[Path, typer.Argument(help="Worked examples or one person's events, as JSON.", metavar="FILE")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day of the assessment, for events.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Another such file, to lay beside it.")
    ] = None,
    rates: RatesFolder = None,
    as_json: AsJson = False,
) -> None:
    """Put examples or a person's facts through the means test.

    Prints the figures and the working behind them, line by line with rule, rate and source. Events are a JSON list
    of CloudEvents about one person, or one a line; they need --on. With --against, only the lines that differ.

    Ends with 1 when something is refused; the refusal names every field that is at fault.

    Example: hub assess facts.json --on 2026-04-06 --against other-facts.json
    """
    from hub.assessed import side_by_side

    settings, day = from_environment(rates=rates), day_from("--on", on)
    results = _assessed(settings, file, day)
    if against is None:
        show(results, as_json, _render_results)
    else:
        pairs = _pairs(results, _assessed(settings, against, day))
        compared = [side_by_side(one, other) for one, other in pairs]
        show(compared, as_json, _render_comparisons)
        results += [other for _, other in pairs]
    if any(result["refused"] for result in results):
        raise typer.Exit(1)


def _assessed(settings: Settings, file: Path, day: "date | None") -> list[dict[str, Any]]:
    from hub.almanac import rates_of
    from hub.assessing import assess_events

    entries = _entries_in(file)
    if entries and all("specversion" in entry for entry in entries):
        if day is None:
            raise WrongUsage("--on: expected the day to work out the facts of a person for")
        return [assess_events(settings, [orjson.dumps(entry) for entry in entries], day)]
    if day is not None:
        raise WrongUsage(f"{file}: expected events, because --on is given; worked examples have a year of their own")
    given = rates_of(settings)
    return [_assess(example, given) for example in entries]


def _assess(example: dict[str, Any], rates: "Rates") -> dict[str, Any]:
    from hub.charging.examples import assess_example

    return assess_example(example, rates)


def _entries_in(file: Path) -> list[dict[str, Any]]:
    """The examples or events in a file: a list, one by itself, one a line, or `examples` of an object."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise WrongUsage(f"{file}: cannot be read ({error.strerror})") from error
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        document = _lines_in(content)
        if document is None:
            raise WrongUsage(f"{file}: line {error.lineno}: expected JSON") from error
    if isinstance(document, dict):
        is_one = "specversion" in document or "inputs" in document or "kind" in document
        document = [document] if is_one else document.get("examples")
    if not isinstance(document, list) or not all(isinstance(entry, dict) for entry in document):
        raise WrongUsage(
            f"{file}: expected a list of examples, or an object with `examples`; or the events of one person"
        )
    return document


def _lines_in(content: bytes) -> list[Any] | None:
    try:
        return [orjson.loads(line) for line in content.splitlines() if line.strip()] or None
    except orjson.JSONDecodeError:
        return None


def _pairs(ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What belongs together: one of each file, or by id where there are several."""
    if len(ones) == 1 and len(others) == 1:
        return [(ones[0], others[0])]
    by_id = {other["id"]: other for other in others}
    missing = [str(one["id"]) for one in ones if one["id"] not in by_id]
    if missing:
        raise WrongUsage(f"--against: expected the ids of FILE; missing {', '.join(missing)}")
    return [(one, by_id[one["id"]]) for one in ones]


def _render_results(results: list[dict[str, Any]]) -> None:
    for result in results:
        render_result(result)


def render_result(result: dict[str, Any]) -> None:
    """Print one assessment: its figures, its working, and why it was refused."""
    on = f" on {result['on']}" if "on" in result else ""
    out.print(f"[bold]{result['id']}[/]{on}")
    for name, figure in result["figures"].items():
        out.print(f"  {name}: {figure}", markup=False)
    for line in result.get("capital", ()):
        out.print(f"    {line['amount']:>12}  {line['label']}, capital  ({because(line)})", markup=False)
    for line in result["working"]:
        out.print(f"    {line['amount']:>12}  {line['label']}  ({because(line)})", markup=False)
    _render_refusal(result)


def because(line: dict[str, Any]) -> str:
    """Why a line of the working is what it is: its rule and law, and the rate with its source if it has one."""
    why = [line["rule"], line["source"]]
    if line["rate"] is not None:
        why.append(f"{line['rate']}: {line['rate_source']}")
    return "; ".join(part for part in why if part)


def _render_refusal(result: dict[str, Any]) -> None:
    for fault in result["refused"]["faults"] if result["refused"] else ():
        out.print(f"  refused: {fault['field']}: {fault['message']}", markup=False)


def _render_comparisons(compared: list[dict[str, Any]]) -> None:
    for pair in compared:
        render_comparison(pair)


def render_comparison(pair: dict[str, Any]) -> None:
    """Print two assessments side by side: the figures and the lines in which they differ."""
    one, other = pair["assessment"], pair["against"]
    names = [f"{its['id']} {its.get('on', '')}".strip() for its in (one, other)]
    out.print(f"[bold]{names[0]}[/] against [bold]{names[1]}[/]")
    for its in (one, other):
        _render_refusal(its)
    if not pair["figures"] and not pair["moved"]:
        out.print("  nothing moved")
        return
    table(
        "\nFigures",
        ("figure", "this", "against"),
        ((its["figure"], its["amount"], its["against"]) for its in pair["figures"]),
        amounts=(1, 2),
    )
    table(
        "\nLines that moved",
        ("line", "this", "against", "change", "because of"),
        ((its["label"], its["amount"], its["against"], its["change"], because(its)) for its in pair["moved"]),
        amounts=(1, 2, 3),
    )
