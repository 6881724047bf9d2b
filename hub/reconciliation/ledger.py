"""The ledger: every entry balances and carries its seal, chains and daily roots hold, standings agree with it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from contracts.money import pounds_from_pence
from hub.differences.account import charged_pence, deferred_pence, paid_pence
from hub.everybody import root_of
from hub.ledger.accounts import Account
from hub.ledger.journal import Line, hash_of
from hub.ledger.tables import daily_seal, journal_entry, outbox, person_standing, posting
from hub.reconciliation.findings import Finding
from hub.standing.codec import decode_person
from hub.standing.person import UNCLAIMED, PersonStanding

POSTED = "ledger_entry.posted.v1"
SHOWN = 20
PEOPLE_AT_ONCE = 500


def find_in_balances(connection: Connection) -> Iterator[Finding]:
    """Entries that do not balance or of which finance is not told, and lines of entries that do not exist."""
    query = (
        select(posting.c.entry, func.sum(posting.c.pence), func.count())
        .group_by(posting.c.entry)
        .having((func.sum(posting.c.pence) != 0) | (func.count() < 2))
        .limit(SHOWN)
    )
    for entry, pence, lines in connection.execute(query):
        differing = f"debits and credits differ by {pounds_from_pence(int(pence))}"
        yield Finding("balances", entry, differing if pence else f"expected two lines or more and found {lines}")
    for message, missing in (
        ("an entry without lines", select(journal_entry.c.entry).where(_has_no(posting, posting.c.entry))),
        ("lines without their entry", select(posting.c.entry).where(_has_no_entry()).distinct()),
    ):
        for entry in connection.execute(missing.limit(SHOWN)).scalars():
            yield Finding("balances", entry, message)
    told = (outbox.c.key == journal_entry.c.entry) & (outbox.c.type == POSTED)
    # As a join, for which SQLite makes itself an index; a subquery would read the outbox once for every entry.
    untold = (
        select(journal_entry.c.entry)
        .join_from(journal_entry, outbox, told, isouter=True)
        .where(outbox.c.outbox_no.is_(None))
        .limit(SHOWN)
    )
    for entry in connection.execute(untold).scalars():
        yield Finding("balances", entry, "posted, and the finance system is never told")


def _has_no(table: Any, column: Any) -> Any:
    return ~select(table.c.entry).where(column == journal_entry.c.entry).exists()


def _has_no_entry() -> Any:
    return ~select(journal_entry.c.entry).where(journal_entry.c.entry == posting.c.entry).exists()


def find_in_chains(connection: Connection) -> Iterator[Finding]:
    """Entries whose seal their content does not give, or that are not sealed to the one before them."""
    person, position, previous = "", 0, ""
    for row, lines in sealed_entries(connection):
        if row.person != person:
            person, position, previous = row.person, 0, ""
        position += 1
        if row.position != position:
            yield Finding("chains", row.person, f"expected entry {position} and found {row.position}")
            position = row.position
        if row.previous_hash != previous:
            yield Finding("chains", row.entry, "not sealed to the entry before it")
        if seal_of(row, lines) != row.hash:
            yield Finding("chains", row.entry, "does not carry the seal that its content gives")
        previous = row.hash


def seal_of(row: Row[Any], lines: tuple[Line, ...]) -> str:
    """The seal that the content of an entry gives, whatever seal it carries."""
    return hash_of(
        row.entry,
        row.person,
        row.kind,
        row.effective_on,
        row.recorded_on,
        row.cause,
        lines,
        row.detail,
        row.previous_hash,
    )


def sealed_entries(connection: Connection) -> Iterator[tuple[Row[Any], tuple[Line, ...]]]:
    """Every entry with its lines, chain by chain."""
    query = (
        select(journal_entry, posting.c.account, posting.c.item, posting.c.pence)
        .join(posting, posting.c.entry == journal_entry.c.entry)
        .order_by(journal_entry.c.person, journal_entry.c.position, posting.c.line_no)
        .execution_options(yield_per=2000)
    )
    present: Row[Any] | None = None
    lines: list[Line] = []
    for row in connection.execute(query):
        if present is not None and row.entry != present.entry:
            yield present, tuple(lines)
            lines = []
        present = row
        lines.append(Line(Account(row.account), row.pence, row.item))
    if present is not None:
        yield present, tuple(lines)


def find_in_seals(connection: Connection) -> Iterator[Finding]:
    """Days whose root the entries sealed under it do not give."""
    begin, previous = 0, ""
    query = select(daily_seal).order_by(daily_seal.c.entry_no_to, daily_seal.c.day)
    for row in connection.execute(query).all():
        root, count = root_of(connection, begin, row.entry_no_to, previous)
        if (root, count) != (row.root, row.entries_count):
            yield Finding("seals", row.day.isoformat(), f"expected {row.entries_count} entries under the day's root")
        begin, previous = row.entry_no_to, row.root


def find_in_standings(connection: Connection) -> Iterator[Finding]:
    """Accounts whose standing and ledger disagree."""
    owed = _balances(connection, Account.CONTRIBUTION_DEBTORS)
    deferred = _balances(connection, Account.DEFERRED_PAYMENT_DEBTORS)
    last = _last_entries(connection)
    query = select(person_standing.c.standing).order_by(person_standing.c.person)
    for text in connection.execute(query.execution_options(yield_per=PEOPLE_AT_ONCE)).scalars():
        standing = decode_person(text)
        posted = standing.posted
        if last.get(standing.person, (0, "")) != (posted.entries_count, posted.chain_hash):
            yield Finding("standings", standing.person, "the standing does not end with the last entry of the chain")
        if not standing.person.startswith(UNCLAIMED) and _owed(standing) != owed.get(standing.person, 0):
            yield Finding("standings", standing.person, "the standing and the ledger differ on what is owed")
        if deferred_pence(standing) != deferred.get(standing.person, 0):
            yield Finding("standings", standing.person, "the standing and the ledger differ on what is deferred")


def _balances(connection: Connection, account: Account) -> dict[str, int]:
    query = (
        select(posting.c.person, func.sum(posting.c.pence))
        .where(posting.c.account == account)
        .group_by(posting.c.person)
    )
    return {person: int(pence) for person, pence in connection.execute(query)}


def _owed(standing: PersonStanding) -> int:
    return charged_pence(standing) - paid_pence(standing)


def _last_entries(connection: Connection) -> dict[str, tuple[int, str]]:
    latest = (
        select(journal_entry.c.person, func.max(journal_entry.c.position).label("position"))
        .group_by(journal_entry.c.person)
        .subquery()
    )
    query = select(journal_entry.c.person, journal_entry.c.position, journal_entry.c.hash).join(
        latest,
        (latest.c.person == journal_entry.c.person) & (latest.c.position == journal_entry.c.position),
    )
    return {person: (position, its_hash) for person, position, its_hash in connection.execute(query)}
