"""The wiring as values: whatever becomes of a message on the broker, it is not lost there."""

import pytest

from hub.recovery.agents import load_agents
from hub.topology import DEAD, QueueSpec, topology

QUEUES = topology(load_agents()).queues
READ_BY_SOMEBODY = [queue for queue in QUEUES if queue.name != DEAD]
A_HUNDRED_RESTARTS_A_DAY_FOR_TEN_YEARS = 100 * 365 * 10

each_queue = pytest.mark.parametrize("queue", READ_BY_SOMEBODY, ids=lambda queue: queue.name)


@each_queue
def test_every_queue_hands_over_its_dead_letters_at_least_once(queue: QueueSpec) -> None:
    assert queue.arguments["x-dead-letter-exchange"] == DEAD
    assert queue.arguments["x-dead-letter-strategy"] == "at-least-once"
    # a broker falls back to handing over at most once where either of these is missing
    assert queue.arguments["x-queue-type"] == "quorum"
    assert queue.arguments["x-overflow"] == "reject-publish"


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_full_queue_refuses_rather_than_drops(queue: QueueSpec) -> None:
    assert queue.arguments["x-overflow"] == "reject-publish"


@each_queue
def test_no_number_of_restarts_spends_the_delivery_limit(queue: QueueSpec) -> None:
    limit = queue.arguments["x-delivery-limit"]
    assert isinstance(limit, int)
    assert limit > A_HUNDRED_RESTARTS_A_DAY_FOR_TEN_YEARS


def test_nothing_leaves_the_dead_letters_by_itself() -> None:
    (dead,) = [queue for queue in QUEUES if queue.name == DEAD]
    assert set(dead.arguments) == {"x-queue-type", "x-overflow"}


def test_there_are_queues_to_look_at() -> None:
    assert len(READ_BY_SOMEBODY) > 10
