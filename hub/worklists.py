"""What officers have open: tasks and referrals as lists."""

from typing import Any

from sqlalchemy import Connection, select

from hub.ledger.tables import referral, task


def tasks(
    connection: Connection, *, person: str | None = None, kind: str | None = None, closed_too: bool = False
) -> list[dict[str, Any]]:
    """Tasks, the most urgent first."""
    query = select(task).order_by(task.c.priority, task.c.due_on, task.c.task)
    if person is not None:
        query = query.where(task.c.person == person)
    if kind is not None:
        query = query.where(task.c.kind == kind)
    if not closed_too:
        query = query.where(task.c.is_open)
    return [
        {
            "task": row.task,
            "person": row.person,
            "kind": row.kind,
            "reason": row.reason,
            "due_on": row.due_on.isoformat(),
            "priority": row.priority,
            "raised_by": row.raised_by,
            "is_open": row.is_open,
        }
        for row in connection.execute(query)
    ]


def referrals(connection: Connection, *, person: str | None = None) -> list[dict[str, Any]]:
    """Referrals, by the day on which an acknowledgement is due."""
    query = select(referral).order_by(referral.c.acknowledge_by, referral.c.referral)
    if person is not None:
        query = query.where(referral.c.person == person)
    return [
        {
            "referral": row.referral,
            "person": row.person,
            "agent": row.agent,
            "kind": row.kind,
            "version": row.version,
            "state": row.state,
            "acknowledge_by": row.acknowledge_by.isoformat(),
        }
        for row in connection.execute(query)
    ]
