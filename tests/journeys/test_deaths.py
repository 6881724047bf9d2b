"""A death stops everything that must stop, and a report that was wrong puts it all back."""

import orjson
from sqlalchemy import select

from hub.ledger.tables import outbox
from tests import builders as told
from tests.builders import PERSON, REFERENCE, a_death, a_mandate, a_verified_death, a_withdrawn_death
from tests.journeys.beginnings import care_begins, one_cycle_charged, with_a_mandate
from tests.stories import Story

C1, C2, C3 = "2026-04-06", "2026-05-04", "2026-06-01"


def with_referrals(story: Story) -> Story:
    """Two cycles are charged, and both kinds of agent have a referral since 2 June."""
    with_a_mandate(story)
    story.open_day("2026-06-02")
    story.live(told.a_tracing_decision(), told.an_enforcement_decision())
    return story


def test_charges_end_with_the_day_of_death(story: Story) -> None:
    one_cycle_charged(story)
    story.open_day("2026-06-01")
    story.live(a_death(date_of_death="2026-05-20", reported_on="2026-06-01"))
    # 20 May is a Wednesday: 2 weeks at 70.00 and 3 days of 7 at 70.00 = 30.00
    assert story.charged() == {C1: "280.00", C2: "170.00"}
    assert story.told("charge.reversed")[-1]["amount"] == "110.00"
    story.open_day("2026-06-29")
    assert story.charged() == {C1: "280.00", C2: "170.00"}


def test_a_death_is_put_before_an_officer_at_once(story: Story) -> None:
    one_cycle_charged(story)
    story.live(a_death(reported_on="2026-05-22"))
    task = story.task("person.estate")
    # five working days after Friday 22 May, past the bank holiday of 25 May
    assert (task["priority"], task["due_on"].isoformat()) == (1, "2026-06-01")


def test_a_death_cancels_the_mandate(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_death())
    assert story.told("mandate.cancellation_requested") == [{"mandate": "DDM-1", "payer_reference": REFERENCE}]
    story.open_day("2026-06-01")
    assert len(story.told("direct_debit.claim_requested")) == 1


def test_a_death_withdraws_what_is_decided_and_unsaid(story: Story) -> None:
    care_begins(story, a_mandate())
    story.clock.moment = story.clock.moment.replace(month=5, day=4)
    # nothing is relayed between the working-out of the cycle and the death
    story.tell(told.an_opened_day("2026-05-04"))
    recalculation = [event for event in waiting_bodies(story) if event["type"] == "recalculation.requested.v1"]
    story.tell(*recalculation)
    story.tell(told.a_tracing_decision(decided_on="2026-05-04"))
    assert "direct_debit.claim_requested" in story.waiting()
    assert "tracing_referral.sent" in story.waiting()
    story.tell(a_death(date_of_death="2026-05-02"))
    story.relay()
    assert story.withdrawn() == ["direct_debit.claim_requested", "tracing_referral.sent"]
    assert story.told("direct_debit.claim_requested") == []
    assert story.told("tracing_referral.sent") == []
    # the agent never heard of it, so there is nothing to recall
    assert story.told("tracing_referral.recalled") == []
    assert story.waiting() == []


def waiting_bodies(story: Story) -> list[told.Event]:
    with story.connection() as connection:
        return [orjson.loads(body) for body in connection.execute(select(outbox.c.body)).scalars()]


def test_an_unsaid_letter_is_withdrawn_too_and_no_other_is_written(story: Story) -> None:
    story.open_day("2026-04-06")
    story.tell(told.a_light_touch(), told.a_care_package(), a_death(date_of_death="2026-04-20"))
    story.relay()
    assert story.withdrawn() == ["letter.requested"]
    assert story.told("letter.requested") == []


def test_live_referrals_are_recalled_for_death_and_say_no_more_than_that(story: Story) -> None:
    with_referrals(story)
    story.live(a_death())
    (tracing,) = story.told("tracing_referral.recalled")
    assert tracing == {
        "referral": "REF-T",
        "agent": "TRACING-AGENT-1",
        "version": 2,
        "acknowledge_by": "2026-06-04",
        "reason": "deceased",
    }
    assert [its["reason"] for its in story.told("enforcement_referral.recalled")] == ["deceased"]
    assert [(its["state"], its["reason"]) for its in story.account()["referrals"]] == [("stopped", "deceased")] * 2


def test_no_adverse_step_begins_after_a_death(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_death())
    story.open_day("2026-06-02")
    story.live(told.a_tracing_decision(), told.an_enforcement_decision())
    assert [its["type"] for its in story.messages() if "referral" in its["type"]] == []


def test_a_withdrawn_report_puts_everything_back(story: Story) -> None:
    with_referrals(story)
    before = story.account()
    story.live(a_death(date_of_death="2026-05-20"))
    assert story.charged() == {C1: "280.00", C2: "170.00"}
    story.live(a_withdrawn_death())
    assert story.account() == before
    assert story.told("mandate.reinstatement_requested") == [{"mandate": "DDM-1", "payer_reference": REFERENCE}]
    assert [its["version"] for its in story.told("tracing_referral.sent")] == [1, 3]
    assert [its["version"] for its in story.told("enforcement_referral.sent")] == [1, 3]
    assert "person.estate" not in story.tasks()
    story.open_day("2026-06-29")
    assert story.charged() == {C1: "280.00", C2: "280.00", C3: "280.00"}
    assert story.told("direct_debit.claim_requested")[-1]["claim"] == f"DDM-1:{C3}"


def test_claims_and_letters_withdrawn_for_a_death_are_asked_for_again(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.tell(told.a_light_touch(), told.a_care_package(), a_death(date_of_death="2026-04-20"))
    quick_story.relay()
    quick_story.tell(a_withdrawn_death())
    quick_story.relay()
    assert [its["kind"] for its in quick_story.told("letter.requested")] == ["contribution_notice"]
    # the contribution itself was said once, and it has not changed
    assert len(quick_story.told("contribution.changed")) == 1


def test_death_and_withdrawal_in_one_batch_leave_what_was_unsaid_to_be_said(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.tell(
        told.a_light_touch(), told.a_care_package(), a_death(date_of_death="2026-04-20"), a_withdrawn_death()
    )
    quick_story.relay()
    assert len(quick_story.told("letter.requested")) == 1
    assert quick_story.waiting() == []


def test_a_withdrawal_told_before_its_report_leaves_everything_as_it_is(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(a_withdrawn_death(), a_death())
    assert quick_story.tasks() == []
    assert quick_story.told("mandate.cancellation_requested") == []
    quick_story.open_day("2026-06-01")
    assert quick_story.charged() == {C1: "280.00", C2: "280.00"}


def test_a_verified_death_outweighs_a_reported_one(story: Story) -> None:
    one_cycle_charged(story)
    story.open_day("2026-06-01")
    story.live(a_verified_death(date_of_death="2026-05-24"), a_death(date_of_death="2026-05-10"))
    # verified: Sunday 24 May, 3 weeks at 70.00
    assert story.charged() == {C1: "280.00", C2: "210.00"}
    # without the verified report the earliest of those that stand holds: Sunday 10 May, 1 week
    story.live(a_withdrawn_death(report="DEATH-2"))
    assert story.charged() == {C1: "280.00", C2: "70.00"}
    story.live(a_withdrawn_death(report="DEATH-1"))
    assert story.charged() == {C1: "280.00", C2: "280.00"}


def test_care_that_began_after_the_death_is_not_charged(quick_story: Story) -> None:
    quick_story.live(a_death(date_of_death="2026-04-01"))
    one_cycle_charged(quick_story)
    assert quick_story.charged() == {}
    assert quick_story.account(PERSON)["charged"] == "0.00"


def test_what_was_not_told_because_of_a_death_is_told_once_the_death_is_withdrawn(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(a_death(date_of_death="2026-05-20"))
    # while a death is reported nobody is told, but the days before it are charged at what they should be
    quick_story.live(told.a_light_touch(weekly="80.00", revision=2))
    assert quick_story.charged() == {C1: "320.00"}
    assert [its["weekly_now"] for its in quick_story.told("contribution.changed")] == ["70.00"]
    quick_story.live(a_withdrawn_death())
    changed = quick_story.told("contribution.changed")[-1]
    assert (changed["effective_from"], changed["weekly_before"], changed["weekly_now"]) == (
        "2026-04-06",
        "70.00",
        "80.00",
    )
