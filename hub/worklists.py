"""What officers have open: tasks and referrals as lists."""

from typing import Any

from sqlalchemy import Connection, select

from hub.ledger.tables import referral, task


def tasks(
    connection: Connection, *, person: str | None = None, kind: str | None = None, closed_too: bool = False
) -> list[dict[str, Any]]:
    """Tasks, the most urgent first."""
    query = select(
        task.c.task,
        task.c.person,
        task.c.kind,
        task.c.reason,
        task.c.due_on,
        task.c.priority,
        task.c.raised_by,
        task.c.is_open,
    ).order_by(task.c.priority, task.c.due_on, task.c.task)
    if person is not None:
        query = query.where(task.c.person == person)
    if kind is not None:
        query = query.where(task.c.kind == kind)
    if not closed_too:
        query = query.where(task.c.is_open)
    return [{**row, "due_on": row["due_on"].isoformat()} for row in connection.execute(query).mappings()]


def referrals(connection: Connection, *, person: str | None = None) -> list[dict[str, Any]]:
    """Referrals, by the day on which an acknowledgement is due."""
    query = select(
        referral.c.referral,
        referral.c.person,
        referral.c.agent,
        referral.c.kind,
        referral.c.version,
        referral.c.state,
        referral.c.acknowledge_by,
    ).order_by(referral.c.acknowledge_by, referral.c.referral)
    if person is not None:
        query = query.where(referral.c.person == person)
    return [
        {**row, "acknowledge_by": row["acknowledge_by"].isoformat()} for row in connection.execute(query).mappings()
    ]
