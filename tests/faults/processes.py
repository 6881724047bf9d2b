"""Real processes of the hub, started as an operator starts them, and killed as fate does."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from hub.command_line import main; main()"]
DEADLINE = 90.0


def until(condition: Callable[[], bool], what: str, deadline: float = DEADLINE) -> None:
    """Wait until the condition holds; fail, saying what never came, after the deadline."""
    end = time.monotonic() + deadline
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"{what}, not even after {deadline:.0f} s")
        time.sleep(0.05)


class Processes:
    """The processes of one hub on one store and one bus; whatever still runs at the end is killed."""

    def __init__(self, db: str, bus: str, folder: Path) -> None:
        self.db = db
        self.bus = bus
        self._folder = folder
        self._started: list[Process] = []

    def start(self, *parts: str, db: str | None = None) -> "Process":
        """Start a process with these parts of the hub, or with all; its health page is on any port that is free."""
        options = [option for part in parts for option in ("--only", part)]
        log = self._folder / f"process-{len(self._started)}.log"
        process = Process([*COMMAND, "serve", *options], self._environment(db or self.db), log)
        self._started.append(process)
        return process

    def run(self, *arguments: str) -> Any:
        """Run a verb to its end; the document that it prints, and it must be as promised."""
        done = subprocess.run(
            [*COMMAND, *arguments, "--json"],
            env=self._environment(self.db),
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def close(self) -> None:
        """Kill what still runs."""
        for process in self._started:
            if process.is_alive:
                process.kill()

    def _environment(self, db: str) -> dict[str, str]:
        return {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "HUB_DB": db,
            "HUB_BUS": self.bus,
            "HUB_HEALTH_PORT": "0",
        }


class Process:
    """One process of `hub serve`."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command, env=environment, cwd=log.parent, stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def log(self) -> str:
        """Everything that it has said."""
        return self._log.read_text(errors="replace")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The events in its log, in order."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{") and line.endswith("}")]

    @property
    def events(self) -> list[str]:
        """The names of the events in its log, in order."""
        return [line["event"] for line in self.lines]

    def kill(self) -> None:
        """End it at once, as a loss of power would."""
        self._process.kill()
        self._process.wait(DEADLINE)

    def stop(self) -> int:
        """Ask it to end, as every supervisor does; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(DEADLINE)

    def wait(self) -> int:
        """Wait until it ends by itself; its exit code."""
        return self._process.wait(DEADLINE)

    def page(self, path: str) -> tuple[int, str]:
        """Status and content of a page of its health server; status 0 while there is no server yet."""
        address = self.log.partition("health on ")[2].partition("/readyz")[0]
        if not address.startswith("http"):
            return 0, ""
        try:
            with urllib.request.urlopen(f"{address}/{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def is_ready(self) -> bool:
        """Whether it says that it can do its work."""
        return self.page("readyz")[0] == 200

    def counted(self, metric: str) -> float:
        """The value of one of its metrics, such as `hub_deliveries_total{ending="applied"}`; nil if never counted."""
        _, page = self.page("metrics")
        values = [line.rpartition(" ")[2] for line in page.splitlines() if line.startswith(f"{metric} ")]
        return float(values[0]) if values else 0.0
