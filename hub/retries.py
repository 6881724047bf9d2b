"""Waiting: every policy by which the hub tries again; the only place that knows tenacity."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    retry_if_exception_type,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_exponential_jitter,
)

from hub.errors import Unavailable
from hub.telemetry import log

Result = TypeVar("Result")

# Of PostgreSQL: no connection, no resources left, an operator or a timeout intervened, its system failed it.
OUTAGE_CLASSES = ("08", "53", "57", "58")
# A transaction that lost against others, a lock that was not to be had, a standby that only reads.
TRANSIENT_STATES = frozenset({"40001", "40003", "40P01", "55P03", "25006"})
SQLITE_OUTAGES = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_CANTOPEN"),
    *("SQLITE_READONLY", "SQLITE_PROTOCOL"),
)
NO_PRIVILEGE = "42501"


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database is away or busy, rather than that we did wrong."""
    if not isinstance(error, DBAPIError):
        return False
    state = state_of(error)
    if state is not None:
        return state in TRANSIENT_STATES or state.startswith(OUTAGE_CLASSES)
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return str(name).startswith(SQLITE_OUTAGES)
    if error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError)


def state_of(error: BaseException) -> str | None:
    """What PostgreSQL calls an error, five characters; None where it has no say."""
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state


def until_the_database_is_back(
    work: Callable[[], Result], stopping: Event | None = None, *, patience: float = 5.0
) -> Result:
    """Do the work, again and again with growing pauses while the database is away or a lock is lost.

    Only outages are tried again; any other error comes through at once. Gives up when told to stop, and else
    never: an outage is not an error, and giving up would lose what the bus has entrusted to us.

    Raises:
        Unavailable: told to stop while the database was away; nothing of the last try may have been kept.
    """
    told = stopping or Event()
    retrying = Retrying(
        retry=retry_if_exception(is_outage),
        wait=wait_exponential_jitter(multiplier=0.05, max=patience, jitter=0.2),
        stop=stop_when_event_set(told),
        sleep=sleep_using_event(told),
        before_sleep=_tell,
        reraise=True,
    )
    try:
        return retrying(work)
    except DBAPIError as error:
        if is_outage(error):
            raise Unavailable("store: told to stop while it was away") from error
        raise


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome is not None else None
    log.warning("waiting_for_store", reason=reason_of(error), attempt=state.attempt_number)


def reason_of(error: BaseException | None) -> str:
    """An outage by its kind: the text of a driver may hold what nobody should read in a log."""
    return type(getattr(error, "orig", error)).__name__


def a_few_times(work: Callable[[], Result], on: type[BaseException], attempts: int = 5) -> Result:
    """Do the work up to `attempts` times while it raises `on`, then let the error through."""
    retrying = Retrying(
        retry=retry_if_exception_type(on),
        wait=wait_exponential_jitter(multiplier=0.1, max=2.0, jitter=0.1),
        stop=stop_after_attempt(attempts),
        reraise=True,
    )
    return retrying(work)


def pauses(first: float = 0.1, longest: float = 5.0) -> Iterator[float]:
    """Seconds to wait before each further try: doubling, with jitter, up to the longest, for ever."""
    wait = wait_exponential_jitter(multiplier=first, max=longest, jitter=first)
    state = RetryCallState(Retrying(), None, (), {})
    while True:
        yield wait(state)
        state.attempt_number += 1
