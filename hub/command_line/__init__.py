"""The command line: one module a group of verbs, each thin; what they show is worked out elsewhere.

What a verb works with is imported where it runs: help, and errors of usage, come before any of it is loaded.
"""

from hub.command_line.application import main

__all__ = ["main"]
