"""A process that has loaded the libraries, and is copied for every trial: to load them takes longer than most tests.

Run as a script. Each line of its standard input asks for one run of pytest; each line of its standard output is the
status with which one ended, in the same order. Nothing of the project is loaded before a copy knows its folder.
"""

import gc
import importlib
import json
import os
import signal
import sys
import time
from typing import Any

LIBRARIES = (
    "aio_pika",
    "alembic.command",
    "amqp",
    "faststream.rabbit",
    "holidays",
    "hypothesis",
    "kombu",
    "lxml.etree",
    "msgspec",
    "orjson",
    "prometheus_client",
    "psycopg",
    "pydantic",
    "pytest",
    "rich.table",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "structlog.testing",
    "tenacity",
    "typer.testing",
    "yaml",
)
ENDED_BY_US = 71


def main() -> None:
    """Load the libraries, and run what is asked for until nothing more is."""
    for name in LIBRARIES:
        importlib.import_module(name)
    # What is loaded stays, and a collector that looks through it would copy its pages into every child.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked["folder"], asked["environment"], asked["output"])
            os._exit(_run(asked["arguments"]))
        sys.stdout.write(f"{_status_of(child, asked['limit'])}\n")
        sys.stdout.flush()


def _become(folder: str, environment: dict[str, str], output: str) -> None:
    """Be a process that was started in that folder."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, folder)
    written = os.open(output, os.O_WRONLY | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(written, stream)


def _run(arguments: list[str]) -> int:
    import pytest

    status = int(pytest.main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _status_of(child: int, limit: float) -> int:
    deadline = time.monotonic() + limit
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return ENDED_BY_US
        time.sleep(0.02)


if __name__ == "__main__":
    main()
