"""Whether a command line of the hub would be understood, found out without running it."""

import shlex
from collections.abc import Sequence
from typing import Any

import typer.main

from hub.command_line.application import app

SEPARATORS = frozenset({"|", "||", "&&", ";", ">", "<", "&"})


def words_of(line: str) -> list[list[str]]:
    """The simple commands of a shell line, each as its words."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    simple: list[list[str]] = [[]]
    for word in lexer:
        if word in SEPARATORS:
            simple.append([])
        else:
            simple[-1].append(word)
    return [words for words in simple if words]


def parse(arguments: Sequence[str]) -> None:
    """Take the arguments of `hub` apart as the command line itself does.

    Raises:
        typer's usage error: a verb, an option, a value or an argument is not as the verb wants it.
    """
    command: Any = typer.main.get_command(app)
    name, rest, context = "hub", list(arguments), None
    while True:
        context = command.make_context(name, rest, parent=context)
        if not hasattr(command, "resolve_command"):
            return
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])


def unknown_in(words: Sequence[str]) -> list[str]:
    """What of a mention of a verb, such as `parked list --all`, the command line does not know; arguments may lack."""
    command: Any = typer.main.get_command(app)
    rest = list(words)
    while rest and not rest[0].startswith("--") and hasattr(command, "commands"):
        if rest[0] not in command.commands:
            return [rest[0]]
        command = command.commands[rest.pop(0)]
    options = {"--help"} | {option for its in command.params for option in its.opts}
    return [word for word in rest if word.startswith("--") and word not in options]
