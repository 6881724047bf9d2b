"""The `hub` command: its verbs, and where every error becomes a sentence and an exit code."""

import sys

import typer

from hub.command_line import (
    accounts,
    adopting,
    demonstration,
    engineer,
    flow,
    inspection,
    parking,
    rates,
    rehearsing,
    trying,
    worklists,
)
from hub.command_line.console import FOUND_WRONG, WRONG_USAGE, err
from hub.errors import HubError, Unavailable, WrongUsage
from hub.telemetry import log_to_standard_error

INTERRUPTED = 130

app = typer.Typer(
    name="hub",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Care contributions hub: keeps every fact about a person's care, means and money, and posts and says "
        "the difference between what should be and what has been.\n\n"
        "Begin with `hub demo`. Every verb takes --json. "
        "Exit codes: 0 done, 1 something was refused or found wrong, 2 wrong usage."
    ),
)
for group in (
    demonstration,
    trying,
    rates,
    rehearsing,
    adopting,
    flow,
    accounts,
    worklists,
    parking,
    inspection,
    engineer,
):
    group.add_to(app)


def main() -> None:
    """Run a verb; errors of ours and of the services are told in a sentence, and never with a traceback."""
    log_to_standard_error()
    try:
        app()
    except WrongUsage as error:
        _end(str(error), WRONG_USAGE)
    except Unavailable as error:
        _end(
            f"{error.code}: {error}: check --bus or HUB_BUS, that the broker runs, and `hub topology check`",
            FOUND_WRONG,
        )
    except HubError as error:
        _end(f"{error.code}: {error}", FOUND_WRONG)
    except KeyboardInterrupt:
        _end("interrupted", INTERRUPTED)
    except Exception as error:
        told = _told_by_the_store(error)
        if told is None:
            raise
        _end(f"the store cannot be used ({told}): check --db or HUB_DB, and `hub migrate`", FOUND_WRONG)


def _told_by_the_store(error: Exception) -> str | None:
    """What the database says of itself, if it is at fault rather than our own code."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    from hub.retries import NO_PRIVILEGE, state_of

    if type(error) in (DatabaseError, OperationalError) or state_of(error) == NO_PRIVILEGE:
        return str(getattr(error, "orig", error)).partition("\n")[0]
    return None


def _end(message: str, code: int) -> None:
    err.print(f"hub: {message}", markup=False)
    sys.exit(code)
