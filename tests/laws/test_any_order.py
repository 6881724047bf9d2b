"""P3: the same facts, in any order, with repeats and in any batches, come to the same end."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.histories import History, histories
from tests.stories import Story

SHORT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def told_one_by_one(url: str, history: History) -> Story:
    story = Story(url)
    for event in history.events:
        story.live(event)
    return story


def told_anyhow(url: str, history: History, seed: int) -> Story:
    random = Random(seed)
    events = [*history.events, *(event for event in history.events if random.random() < 0.3)]
    random.shuffle(events)
    story = Story(url)
    while events:
        size = random.choice([1, 2, 5, 20])
        story.tell(*events[:size])
        del events[:size]
        if random.random() < 0.4:
            story.relay()
    story.relay()
    return story


@SHORT
@given(histories(), st.integers(0, 2**32))
def test_facts_in_any_order_with_repeats_and_in_any_batches_come_to_the_same_end(history: History, seed: int) -> None:
    straight, mixed = told_one_by_one("sqlite://", history), told_anyhow("sqlite://", history, seed)
    try:
        one, other = straight.state(), mixed.state()
        assert one["parked"] == other["parked"]
        assert one["people"] == other["people"]
        assert one["suspense"] == other["suspense"]
        assert one["digest"] == other["digest"]
    finally:
        straight.close()
        mixed.close()
