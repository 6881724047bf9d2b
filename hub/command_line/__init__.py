"""The command line: one module a group of verbs, each thin; what they show is worked out elsewhere."""

from hub.command_line.application import main

__all__ = ["main"]
