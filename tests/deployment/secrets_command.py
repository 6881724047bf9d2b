"""The command of the README that makes the secrets, run in a folder of a test's own."""

import subprocess
from pathlib import Path

from tests.deployment.project_files import ROOT, fenced


def run_in(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as the README has it; it must be there once."""
    (command,) = [block for block in fenced(ROOT / "README.md", "sh") if "token_urlsafe" in block]
    return subprocess.run(["sh", "-c", command], cwd=folder, check=False, capture_output=True, text=True, timeout=60)
