"""What the tests of the command line share."""

from tests.command_line.council import council, kept_council
from tests.command_line.running import hub

__all__ = ["council", "hub", "kept_council"]
