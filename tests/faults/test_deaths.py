"""Ten thousand events are under way while everything that takes part in it is killed, one after the other."""

import pytest

from tests.faults.checks import APPLIED, SAID, check_what_was_heard, heard_outside
from tests.faults.place import Place
from tests.faults.processes import until
from tests.faults.stream import a_stream

PEOPLE = 200
EVENTS = 10_000


@pytest.mark.timeout(300)
def test_ten_thousand_events_survive_the_death_of_consumer_relay_broker_and_database(place: Place) -> None:
    """Nothing is lost, doubled or parked; what was not killed goes on by itself, and everything ties in the end."""
    stream = a_stream(PEOPLE, EVENTS, seed=2026)
    processes, store = place.processes, place.store
    consumer = processes.start("consumers")
    relay = processes.start("relay")
    with place.publishing(stream):
        until(lambda: store.count(APPLIED) > EVENTS // 10, "nothing was applied")
        consumer.kill()
        until(lambda: store.count(SAID) > EVENTS // 20, "nothing was said")
        relay.kill()
        consumer, relay = survivors = processes.start("consumers"), processes.start("relay")
        until(lambda: store.count(APPLIED) > 3 * EVENTS // 10, "the second consumer applied nothing")
        with place.without_broker():
            pass
        until(lambda: store.count(APPLIED) > 5 * EVENTS // 10, "nothing was applied after the broker's death")
        assert store.count(APPLIED) < EVENTS, "the stream was over before the last death"
        with place.without_database():
            pass

    place.settled(stream)

    assert all(process.is_alive for process in survivors)
    assert "waiting_for_store" in consumer.events, consumer.log
    assert "waiting_for_broker" in relay.events, relay.log
    check_what_was_heard(store, heard_outside(processes.bus))
    assert [process.stop() for process in survivors] == [0, 0]
