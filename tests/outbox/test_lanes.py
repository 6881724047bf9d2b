"""A lane of the outbox has one relay at a time."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from hub.ledger.store import LANES, lane_of
from tests.builders import PERSON, a_payment
from tests.outbox.test_relaying import Bus
from tests.stories import Story


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    """A hub on PostgreSQL, where two relays may meet."""
    story = Story(database_url)
    yield story
    story.close()


def test_a_lane_that_another_relay_holds_is_left_to_it(story: Story) -> None:
    elsewhere = next(f"P-{number:04}" for number in range(99) if lane_of(f"P-{number:04}") != lane_of(PERSON))
    people = (PERSON, elsewhere)
    story.tell(*(a_payment("1.00", payment=f"PAY-{person}", person=person, reference=None) for person in people))
    for lane in range(LANES):
        story.hub.outbox._number(lane)
    bus = Bus()
    with story.connection() as held:
        held.execute(text("SELECT 1 FROM relay_lane WHERE lane = :lane FOR UPDATE"), {"lane": lane_of(PERSON)})
        assert bus.drain(story) == 1
    assert [its.sender for its in bus.published] == [f"hub.relay.{lane_of(elsewhere)}"]
    assert bus.drain(story) == 1
