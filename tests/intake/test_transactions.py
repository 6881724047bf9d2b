"""A batch is one transaction: whatever happens in it, it happened as a whole or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from hub.errors import Refused
from hub.handlers.table import HANDLERS
from hub.intake import Ending
from hub.ledger import store
from tests import builders as told
from tests.builders import PERSON, REFERENCE, a_payment
from tests.stories import Story, delivery

APPLIED, DUPLICATE, PARKED = Ending.APPLIED, Ending.DUPLICATE, Ending.PARKED
STEPS = [
    "note_numbers",
    "claim",
    "load_council",
    "lock_references",
    "lock_people",
    "lock_unsaid",
    "append_facts",
    "append_entries",
    "save_people",
    "save_references",
    "save_tasks",
    "save_referrals",
    "append_messages",
    "withdraw_unsaid",
    "park",
    "set_outcome",
]
TABLES = [
    "inbox",
    "fact",
    "person_standing",
    "payer_reference",
    "journal_entry",
    "posting",
    "task",
    "referral",
    "outbox",
    "parked",
    "received_number",
]


class PowerCut(BaseException):
    """The process ends, here."""


def a_full_batch() -> list[told.Event | bytes]:
    """A batch that touches every table."""
    return [
        told.a_person(references=[REFERENCE]),
        told.a_care_package(),
        told.a_light_touch(),
        told.a_mandate(),
        told.a_tracing_decision(),
        a_payment("10.00"),
        told.a_return(),
        told.a_death(date_of_death="2026-05-30"),
        a_payment("-1.00"),
        told.a_tracing_decision(decision="DEC-7", role="account_management_officer"),
    ]


def counts(story: Story) -> dict[str, int]:
    return {table: story.count(table) for table in TABLES}


def test_a_power_cut_at_any_step_leaves_nothing_half_done(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.open_day("2026-06-02")
    before = counts(story)
    reached = []
    for step in STEPS:
        work: Callable[..., Any] = getattr(store, step)

        def cut(*given: Any, step: str = step, work: Callable[..., Any] = work, **named: Any) -> Any:
            reached.append(step)
            work(*given, **named)
            raise PowerCut(step)

        with monkeypatch.context() as patched:
            patched.setattr(store, step, cut)
            with pytest.raises(PowerCut):
                story.tell(*a_full_batch())
        assert counts(story) == before, step
    assert reached == STEPS
    assert [ending.value for ending in story.tell(*a_full_batch())] == ["applied"] * 8 + ["parked"] * 2
    # seven weeks at 70.00, and six days at 10.00
    assert story.account()["charged"] == "550.00"
    assert all(after > before[table] for table, after in counts(story).items() if table != "received_number")


def test_a_power_cut_while_a_day_opens_leaves_nothing_half_done(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.open_day("2026-04-06")
    story.live(told.a_care_package(), told.a_light_touch())
    before = counts(story) | {"daily_seal": story.count("daily_seal")}

    def cut(*_: Any) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(store, "save_council", cut)
        with pytest.raises(PowerCut):
            story.tell(told.an_opened_day("2026-05-04"))
    assert counts(story) | {"daily_seal": story.count("daily_seal")} == before
    story.open_day("2026-05-04")
    assert story.balance() == "280.00"


def test_a_database_that_is_away_for_a_moment_is_waited_for(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, failures = store.claim, [Lost(), Lost()]

    def lose_the_connection(*given: Any) -> Any:
        result = claim(*given)
        if failures:
            raise OperationalError("INSERT", {}, failures.pop())
        return result

    monkeypatch.setattr(store, "claim", lose_the_connection)
    assert story.tell(a_payment(person=PERSON)) == [APPLIED]
    assert failures == []
    assert (story.balance(), story.parked()) == ("-100.00", [])


class Lost(Exception):
    """What a driver says when the server goes away."""

    sqlstate = "57P01"


def test_a_failure_in_a_transaction_that_is_tried_again_counts_once(
    quick_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    park, failures = store.park, [Lost() for _ in range(11)]

    def lose_the_connection(*given: Any) -> Any:
        park(*given)
        if failures:
            raise OperationalError("INSERT", {}, failures.pop())

    monkeypatch.setattr("hub.retries.wait_exponential_jitter", lambda **_: lambda _: 0.0)
    monkeypatch.setitem(HANDLERS, "dispute.started.v1", broken)
    monkeypatch.setattr(store, "park", lose_the_connection)
    assert quick_story.tell(told.a_stop("dispute")) == [PARKED]
    assert failures == []


def test_what_a_rule_refused_can_be_mended_and_sent_again(story: Story) -> None:
    story.open_day("2026-06-02")
    wrong = told.a_tracing_decision(role="account_management_officer", id="m-1")
    assert story.tell(told.a_person(), wrong) == [APPLIED, PARKED]
    (parked,) = story.parked()
    mended = told.a_tracing_decision(role="team_leader", id="m-1")
    again = delivery(mended, replaying=parked["parked"])
    assert story.hub.intake.process([again]) == [APPLIED]
    assert story.hub.intake.process([again]) == [DUPLICATE]
    story.relay()
    assert len(story.told("tracing_referral.sent")) == 1
    # what came first is now the other content of that id
    assert story.tell(mended) == [DUPLICATE]
    assert story.tell(wrong) == [PARKED]


def test_what_could_not_be_read_can_be_mended_and_sent_again(story: Story) -> None:
    story.tell(a_payment("-1.00", person=PERSON, id="m-1"))
    (parked,) = story.parked()
    mended = a_payment("1.00", person=PERSON, id="m-1")
    again = delivery(mended, replaying=parked["parked"])
    assert story.hub.intake.process([again, again]) == [APPLIED, DUPLICATE]
    assert story.balance() == "-1.00"


def test_what_our_own_code_failed_on_can_be_sent_again_as_it_was(
    quick_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = a_payment("1.00", person=PERSON)
    with monkeypatch.context() as patched:
        patched.setitem(HANDLERS, "payment.received.v1", None)
        assert quick_story.tell(payment) == [PARKED]
    (parked,) = quick_story.parked()
    assert quick_story.hub.intake.process([delivery(payment, replaying=parked["parked"])]) == [APPLIED]
    assert quick_story.balance() == "-1.00"


def test_an_operator_cannot_send_an_applied_message_again(quick_story: Story) -> None:
    payment = a_payment("1.00", person=PERSON)
    quick_story.tell(payment)
    assert quick_story.hub.intake.process([delivery(payment, replaying="sample")]) == [DUPLICATE]
    assert quick_story.balance() == "-1.00"


def test_a_refusal_in_one_batch_is_seen_by_its_repeat_in_the_same(quick_story: Story) -> None:
    wrong = told.a_tracing_decision(agent="AGENT-X")
    assert quick_story.tell(wrong, wrong) == [PARKED, DUPLICATE]


def test_whatever_is_settled_is_handed_over_inside_its_transaction(quick_story: Story) -> None:
    seen = []

    def settled(connection: Any, deliveries: Any) -> None:
        seen.append((len(deliveries), connection.in_transaction()))
        if len(seen) == 2:
            raise PowerCut

    events: list[told.Event | bytes] = [a_payment(person=PERSON), told.an_opened_day("2026-05-04"), b"no event"]
    with pytest.raises(PowerCut):
        quick_story.hub.intake.process([delivery(event) for event in events], settled)
    assert seen == [(1, True), (1, True)]
    # the first transaction was whole; the day did not open
    assert (quick_story.balance(), quick_story.count("fact")) == ("-100.00", 1)


def test_a_person_nobody_has_registered_waits_in_the_facts(story: Story) -> None:
    story.open_day("2026-04-06")
    assert story.tell(told.a_care_package(), told.a_light_touch()) == [APPLIED] * 2
    story.open_day("2026-05-04")
    assert story.balance() == "280.00"
    story.live(told.a_person())
    assert story.balance() == "280.00"


def test_refusals_name_the_field_and_the_expectation() -> None:
    refusal = Refused("data.role", "expected one of sample")
    assert str(refusal) == "data.role: expected one of sample"
