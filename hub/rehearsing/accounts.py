"""Reading the accounts of a store, a chunk at a time, in an order that every store gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hub.ledger.bulk import is_among
from hub.ledger.store import people_with_care
from hub.ledger.tables import person_standing
from hub.rehearsing.outlook import Outlook
from hub.standing.person import UNCLAIMED

PEOPLE_IN_A_CHUNK = 200

Account = tuple[str, str]
"""The reference of a person, and their standing as text."""


@dataclass(slots=True, frozen=True)
class Known:
    """One account to be looked at, with what a saved file says of it; without a standing it is in that file alone."""

    person: str
    standing: str | None
    saved: Outlook | None = None


def account_count(connection: Connection) -> int:
    """How many people have an account, with care or without."""
    query = (
        select(func.count())
        .select_from(person_standing)
        .where(~person_standing.c.person.startswith(UNCLAIMED, autoescape=True))
    )
    return connection.execute(query).scalar_one()


def people_in_order(connection: Connection) -> list[str]:
    """People who have, or had, care; in the order of their references, whatever order the store sorts by."""
    return sorted(people_with_care(connection))


def accounts(connection: Connection, people: Sequence[str]) -> Iterator[list[Account]]:
    """The standings of these people, in their order, a chunk at a time."""
    for start in range(0, len(people), PEOPLE_IN_A_CHUNK):
        part = list(people[start : start + PEOPLE_IN_A_CHUNK])
        query = select(person_standing.c.person, person_standing.c.standing).where(
            is_among(connection, person_standing.c.person, part)
        )
        found = {row.person: row.standing for row in connection.execute(query)}
        yield [(person, found[person]) for person in part]
