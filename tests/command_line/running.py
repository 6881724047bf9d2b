"""Running `hub` as a person or a script would: arguments in; exit code, standard output and standard error out."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from hub.command_line import application


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that standard output is."""
        return json.loads(self.out)


class Hub:
    """The command, in this process; quick, and with everything that the real one does between argument and exit."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[bytes]) -> None:
        self._patch = patch
        self._captured = captured

    def __call__(self, *arguments: object) -> Ran:
        """Run a verb."""
        self._patch.setattr(sys, "argv", ["hub", *map(str, arguments)])
        self._captured.readouterr()
        code = 0
        try:
            application.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        told = self._captured.readouterr()
        return Ran(code, told.out.decode(), told.err.decode())

    def json(self, *arguments: object, code: int = 0) -> Any:
        """Run a verb with --json, and take what it prints; it must end with the code."""
        ran = self(*arguments, "--json")
        assert ran.code == code, ran.err
        return ran.document


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Iterator[Hub]:
    """The command in an empty folder, with no setting in the environment."""
    for name in (
        *("HUB_DB", "HUB_BUS", "HUB_DB_FILE", "HUB_BUS_FILE", "HUB_AGENTS_FILE", "HUB_POLICY_FILE"),
        *("HUB_RATES_FOLDER", "HUB_HEALTH_PORT"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    # A process sets up its log once and ends; here the next test has a standard error of its own.
    monkeypatch.setattr(application, "log_to_standard_error", _log_to_this_standard_error)
    yield Hub(monkeypatch, capsysbinary)
    structlog.reset_defaults()


def _log_to_this_standard_error() -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), cache_logger_on_first_use=False)


def run_apart(*arguments: object, folder: Path, environment: dict[str, str] | None = None) -> Ran:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from hub.command_line import main; main()", *map(str, arguments)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2]), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
