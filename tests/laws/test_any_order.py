"""P3: the same facts, in any order, with repeats and in any batches, come to the same end, on either store."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.end_state import FOLLOWS_WHAT_WAS_SAID
from tests.laws.histories import History, histories
from tests.services.postgresql import create_database, drop_database
from tests.services.provided import Server
from tests.stories import Story

IN_MEMORY = "sqlite://"
LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
TRIES = settings(max_examples=45, deadline=None, suppress_health_check=LARGE)
# Each of these takes a database of its own, so there are few, and they are not made smaller on failure.
FEW = settings(max_examples=4, deadline=None, suppress_health_check=LARGE, phases=[Phase.explicit, Phase.generate])


@contextmanager
def told_one_by_one(url: str, history: History) -> Iterator[Story]:
    """Each event by itself, in the order in which it happened to be told, and said at once."""
    story = Story(url)
    try:
        story.live(*history.events)
        yield story
    finally:
        story.close()


@contextmanager
def told_anyhow(url: str, history: History, seed: int) -> Iterator[Story]:
    """Shuffled, a third of it repeated, in batches of any size, and said now and then."""
    random = Random(seed)
    events = [*history.events, *(event for event in history.events if random.random() < 0.3)]
    random.shuffle(events)
    story = Story(url)
    try:
        while events:
            size = random.choice([1, 2, 5, 20])
            story.tell(*events[:size])
            del events[:size]
            if random.random() < 0.4:
                story.relay()
        story.relay()
        yield story
    finally:
        story.close()


def assert_the_same_end(straight: Story, mixed: Story) -> None:
    one, other = straight.state(), mixed.state()
    # the digest is what is promised; the parts say where it differs
    assert one["parked"] == other["parked"]
    assert one["suspense"] == other["suspense"]
    assert by_facts(one) == by_facts(other)
    assert straight.trial_balance() == mixed.trial_balance()
    assert one["digest"] == other["digest"]


def by_facts(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts, without the tasks that follow from what was said to an agent, and when."""
    return [
        {**person, "tasks": [task for task in person["tasks"] if task["kind"] not in FOLLOWS_WHAT_WAS_SAID]}
        for person in state["people"]
    ]


@TRIES
@given(histories(), st.integers(0, 2**32))
def test_facts_in_any_order_with_repeats_and_in_any_batches_come_to_the_same_end(history: History, seed: int) -> None:
    with told_one_by_one(IN_MEMORY, history) as straight, told_anyhow(IN_MEMORY, history, seed) as mixed:
        assert straight.parked() == []
        assert_the_same_end(straight, mixed)


@FEW
@given(histories(), st.integers(0, 2**32))
def test_both_stores_come_to_the_same_end(
    postgresql: Server, migrated_database: str, database_numbers: Iterator[int], history: History, seed: int
) -> None:
    name = f"law_{next(database_numbers)}"
    create_database(postgresql.url, name, template=migrated_database)
    try:
        with (
            told_one_by_one(IN_MEMORY, history) as straight,
            told_anyhow(postgresql.url_of(name), history, seed) as mixed,
        ):
            assert_the_same_end(straight, mixed)
    finally:
        drop_database(postgresql.url, name)
