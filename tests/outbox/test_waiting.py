"""P11: the relay waits for a broker that is away, for as long as it is, and then goes on."""

from collections.abc import Sequence
from threading import Event

import pytest
from sqlalchemy import Connection

from hub.errors import Unavailable
from hub.outbox import Outgoing
from producers import relay as relaying
from tests.builders import PERSON, a_payment
from tests.stories import Story


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between two tries are counted and not waited for."""
    monkeypatch.setattr(relaying, "pauses", lambda: iter([0.0] * 100))


def test_a_broker_that_is_away_is_tried_again_until_it_is_back(quick_story: Story) -> None:
    quick_story.tell(a_payment("1.00", person=PERSON))
    stopping, tries = Event(), list[Sequence[Outgoing]]()

    def publish(window: Sequence[Outgoing], _: Connection) -> set[str]:
        tries.append(window)
        if len(tries) < 20:
            raise Unavailable("broker: sample")
        stopping.set()
        return {its.message_id for its in window}

    relaying.relay(quick_story.hub.outbox, publish, stopping)
    assert len(tries) == 20
    assert all(window == tries[0] for window in tries)
    assert quick_story.waiting() == []


def test_a_relay_that_is_told_to_stop_during_an_outage_leaves_everything_waiting(quick_story: Story) -> None:
    quick_story.tell(a_payment("1.00", person=PERSON))
    stopping = Event()

    def publish(window: Sequence[Outgoing], _: Connection) -> set[str]:
        stopping.set()
        raise Unavailable("broker: sample")

    relaying.relay(quick_story.hub.outbox, publish, stopping)
    assert quick_story.waiting() == ["ledger_entry.posted"]
