"""P11: a connection that PostgreSQL cuts in the midst of a batch, at whatever statement, is an outage and no fault."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hub.intake import Ending
from hub.ledger import store
from tests.builders import PERSON, a_payment, a_tracing_decision
from tests.services.postgresql import connect
from tests.stories import Story

APPLIED, PARKED = Ending.APPLIED, Ending.PARKED
STATEMENTS = [
    "claim",
    "load_council",
    "lock_people",
    "append_facts",
    "append_entries",
    "save_people",
    "append_messages",
    "park",
    "set_outcome",
]


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
    refused = a_tracing_decision(role="account_management_officer")
    assert story.tell(a_payment("1.00", person=PERSON), refused) == [APPLIED, PARKED]
    assert len(cuts) == 1
    assert story.balance() == "-1.00"
    assert [parked["code"] for parked in story.parked()] == ["decision_not_allowed_in_role"]
    assert [story.count(table) for table in ("inbox", "fact", "journal_entry", "parked")] == [2, 1, 1, 1]
