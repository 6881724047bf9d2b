"""P11: an outage is tried again for as long as it lasts; our own fault is not tried again at all."""

from collections.abc import Callable
from threading import Event

import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from hub.errors import Unavailable
from hub.retries import is_outage, until_the_database_is_back


class Said(Exception):
    """What a driver says, with the five characters by which PostgreSQL calls an error, if it is PostgreSQL."""

    def __init__(self, state: str | None = None) -> None:
        super().__init__("sample")
        self.sqlstate = state


OUTAGES = {
    "the server shuts down": OperationalError("", {}, Said("57P01")),
    "the server is starting": OperationalError("", {}, Said("57P03")),
    "the connection failed": OperationalError("", {}, Said("08006")),
    "too many connections": OperationalError("", {}, Said("53300")),
    "a deadlock": OperationalError("", {}, Said("40P01")),
    "a serialization failure": OperationalError("", {}, Said("40001")),
    "a lock not granted in time": OperationalError("", {}, Said("55P03")),
    "a statement that was cancelled, or took too long": OperationalError("", {}, Said("57014")),
    "SQLite is locked": OperationalError("", {}, Said()),
    "the driver lost its connection": InterfaceError("", {}, Said()),
    "a connection that was invalidated": DBAPIError("", {}, Said(), connection_invalidated=True),
}
OUR_FAULT: dict[str, Exception] = {
    "a row that is there already": IntegrityError("", {}, Said("23505")),
    "a text too long for its column": DataError("", {}, Said("22001")),
    "a table that is not there": ProgrammingError("", {}, Said("42P01")),
    "a right we do not have": ProgrammingError("", {}, Said("42501")),
    "a row that SQLite refuses": IntegrityError("", {}, Said()),
    "a mistake of our own": ZeroDivisionError("sample"),
}


def failing(times: int, error: Exception) -> tuple[Callable[[], str], list[int]]:
    """Work that fails so many times and then succeeds, and a note of every try."""
    tries: list[int] = []

    def work() -> str:
        tries.append(len(tries))
        if len(tries) <= times:
            raise error
        return "done"

    return work, tries


@pytest.mark.parametrize("error", OUTAGES.values(), ids=OUTAGES.keys())
def test_an_outage_is_tried_again(error: Exception) -> None:
    assert is_outage(error)
    work, tries = failing(3, error)
    assert until_the_database_is_back(work, patience=0.01) == "done"
    assert len(tries) == 4


@pytest.mark.parametrize("error", OUR_FAULT.values(), ids=OUR_FAULT.keys())
def test_what_is_no_outage_comes_through_at_once(error: Exception) -> None:
    assert not is_outage(error)
    work, tries = failing(3, error)
    with pytest.raises(type(error)):
        until_the_database_is_back(work, patience=0.01)
    assert len(tries) == 1


def test_told_to_stop_we_wait_no_longer() -> None:
    stopping = Event()
    stopping.set()
    work, tries = failing(3, OUTAGES["the connection failed"])
    with pytest.raises(Unavailable):
        until_the_database_is_back(work, stopping)
    assert len(tries) == 1
