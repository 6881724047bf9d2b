"""README and decisions say only what is there: verbs, options, files, metrics, settings, queues, links."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

from hub import telemetry
from hub.recovery.agents import load_agents
from hub.topology import topology
from tests.deployment.project_files import ROOT, commands, fenced, in_code_type, pages, services
from tests.deployment.verbs import parse, unknown_in, words_of

README = ROOT / "README.md"
TOP = {"README.md", "Dockerfile", "docker-compose.yml", "demo.sh", "test.sh", "requirements.lock", "pyproject.toml"}
ROOMS = ("contracts/", "hub/", "consumers/", "producers/", "tests/", "benchmarks/", "docs/", ".ci/")
PLACEHOLDER = re.compile(r"FAMILY|YYYY|noun\.verb")
LINK = re.compile(r"\[[^]]+\]\(([^)]+)\)")


def ids(page: Path) -> str:
    """A page by its place in the project."""
    return str(page.relative_to(ROOT))


def hub_commands(page: Path) -> list[list[str]]:
    """The arguments of every `hub` that the `sh` blocks of a page run, here or in a container."""
    found = []
    for line in commands(page):
        if re.match(r"(hub|docker compose run) ", line):
            for words in words_of(line):
                if words[0] == "hub":
                    found.append(words[1:])
                elif words[:3] == ["docker", "compose", "run"]:
                    found.append(words[words.index("hub") + 1 :])
    return found


def test_the_readme_shows_how_to_use_most_of_the_command_line() -> None:
    assert len(hub_commands(README)) > 20


@pytest.mark.parametrize("page", pages(), ids=ids)
def test_every_command_of_the_documentation_would_be_understood(page: Path) -> None:
    for arguments in hub_commands(page):
        if "--help" in arguments:
            assert unknown_in(arguments) == []
        else:
            parse(arguments)


@pytest.mark.parametrize("page", pages(), ids=ids)
def test_every_verb_that_the_documentation_mentions_exists_with_its_options(page: Path) -> None:
    mentions = [text for text in in_code_type(page) if re.match(r"hub [a-z]", text)]
    unknown = {text: unknown_in(shlex.split(text)[1:]) for text in mentions}
    assert {text: words for text, words in unknown.items() if words} == {}


def test_compose_commands_name_services_that_exist() -> None:
    named = {"hub", "consumers"}
    assert named <= services().keys()
    lines = [line for line in commands(README) if line.startswith("docker compose")]
    assert lines
    for line in lines:
        words = shlex.split(line)
        assert words[2] in {"up", "ps", "run"}
        scaled = [word.split("=")[0] for word in words if re.fullmatch(r"[a-z]+=\d+", word)]
        assert set(scaled) <= named


def test_the_scripts_of_the_two_commands_exist_and_pytest_finds_what_is_passed_on() -> None:
    lines = [shlex.split(line) for line in commands(README) if line.startswith("sh ")]
    assert {line[1] for line in lines} == {"demo.sh", "test.sh"}
    assert all(os.access(ROOT / line[1], os.X_OK) for line in lines)
    passed_on = [line[2:] for line in lines if line[1] == "test.sh" and line[2:]]
    assert passed_on
    for arguments in passed_on:
        collecting = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(collecting, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", pages(), ids=ids)
def test_every_file_that_the_documentation_names_exists(page: Path) -> None:
    # Tests that kill a mutant are named by their place in pytest, and the mutants' own tests look whether they exist.
    named = {text for text in in_code_type(page) if (text.startswith(ROOMS) or text in TOP) and "::" not in text}
    for block in fenced(page, "") + fenced(page, "sh"):
        named |= set(re.findall(r"(?<![\w./])(?:contracts|hub|consumers|producers|tests)/[\w./]*\w", block))
    missing = {its for its in named if not PLACEHOLDER.search(its) and not (ROOT / its).exists()}
    assert missing == set()


@pytest.mark.parametrize("page", pages(), ids=ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if target.startswith(("https://", "http://")):
            # A source that others published; whether it is still there is not ours to promise.
            continue
        place, _, heading = target.partition("#")
        other = page if not place else page.parent / place
        assert other.is_file(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", other.read_text("utf-8"), re.MULTILINE)
            assert heading in {title.lower().replace(" ", "-") for title in titles}, target


def test_every_decision_is_in_the_index_and_has_the_four_sections() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    index = (folder / "README.md").read_text("utf-8")
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text("utf-8")
        number, title = re.match(r"# (\d{4}): (.+)\n", text).groups()  # type: ignore[union-attr]
        assert f"| [{number}]({path.name}) | {title} |" in index
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
            "What would change our mind",
        ]


def test_the_readme_lists_every_metric_and_no_other() -> None:
    kept = [its for its in vars(telemetry).values() if isinstance(its, MetricWrapperBase)]
    told = [metric for its in kept for metric in its.describe()]
    # A counter is described without the ending under which it is read.
    names = [metric.name + ("_total" if metric.type == "counter" else "") for metric in told]
    table = re.findall(r"^\| `(hub_\w+)` \|", README.read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(names)


def test_the_log_events_of_the_readme_are_ones_the_hub_tells() -> None:
    (sentence,) = re.findall(r"The ones to wake somebody for are (.+?an outage)", README.read_text("utf-8"), re.DOTALL)
    events = re.findall(r"`(\w+)`", sentence)
    assert len(events) == 5
    assert [event for event in events if not re.search(rf"^  {event} ", str(telemetry.__doc__), re.MULTILINE)] == []


def test_the_readme_lists_every_setting_and_no_other(names_that_settings_read: set[str]) -> None:
    table = re.findall(r"^\| `(HUB_\w+)` \|", README.read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(names_that_settings_read)


def test_queues_and_exchanges_of_the_readme_are_in_the_wiring() -> None:
    wiring = topology(load_agents())
    known = {its.name for its in wiring.exchanges} | {its.name for its in wiring.queues}
    named = {text for text in in_code_type(README) if re.fullmatch(r"hub\.[a-z.]+\w", text)}
    assert named - {"hub.sqlite", "hub.dump"} <= known
    assert {name for name in known if name.startswith("hub.out.") and ".agent." not in name} <= named
