"""What a person gets wrong is told in one sentence that names the option and the remedy, with no traceback."""

import json
import socket
from pathlib import Path

import pytest

from tests import builders as told
from tests.command_line.running import Hub
from tests.services.ports import free_port
from tests.services.provided import Server

FAR = "127.0.0.1"


def refused(hub: Hub, *arguments: object, code: int = 2) -> str:
    """The sentence on standard error; nothing is on standard output."""
    ran = hub(*arguments)
    assert ran.out == ""
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    return ran.err


@pytest.mark.parametrize("verb", ["play", "publish", "assess"])
def test_a_file_that_is_not_there_is_named(hub: Hub, verb: str) -> None:
    assert refused(hub, verb, "missing.json") == "hub: missing.json: cannot be read (No such file or directory)\n"


@pytest.mark.parametrize(("verb", "more"), [("play", ()), ("assess", ()), ("read", ("arudd",))])
def test_a_folder_is_no_file(hub: Hub, tmp_path: Path, verb: str, more: tuple[str, ...]) -> None:
    assert "cannot be read (Is a directory)" in refused(hub, verb, *more, tmp_path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{not JSON", "line 1: expected JSON"),
        ('{\n"examples": [\n}', "line 3: expected JSON"),
        ('"words"', "expected a list of examples, or an object with `examples`"),
        ("[1, 2]", "expected a list of examples, or an object with `examples`"),
        ('{"cases": []}', "expected a list of examples, or an object with `examples`"),
    ],
)
def test_a_file_that_holds_no_examples_says_what_was_expected(
    hub: Hub, tmp_path: Path, content: str, expected: str
) -> None:
    file = tmp_path / "examples.json"
    file.write_text(content)

    assert expected in refused(hub, "assess", file)


def test_a_format_that_nobody_reads_lists_those_that_somebody_does(hub: Hub) -> None:
    assert "FORMAT: expected one of arudd, bankline, camt053" in refused(hub, "read", "mt940", "statement.txt")


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--until", "2026-02-30", "--until: expected a date such as 2026-04-06"),
        ("--until", "20025-01-01", "--until: expected a date such as 2026-04-06"),
        ("--repeat", "1.5", "--repeat: expected a share from 0 to 1"),
        ("--repeat", "nan", "--repeat: expected a share from 0 to 1"),
        ("--repeat", "often", "--repeat"),
        ("--shuffle", "well", "--shuffle"),
    ],
)
def test_an_option_that_cannot_be_meant_is_named(
    hub: Hub, tmp_path: Path, option: str, value: str, expected: str
) -> None:
    file = tmp_path / "events.json"
    file.write_text(json.dumps(told.a_person()))

    assert expected in refused(hub, "play", file, option, value)


@pytest.mark.parametrize("arguments", [["person"], ["fly"], ["tasks", "--colour", "red"], ["serve", "--only", "desk"]])
def test_a_verb_or_an_option_that_there_is_not_points_to_help(hub: Hub, arguments: list[str]) -> None:
    assert "--help" in refused(hub, *arguments)


READERS = [
    *(["tasks"], ["referrals"], ["person", "P-0042"], ["statement", "P-0042"], ["explain", "3f2a9c"]),
    *(["reconcile"], ["replay", "--verify"], ["parked", "list"], ["parked", "show", "3f2a9c"]),
    *(["parked", "replay", "3f2a9c"], ["parked", "discard", "3f2a9c", "--why", "sample"]),
]


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_a_store_that_is_not_there_is_not_made_by_asking_it(hub: Hub, tmp_path: Path, arguments: list[str]) -> None:
    told_so = refused(hub, *arguments, "--db", "sqlite:///mistyped.sqlite")

    assert "--db or HUB_DB: there is no file mistyped.sqlite" in told_so
    assert "hub demo" in told_so
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", [["tasks"], ["migrate"], ["publish", "events.json"], ["serve"], ["reconcile"]])
@pytest.mark.parametrize("url", ["nonsense", "mysql://hub@db/hub", "postgresql://hub@db:port/hub", "sqlite:hub.db"])
def test_a_url_that_is_no_store_says_what_one_looks_like(hub: Hub, tmp_path: Path, verb: list[str], url: str) -> None:
    (tmp_path / "events.json").write_text("[]")

    assert "--db or HUB_DB: expected sqlite:///FILE or postgresql://" in refused(hub, *verb, "--db", url)


@pytest.mark.parametrize("url", ["nonsense", "redis://bus/", "amqp://bus:port/", "amqp:bus"])
def test_a_url_that_is_no_bus_says_what_one_looks_like(hub: Hub, url: str) -> None:
    assert "--bus or HUB_BUS: expected embedded or amqp://" in refused(hub, "topology", "check", "--bus", url)


@pytest.mark.parametrize("verb", ["migrate", "serve"])
def test_a_folder_that_is_not_there_is_named(hub: Hub, verb: str) -> None:
    expected = "expected a file in a folder that exists, and nowhere does not"
    assert expected in refused(hub, verb, "--db", "sqlite:///nowhere/hub.sqlite")


def test_the_embedded_bus_needs_no_wiring(hub: Hub) -> None:
    for verb in ("apply", "check"):
        assert "the embedded bus needs no wiring" in refused(hub, "topology", verb)


def test_a_broker_that_is_away_is_said_to_be(hub: Hub, tmp_path: Path) -> None:
    bus = f"amqp://guest:guest@{FAR}:{free_port()}/"
    events = tmp_path / "events.json"
    events.write_text(json.dumps(told.a_person()))
    hub("migrate")

    for verb in (["topology", "apply"], ["topology", "check"], ["reconcile"], ["publish", str(events)]):
        sentence = refused(hub, *verb, "--bus", bus, code=1)
        assert "unavailable: broker: ConnectionRefusedError" in sentence
        assert "check --bus or HUB_BUS" in sentence
        assert "guest" not in sentence


@pytest.mark.parametrize("verb", [["tasks"], ["migrate"], ["reconcile"], ["parked", "list"]])
def test_a_database_that_is_away_is_said_to_be(hub: Hub, verb: list[str]) -> None:
    sentence = refused(hub, *verb, "--db", f"postgresql://hub@{FAR}:{free_port()}/hub", code=1)

    assert "the store cannot be used (" in sentence
    assert "Connection refused" in sentence
    assert "check --db or HUB_DB" in sentence


def test_a_database_that_does_not_exist_is_said_not_to(hub: Hub, postgresql: Server) -> None:
    sentence = refused(hub, "tasks", "--db", postgresql.url_of("nowhere"), code=1)

    assert 'database "nowhere" does not exist' in sentence


def test_a_database_that_has_no_tables_yet_is_to_be_migrated(hub: Hub, postgresql: Server) -> None:
    assert "`hub migrate` makes or upgrades it" in refused(hub, "tasks", "--db", postgresql.url)


def test_a_file_that_is_no_database_is_said_to_be_none(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(
        "These are notes, and there are enough of them to be taken for a database. " * 9
    )

    for verb in ("tasks", "migrate"):
        sentence = refused(hub, verb, "--db", "sqlite:///notes.txt", code=1)
        assert "the store cannot be used (file is not a database)" in sentence


def test_an_empty_file_has_no_tables_yet(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()

    assert "`hub migrate` makes or upgrades it" in refused(hub, "tasks", "--db", "sqlite:///empty.sqlite")


def test_a_store_of_a_later_hub_is_left_alone(hub: Hub, tmp_path: Path) -> None:
    from tests.command_line.council import tampering

    hub("migrate")
    with tampering(tmp_path / "hub.sqlite") as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")

    assert "there is no hub of this version in the store" in refused(hub, "tasks")
    for verb in (["migrate"], ["parked", "replay", "3f2a9c"]):
        sentence = refused(hub, *verb, code=1)
        assert "store_is_newer: the tables are of version 9999" in sentence
        assert "use the later hub" in sentence


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HUB_DB", "nonsense", "--db or HUB_DB: expected sqlite:///FILE"),
        ("HUB_BUS", "nonsense", "--bus or HUB_BUS: expected embedded or amqp://"),
        ("HUB_DB_FILE", "missing.txt", "HUB_DB_FILE: expected a file that can be read"),
        ("HUB_AGENTS_FILE", "missing.yaml", "HUB_AGENTS_FILE: expected a file that can be read"),
        ("HUB_POLICY_FILE", "missing.yaml", "HUB_POLICY_FILE: expected a file that can be read"),
        ("HUB_RATES_FOLDER", "missing", "--rates or HUB_RATES_FOLDER: expected a folder that can be read"),
        ("HUB_HEALTH_PORT", "eighty", "HUB_HEALTH_PORT: expected a port, 0 to 65535"),
        ("HUB_HEALTH_PORT", "65536", "HUB_HEALTH_PORT: expected a port, 0 to 65535"),
        ("HUB_HEALTH_PORT", "-1", "HUB_HEALTH_PORT: expected a port, 0 to 65535"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)

    assert expected in refused(hub, "serve")


@pytest.mark.parametrize("content", ["", "terms: 5", "cycle_days: 27", "a: [", "cycle_anchor: 2026-04-07"])
def test_a_file_of_policy_that_is_none_says_what_was_expected(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "policy.yaml").write_text(content)
    (tmp_path / "events.json").write_text(json.dumps(told.a_person()))
    monkeypatch.setenv("HUB_POLICY_FILE", "policy.yaml")

    assert "HUB_POLICY_FILE: expected what" in refused(hub, "play", "events.json")


def test_a_health_port_that_is_taken_is_named(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((FAR, 0)) as taken:
        monkeypatch.setenv("HUB_HEALTH_PORT", str(taken.getsockname()[1]))
        sentence = refused(hub, "serve")

    assert "HUB_HEALTH_HOST, HUB_HEALTH_PORT: expected an address of this machine and a port that is free" in sentence


@pytest.mark.parametrize("content", ["", "agents: 5", "agents: {A: {kind: spying}}", "agents: {A: }", "a: [", "5"])
def test_a_file_of_agents_that_is_none_says_what_was_expected(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "agents.yaml").write_text(content)
    (tmp_path / "events.json").write_text(json.dumps(told.a_person()))
    monkeypatch.setenv("HUB_AGENTS_FILE", "agents.yaml")

    sentence = refused(hub, "play", "events.json")

    assert "HUB_AGENTS_FILE: expected `agents` by reference, each with `kind: tracing` or" in sentence


def test_a_url_may_come_from_a_file_as_secrets_do(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("sqlite:///elsewhere.sqlite\n")
    monkeypatch.setenv("HUB_DB_FILE", str(tmp_path / "secret"))

    assert hub("migrate").code == 0
    assert (tmp_path / "elsewhere.sqlite").exists()


def test_a_replay_must_be_told_what_for(hub: Hub, council: Path) -> None:
    assert "--verify or --into" in refused(hub, "replay")


def test_an_interrupted_verb_ends_as_the_shell_expects(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hub.command_line.application.app", interrupted)
    assert refused(hub, "tasks", code=130) == "hub: interrupted\n"
