"""Help teaches, comes at once, and standard output belongs to the document alone."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from hub.command_line.application import app
from producers.sources.registry import FORMATS
from tests import builders as told
from tests.command_line.running import Hub, run_apart

# Typer itself reads arguments with pydantic.
HEAVY = {"sqlalchemy", "alembic", "faststream", "aio_pika", "kombu", "uvicorn", "lxml", "holidays"}
NO_DOCUMENT = {"serve"}


def every_verb() -> Iterator[list[str]]:
    """Every verb as it is typed."""

    def under(command: Any, path: list[str]) -> Iterator[list[str]]:
        for name, its in command.commands.items():
            if hasattr(its, "commands"):
                yield from under(its, [*path, name])
            else:
                yield [*path, name]

    yield from under(typer.main.get_command(app), [])


VERBS = list(every_verb())


def test_every_promised_verb_is_there() -> None:
    promised = {
        *(
            "demo",
            "serve",
            "publish",
            "play",
            "assess",
            "read",
            "uprate",
            "rehearse",
            "person",
            "statement",
            "explain",
            "tasks",
            "referrals",
        ),
        *("parked list", "parked show", "parked replay", "parked discard", "reconcile", "replay"),
        *("rates show", "rates check", "rates diff"),
        *("topology apply", "topology check", "schemas write", "schemas check", "migrate"),
    }
    assert promised <= {" ".join(verb) for verb in VERBS}


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_teaches_by_an_example(hub: Hub, verb: list[str]) -> None:
    ran = hub(*verb, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert f"Example: hub {' '.join(verb)}" in " ".join(ran.out.split()), "an example of this very verb"
    options = re.findall(r"^  (--\S+)(.*)$", ran.out, re.MULTILINE)
    assert options
    if verb[0] not in NO_DOCUMENT:
        assert "--json" in dict(options)


@pytest.mark.parametrize("group", [[], ["rates"], ["parked"], ["topology"], ["schemas"]])
def test_a_group_lists_its_verbs_each_in_one_whole_line(hub: Hub, group: list[str]) -> None:
    shown = hub(*group, "--help").out
    listed = shown.partition("Commands:")[2].strip().splitlines()

    names = {verb[len(group)] for verb in VERBS if verb[: len(group)] == group}
    assert {line.split()[0] for line in listed} == names
    assert all(line.endswith(".") and not line.endswith("...") for line in listed), listed


def test_without_a_verb_help_is_shown(hub: Hub) -> None:
    ran = hub()

    assert "Begin with `hub demo`" in ran.out + ran.err
    assert "Exit codes: 0 done, 1" in ran.out + ran.err


def test_help_names_every_format_that_is_read(hub: Hub) -> None:
    shown = hub("read", "--help").out

    assert all(name in shown for name in FORMATS)


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["play", "missing.json", "--repeat", "often"]])
def test_help_and_errors_of_usage_load_neither_store_nor_bus(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from hub.command_line import main\n"
        "try: main()\n"
        "finally: print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    loaded = set(done.stdout.partition("LOADED ")[2].split())
    assert "typer" in loaded, done.stderr
    assert loaded & HEAVY == set()


def test_standard_output_is_the_document_and_the_log_goes_to_standard_error(tmp_path: Path) -> None:
    events = tmp_path / "events.json"
    events.write_text(json.dumps([told.a_person(), told.a_payment("-1.00"), told.an_opened_day("2026-05-04")]))

    ran = run_apart("play", events, "--json", folder=tmp_path)

    assert ran.code == 0
    assert ran.document["parked"]
    logged = [json.loads(line) for line in ran.err.splitlines()]
    assert {line["event"] for line in logged} == {"message_parked", "day_opened"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["migrate"], 0), (["person", "P-0042"], 1), (["tasks", "--db", "nonsense"], 2), (["no-such-verb"], 2)],
)
def test_exit_codes_reach_the_shell(arguments: list[str], code: int, tmp_path: Path) -> None:
    run_apart("migrate", folder=tmp_path)

    ran = run_apart(*arguments, folder=tmp_path)

    assert ran.code == code
    assert "Traceback" not in ran.err


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    """As in `hub tasks | head -1`."""
    run_apart("migrate", folder=tmp_path)
    program = "from hub.command_line import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "reconcile", "--json"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told_so = process.stderr.read()
        process.wait(60)
    assert "Traceback" not in told_so
