"""The `hub` command: its verbs, and where every error becomes a sentence and an exit code."""

import sys

import typer
from sqlalchemy.exc import DBAPIError, OperationalError

from hub.command_line import accounts, engineer, flow, inspection, parking, trying, worklists
from hub.command_line.console import FOUND_WRONG, WRONG_USAGE, err
from hub.errors import HubError, WrongUsage
from hub.retries import is_outage
from hub.telemetry import log_to_standard_error

app = typer.Typer(
    name="hub",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=(
        "Care contributions hub: keeps every fact about a person's care, means and money, and posts and says "
        "the difference between what should be and what has been.\n\n"
        "Begin with `hub demo`. Every verb takes --json. "
        "Exit codes: 0 done, 1 something was refused or found wrong, 2 wrong usage."
    ),
)
for group in (trying, flow, accounts, worklists, parking, inspection, engineer):
    group.add_to(app)


def main() -> None:
    """Run a verb; errors of ours and of the services are told in a sentence, and never with a traceback."""
    log_to_standard_error()
    try:
        app()
    except WrongUsage as error:
        _end(str(error), WRONG_USAGE)
    except HubError as error:
        _end(f"{error.code}: {error}", FOUND_WRONG)
    except OperationalError as error:
        _end(
            f"the store cannot be used ({type(error.orig).__name__}): check --db or HUB_DB, and `hub migrate`",
            FOUND_WRONG,
        )
    except DBAPIError as error:
        if not is_outage(error):
            raise
        _end("the store is away: check --db or HUB_DB", FOUND_WRONG)
    except KeyboardInterrupt:
        _end("interrupted", 130)


def _end(message: str, code: int) -> None:
    err.print(f"hub: {message}", markup=False)
    sys.exit(code)
