"""The verb for newcomers: demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.command_line.console import FOUND_WRONG, AsJson, err, out, show, table
from hub.errors import WrongUsage
from hub.settings import EMBEDDED, SQLITE, Settings, from_environment

if TYPE_CHECKING:
    from hub.demo.run import Showing

WIDEST = 150


def add_to(app: typer.Typer) -> None:
    """Add this verb to the application."""
    app.command("demo")(demo_verb)


Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="URL", help="An empty store: sqlite:///FILE or postgresql://... [a file in the folder]"
    ),
]
Bus = Annotated[
    str | None,
    typer.Option("--bus", metavar="URL", help="A bus of its own: embedded or amqp://... [embedded]"),
]


def demo_verb(
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where files and store are kept: new or empty. [a new temporary folder]"),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="SEED", help="Shuffles the messages; makes no difference to the end.")
    ] = 2026,
    serving: Annotated[
        bool, typer.Option("--serve", help="Go on serving the demo's store until Ctrl-C, with its health page.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
    bus: Bus = None,
) -> None:
    """Live through a hundred days of an invented council.

    Shows what happened and why, to the penny. Two hundred people, three four-weekly cycles, an uprating, returned
    direct debits, deaths, debts, bad messages: all of it in files of the real formats and events on the bus, taken
    in as they would be in earnest. Ends with `hub reconcile` and `hub replay --verify`, and with 1 if either finds
    anything. Nothing needs to be installed: store and bus are files, unless --db and --bus name others.

    Example: hub demo --folder council
    """
    from hub.demo.run import run_demo

    place = _folder(folder)
    settings = _settings(place, db, bus)
    with _showing() as showing:
        told = run_demo(settings, place, seed, showing) | _places(settings, place)
    show(told, as_json, render)
    if not told["clean"]:
        raise typer.Exit(FOUND_WRONG)
    if serving:
        _serve(settings)


def _folder(folder: Path | None) -> Path:
    if folder is None:
        from tempfile import mkdtemp

        return Path(mkdtemp(prefix="hub-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise WrongUsage(f"--folder: expected a new or empty folder, and {folder} holds files")
    except OSError as error:
        raise WrongUsage(f"--folder: {folder} cannot be used ({error.strerror})") from error
    return folder.resolve()


def _settings(folder: Path, db: str | None, bus: str | None) -> Settings:
    from dataclasses import replace

    # Never the store, the bus, the agents, the policy or the rates of the environment: what the demo tells is not true.
    given = from_environment(db or f"{SQLITE}{folder / 'hub.sqlite'}", bus or EMBEDDED)
    return replace(given, agents_file=None, policy_file=None, rates_folder=_training_rates(folder))


def _training_rates(folder: Path) -> Path:
    """A copy of the training council's rates, for whoever looks further, and as an example."""
    from shutil import copytree

    from hub.demo.facts import TRAINING_RATES

    return Path(copytree(TRAINING_RATES, folder / "rates"))


def _places(settings: Settings, folder: Path) -> dict[str, str]:
    """Where the demo's store, bus, files and rates are."""
    return {
        "store": _without_password(settings.db),
        "bus": _without_password(settings.bus),
        "folder": str(folder),
        "rates": str(settings.rates_folder),
    }


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url

    return url if url == EMBEDDED else make_url(url).render_as_string(hide_password=True)


@contextmanager
def _showing() -> Iterator["Showing"]:
    """Shows how the demo gets on: a bar on a terminal, else a line for each stage. Its log is kept to errors."""
    import logging

    from hub.demo.run import DAYS, Showing
    from hub.telemetry import log_to_standard_error

    log_to_standard_error(logging.ERROR)
    try:
        if not err.is_terminal:
            yield Showing(lambda stage: err.print(f"hub demo: {stage}", markup=False), lambda: None)
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("days"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(*columns, console=err, transient=True) as bar:
            task = bar.add_task("", total=DAYS)
            yield Showing(lambda stage: bar.update(task, description=stage), lambda: bar.advance(task, 1))
    finally:
        log_to_standard_error()


def render(told: dict[str, Any]) -> None:
    """Print the demo as people read it: the stories, the totals of the cycles, and the proofs."""
    council = told["council"]
    out.print(
        f"[bold]A council of {council['people']} people that does not exist, {council['from']} to {council['to']}[/]\n"
    )
    _render_stories(told["stories"])
    table(
        "\nBy cycle: charges for it, and the money that moved in its four weeks",
        ("from", "to", "charged", "collected", "returned", "paid", "balance"),
        [*(tuple(cycle.values()) for cycle in told["cycles"]), ("in all", "", *told["in_all"].values())],
        amounts=range(2, 7),
    )
    table("\nTrial balance", ("account", "balance"), told["trial_balance"].items(), amounts=(1,))
    _render_proofs(told)


def _render_stories(stories: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    # Lines of a very wide window would be too long to read.
    width = min(out.width, WIDEST)
    drawn = Table(title="What happened, and why", title_justify="left", header_style="bold", box=None, width=width)
    drawn.add_column("when", no_wrap=True)
    drawn.add_column("who", no_wrap=True)
    drawn.add_column("what the hub was told", ratio=3)
    drawn.add_column("what it did, and why", ratio=5)
    drawn.add_column("moved", justify="right", no_wrap=True)
    drawn.add_column("owes now", justify="right", no_wrap=True)
    for story in stories:
        did = Text("; ".join(story["did"]))
        did.append(f"\n{story['because']}", style="dim")
        drawn.add_row(
            story["day"][5:],
            story["person"] or "",
            Text(story["told"]),
            did,
            story["moved"] or "",
            story["owes"] or "",
        )
    out.print(drawn, width=width, soft_wrap=False)


def _render_proofs(told: dict[str, Any]) -> None:
    reconciled, replayed, counts = told["reconcile"], told["replay"], told["counts"]
    out.print(
        f"\n{counts['messages']} messages in {counts['files']} files, {counts['sent_twice']} of them sent twice; "
        f"{reconciled['counts']['facts']} facts kept, {len(told['parked'])} messages set aside, "
        f"{reconciled['counts']['outbox']['said']} said."
    )
    out.print(f"hub reconcile        {_verdict(reconciled['clean'], len(reconciled['findings']), 'findings')}")
    out.print(f"hub replay --verify  {_verdict(replayed['clean'], replayed['difference_count'], 'differences')}")
    out.print(f"Digest               {told['digest']}")
    out.print(
        f"Took                 {told['seconds']['in_all']} seconds, of which {told['seconds']['days']} for the days"
    )
    out.print(f"Files                {told['folder']}", markup=False)
    out.print("\nLook further:")
    out.print(f"  export HUB_RATES_FOLDER={told['rates']}", markup=False)
    for verb in ("person P-0042", "statement P-0001", "tasks", "referrals", "parked list", "reconcile"):
        out.print(f"  hub {verb} --db {told['store']}", markup=False)
    out.print("  hub explain ENTRY --db ...  with the first characters of an entry that `hub person` lists")


def _verdict(clean: bool, count: int, what: str) -> str:
    return "[green]clean[/]" if clean else f"[red]{count} {what}[/]"


def _serve(settings: Settings) -> None:
    from hub.serving import serve
    from hub.settings import Part

    # Without the calendar: to the council of the demo, it is still its last day.
    serve(settings, frozenset({Part.CONSUMERS, Part.RELAY}), announce=lambda told: err.print(told, markup=False))
