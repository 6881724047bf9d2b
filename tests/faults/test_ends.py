"""Processes that come and go, beside each other or in the midst of things, and never take anything along."""

import json

from hub.composition import open_hub
from hub.intake import UNCLASSIFIED_IN_A_ROW
from hub.parking import parked_messages, replay
from hub.publishing import outgoing_from
from hub.settings import from_environment
from hub.topology import DEAD
from producers.publisher import KombuPublisher
from producers.wiring import depths
from tests import builders as told
from tests.builders import body_of
from tests.faults.checks import APPLIED, PARKED, SAID, WAITING, WIRING, check_what_was_heard, heard_outside
from tests.faults.place import Place
from tests.faults.processes import until
from tests.faults.stream import a_stream

APPLIED_HERE = 'hub_deliveries_total{ending="applied"}'


def test_a_process_that_is_told_to_stop_ends_with_nil_and_loses_nothing(place: Place) -> None:
    """Again and again in mid-stream, as deployments do: what goes back to its queue is counted, and harmless."""
    stream = a_stream(people=50, events=3_000, seed=7)
    with place.publishing(stream):
        for _ in range(2):
            hub = place.processes.start("consumers", "relay")
            until(lambda hub=hub: hub.counted(APPLIED_HERE) > 200, "nothing was applied")  # type: ignore[misc]
            assert hub.stop() == 0, hub.log
            assert "Traceback" not in hub.log
            assert place.store.count(APPLIED) < len(stream.ids), (
                "the stream was over before the process was told to stop"
            )

    place.processes.start("consumers", "relay")
    place.settled(stream)
    check_what_was_heard(place.store, heard_outside(place.processes.bus))


def test_two_consumers_on_the_same_person_at_once_write_one_ledger(place: Place) -> None:
    """All of them start at once, on a store that has no tables yet."""
    stream = a_stream(people=1, events=300, seed=8)
    consumers = [place.processes.start("consumers") for _ in range(2)]
    relays = [place.processes.start("relay") for _ in range(2)]
    for process in (*consumers, *relays):
        until(process.is_ready, "it never got ready")
    place.publish(stream)

    place.settled(stream)

    assert all(consumer.counted(APPLIED_HERE) > 0 for consumer in consumers)
    chain = "SELECT position, previous_hash, hash FROM journal_entry WHERE person = %s ORDER BY position"
    previous = ""
    for place_expected, (position, before, seal) in enumerate(place.store.rows(chain, "P-0000"), 1):
        assert (position, before) == (place_expected, previous)
        previous = seal
    check_what_was_heard(place.store, heard_outside(place.processes.bus))
    assert place.processes.run("replay", "--verify")["clean"] is True


def test_a_broken_promise_ends_the_process_with_one_and_acknowledges_nothing(place: Place) -> None:
    """Ten failures in a row that nobody foresaw, here by standings that cannot be read: a bad deployment."""
    people = [f"P-{number:04}" for number in range(12)]
    before = place.processes.start("consumers")
    publish(place, *(told.a_person(person) for person in people))
    until(lambda: place.store.count(APPLIED) == len(people), "nobody was registered")
    assert before.stop() == 0
    place.store.change("UPDATE person_standing SET standing = '[' || standing")
    publish(place, *(told.a_payment(payment=f"PAY-{person}", person=person, reference=None) for person in people))

    hub = place.processes.start("consumers", "relay")

    assert hub.wait() == 1
    assert "hub: too_many_unclassified: 10 unforeseen failures in a row" in hub.log
    assert "Traceback" not in hub.log
    waiting = depths(place.processes.bus, WIRING)
    assert (waiting["hub.in.banking"], waiting[DEAD]) == (len(people), 0)
    assert place.store.count(APPLIED) == len(people)

    # The deployment is mended: what was not acknowledged comes again, and what was set aside can be replayed.
    place.store.change("UPDATE person_standing SET standing = substr(standing, 2)")
    place.processes.start("consumers", "relay")
    until(lambda: depths(place.processes.bus, WIRING)["hub.in.banking"] == 0, "the rest was not taken in")
    _replay_what_was_set_aside(place)
    until(lambda: place.store.count(APPLIED) == 2 * len(people), "not every payment was applied")
    assert place.store.count(PARKED + " WHERE state = 'waiting'") == 0
    assert place.processes.run("reconcile")["clean"] is True


def _replay_what_was_set_aside(place: Place) -> None:
    hub = open_hub(from_environment(place.processes.db))
    with hub.engine.connect() as connection:
        waiting = parked_messages(connection)
    # As many as were settled before the tenth failure: none, if all of them came in one batch.
    assert len(waiting) < UNCLASSIFIED_IN_A_ROW
    assert {its["code"] for its in waiting} <= {"handler_failed"}
    for its in waiting:
        assert replay(hub, its["parked"])["ending"] == "applied"
    hub.close()


def test_the_calendar_opens_the_present_day_once_and_what_nobody_knows_is_set_aside(place: Place) -> None:
    """However many calendars there are; and what fits no contract keeps nobody else waiting."""
    publish(place, told.an_event("nobody.declared.v1", "P-0001", {}, {"id": "unknown"}), told.a_payment(id="known"))
    hubs = [place.processes.start() for _ in range(2)]
    for hub in hubs:
        until(lambda hub=hub: "day_published" in hub.events, "no day was opened")  # type: ignore[misc]

    until(lambda: place.store.count(APPLIED) >= 2 and place.store.count(PARKED) == 1, "not every message has its end")
    until(lambda: place.store.count(SAID) > 0 and place.store.count(WAITING) == 0, "the rest did not go on")

    assert place.store.rows("SELECT message_id, code, field FROM parked") == [("unknown", "unknown_event_type", "type")]
    ((body,),) = place.store.rows("SELECT body FROM fact WHERE type = 'day.opened.v1'")
    (published,) = {line["day"] for hub in hubs for line in hub.lines if line["event"] == "day_published"}
    assert json.loads(body)["data"]["day"] == published
    assert [hub.stop() for hub in hubs] == [0, 0]


def publish(place: Place, *events: told.Event) -> None:
    """Publish events, each confirmed."""
    publisher = KombuPublisher(place.processes.bus)
    sender, count = f"sample.{events[0]['id']}", len(events)
    window = [
        outgoing_from(body_of(event), sender, number, is_last=number == count) for number, event in enumerate(events, 1)
    ]
    assert len(publisher.publish(window)) == len(window)
    publisher.close()
