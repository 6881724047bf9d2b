"""A case goes to an outside agent by a decision, with the permitted fields and no other, and comes back at once."""

import pytest

from tests import builders as told
from tests.builders import PERSON, a_decision, a_stop, an_acknowledgement, an_enforcement_decision, the_end_of_a_stop
from tests.builders import a_tracing_decision as tracing
from tests.journeys.beginnings import one_cycle_charged
from tests.stories import Story

OUTSIDE = {"referral", "agent", "version", "acknowledge_by"}


def in_arrears(story: Story) -> Story:
    """On Tuesday 2 June 280.00 has been overdue since 17 May; another 280.00 is due on 14 June."""
    one_cycle_charged(story)
    story.open_day("2026-06-02")
    return story


def sent_for_tracing(story: Story) -> Story:
    """A tracing agent has the case since 2 June, and has two working days to acknowledge it."""
    in_arrears(story)
    story.live(tracing())
    return story


def test_a_tracing_agent_is_told_who_to_find_and_nothing_of_money(story: Story) -> None:
    sent_for_tracing(story)
    (event,) = story.messages("tracing_referral.sent")
    assert event["data"] == {
        "referral": "REF-T",
        "agent": "TRACING-AGENT-1",
        "version": 1,
        "acknowledge_by": "2026-06-04",
        "given_name": "Testa",
        "family_name": "Person-0042",
        "date_of_birth": "1940-05-17",
        "last_known_address": ["1 Sample Street", "Sampleton", "ZZ1 1ZZ"],
    }
    # Neither our reference of the person nor the message that caused it is any of the agent's business.
    assert [event["subject"], event["causationid"], event["correlationid"]] == [None, None, None]


def test_an_enforcement_agent_is_told_the_judgment_debt_and_no_date_of_birth(story: Story) -> None:
    in_arrears(story)
    story.live(an_enforcement_decision())
    (sent,) = story.told("enforcement_referral.sent")
    assert sent.keys() == OUTSIDE | {"given_name", "family_name", "address", "judgment", "amount", "vulnerable"}
    assert (sent["amount"], sent["judgment"], sent["vulnerable"]) == ("280.00", "JUDGMENT-1", False)


def test_a_referral_waits_until_the_person_is_known(quick_story: Story) -> None:
    quick_story.open_day("2026-06-02")
    quick_story.live(tracing())
    assert quick_story.told("tracing_referral.sent") == []
    quick_story.live(told.a_person())
    assert len(quick_story.told("tracing_referral.sent")) == 1


def test_no_agent_is_asked_for_more_than_the_court_ordered(quick_story: Story) -> None:
    in_arrears(quick_story)
    # 280.00 is overdue, and the judgment is for 200.00 of it.
    quick_story.live(an_enforcement_decision(judgment_amount="200.00"))
    assert [its["amount"] for its in quick_story.told("enforcement_referral.sent")] == ["200.00"]


@pytest.mark.parametrize(("floor", "sent"), [("280.00", 1), ("280.01", 0)])
def test_a_debt_under_the_floor_of_the_decision_is_not_referred(quick_story: Story, floor: str, sent: int) -> None:
    in_arrears(quick_story)
    quick_story.live(an_enforcement_decision(minimum_debt=floor))
    assert len(quick_story.told("enforcement_referral.sent")) == sent


def test_a_changed_address_amends_what_a_tracing_agent_was_told(story: Story) -> None:
    sent_for_tracing(story)
    moved = {"lines": ["2 Sample Street"], "postcode": "ZZ1 1ZZ"}
    story.live(told.changed_details(address=moved))
    (amended,) = story.told("tracing_referral.amended")
    assert (amended["version"], amended["last_known_address"]) == (2, ["2 Sample Street", "ZZ1 1ZZ"])
    story.live(told.changed_details(address=moved, revision=3))
    assert len(story.told("tracing_referral.amended")) == 1


def test_a_change_before_anything_was_said_is_said_at_once(story: Story) -> None:
    in_arrears(story)
    story.tell(tracing())
    story.tell(told.changed_details(address={"lines": ["2 Sample Street"], "postcode": "ZZ1 1ZZ"}))
    story.relay()
    (sent,) = story.told("tracing_referral.sent")
    assert (sent["version"], sent["last_known_address"]) == (1, ["2 Sample Street", "ZZ1 1ZZ"])
    assert story.told("tracing_referral.amended") == []


def test_a_payment_amends_and_then_recalls_an_enforcement_referral(story: Story) -> None:
    in_arrears(story)
    story.live(an_enforcement_decision())
    story.live(told.a_payment("100.00", received_on="2026-06-02"))
    # 280.00 - 100.00
    assert [its["amount"] for its in story.told("enforcement_referral.amended")] == ["180.00"]
    story.live(told.a_payment("180.00", payment="PAY-2", received_on="2026-06-02"))
    (recalled,) = story.told("enforcement_referral.recalled")
    assert (recalled["version"], recalled["reason"]) == (3, "settled")


def test_a_missing_acknowledgement_is_chased_until_it_comes(story: Story) -> None:
    sent_for_tracing(story)
    story.open_day("2026-06-04")
    assert story.tasks() == []
    story.open_day("2026-06-05")
    assert story.tasks() == ["referral.unacknowledged"]
    story.live(an_acknowledgement())
    assert story.tasks() == []
    assert story.account()["referrals"][0]["acknowledged"] is True


def test_an_acknowledgement_in_time_asks_nothing_of_anybody(quick_story: Story) -> None:
    sent_for_tracing(quick_story)
    quick_story.live(an_acknowledgement())
    quick_story.open_day("2026-06-05")
    assert quick_story.tasks() == []


def test_a_recall_that_is_not_acknowledged_is_the_most_urgent_task(story: Story) -> None:
    sent_for_tracing(story)
    story.live(an_acknowledgement(), a_decision("recall_referral", decision="DEC-9", referral="REF-T"))
    (recalled,) = story.told("tracing_referral.recalled")
    assert (recalled["version"], recalled["reason"], recalled["acknowledge_by"]) == (2, "withdrawn", "2026-06-04")
    story.open_day("2026-06-04")
    assert story.tasks() == []
    story.open_day("2026-06-05")
    assert story.tasks() == ["referral.recall_unacknowledged"]
    assert story.task("referral.recall_unacknowledged")["priority"] == 1
    # an acknowledgement of the first version is no answer to the recall
    story.live(an_acknowledgement(of="recalled", version=1))
    assert story.tasks() == ["referral.recall_unacknowledged"]
    story.live(an_acknowledgement(of="recalled", version=2, acknowledgement="ACK-9"))
    assert story.tasks() == []


def test_a_recalled_referral_that_comes_back_needs_no_acknowledgement(quick_story: Story) -> None:
    sent_for_tracing(quick_story)
    quick_story.live(a_decision("recall_referral", decision="DEC-9", referral="REF-T"))
    quick_story.live(told.a_handback(reason="recalled"))
    quick_story.open_day("2026-06-05")
    assert quick_story.tasks() == []


def test_an_answer_is_put_before_an_officer_and_ends_the_referral(story: Story) -> None:
    sent_for_tracing(story)
    story.live(an_acknowledgement(), told.an_answer(outcome="found"))
    assert story.tasks() == ["referral.answered"]
    assert [its["reason"] for its in story.told("tracing_referral.recalled")] == ["settled"]


def test_an_answer_of_part_payment_leaves_the_referral_with_the_agent(quick_story: Story) -> None:
    in_arrears(quick_story)
    quick_story.live(an_enforcement_decision())
    quick_story.live(told.an_answer("REF-E", agent=told.ENFORCEMENT_AGENT, outcome="part_paid"))
    assert quick_story.tasks() == ["referral.answered"]
    assert quick_story.told("enforcement_referral.recalled") == []


def test_a_referral_given_back_is_not_sent_again(quick_story: Story) -> None:
    sent_for_tracing(quick_story)
    quick_story.live(told.a_handback())
    quick_story.open_day("2026-06-29")
    assert len(quick_story.told("tracing_referral.sent")) == 1
    assert quick_story.account()["referrals"][0]["state"] == "stopped"


CLOSES = {
    "moratorium": {"tracing", "enforcement"},
    "insolvency": {"enforcement"},
    "dispute": {"enforcement"},
    "hold": {"tracing", "enforcement"},
}


@pytest.mark.parametrize(("kind", "closed"), CLOSES.items())
def test_a_stop_recalls_what_it_forbids_and_its_end_sends_it_again(
    quick_story: Story, kind: str, closed: set[str]
) -> None:
    in_arrears(quick_story)
    quick_story.live(tracing(), an_enforcement_decision())
    quick_story.live(a_stop(kind, started_on="2026-06-02"))
    for agent in ("tracing", "enforcement"):
        recalled = [its["reason"] for its in quick_story.told(f"{agent}_referral.recalled")]
        assert recalled == (["on_hold"] if agent in closed else [])
    quick_story.live(the_end_of_a_stop(kind, ended_on="2026-06-10"))
    quick_story.open_day("2026-06-10")
    # the last day of a stop still counts
    assert len(quick_story.told("enforcement_referral.sent")) == 1
    quick_story.open_day("2026-06-11")
    for agent in ("tracing", "enforcement"):
        sent = [its["version"] for its in quick_story.told(f"{agent}_referral.sent")]
        assert sent == ([1, 3] if agent in closed else [1])
    assert quick_story.account()["holds"] == []


def test_a_stop_to_come_closes_its_gate_on_its_first_day(quick_story: Story) -> None:
    sent_for_tracing(quick_story)
    quick_story.live(a_stop("hold", started_on="2026-06-10"))
    assert quick_story.told("tracing_referral.recalled") == []
    quick_story.open_day("2026-06-10")
    assert len(quick_story.told("tracing_referral.recalled")) == 1


def test_a_letter_that_a_hold_forbids_is_asked_for_when_the_hold_ends(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(told.a_light_touch(), a_stop("hold", started_on="2026-04-01", ends_on="2026-04-12"))
    quick_story.live(told.a_care_package())
    assert len(quick_story.told("contribution.changed")) == 1
    assert quick_story.told("letter.requested") == []
    quick_story.open_day("2026-04-13")
    assert [its["kind"] for its in quick_story.told("letter.requested")] == ["contribution_notice"]


def test_a_letter_that_a_hold_forbids_is_asked_for_when_somebody_lifts_the_hold(quick_story: Story) -> None:
    quick_story.open_day("2026-04-12")
    quick_story.live(told.a_light_touch(), a_stop("hold", started_on="2026-04-01"), told.a_care_package())
    assert quick_story.told("letter.requested") == []
    quick_story.live(the_end_of_a_stop("hold", ended_on="2026-04-11"))
    assert [its["kind"] for its in quick_story.told("letter.requested")] == ["contribution_notice"]


def test_a_referral_on_hold_twice_before_it_is_said_leaves_nothing_behind(quick_story: Story) -> None:
    sent_for_tracing(quick_story)
    hold = a_stop("hold", started_on="2026-06-02")
    quick_story.live(hold)
    # lifted and placed again before the relay says that the referral goes out again
    quick_story.tell(a_stop("hold", started_on="2027-01-01", revision=2))
    quick_story.tell(a_stop("hold", started_on="2026-06-02", revision=3))
    quick_story.relay()
    said = [event["type"] for event in quick_story.messages() if "referral" in event["type"]]
    assert said == ["tracing_referral.sent.v1", "tracing_referral.recalled.v1"]
    assert quick_story.waiting() == []


def test_a_second_decision_about_a_referral_stands_instead_of_the_first(quick_story: Story) -> None:
    in_arrears(quick_story)
    quick_story.live(an_enforcement_decision(judgment="JUDGMENT-1"))
    quick_story.live(an_enforcement_decision(judgment="JUDGMENT-2", decision="DEC-8", decided_on="2026-06-03"))
    assert [its["judgment"] for its in quick_story.told("enforcement_referral.amended")] == ["JUDGMENT-2"]
    said = len(quick_story.messages())
    quick_story.live(told.changed_details(revision=5))
    assert len(quick_story.messages()) == said


def test_only_permitted_roles_and_known_agents_begin_anything(quick_story: Story) -> None:
    in_arrears(quick_story)
    quick_story.live(
        tracing(role="account_management_officer"),
        an_enforcement_decision(role="debt_recovery_officer"),
        an_enforcement_decision(agent="TRACING-AGENT-1"),
        tracing(agent="AGENT-WITHOUT-A-CONTRACT"),
    )
    assert sorted((its["code"], its["field"]) for its in quick_story.parked()) == [
        ("decision_not_allowed_in_role", "data.role"),
        ("decision_not_allowed_in_role", "data.role"),
        ("unknown_agent", "data.agent"),
        ("unknown_agent", "data.agent"),
    ]
    assert [event for event in quick_story.messages() if "referral" in event["type"]] == []
    assert quick_story.account(PERSON)["referrals"] == []
