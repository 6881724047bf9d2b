"""P7: what may have reached an agent is recalled, even if nobody lived to write down that it was said."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection

from hub.outbox import Outgoing
from tests import builders as told
from tests.builders import PERSON
from tests.outbox.test_relaying import Bus, PowerCut
from tests.stories import Story

DAY = "2026-06-02"


def published_and_died(story: Story) -> Bus:
    """A tracing referral is published, and the relay dies before it can say so."""
    story.open_day(DAY)
    story.live(told.a_person())
    story.tell(told.a_tracing_decision())
    bus = Bus()

    def publish_and_die(window: Sequence[Outgoing], connection: Connection) -> set[str]:
        bus.publish(window, connection)
        raise PowerCut

    with pytest.raises(PowerCut):
        story.hub.outbox.drain(publish_and_die)
    assert [its.type for its in bus.published] == ["tracing_referral.sent.v1"]
    return bus


@pytest.mark.parametrize("why", ["death", "hold"])
def test_a_referral_that_may_have_been_said_is_recalled(story: Story, why: str) -> None:
    bus = published_and_died(story)
    story.tell(told.a_death(date_of_death="2026-05-20") if why == "death" else told.a_stop(why, started_on=DAY))
    bus.drain(story)
    heard = [its.type for its in bus.published if its.type.startswith("tracing_referral")]
    assert heard == ["tracing_referral.sent.v1", "tracing_referral.recalled.v1"]
    assert story.waiting() == []
    assert story.account(PERSON)["referrals"][0]["state"] == "stopped"


def test_a_referral_that_nobody_took_up_is_withdrawn_and_not_recalled(story: Story) -> None:
    story.open_day(DAY)
    story.live(told.a_person())
    story.tell(told.a_tracing_decision())
    story.tell(told.a_death(date_of_death="2026-05-20"))
    bus = Bus()
    bus.drain(story)
    assert {its.type for its in bus.published} & {"tracing_referral.sent.v1", "tracing_referral.recalled.v1"} == set()
    assert story.withdrawn() == ["tracing_referral.sent"]
