"""The demo comes to the same wherever it runs and however its messages are mixed, and never on what is in use."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from hub.composition import load_almanac
from hub.demo.run import run_demo
from hub.errors import WrongUsage
from hub.outbox import Outgoing
from hub.topology import IN, topology
from producers.partner import Partner
from producers.publisher import KombuPublisher
from producers.wiring import apply
from tests.demo.conftest import SILENT, Lived, settings_of
from tests.services.ports import free_port

PATIENCE_SECONDS = 120


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command `hub` in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from hub.command_line import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def becomes_ready(port: int) -> bool:
    """Whether the health page says so before long."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                return bool(json.load(answer)["ready"])
        except (URLError, ConnectionError):
            sleep(0.1)
    return False


def test_messages_mixed_in_another_way_come_to_the_same_and_the_store_is_served(lived: Lived, tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "council"
    arguments = ("demo", "--json", "--seed", "7", "--serve", "--folder", str(folder))
    with running(*arguments, HUB_HEALTH_PORT=str(port)) as process:
        assert becomes_ready(port)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    told = json.loads(out)
    assert told["digest"] == lived.told["digest"]
    assert told["clean"] is True
    assert told["counts"]["sent_twice"] != lived.told["counts"]["sent_twice"]
    assert told["stories"][1:] == lived.told["stories"][1:]
    assert told["store"] == f"sqlite:///{folder}/hub.sqlite"
    assert process.returncode == 0
    assert b"hub demo: 200 people" in err
    assert b"message_parked" not in err


def test_rabbitmq_and_postgresql_come_to_the_same(lived: Lived, vhost: str, database_url: str, tmp_path: Path) -> None:
    told = run_demo(settings_of(database_url, vhost), tmp_path, 3, SILENT)
    assert told["reconcile"]["findings"] == []
    assert told["replay"]["differences"] == []
    assert told["digest"] == lived.told["digest"]
    assert told["in_all"] == lived.told["in_all"]
    said = lived.told["counts"]["said"]
    # The bureau has heard everything; what is meant for others waits for them.
    assert waiting_in("hub.out.collections", vhost) == 0
    letters = ("contribution.changed", "letter.requested", "statement.issued")
    assert waiting_in("hub.out.letters", vhost) == sum(said[name] for name in letters)
    assert waiting_in("hub.out.agent.TRACING-AGENT-1", vhost) == 4


def waiting_in(queue: str, url: str) -> int:
    partner = Partner(url, queue)
    try:
        return partner.waiting()
    finally:
        partner.close()


def test_a_store_that_holds_anything_is_refused(lived: Lived, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="--db: expected a new or empty store"):
        run_demo(lived.settings, tmp_path, 1, SILENT)


def test_a_broker_on_which_anything_waits_is_refused_and_left_as_it_is(vhost: str, tmp_path: Path) -> None:
    settings = settings_of(f"sqlite:///{tmp_path / 'hub.sqlite'}", vhost)
    apply(vhost, topology(load_almanac(settings).agents))
    publisher = KombuPublisher(vhost)
    publisher.publish([Outgoing("waits", "payment.received.v1", IN, "payment.received.v1", b"{}", "test", 1)])
    publisher.close()
    with pytest.raises(WrongUsage, match="--bus: expected a broker with nothing waiting"):
        run_demo(settings, tmp_path, 1, SILENT)
    assert waiting_in("hub.in.banking", vhost) == 1


def test_a_folder_that_holds_files_is_refused_with_the_code_of_wrong_usage(tmp_path: Path) -> None:
    tmp_path.joinpath("mine.txt").write_text("mine")
    with running("demo", "--folder", str(tmp_path)) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2
    assert out == b""
    assert b"--folder: expected a new or empty folder" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
