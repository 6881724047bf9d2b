"""The end state of a store: what every account comes to, whatever order the facts came in, and its digest."""

from collections import defaultdict
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from contracts.inbound.agents import Acknowledged
from contracts.money import pounds_from_pence
from hub.adoption import in_force
from hub.deciding import Almanac
from hub.differences.account import account_of, charged_pence, deferred_pence, paid_pence
from hub.differences.referrals import is_acknowledged, wanted_referrals
from hub.ledger.allocation import Item
from hub.ledger.store import read_council
from hub.ledger.tables import parked, person_standing, posting
from hub.standing.codec import decode_person
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding

# These follow from what was said to an agent and when, not from the facts alone.
FOLLOWS_WHAT_WAS_SAID = frozenset({"referral.recall_unacknowledged"})


def end_state(connection: Connection, almanac: Almanac) -> dict[str, Any]:
    """People with their accounts, what is parked, the trial balance, and a digest over all of it."""
    council = read_council(connection)
    people: list[dict[str, Any]] = []
    suspense: list[dict[str, Any]] = []
    rows = connection.execute(
        select(person_standing.c.person, person_standing.c.standing).order_by(person_standing.c.person)
    )
    for _, text in rows:
        standing = decode_person(text)
        if standing == PersonStanding(standing.person):
            # Everything ever said about this reference was refused.
            continue
        if not standing.is_unclaimed:
            people.append(account(standing, council, almanac))
        elif standing.has_records:
            suspense.append(_suspense(standing))
    state: dict[str, Any] = {
        "people": people,
        "suspense": suspense,
        "parked": _parked(connection),
        "trial_balance": trial_balance(connection),
    }
    state["digest"] = digest_of(state)
    return state


def account(standing: PersonStanding, council: CouncilStanding, almanac: Almanac) -> dict[str, Any]:
    """One person's account as it stands on the business day."""
    almanac = in_force(almanac, council)
    charged, paid = charged_pence(standing), paid_pence(standing)
    today = council.business_day
    return {
        "person": standing.person,
        "balance": pounds_from_pence(charged - paid),
        "charged": pounds_from_pence(charged),
        "deferred": pounds_from_pence(deferred_pence(standing)),
        "paid": pounds_from_pence(paid),
        "items": [
            {
                **item_told(item),
                "settled_by": [
                    {"receipt": receipt, "amount": pounds_from_pence(pence)} for receipt, pence in item.settled_by
                ],
            }
            for item in account_of(standing, almanac.policy).items
        ],
        "holds": [
            {
                "hold": reference,
                "kind": kind,
                "from": span.first.isoformat(),
                "to": None if span.last is None else span.last.isoformat(),
            }
            for reference, kind, span in sorted(standing.stop_spans(), key=lambda stop: stop[0])
            if span.covers(today)
        ],
        "tasks": _tasks(standing),
        "referrals": [
            {
                "referral": wish.referral,
                "agent": wish.agent,
                "kind": str(wish.kind),
                "state": "live" if wish.fields is not None else "stopped",
                "reason": None if wish.reason is None else str(wish.reason),
                "acknowledged": is_acknowledged(standing, wish.referral, Acknowledged.SENT),
            }
            for wish in wanted_referrals(standing, almanac.policy, today)
        ],
    }


def item_told(item: Item) -> dict[str, str]:
    """One thing owed, in pounds and as text."""
    return {
        "item": item.item,
        "from": item.first.isoformat(),
        "to": item.last.isoformat(),
        "due_on": item.due_on.isoformat(),
        "charged": pounds_from_pence(item.charged_pence),
        "outstanding": pounds_from_pence(item.outstanding_pence),
    }


def _tasks(standing: PersonStanding) -> list[dict[str, Any]]:
    return [
        {
            "task": task.task,
            "kind": task.kind,
            "reason": task.reason,
            "due_on": task.due_on.isoformat(),
            "priority": task.priority,
        }
        for task in sorted(standing.said.tasks.values(), key=lambda its: (its.priority, its.due_on, its.task))
    ]


def _suspense(standing: PersonStanding) -> dict[str, Any]:
    return {
        "reference": standing.person,
        "amount": pounds_from_pence(paid_pence(standing)),
        "tasks": _tasks(standing),
    }


def _parked(connection: Connection) -> list[dict[str, Any]]:
    query = (
        select(parked.c.parked, parked.c.message_id, parked.c.code, parked.c.field, parked.c.message)
        .where(parked.c.state == "waiting")
        .order_by(parked.c.code, parked.c.parked)
    )
    return [
        {"id": row.message_id or row.parked, "code": row.code, "field": row.field, "message": row.message}
        for row in connection.execute(query)
    ]


def trial_balance(connection: Connection) -> dict[str, str]:
    """The balance of every ledger account; they sum to nil."""
    query = select(posting.c.account, func.sum(posting.c.pence)).group_by(posting.c.account).order_by(posting.c.account)
    return {account: pounds_from_pence(int(pence)) for account, pence in connection.execute(query)}


def digest_of(state: dict[str, Any]) -> str:
    """A hash of what the facts alone decide: the same for the same facts in any order, with any repeats."""
    told: dict[str, Any] = defaultdict(list)
    for person in state["people"]:
        tasks = [task for task in person["tasks"] if task["kind"] not in FOLLOWS_WHAT_WAS_SAID]
        told["people"].append({**person, "tasks": tasks})
    told["suspense"] = state["suspense"]
    told["parked"] = state["parked"]
    told["trial_balance"] = {account: amount for account, amount in state["trial_balance"].items() if amount != "0.00"}
    return sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
