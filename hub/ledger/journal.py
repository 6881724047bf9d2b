"""Journal entries: balanced by construction, chained per person, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import orjson

from contracts.outbound.postings import EntryKind
from hub.errors import UnbalancedEntry
from hub.ledger.accounts import Account


@dataclass(slots=True, frozen=True)
class Line:
    """One line of an entry: pence, a debit if positive, a credit if negative."""

    account: Account
    pence: int
    item: str | None = None


@dataclass(slots=True, frozen=True)
class Entry:
    """A journal entry of one person; `detail` explains it, `position` and the hashes chain it."""

    entry: str
    person: str
    kind: EntryKind
    effective_on: date
    recorded_at: datetime
    recorded_on: date
    cause: str
    lines: tuple[Line, ...]
    detail: str
    position: int
    previous_hash: str
    hash: str


def make_entry(
    *,
    entry: str,
    person: str,
    kind: EntryKind,
    effective_on: date,
    recorded_at: datetime,
    recorded_on: date,
    cause: str,
    lines: tuple[Line, ...],
    detail: str,
    position: int,
    previous_hash: str,
) -> Entry:
    """A balanced entry, sealed to the one before it.

    Raises:
        UnbalancedEntry: debits and credits differ, or there are fewer than two lines.
    """
    if len(lines) < 2 or sum(line.pence for line in lines) != 0:
        raise UnbalancedEntry(entry)
    digest = hash_of(entry, person, kind, effective_on, recorded_on, cause, lines, detail, previous_hash)
    return Entry(
        entry,
        person,
        kind,
        effective_on,
        recorded_at,
        recorded_on,
        cause,
        lines,
        detail,
        position,
        previous_hash,
        digest,
    )


def hash_of(
    entry: str,
    person: str,
    kind: str,
    effective_on: date,
    recorded_on: date,
    cause: str,
    lines: tuple[Line, ...],
    detail: str,
    previous_hash: str,
) -> str:
    """The seal of an entry: SHA-256 over what it says and the seal before it."""
    content = [
        entry,
        person,
        str(kind),
        effective_on,
        recorded_on,
        cause,
        [[str(line.account), line.pence, line.item] for line in lines],
        detail,
        previous_hash,
    ]
    return sha256(orjson.dumps(content)).hexdigest()
