"""What the tests of the deployment may ask for."""

import os
from pathlib import Path

import pytest

from hub.settings import from_environment
from tests.deployment.secrets_command import run_in


@pytest.fixture
def made_secrets(tmp_path: Path) -> Path:
    """The folder of secrets that the README's command made."""
    done = run_in(tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "secrets"


class _Recording(dict[str, str]):
    """An environment that remembers what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(key)
        return default


@pytest.fixture
def names_that_settings_read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The variables that the hub looks for."""
    environment = _Recording()
    with monkeypatch.context() as patched:
        patched.setattr(os, "environ", environment)
        from_environment()
    return environment.asked
