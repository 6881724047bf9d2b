"""A plugin for a run of tests in a copy of the project: all it loads of the project, it loads from the copy."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDERS = ("contracts", "hub", "consumers", "producers", "tests")
NOT_AT_HOME = 70


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End with a status of its own if a module came from anywhere else, such as an installed package."""
    home = session.config.rootpath.resolve()
    strangers = sorted(
        name
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in FOLDERS and not _is_from(module, home)
    )
    if strangers:
        pytest.exit(f"loaded from outside {home}: {', '.join(strangers)}", returncode=NOT_AT_HOME)


def _is_from(module: ModuleType, home: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is None or Path(file).resolve().is_relative_to(home)
