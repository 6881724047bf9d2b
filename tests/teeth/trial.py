"""A run of named tests in a copy of the project, with one piece of source replaced or none."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.teeth.at_home import FOLDERS
from tests.teeth.mutant import Mutant

ROOT = Path(__file__).parents[2]
LIMIT = 300.0

# Of the plugins none but the one that our settings need: to load them takes as long as most of the tests.
ARGUMENTS = ["-q", "--color=no", "-p", "no:cacheprovider", "-p", "pytest_timeout", "-p", "tests.teeth.at_home"]


@dataclass(slots=True, frozen=True)
class Trial:
    """How a run ended: the status of pytest, and what it printed."""

    status: int
    output: str

    def failed(self, node: str) -> bool:
        """Whether the test with this id failed; an error around the test is no failure of it."""
        ends = (f"FAILED {node} ", f"FAILED {node}[")
        return any(f"{line} ".startswith(ends) for line in self.output.splitlines())


class Nursery:
    """Where trials are run, one after another. Usable as a context manager."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("nursery.py")
        # Not even the folder of the script is on its path: what a trial loads of us, it loads from its own folder.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # It ends when nothing more is asked for.
        self._process.communicate()

    def run(self, nodes: Iterable[str], folder: Path, environment: Mapping[str, str]) -> Trial:
        """Run the tests in the copy.

        Raises:
            RuntimeError: the process that runs them is gone.
        """
        output = folder / "output"
        asked = {
            "folder": str(folder),
            "environment": {**_inherited(), "PYTHONPATH": str(folder), **environment},
            "output": str(output),
            "arguments": [*ARGUMENTS, *nodes],
            "limit": LIMIT,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        status = self._process.stdout.readline()
        if not status:
            raise RuntimeError("the nursery of the trials ended by itself")
        return Trial(int(status), output.read_text("utf-8", "replace"))


def _inherited() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**ours, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def copy_project(folder: Path) -> None:
    """Copy packages and tests as they are now, with what was compiled of them, which is true of the copy too."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "pyproject.toml", folder)


def link_copy(copied: Path, folder: Path, mutant: Mutant | None) -> None:
    """Make a copy of a copy by links, in which one file is another one: the mutant's.

    Raises:
        ValueError: the piece of source that the mutant replaces is not there exactly once.
    """
    shutil.copytree(copied, folder, copy_function=os.link)
    if mutant is None:
        return
    path = folder / mutant.file
    source = path.read_text("utf-8")
    # Not written into the file, which is the file of every other copy as well.
    path.unlink()
    path.write_text(mutant.applied_to(source), "utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
