"""Messages set aside: listing, showing, mending and replaying, or discarding them with a reason."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from hub.batch import parked_name
from hub.clock import in_utc
from hub.composition import Hub
from hub.errors import WrongUsage
from hub.intake import Ending
from hub.ledger.tables import parked
from hub.reading import Delivery, said_of_itself

WAITING = "waiting"
REPLAYED = "replayed"
DISCARDED = "discarded"
SHORTEST_PREFIX = 4


def parked_messages(
    connection: Connection, *, code: str | None = None, settled_too: bool = False
) -> list[dict[str, Any]]:
    """Messages set aside, the oldest first, without their bodies."""
    query = select(parked).order_by(parked.c.recorded_at, parked.c.parked)
    if code is not None:
        query = query.where(parked.c.code == code)
    if not settled_too:
        query = query.where(parked.c.state == WAITING)
    return [_summary(row) for row in connection.execute(query)]


def _summary(row: Row[Any]) -> dict[str, Any]:
    return {
        "parked": row.parked,
        "id": row.message_id,
        "type": row.type,
        "code": row.code,
        "field": row.field,
        "message": row.message,
        "recorded_at": in_utc(row.recorded_at).isoformat(),
        "state": row.state,
        "settled_why": row.settled_why,
    }


def parked_message(connection: Connection, prefix: str) -> dict[str, Any]:
    """One message set aside, with its body as it came; bytes that are no text are shown as escapes.

    Raises:
        WrongUsage: none or several begin so.
    """
    row = _find(connection, prefix)
    return {**_summary(row), "body": row.body.decode("utf-8", "backslashreplace")}


def _find(connection: Connection, prefix: str) -> Row[Any]:
    its_name = parked.c.parked.startswith(prefix, autoescape=True)
    its_message = parked.c.message_id == prefix
    query = select(parked).where(its_message if len(prefix) < SHORTEST_PREFIX else its_name | its_message)
    found = list(connection.execute(query.limit(2)))
    if len(found) != 1:
        raise WrongUsage(
            f"PARKED: {'nothing set aside begins' if not found else 'several set aside begin'} with {prefix}; "
            "`hub parked list --all` shows them"
        )
    return found[0]


def _find_waiting(connection: Connection, prefix: str) -> Row[Any]:
    row = _find(connection, prefix)
    if row.state != WAITING:
        raise WrongUsage(f"PARKED: {row.parked} was {row.state} already")
    return row


def replay(hub: Hub, prefix: str, mended: bytes | None = None) -> dict[str, Any]:
    """Send a message that was set aside through the hub again, as it came or as somebody mended it.

    If it is refused again it stays set aside, and the new reason is told; what was tried is kept, as discarded.

    Raises:
        WrongUsage: none or several begin so, or it was settled already.
    """
    with hub.engine.connect() as connection:
        row = _find_waiting(connection, prefix)
        body = row.body if mended is None else mended
        its_name = parked_name(said_of_itself(body)[0], body)
        known = connection.execute(select(parked.c.parked).where(parked.c.parked == its_name)).first()
    ending = hub.intake.process([Delivery(body, replaying=row.parked)])[0]
    if ending is Ending.PARKED:
        if not known:
            _settle(hub, its_name, DISCARDED, f"an attempt to mend {row.parked}")
        with hub.engine.connect() as connection:
            reason = connection.execute(select(parked).where(parked.c.parked == its_name)).one()
        return {"parked": row.parked, "ending": str(ending), "refused": _summary(reason)}
    _settle(hub, row.parked, REPLAYED, "mended and replayed" if mended is not None else "replayed as it came")
    return {"parked": row.parked, "ending": str(ending), "refused": None}


def discard(hub: Hub, prefix: str, why: str) -> dict[str, Any]:
    """Say that a message set aside will never be applied, and why; it is kept.

    Raises:
        WrongUsage: none or several begin so, or it was settled already.
    """
    with hub.engine.connect() as connection:
        row = _find_waiting(connection, prefix)
    _settle(hub, row.parked, DISCARDED, why)
    return {"parked": row.parked, "ending": DISCARDED, "why": why}


def _settle(hub: Hub, name: str, state: str, why: str) -> None:
    with hub.engine.begin() as connection:
        connection.execute(
            update(parked)
            .where(parked.c.parked == name, parked.c.state == WAITING)
            .values(state=state, settled_at=hub.clock.now(), settled_why=why)
        )
