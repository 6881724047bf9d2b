"""Why an entry exists: its lines, the working behind them, and the chain of messages that caused it.

And what a person has to pay on a day, with the lines that moved since another day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from contracts.inbound.care_packages import Collector
from contracts.money import pounds_from_pence
from hub.adoption import in_force
from hub.assessed import assessed_on, side_by_side
from hub.charging.charge_weeks import charge_weeks
from hub.charging.examples import line_as_json
from hub.charging.schedule import Segment, schedule
from hub.clock import in_utc
from hub.deciding import Almanac
from hub.differences.upratings import Rules, notices_that_hold
from hub.errors import InvariantBroken, WrongUsage
from hub.folding import fold
from hub.ledger.store import read_council
from hub.ledger.tables import fact, journal_entry, person_standing, posting
from hub.standing.codec import decode_person

CHARGE = "charge"
WEEK = timedelta(days=6)
SHORTEST_PREFIX = 4


def explain(connection: Connection, almanac: Almanac, prefix: str) -> dict[str, Any]:
    """Everything behind an entry of the ledger.

    The working is worked out again from the facts that were known when the entry was posted; `agrees` says
    whether it comes to the same charges.

    Raises:
        WrongUsage: no entry begins so, or several do.
        InvariantBroken: the fact behind it is gone.
    """
    entry = _find(connection, prefix)
    causes = list(_causes(connection, entry.cause))
    explanation: dict[str, Any] = {
        "entry": entry.entry,
        "person": entry.person,
        "kind": entry.kind,
        "effective_on": entry.effective_on.isoformat(),
        "recorded_at": in_utc(entry.recorded_at).isoformat(),
        "lines": _lines(connection, entry.entry),
        "weeks": [],
        "working": [],
        "agrees": True,
        "because_of": causes,
    }
    if entry.kind == CHARGE:
        explanation |= _working(connection, almanac, entry)
    return explanation


def explain_day(
    connection: Connection, almanac: Almanac, person: str, on: date, against: date | None = None
) -> dict[str, Any] | None:
    """What the person has to pay on a day by all that is known, line by line as a notice of it would tell.

    With another day to lay against it: both, with the figures and the lines that moved. None if nobody is known by
    the reference.
    """
    query = select(person_standing.c.standing).where(person_standing.c.person == person)
    text = connection.execute(query).scalar_one_or_none()
    if text is None:
        return None
    standing, council = decode_person(text), read_council(connection)
    told = assessed_on(standing, council, almanac, on)
    if against is None:
        return told
    return side_by_side(told, assessed_on(standing, council, almanac, against))


def _find(connection: Connection, prefix: str) -> Row[Any]:
    if len(prefix) < SHORTEST_PREFIX:
        raise WrongUsage(f"ENTRY: expected at least {SHORTEST_PREFIX} characters of an entry")
    query = select(journal_entry).where(journal_entry.c.entry.startswith(prefix, autoescape=True)).limit(2)
    found = list(connection.execute(query))
    if len(found) != 1:
        raise WrongUsage(
            f"ENTRY: {'no entry begins' if not found else 'several entries begin'} with {prefix}; "
            "`hub person REF` lists the entries of an account"
        )
    return found[0]


def _lines(connection: Connection, entry: str) -> list[dict[str, Any]]:
    query = (
        select(posting.c.account, posting.c.item, posting.c.pence)
        .where(posting.c.entry == entry)
        .order_by(posting.c.line_no)
    )
    return [
        {"account": row.account, "item": row.item, "amount": pounds_from_pence(row.pence)}
        for row in connection.execute(query)
    ]


def _causes(connection: Connection, message_id: str | None) -> Iterator[dict[str, Any]]:
    """The message that caused it, the one that caused that, and so on to the publisher's own."""
    seen: set[str] = set()
    while message_id is not None and message_id not in seen:
        seen.add(message_id)
        row = connection.execute(
            select(fact.c.body, fact.c.recorded_at).where(fact.c.message_id == message_id)
        ).one_or_none()
        if row is None:
            return
        event = orjson.loads(row.body)
        yield {
            "id": event["id"],
            "type": event["type"],
            "source": event["source"],
            "time": event["time"],
            "recorded_at": in_utc(row.recorded_at).isoformat(),
        }
        message_id = event.get("causationid")


def _working(connection: Connection, almanac: Almanac, entry: Row[Any]) -> dict[str, Any]:
    detail = orjson.loads(entry.detail)
    weeks, is_deferred = detail["weeks"], detail.get("deferred", False)
    mondays = [date.fromisoformat(week) for week, _, _, _ in weeks]
    up_to = connection.execute(select(fact.c.fact_no).where(fact.c.message_id == entry.cause)).scalar_one_or_none()
    if up_to is None:
        raise InvariantBroken(f"the message that caused {entry.entry} is not among the facts: see `hub reconcile`")
    standing, council = fold(connection, almanac, entry.person, up_to)
    almanac = in_force(almanac, council)
    last = max(mondays) + WEEK
    rules = Rules(council.notices, almanac.rates, almanac.policy)
    notices = notices_that_hold(standing.circumstances, rules, standing.released_upratings(), council.business_day)
    segments = schedule(standing.circumstances, notices, almanac.rates, almanac.policy, min(mondays), last)
    should_be: dict[tuple[date, str], int] = defaultdict(int)
    for charge in charge_weeks(standing.circumstances, segments, almanac.policy, min(mondays), last):
        if is_deferred:
            should_be[charge.week, str(charge.setting)] += charge.deferred_pence
        elif charge.collector is Collector.COUNCIL:
            should_be[charge.week, str(charge.setting)] += charge.pence
    return {
        "weeks": [
            {"week": week, "setting": setting, "was": pounds_from_pence(was), "is": pounds_from_pence(now)}
            for week, setting, was, now in weeks
        ],
        "working": [_segment(segment) for segment in segments if _touches(segment, mondays)],
        "agrees": all(should_be.get((date.fromisoformat(week), setting), 0) == now for week, setting, _, now in weeks),
    }


def _touches(segment: Segment, mondays: list[date]) -> bool:
    return any(segment.first <= monday + WEEK and monday <= segment.last for monday in mondays)


def _segment(segment: Segment) -> dict[str, Any]:
    contribution = segment.contribution
    return {
        "from": segment.first.isoformat(),
        "to": segment.last.isoformat(),
        "weekly": None if contribution is None else pounds_from_pence(contribution.weekly_pence),
        "basis": None if contribution is None else str(contribution.basis),
        "refused": None if segment.refusal is None else segment.refusal.message,
        "capital": [] if contribution is None else [line_as_json(line) for line in contribution.capital],
        "lines": [] if contribution is None else [line_as_json(line) for line in contribution.working],
    }
