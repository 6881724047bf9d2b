"""What the tests of the deployment may ask for."""

from pathlib import Path

import pytest

from tests.deployment.secrets_command import run_in


@pytest.fixture
def made_secrets(tmp_path: Path) -> Path:
    """The folder of secrets that the README's command made."""
    done = run_in(tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "secrets"
