"""An outage is not an error: whoever is away is waited for, nothing is parked, and work resumes by itself."""

import re
import threading

import pytest

from hub.errors import Unavailable
from producers.publisher import KombuPublisher
from producers.wiring import depths
from tests.faults.checks import APPLIED, PARKED, WAITING, WIRING, Store, check_what_was_heard, heard_outside
from tests.faults.place import Place
from tests.faults.processes import Process, until
from tests.faults.stream import a_stream
from tests.services.proxy import Proxy

ALARM = "vm_memory_monitor:set_vm_memory_high_watermark(0.00001)."
ALL_CLEAR = "vm_memory_monitor:set_vm_memory_high_watermark({absolute, 1073741824})."
COMMIT = b"COMMIT"


def test_a_broker_that_blocks_its_publishers_is_waited_for_and_is_not_flooded_afterwards(place: Place) -> None:
    stream = a_stream(people=20, events=600, seed=1)
    place.publish(stream)
    relay = place.processes.start("relay")
    until(relay.is_ready, "the relay never got ready")
    place.broker.evaluate(ALARM)
    try:
        consumer = place.processes.start("consumers")
        until(lambda: "blocked_by_broker" in relay.events, "the relay was never blocked")
        until(lambda: place.store.count(APPLIED) >= len(stream.ids), "consuming stopped as well")
        assert place.store.count(WAITING) > 0
        assert (place.store.count(PARKED), relay.is_alive, consumer.is_alive) == (0, True, True)
    finally:
        place.broker.evaluate(ALL_CLEAR)

    place.settled(stream)
    assert "unblocked_by_broker" in relay.events
    assert "waiting_for_broker" not in relay.events
    heard = heard_outside(place.processes.bus)
    check_what_was_heard(place.store, heard)
    assert len(heard) == len({message.properties["message_id"] for _, message in heard}), "something was said twice"


def test_a_publisher_that_is_blocked_for_long_keeps_its_line_sends_nothing_more_and_gives_up_when_told_to(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producers.publisher.CONFIRM_SECONDS", 0.3)
    stopping = threading.Event()
    publisher = KombuPublisher(place.processes.bus, stopping.is_set)
    (window,) = a_stream(people=1, events=10, seed=2).windows(100)
    place.broker.evaluate(ALARM)
    try:
        for _ in range(5):
            with pytest.raises(Unavailable, match="blocks us"):
                publisher.publish(window)
        stopping.set()
        with pytest.raises(Unavailable, match="told to stop"):
            publisher.publish(window)
        stopping.clear()
    finally:
        place.broker.evaluate(ALL_CLEAR)

    monkeypatch.undo()
    assert publisher.publish(window) == {outgoing.message_id for outgoing in window}
    publisher.close()
    # Once into the socket of a broker that did not read, and once when it had said that it does.
    assert sum(depth or 0 for depth in depths(place.processes.bus, WIRING).values()) == 2 * len(window)


def test_a_database_that_is_away_parks_nothing_is_told_by_the_health_page_and_stops_nobody_from_stopping(
    place: Place,
) -> None:
    stream = a_stream(people=20, events=1_500, seed=3)
    stays, leaves = place.processes.start("consumers", "relay"), place.processes.start("consumers", "relay")
    until(leaves.is_ready, "it never got ready")
    with place.publishing(stream):
        until(lambda: place.store.count(APPLIED) > 300, "nothing was applied")
        with place.database_stopped():
            for hub in (stays, leaves):
                until(lambda hub=hub: "waiting_for_store" in hub.events, "no word of waiting")  # type: ignore[misc]
            until(lambda: stays.page("readyz")[0] == 503, "it said that it was ready without a store")
            assert '"store":false' in stays.page("readyz")[1]
            assert stays.page("livez")[0] == 200
            assert leaves.stop() == 0, leaves.log

    place.settled(stream)
    until(stays.is_ready, "it never said that it was ready again")
    check_what_was_heard(place.store, heard_outside(place.processes.bus))


def test_servers_that_are_not_there_yet_are_waited_for_and_waiting_can_be_ended(place: Place) -> None:
    stream = a_stream(people=5, events=100, seed=4)
    place.publish(stream)
    with place.without_broker():
        with place.without_database():
            stays, leaves = place.processes.start("consumers", "relay"), place.processes.start("consumers", "relay")
            until(lambda: "waiting_for_store" in stays.events, "no word of waiting for the store")
            until(lambda: "waiting_for_store" in leaves.events, "no word of waiting for the store")
            assert stays.page("livez")[0] == 200
            assert stays.page("readyz")[0] == 503
            assert leaves.stop() == 0, leaves.log
        leaves = place.processes.start("consumers", "relay")
        until(lambda: "waiting_for_broker" in stays.events, "no word of waiting for the broker")
        until(lambda: "waiting_for_broker" in leaves.events, "no word of waiting for the broker")
        assert leaves.stop() == 0, leaves.log

    place.settled(stream)
    until(stays.is_ready, "it never got ready")


def test_a_commit_whose_answer_is_lost_is_not_applied_again(place: Place) -> None:
    """The line is cut right behind the word COMMIT: the database keeps the batch, and the hub cannot know."""
    stream = a_stream(people=20, events=1_000, seed=6)
    place.processes.start("relay")
    port = re.search(r":(\d+)/", place.processes.db)
    assert port is not None
    with Proxy("127.0.0.1", int(port[1])) as proxy:
        through_the_proxy = place.processes.db.replace(f":{port[1]}/", f":{proxy.port}/")
        consumer = place.processes.start("consumers", db=through_the_proxy)
        until(consumer.is_ready, "the consumer never got ready")
        with place.publishing(stream):
            for cut in range(1, 4):
                _cut_behind_a_batch(proxy, place.store)
                until(lambda cut=cut: repeats(consumer) >= cut, "nothing was decided again")  # type: ignore[misc]
        place.settled(stream)
        assert consumer.is_alive

    check_what_was_heard(place.store, heard_outside(place.processes.bus))


def _cut_behind_a_batch(proxy: Proxy, store: Store) -> None:
    before = store.count(APPLIED)
    proxy.cut_once_after(lambda data: COMMIT in data)
    until(lambda: proxy.has_cut and store.count(APPLIED) > before, "no batch was committed")


def repeats(consumer: Process) -> float:
    """How many deliveries the consumer found to be applied already."""
    return consumer.counted('hub_deliveries_total{ending="duplicate"}')


def test_a_store_that_a_later_hub_has_taken_over_is_not_ready_and_is_refused_at_the_start(place: Place) -> None:
    hub = place.processes.start("consumers", "relay")
    until(hub.is_ready, "it never got ready")

    place.store.change("UPDATE alembic_version SET version_num = 'later'")

    until(lambda: hub.page("readyz")[0] == 503, "it went on as if nothing had happened")
    assert '"store":false' in hub.page("readyz")[1]
    refused = place.processes.start("consumers")
    assert refused.wait() == 1
    assert "store_is_newer" in refused.log
    assert "Traceback" not in refused.log
