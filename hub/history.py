"""One account in two times: what takes effect by a day, as it was known at a moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from contracts.money import pounds_from_pence
from hub.clock import in_utc
from hub.deciding import Almanac
from hub.end_state import account, item_told
from hub.ledger.accounts import Account
from hub.ledger.allocation import Item, Receipt, allocate
from hub.ledger.store import read_council
from hub.ledger.tables import journal_entry, outbox, person_standing, posting
from hub.rates.policy import Policy
from hub.standing.codec import decode_person
from hub.standing.person import PersonStanding

STATEMENT = "statement.issued.v1"


def account_history(
    connection: Connection,
    almanac: Almanac,
    person: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[str, Any] | None:
    """The account of a person with every entry; None if nobody is known under the reference.

    With `as_of`, charges of cycles that begin later and money that takes effect later are left out; with
    `known_at`, whatever was recorded after that moment. Amounts are pounds.
    """
    text = connection.execute(
        select(person_standing.c.standing).where(person_standing.c.person == person)
    ).scalar_one_or_none()
    if text is None:
        return None
    rows = _lines(connection, person, known_at)
    if as_of is not None:
        rows = [row for row in rows if _takes_effect(row) <= as_of]
    entries = _entries(rows)
    if as_of is None and known_at is None:
        council = read_council(connection)
        standing = decode_person(text)
        held = {"held_upratings": _held_upratings(standing)}
        return {**account(standing, council, almanac), **held, "entries": entries}
    moment = None if known_at is None else known_at.isoformat()
    day = None if as_of is None else as_of.isoformat()
    return {**_past_account(person, rows, almanac.policy), "as_of": day, "known_at": moment, "entries": entries}


def _held_upratings(standing: PersonStanding) -> list[dict[str, Any]]:
    return [
        {
            "notice": notice,
            "revision": held.revision,
            "from": held.first.isoformat(),
            "weekly": pounds_from_pence(held.weekly_pence),
            "weekly_if_released": pounds_from_pence(held.weekly_if_released_pence),
        }
        for notice, held in sorted(standing.worked.held_upratings.items())
    ]


def _lines(connection: Connection, person: str, known_at: datetime | None) -> list[Row[Any]]:
    query = (
        select(
            journal_entry.c.entry,
            journal_entry.c.kind,
            journal_entry.c.effective_on,
            journal_entry.c.recorded_at,
            journal_entry.c.cause,
            posting.c.account,
            posting.c.item,
            posting.c.pence,
        )
        .join(posting, posting.c.entry == journal_entry.c.entry)
        .where(journal_entry.c.person == person)
        .order_by(journal_entry.c.position, posting.c.line_no)
    )
    if known_at is not None:
        query = query.where(journal_entry.c.recorded_at <= known_at.astimezone(UTC))
    return list(connection.execute(query))


def _takes_effect(row: Row[Any]) -> date:
    cycle = _cycle(row)
    effective_on: date = row.effective_on
    return effective_on if cycle is None else cycle


def _cycle(row: Row[Any]) -> date | None:
    """The first day of the cycle that a line charges for; None for a line about money."""
    if row.kind != "charge" or row.item is None:
        return None
    return date.fromisoformat(row.item)


def _entries(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    owed: dict[str, int] = defaultdict(int)
    first: dict[str, Row[Any]] = {}
    for row in rows:
        first.setdefault(row.entry, row)
        if row.account == Account.CONTRIBUTION_DEBTORS:
            owed[row.entry] += row.pence
    return [
        {
            "entry": entry,
            "kind": row.kind,
            "effective_on": row.effective_on.isoformat(),
            "recorded_at": in_utc(row.recorded_at).isoformat(),
            "owed": pounds_from_pence(owed[entry]),
            "cause": row.cause,
        }
        for entry, row in first.items()
    ]


def _past_account(person: str, rows: Sequence[Row[Any]], policy: Policy) -> dict[str, Any]:
    charged: dict[date, int] = defaultdict(int)
    paid = 0
    deferred = sum(row.pence for row in rows if row.account == Account.DEFERRED_PAYMENT_DEBTORS)
    for row in rows:
        if row.account != Account.CONTRIBUTION_DEBTORS:
            continue
        cycle = _cycle(row)
        if cycle is None:
            paid -= row.pence
        else:
            charged[cycle] += row.pence
    items = [
        Item(first.isoformat(), first, policy.cycle_of(first).last, policy.due_on(first), pence)
        for first, pence in sorted(charged.items())
        if pence
    ]
    # What is outstanding of each item depends on the sum received alone, not on which receipt settles which.
    allocation = allocate(items, [Receipt("money", date.min, paid)] if paid > 0 else [])
    total = sum(charged.values())
    return {
        "person": person,
        "balance": pounds_from_pence(total - paid),
        "charged": pounds_from_pence(total),
        "deferred": pounds_from_pence(deferred),
        "paid": pounds_from_pence(paid),
        "items": [item_told(item) for item in allocation.items],
    }


def statements_of(connection: Connection, person: str) -> list[dict[str, Any]]:
    """Every statement issued to the person, oldest first, as it was said."""
    query = (
        select(outbox.c.body)
        .where(outbox.c.person == person, outbox.c.type == STATEMENT, outbox.c.withdrawn_at.is_(None))
        .order_by(outbox.c.outbox_no)
    )
    return [orjson.loads(body)["data"] for body in connection.execute(query).scalars()]
