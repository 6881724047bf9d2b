"""P7: nothing adverse is said without another look at the facts, at the moment of saying it."""

import pytest
from sqlalchemy import select

from hub.ledger.tables import outbox
from tests import builders as told
from tests.builders import Event, a_death, a_stop
from tests.journeys.beginnings import one_cycle_charged, with_a_mandate
from tests.outbox.test_relaying import Bus
from tests.stories import Story

STEPS = {
    "direct_debit_claim": "direct_debit.claim_requested",
    "tracing_referral": "tracing_referral.sent",
    "enforcement_referral": "enforcement_referral.sent",
    "letter_to_person": "letter.requested",
}
CLOSES = {
    "death": set(STEPS),
    "hold": set(STEPS),
    "moratorium": {"direct_debit_claim", "tracing_referral", "enforcement_referral"},
    "insolvency": {"direct_debit_claim", "enforcement_referral"},
    "dispute": {"direct_debit_claim", "enforcement_referral"},
}
TODAY = "2026-06-02"


def closing(gate: str) -> Event:
    if gate == "death":
        return a_death(date_of_death="2026-05-20")
    return a_stop(gate, started_on=TODAY)


def opening(gate: str) -> Event:
    if gate == "death":
        return told.a_withdrawn_death()
    return a_stop(gate, started_on="2027-01-01", revision=2)


def everything_adverse(story: Story) -> Story:
    """On 2 June a claim, both referrals and a letter are decided, and none of them is said."""
    one_cycle_charged(story)
    story.open_day(TODAY)
    story.tell(
        told.a_mandate(),
        told.a_light_touch(weekly="60.00", effective_from="2026-06-01", assessment="FA-2"),
        told.a_tracing_decision(),
        told.an_enforcement_decision(),
    )
    assert set(STEPS.values()) <= set(story.waiting())
    return story


def said_steps(story: Story, bus: Bus) -> set[str]:
    types = {its.type.removesuffix(".v1") for its in bus.published}
    return {step for step, its in STEPS.items() if its in types}


@pytest.mark.parametrize("gate", CLOSES)
def test_a_gate_that_closes_before_the_relay_comes_withdraws_what_it_forbids(quick_story: Story, gate: str) -> None:
    everything_adverse(quick_story)
    quick_story.tell(closing(gate))
    bus = Bus()
    bus.drain(quick_story)
    assert said_steps(quick_story, bus) == set(STEPS) - CLOSES[gate]
    assert set(quick_story.withdrawn()) == {STEPS[step] for step in CLOSES[gate]}
    # what was never sent need not be recalled
    assert not [its for its in bus.published if its.type.endswith("recalled.v1")]
    # and it is all put back
    quick_story.tell(opening(gate))
    bus.drain(quick_story)
    assert said_steps(quick_story, bus) == set(STEPS)
    assert quick_story.waiting() == []


@pytest.mark.parametrize("gate", CLOSES)
def test_a_gate_that_closes_between_numbering_and_publishing_stops_what_it_forbids(story: Story, gate: str) -> None:
    everything_adverse(story)
    for lane in range(8):
        # what the relay does first, and dies
        story.hub.outbox._number(lane)
    story.tell(closing(gate))
    bus = Bus()
    bus.drain(story)
    assert said_steps(story, bus) == set(STEPS) - CLOSES[gate]
    story.tell(opening(gate))
    bus.drain(story)
    assert said_steps(story, bus) == set(STEPS)
    assert story.waiting() == []


def test_a_gate_that_closes_with_the_day_holds_what_waits_and_lets_it_go_again(story: Story) -> None:
    everything_adverse(story)
    story.tell(a_stop("hold", started_on="2026-06-03", ends_on="2026-06-09"))
    # the day has begun, and nobody has looked at the person yet
    story.tell(told.an_opened_day("2026-06-03"))
    bus = Bus()
    bus.drain(story)
    assert said_steps(story, bus) == set()
    assert sorted(story.waiting()) == sorted(STEPS.values())
    with story.connection() as connection:
        held = connection.execute(select(outbox.c.held_why).where(outbox.c.held_why.is_not(None))).scalars().all()
    assert set(held) == {"hold"}
    story.tell(told.an_opened_day("2026-06-10"))
    bus.drain(story)
    assert said_steps(story, bus) == set(STEPS)
    assert story.waiting() == []


def test_what_is_held_back_does_not_keep_others_waiting(quick_story: Story) -> None:
    everything_adverse(quick_story)
    quick_story.tell(a_stop("hold", started_on="2026-06-03"))
    quick_story.tell(told.an_opened_day("2026-06-03"))
    quick_story.tell(told.a_payment("1.00"))
    bus = Bus()
    bus.drain(quick_story)
    assert "ledger_entry.posted.v1" in {its.type for its in bus.published}


def test_a_recall_is_never_held_back(story: Story) -> None:
    with_a_mandate(story)
    story.open_day(TODAY)
    story.live(told.a_tracing_decision(), told.an_enforcement_decision())
    story.live(a_stop("hold", started_on=TODAY), a_death(date_of_death="2026-05-20"))
    assert len(story.told("tracing_referral.recalled")) == 1
    assert len(story.told("enforcement_referral.recalled")) == 1
    assert story.waiting() == []


def test_a_claim_decided_twice_for_one_item_is_said_once(story: Story) -> None:
    with_a_mandate(story)
    story.tell(a_death(date_of_death="2026-05-30"))
    story.tell(told.a_withdrawn_death())
    story.relay()
    assert [its["claim"] for its in story.told("direct_debit.claim_requested")] == ["DDM-1:2026-04-06"]
