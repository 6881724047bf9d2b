"""P10: what the hub logs and what it says of parked messages holds references, and nothing of a person."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.handlers.table import HANDLERS
from hub.intake import Ending
from hub.ledger import store
from tests import builders as told
from tests.builders import PERSON, a_payment, a_stop
from tests.stories import Story

PRIVATE = ["Testa", "Person-0042", "Sample Street", "ZZ1 1ZZ", "123.45", "1940-05-17"]


def broken(*_: Any) -> Any:
    """A handler with a mistake in it, whose error tells everything."""
    raise ValueError(", ".join(PRIVATE))


def assert_nothing_private(logs: Any, story: Story) -> None:
    told_of_parked = [{name: value for name, value in its.items() if name != "body"} for its in story.parked()]
    for private in PRIVATE:
        assert private not in repr(logs)
        assert private not in repr(told_of_parked)


def test_a_failure_of_our_own_is_logged_without_what_it_failed_on(
    quick_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "dispute.started.v1", broken)
    with capture_logs() as logs:
        assert quick_story.tell(a_stop("dispute")) == [Ending.PARKED]
    assert {log["event"] for log in logs} == {"handler_failed", "message_parked"}
    assert_nothing_private(logs, quick_story)


def test_what_the_store_refuses_is_logged_without_what_it_was(
    quick_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = store.append_facts

    def refuse(connection: Any, rows: Any) -> None:
        append(connection, rows)
        if rows:
            broken()

    monkeypatch.setattr(store, "append_facts", refuse)
    with capture_logs() as logs:
        assert quick_story.tell(a_payment("123.45", person=PERSON)) == [Ending.PARKED]
    assert {log["event"] for log in logs} == {"refused_by_store", "message_parked"}
    assert_nothing_private(logs, quick_story)


def test_what_cannot_be_read_is_logged_by_its_field_alone(quick_story: Story) -> None:
    person = told.a_person(
        date_of_birth="1940-05-17T00:00:00", given_name=["Testa"], address="1 Sample Street, ZZ1 1ZZ"
    )
    with capture_logs() as logs:
        assert quick_story.tell(person) == [Ending.PARKED]
    assert {log["event"] for log in logs} == {"message_parked"}
    assert_nothing_private(logs, quick_story)


def test_a_whole_life_is_logged_without_a_word_of_it(story: Story) -> None:
    with capture_logs() as logs:
        story.open_day("2026-06-02")
        story.live(
            told.a_person(),
            told.a_care_package(),
            told.a_light_touch(weekly="123.45"),
            told.a_tracing_decision(),
            told.a_death(date_of_death="2026-06-01"),
        )
    assert logs
    assert_nothing_private(logs, story)
