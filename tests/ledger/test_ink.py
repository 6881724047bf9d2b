"""P4: the ledger is ink. Code cannot make an entry that does not balance, and no SQL can change one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.outbound.postings import EntryKind
from hub.errors import UnbalancedEntry
from hub.ledger.accounts import Account
from hub.ledger.journal import Entry, Line, make_entry
from hub.reconciliation.ledger import find_in_balances, find_in_chains, find_in_seals
from tests import builders as told
from tests.builders import PERSON
from tests.journeys.beginnings import one_cycle_charged
from tests.stories import Story

TABLES = ["fact", "journal_entry", "posting", "daily_seal"]


def entry(*lines: Line) -> Entry:
    return make_entry(
        entry="e-1",
        person=PERSON,
        kind=EntryKind.CHARGE,
        effective_on=date(2026, 4, 6),
        recorded_at=datetime(2026, 5, 4, tzinfo=UTC),
        recorded_on=date(2026, 5, 4),
        cause="m-1",
        lines=lines,
        detail="{}",
        position=1,
        previous_hash="",
    )


@pytest.mark.parametrize("pence", [(), (0,), (100,), (100, -99), (100, 100), (50, 50, -99)], ids=lambda its: str(its))
def test_an_entry_that_does_not_balance_cannot_be_made(pence: tuple[int, ...]) -> None:
    with pytest.raises(UnbalancedEntry):
        entry(*(Line(Account.BANK, its) for its in pence))


def test_the_seal_of_an_entry_covers_everything_it_says() -> None:
    lines = (Line(Account.BANK, 100, "a"), Line(Account.SUSPENSE, -100))
    others = [
        (Line(Account.BANK, 101, "a"), Line(Account.SUSPENSE, -101)),
        (Line(Account.BANK, 100, "b"), Line(Account.SUSPENSE, -100)),
        (Line(Account.SUSPENSE, -100), Line(Account.BANK, 100, "a")),
        (Line(Account.DIRECT_DEBIT_CONTROL, 100, "a"), Line(Account.SUSPENSE, -100)),
    ]
    assert len({entry(*its).hash for its in (lines, *others)}) == 5
    assert entry(*lines).hash == entry(*lines).hash


@contextmanager
def refused(story: Story, saying: str) -> Iterator[Any]:
    """The database itself must refuse what is done here."""
    with pytest.raises(DBAPIError, match=saying), story.connection() as connection:
        yield lambda sql, **values: connection.execute(text(sql), values)


POSTING = (
    "INSERT INTO posting (entry, line_no, person, account, item, pence)"
    " VALUES (:entry, :line, 'P-0042', 'bank', NULL, :pence)"
)
JOURNAL = (
    "INSERT INTO journal_entry (entry, entry_no, person, position, kind, effective_on, recorded_at, recorded_on,"
    " cause, detail, previous_hash, hash) VALUES (:entry, 99, 'P-0042', 99, 'charge', '2026-04-06',"
    " '2026-04-06 00:00:00', '2026-04-06', 'm', '{}', '', 'x')"
)


@pytest.mark.parametrize("pence", [(), (100,), (0,), (100, -99)], ids=lambda its: str(its))
def test_the_database_refuses_an_entry_that_does_not_balance(story: Story, pence: tuple[int, ...]) -> None:
    with refused(story, "does not balance") as execute:
        for number, its in enumerate(pence, 1):
            execute(POSTING, entry="forged", line=number, pence=its)
        execute(JOURNAL, entry="forged")
    assert (story.count("journal_entry"), story.count("posting")) == (0, 0)


def test_the_database_takes_an_entry_that_balances(story: Story) -> None:
    with story.connection() as connection:
        for number, pence in ((1, 100), (2, -100)):
            connection.execute(text(POSTING), {"entry": "made", "line": number, "pence": pence})
        connection.execute(text(JOURNAL), {"entry": "made"})
    assert story.count("posting") == 2


def test_the_database_refuses_lines_without_an_entry(story: Story) -> None:
    with refused(story, "(?i)foreign key") as execute:
        execute(POSTING, entry="none", line=1, pence=100)
        execute(POSTING, entry="none", line=2, pence=-100)
    assert story.count("posting") == 0


def test_the_database_refuses_a_line_that_comes_after_its_entry(story: Story) -> None:
    one_cycle_charged(story)
    (sealed,) = story.entries()
    with refused(story, "is sealed") as execute:
        execute(POSTING, entry=sealed["entry"], line=3, pence=0)


CHANGES = {
    "fact": "UPDATE fact SET body = '{}'",
    "journal_entry": "UPDATE journal_entry SET effective_on = '2020-01-01'",
    "posting": "UPDATE posting SET pence = 0",
    "daily_seal": "UPDATE daily_seal SET root = 'x'",
}


def test_the_database_refuses_every_change_and_every_removal(story: Story) -> None:
    one_cycle_charged(story)
    before = {table: story.count(table) for table in TABLES}
    assert all(before.values())
    for table in TABLES:
        with refused(story, "append-only") as execute:
            execute(CHANGES[table])
        with refused(story, "append-only") as execute:
            execute(f"DELETE FROM {table}")
        if is_postgresql(story):
            with refused(story, "append-only") as execute:
                execute(f"TRUNCATE {table} CASCADE")
        else:
            # a statement of its own there; here it would delete the row that is in the way
            with refused(story, "append-only|is sealed|does not balance") as execute:
                execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert {table: story.count(table) for table in TABLES} == before


def is_postgresql(story: Story) -> bool:
    return story.hub.engine.dialect.name == "postgresql"


def unlocked(story: Story, sql: str) -> None:
    """What somebody with every right over the database could do: take the rule away, and then change the row."""
    with story.connection() as connection:
        if is_postgresql(story):
            for table in TABLES:
                connection.execute(text(f"DROP TRIGGER {table}_is_ink ON {table}"))
        else:
            for table in TABLES:
                for verb in ("UPDATE", "DELETE"):
                    connection.execute(text(f"DROP TRIGGER {table}_is_ink_{verb}"))
        connection.execute(text(sql))


def findings(story: Story) -> set[str]:
    with story.connection() as connection:
        found = [*find_in_balances(connection), *find_in_chains(connection), *find_in_seals(connection)]
    return {finding.about for finding in found}


def a_kept_ledger(story: Story) -> Story:
    """Three entries of one person and one of another, all under a daily root."""
    one_cycle_charged(story)
    story.live(told.a_payment("100.00"), told.a_payment("5.00", payment="PAY-2"))
    story.live(told.a_payment("7.00", payment="PAY-3", person="P-0043"))
    story.open_day("2026-05-05")
    return story


def test_an_untouched_ledger_verifies(story: Story) -> None:
    a_kept_ledger(story)
    assert story.count("journal_entry") == 4
    assert findings(story) == set()
    positions = [(its["person"], its["position"]) for its in story.entries()]
    assert positions == [(PERSON, 1), (PERSON, 2), (PERSON, 3), ("P-0043", 1)]


FORGERIES = {
    "a day": "UPDATE journal_entry SET effective_on = '2026-01-01' WHERE position = 2",
    "a cause": "UPDATE journal_entry SET cause = 'm-9' WHERE position = 2",
    "a working": 'UPDATE journal_entry SET detail = \'{"movement":"x"}\' WHERE position = 2',
    "sums that still balance": "UPDATE posting SET pence = pence * 2",
    "an account": "UPDATE posting SET account = 'suspense' WHERE account = 'bank'",
    "a seal": "UPDATE journal_entry SET hash = previous_hash WHERE position = 2",
    "a sum": "UPDATE posting SET pence = pence + 1 WHERE line_no = 1",
}


@pytest.mark.parametrize("sql", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_row_is_found(quick_story: Story, sql: str) -> None:
    a_kept_ledger(quick_story)
    unlocked(quick_story, sql)
    assert findings(quick_story)


def test_a_forged_row_is_found_on_either_store(story: Story) -> None:
    a_kept_ledger(story)
    unlocked(story, FORGERIES["sums that still balance"])
    assert findings(story)


def test_a_removed_entry_breaks_the_chain_and_the_daily_root(quick_story: Story) -> None:
    a_kept_ledger(quick_story)
    (gone,) = [its["entry"] for its in quick_story.entries() if its["person"] == "P-0043"]
    unlocked(quick_story, f"DELETE FROM posting WHERE entry = '{gone}'")
    with quick_story.connection() as connection:
        connection.execute(text(f"DELETE FROM journal_entry WHERE entry = '{gone}'"))
    # the last entry of a chain leaves no gap in it: the root of its day is what tells
    with quick_story.connection() as connection:
        assert list(find_in_chains(connection)) == []
        assert [finding.about for finding in find_in_seals(connection)] == ["2026-05-04"]


def test_every_day_is_sealed_under_the_one_before(story: Story) -> None:
    a_kept_ledger(story)
    with story.connection() as connection:
        rows = connection.execute(text("SELECT day, entries_count, root FROM daily_seal ORDER BY day")).all()
    # 6 April closed with nothing; 4 May with the charge, which its own opening posted, and three payments
    assert [(str(row.day), row.entries_count) for row in rows] == [("2026-04-06", 0), ("2026-05-04", 4)]
    assert len({row.root for row in rows}) == 2
