"""P11: a connection that PostgreSQL cuts in the midst of a batch, or a lock lost there, is an outage and no fault."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hub.intake import Ending
from hub.ledger import store
from tests.builders import PERSON, a_payment, a_tracing_decision
from tests.services.postgresql import connect
from tests.stories import Story

PAYMENT = a_payment("1.00", person=PERSON)
REFUSED = a_tracing_decision(role="account_management_officer")
STATEMENTS = {
    "claim": PAYMENT,
    "load_council": PAYMENT,
    "lock_people": PAYMENT,
    "append_facts": PAYMENT,
    "append_entries": PAYMENT,
    "save_people": PAYMENT,
    "append_messages": PAYMENT,
    "park": REFUSED,
    "set_outcome": REFUSED,
}


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    """A hub on PostgreSQL."""
    story = Story(database_url)
    yield story
    story.close()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_connection_cut_at_any_statement_is_waited_for(
    story: Story, database_url: str, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    work: Callable[..., Any] = getattr(store, statement)
    cuts: list[int] = []

    def cut(connection: Any, *given: Any, **named: Any) -> Any:
        if not cuts:
            cuts.append(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
            with connect(database_url) as administrator:
                administrator.execute("SELECT pg_terminate_backend(%s)", (cuts[0],))
        return work(connection, *given, **named)

    monkeypatch.setattr(store, statement, cut)
    # alone in its batch, so that there is no second try but the one that an outage gets
    message = STATEMENTS[statement]
    assert story.tell(message) == [Ending.APPLIED if message is PAYMENT else Ending.PARKED]
    assert len(cuts) == 1
    codes = [] if message is PAYMENT else ["decision_not_allowed_in_role"]
    assert [parked["code"] for parked in story.parked()] == codes
    assert (story.count("inbox"), story.count("fact"), story.count("parked")) == (1, 1 - len(codes), len(codes))


LOSE_TWICE = """
CREATE SEQUENCE tries;
CREATE FUNCTION lose_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- a sequence keeps its count when everything else is rolled back
    IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'sample' USING ERRCODE = '{state}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lose_twice BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION lose_twice();
"""


@pytest.mark.parametrize("state", ["40P01", "40001", "55P03"], ids=["deadlock", "serialization", "lock"])
@pytest.mark.parametrize("table", ["fact", "posting", "outbox", "person_standing", "inbox"])
def test_a_lock_that_is_lost_while_rows_are_written_is_tried_for_again(
    story: Story, database_url: str, table: str, state: str
) -> None:
    with connect(database_url) as administrator:
        administrator.execute(LOSE_TWICE.format(table=table, state=state).encode())
    assert story.tell(PAYMENT) == [Ending.APPLIED]
    assert story.parked() == []
    assert [story.count(its) for its in ("inbox", "fact", "journal_entry", "posting", "outbox")] == [1, 1, 1, 2, 1]
