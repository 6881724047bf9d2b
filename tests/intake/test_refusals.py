"""How messages end that no rule allows, and what happens when our own code fails."""

from typing import Any

import pytest

from hub.errors import TooManyUnclassified
from hub.handlers.table import HANDLERS
from hub.intake import UNCLASSIFIED_IN_A_ROW, Ending
from hub.ledger import store
from tests import builders as told
from tests.builders import PERSON, Event, a_payment, a_person, a_stop
from tests.stories import Story

APPLIED, PARKED = Ending.APPLIED, Ending.PARKED


def broken(*_: Any) -> Any:
    """A handler with a mistake in it."""
    raise ZeroDivisionError("Testa Person-0042 owes 123.45")


@pytest.fixture
def disputes_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler of disputes has a mistake in it."""
    monkeypatch.setitem(HANDLERS, "dispute.started.v1", broken)


def disputes(count: int) -> list[Event]:
    return [a_stop("dispute", stop=f"STOP-{number}") for number in range(count)]


def test_a_reference_that_somebody_else_has_is_refused(story: Story) -> None:
    assert story.tell(a_person(references=["TESTA0042"]), a_person("P-0043", references=["TESTA0042"])) == [
        APPLIED,
        PARKED,
    ]
    assert story.tell(told.a_mandate("P-0043")) == [PARKED]
    assert [its["code"] for its in story.parked()] == ["reference_taken"] * 2
    assert [its["person"] for its in story.state()["people"]] == [PERSON]
    story.tell(a_payment("100.00"))
    assert story.balance() == "-100.00"


def test_one_who_was_refused_may_be_told_again_without_the_reference(quick_story: Story) -> None:
    quick_story.tell(a_person(references=["TESTA0042"]), a_person("P-0043", references=["TESTA0042"]))
    assert quick_story.tell(a_person("P-0043", references=["TESTA0043"])) == [APPLIED]


@pytest.mark.usefixtures("disputes_fail")
def test_a_failure_of_our_own_takes_out_that_message_only(story: Story) -> None:
    batch = [a_payment("1.00", person=PERSON), *disputes(1), a_payment("2.00", person=PERSON, payment="PAY-2")]
    assert story.tell(*batch) == [APPLIED, PARKED, APPLIED]
    (parked,) = story.parked()
    assert (parked["code"], parked["type"]) == ("handler_failed", "dispute.started.v1")
    assert story.balance() == "-3.00"
    assert story.count("fact") == 2


@pytest.mark.usefixtures("disputes_fail")
def test_half_a_decision_leaves_nothing_behind(quick_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = HANDLERS["payment.received.v1"]

    def fail_at_the_end(deciding: Any, standing: Any, event: Any) -> Any:
        decide(deciding, standing, event)
        standing.said.letters.append("half-way")
        raise KeyError("sample")

    quick_story.tell(a_payment("1.00", person=PERSON))
    before = quick_story.state()
    monkeypatch.setitem(HANDLERS, "payment.received.v1", fail_at_the_end)
    assert quick_story.tell(a_payment("5.00", person=PERSON, payment="PAY-2")) == [PARKED]
    after = quick_story.state()
    assert (after["people"], after["trial_balance"]) == (before["people"], before["trial_balance"])


@pytest.mark.usefixtures("disputes_fail")
def test_ten_failures_in_a_row_stop_the_hub_and_keep_nothing_of_the_last_batch(story: Story) -> None:
    with pytest.raises(TooManyUnclassified):
        story.tell(a_payment("1.00", person=PERSON), *disputes(UNCLASSIFIED_IN_A_ROW))
    assert (story.count("fact"), story.count("parked"), story.count("inbox")) == (0, 0, 0)
    # the broker sends the batch again, and it is no better
    with pytest.raises(TooManyUnclassified):
        story.tell(a_payment("1.00", person=PERSON), *disputes(UNCLASSIFIED_IN_A_ROW))


@pytest.mark.usefixtures("disputes_fail")
def test_nine_failures_and_then_a_good_message_go_on(story: Story) -> None:
    some = disputes(2 * UNCLASSIFIED_IN_A_ROW - 2)
    nine, nine_more = some[: UNCLASSIFIED_IN_A_ROW - 1], some[UNCLASSIFIED_IN_A_ROW - 1 :]
    story.tell(*nine, a_payment("1.00", person=PERSON), *nine_more)
    assert story.balance() == "-1.00"
    assert len(story.parked()) == 18


@pytest.mark.usefixtures("disputes_fail")
def test_failures_are_counted_over_batches(quick_story: Story) -> None:
    for event in disputes(UNCLASSIFIED_IN_A_ROW - 1):
        assert quick_story.tell(event) == [PARKED]
    with pytest.raises(TooManyUnclassified):
        quick_story.tell(a_stop("dispute", stop="STOP-LAST"))
    assert len(quick_story.parked()) == UNCLASSIFIED_IN_A_ROW - 1


def test_what_rules_refuse_is_parked_for_as_long_as_it_comes(quick_story: Story) -> None:
    forbidden = [
        told.a_tracing_decision(role="account_management_officer", decision=f"DEC-{number}") for number in range(30)
    ]
    assert set(quick_story.tell(*forbidden)) == {PARKED}
    assert quick_story.tell(a_payment("1.00", person=PERSON)) == [APPLIED]


def test_what_cannot_be_written_is_found_and_set_aside_alone(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    append = store.append_facts

    def refuse_one(connection: Any, rows: Any) -> None:
        append(connection, rows)
        if any("PAY-2" in row["body"] for row in rows):
            raise OverflowError("123.45")

    monkeypatch.setattr(store, "append_facts", refuse_one)
    batch = [a_payment("1.00", person=PERSON, payment=f"PAY-{number}") for number in (1, 2, 3)]
    assert story.tell(*batch) == [APPLIED, PARKED, APPLIED]
    (parked,) = story.parked()
    assert (parked["code"], parked["message_id"]) == ("handler_failed", batch[1]["id"])
    assert story.balance() == "-2.00"
    assert story.tell(batch[1]) == [Ending.DUPLICATE]


def test_a_notice_our_code_fails_on_is_set_aside_and_days_go_on(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("hub.everybody.on_rates_published", broken)
        notice = told.a_notice(rates={"sample_rate": "1.00"})
        assert story.tell(a_payment("1.00", person=PERSON), notice, told.an_opened_day("2026-05-04")) == [
            APPLIED,
            PARKED,
            APPLIED,
        ]
    (parked,) = story.parked()
    assert parked["code"] == "handler_failed"
    assert story.count("fact") == 2
