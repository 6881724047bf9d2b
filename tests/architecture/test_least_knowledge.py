"""P10: what goes wrong is told without telling of anybody: in logs, errors, metrics and what is set aside."""

import copy
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from prometheus_client import REGISTRY, generate_latest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from hub.errors import TooManyUnclassified, Unavailable
from hub.handlers.table import HANDLERS
from hub.intake import UNCLASSIFIED_IN_A_ROW
from hub.ledger import store
from hub.ledger.bulk import insert_rows
from hub.ledger.tables import fact
from hub.outbox import Outgoing
from tests import builders as told
from tests.builders import PERSON, REFERENCE, Event, body_of
from tests.stories import Story

SECRETS = (
    "Testa-Canary",
    "Person-Canary",
    "Canary Street",
    "ZZ9 9ZZ",
    "1931-11-13",
    "8765.43",
    "876543",
    "4321.09",
    "432109",
    "canary-bank-text",
    "Attorney-Canary",
)
PARTS = {
    "given_name": "Testa-Canary",
    "family_name": "Person-Canary",
    "address": {"lines": ["1 Canary Street"], "postcode": "ZZ9 9ZZ"},
    "date_of_birth": "1931-11-13",
}


def secret_person(**said: Any) -> Event:
    return told.a_person(references=[REFERENCE], **{**PARTS, **said})


def secret_payment(**said: Any) -> Event:
    return told.a_payment(**{"amount": "8765.43", "bank_text": "canary-bank-text", **said})


def secret_assessment(**said: Any) -> Event:
    income = told.an_income("state_pension", "4321.09")
    return told.an_assessment(PERSON, income, **{"capital": [told.savings("8765.43")], **said})


def told_whole() -> list[Event]:
    """A person of whom everything is known, in arrears and referred."""
    return [
        secret_person(),
        told.a_representative(name="Attorney-Canary"),
        secret_assessment(),
        told.a_care_package(PERSON, told.a_line("8765.43")),
        told.a_mandate(),
        secret_payment(),
        told.a_tracing_decision(),
        told.an_enforcement_decision(),
    ]


def spoilt(event: Event) -> Iterator[bytes]:
    """The event with each of its fields wrong in turn: a value put where another belongs, or taken away."""
    for path in paths_of(event):
        for value in ("8765.43", "Testa-Canary Person-Canary", -876543, ["1 Canary Street"], {"ZZ9 9ZZ": 1}, None):
            changed: Any = copy.deepcopy(event)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            yield body_of(changed)
    yield body_of(event)[:-3]
    yield body_of(event).replace(b"Canary", b"Can\xffary")


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


def assert_tells_nothing(*texts: object) -> None:
    for text in texts:
        found = [secret for secret in SECRETS if secret in str(text)]
        assert found == [], text


def summaries(story: Story) -> list[Any]:
    """What is set aside, without the body, which is kept for whoever may read it."""
    return [(its["code"], its["field"], its["message"], its["type"]) for its in story.parked()]


@pytest.mark.parametrize("event", told_whole(), ids=lambda event: event["type"])
def test_bad_input_is_told_by_field_and_never_by_value(quick_story: Story, event: Event) -> None:
    with capture_logs() as logs:
        quick_story.tell(*spoilt(event))
    assert len(summaries(quick_story)) > 10
    assert_tells_nothing(logs, summaries(quick_story), generate_latest(REGISTRY).decode())


def test_refusals_and_conflicts_tell_of_nobody(quick_story: Story) -> None:
    with capture_logs() as logs:
        quick_story.tell(*told_whole())
        quick_story.tell(
            secret_person(id=secret_person()["id"], revision=2),
            told.a_person("P-0043", references=[REFERENCE], **PARTS),
            told.a_tracing_decision(role="account_management_officer", reason="Testa-Canary owes 8765.43"),
            told.an_enforcement_decision(agent="AGENT-X", reason="Testa-Canary owes 8765.43"),
        )
    assert len(summaries(quick_story)) == 4
    assert_tells_nothing(logs, summaries(quick_story))


def test_failures_of_our_own_code_tell_of_nobody(quick_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(deciding: Any, standing: Any, event: Any) -> Any:
        raise ValueError(f"Testa-Canary owes 8765.43: {event.data!r}")

    monkeypatch.setitem(HANDLERS, "payment.received.v1", broken)
    payments = [secret_payment(payment=f"PAY-{number}") for number in range(UNCLASSIFIED_IN_A_ROW)]
    with capture_logs() as logs:
        quick_story.tell(*payments[:1])
        with pytest.raises(TooManyUnclassified) as raised:
            quick_story.tell(*payments)
    assert {entry["event"] for entry in logs} == {"handler_failed", "message_parked"}
    assert "ValueError in broken" in str(logs)
    printed = "".join(traceback.format_exception(raised.value))
    assert_tells_nothing(logs, summaries(quick_story), printed)


def test_a_store_that_refuses_tells_of_nobody(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    append = store.append_facts

    def append_twice(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        append(connection, rows)
        append(connection, rows)

    monkeypatch.setattr(store, "append_facts", append_twice)
    with capture_logs() as logs:
        story.tell(secret_person())
    assert [entry["event"] for entry in logs] == ["refused_by_store", "message_parked"]
    assert_tells_nothing(logs, summaries(story))


def test_an_error_of_the_store_tells_of_nobody_when_it_is_printed(story: Story) -> None:
    row = {
        "message_id": "m-1",
        "type": "sample",
        "person": PERSON,
        "recorded_at": story.clock.now(),
        "body": SECRETS[0],
    }
    with pytest.raises(IntegrityError) as raised, story.connection() as connection:
        insert_rows(connection, fact, [row, row])
    assert_tells_nothing("".join(traceback.format_exception(raised.value)))


def test_the_relay_tells_of_nobody(quick_story: Story) -> None:
    quick_story.open_day("2026-06-02")

    def away(window: Sequence[Outgoing], _: Connection) -> set[str]:
        raise Unavailable("broker: sample")

    with capture_logs() as logs:
        quick_story.tell(*told_whole())
        with pytest.raises(Unavailable) as raised:
            quick_story.hub.outbox.drain(away)
        quick_story.hub.outbox.drain(lambda window, _: set())
        quick_story.tell(told.a_stop("hold", started_on="2026-06-03"), told.an_opened_day("2026-06-03"))
        quick_story.hub.outbox.drain(lambda window, _: set())
    assert {"relay_returned", "day_opened"} <= {entry["event"] for entry in logs}
    assert_tells_nothing(logs, raised.value, generate_latest(REGISTRY).decode())


def test_tasks_and_the_officers_list_tell_what_happened_and_not_to_whom(quick_story: Story) -> None:
    quick_story.open_day("2026-06-02")
    quick_story.live(
        *told_whole(),
        told.a_collection("4321.09"),
        told.a_return("4321.09", "2"),
        told.a_return("4321.09", "X", returned="RET-2"),
        told.an_answer(found_address=["1 Canary Street"]),
        told.a_death(date_of_death="2026-05-20"),
        secret_payment(payment="PAY-9", reference="TESTA0099"),
    )
    quick_story.open_day("2026-06-10")
    raised = quick_story.told("task.raised")
    assert len({task["kind"] for task in raised}) >= 6
    assert_tells_nothing(raised, quick_story.told("task.withdrawn"))
