"""The letterbox: in order per person, numbered without gaps, exactly once, and again after a crash."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Lock, Thread

import orjson
import pytest
from sqlalchemy import Connection, select

from hub.errors import Unavailable
from hub.ledger import embedded_bus
from hub.ledger.store import LANES, lane_of
from hub.ledger.tables import outbox
from hub.outbox import SENDER, Outbox, Outgoing
from tests import builders as told
from tests.builders import PERSON
from tests.journeys.beginnings import with_a_mandate
from tests.stories import Story

PEOPLE = [f"P-{number:04}" for number in range(1, 25)]


class Bus:
    """A bus that notes what is published, and may lose, return or fail."""

    def __init__(self) -> None:
        self.published: list[Outgoing] = []
        self.returns: set[str] = set()
        self.fails = False
        self._lock = Lock()

    def publish(self, window: Sequence[Outgoing], _: Connection) -> set[str]:
        with self._lock:
            self.published += window
        if self.fails:
            raise Unavailable("broker: sample")
        return {its.message_id for its in window if its.type not in self.returns}

    def drain(self, story: Story) -> int:
        """Relay until nothing more goes."""
        total = 0
        while said := story.hub.outbox.drain(self.publish):
            total += said
        return total

    def ids(self) -> list[str]:
        return [its.message_id for its in self.published]


def decided(story: Story) -> list[tuple[str, str]]:
    """Person and id of every message, in the order in which they were decided."""
    query = select(outbox.c.person, outbox.c.message_id).order_by(outbox.c.outbox_no)
    with story.connection() as connection:
        return [(row.person, row.message_id) for row in connection.execute(query)]


def payments(count: int) -> list[told.Event]:
    """As many payments for each person."""
    return [
        told.a_payment("1.00", payment=f"PAY-{person}-{number}", person=person, reference=None)
        for number in range(count)
        for person in PEOPLE
    ]


def by_person(story: Story, ids: list[str]) -> dict[str, list[str]]:
    person_of = {message_id: person for person, message_id in decided(story)}
    found: dict[str, list[str]] = defaultdict(list)
    for message_id in ids:
        found[person_of[message_id]].append(message_id)
    return found


def assert_numbered_without_gaps(published: Sequence[Outgoing]) -> None:
    numbers: dict[str, set[int]] = defaultdict(set)
    for outgoing in published:
        numbers[outgoing.sender].add(outgoing.number)
    assert numbers.keys() <= {f"{SENDER}.{lane}" for lane in range(LANES)}
    for found in numbers.values():
        assert found == set(range(1, len(found) + 1))


def test_everything_is_said_in_order_for_each_person_and_numbered_without_gaps(story: Story) -> None:
    story.tell(*payments(5))
    bus = Bus()
    assert bus.drain(story) == 5 * len(PEOPLE)
    assert by_person(story, bus.ids()) == by_person(story, [message_id for _, message_id in decided(story)])
    assert len(set(bus.ids())) == len(bus.ids())
    assert_numbered_without_gaps(bus.published)
    assert all(its.sender == f"{SENDER}.{lane_of(orjson.loads(its.body)['subject'])}" for its in bus.published)
    # later messages go on where the numbers were left
    story.tell(*(told.a_payment("1.00", payment=f"LATER-{p}", person=p, reference=None) for p in PEOPLE))
    bus.drain(story)
    assert_numbered_without_gaps(bus.published)
    assert story.waiting() == []


def test_a_window_smaller_than_what_waits_skips_nothing(quick_story: Story) -> None:
    quick_story.tell(*payments(5))
    small = Outbox(quick_story.hub.engine, quick_story.clock, window=3)
    bus = Bus()
    while small.drain(bus.publish):
        continue
    assert by_person(quick_story, bus.ids()) == by_person(quick_story, [its for _, its in decided(quick_story)])
    assert_numbered_without_gaps(bus.published)


def test_two_relays_at_once_say_everything_once_and_in_order(story: Story) -> None:
    story.tell(*payments(12))
    bus, start = Bus(), Barrier(2)
    small = [Outbox(story.hub.engine, story.clock, window=7) for _ in range(2)]

    def relay(its: Outbox) -> None:
        start.wait()
        while story.waiting():
            its.drain(bus.publish)

    threads = [Thread(target=relay, args=(its,)) for its in small]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert sorted(bus.ids()) == sorted(message_id for _, message_id in decided(story))
    assert by_person(story, bus.ids()) == by_person(story, [message_id for _, message_id in decided(story)])
    assert_numbered_without_gaps(bus.published)


def test_a_broker_that_is_away_loses_nothing_and_numbers_stay(story: Story) -> None:
    story.tell(*payments(1))
    bus = Bus()
    bus.fails = True
    with pytest.raises(Unavailable):
        story.hub.outbox.drain(bus.publish)
    tried = {(its.message_id, its.number) for its in bus.published}
    bus.fails = False
    bus.published.clear()
    assert bus.drain(story) == len(PEOPLE)
    assert tried <= {(its.message_id, its.number) for its in bus.published}
    assert_numbered_without_gaps(bus.published)


class PowerCut(BaseException):
    """The relay ends, here."""


def test_a_crash_after_publishing_says_the_same_again_under_the_same_numbers(story: Story) -> None:
    story.tell(*payments(2))
    before: list[Outgoing] = []

    def publish_and_die(window: Sequence[Outgoing], _: Connection) -> set[str]:
        before.extend(window)
        raise PowerCut

    with pytest.raises(PowerCut):
        story.hub.outbox.drain(publish_and_die)
    bus = Bus()
    bus.drain(story)
    assert before == [its for its in bus.published if its.sender == before[0].sender]
    assert len(bus.published) == 2 * len(PEOPLE)


def a_letter_that_cannot_be_routed(story: Story) -> Bus:
    """Care begins; the bus has no queue for letters."""
    story.open_day("2026-04-06")
    story.tell(told.a_light_touch(), told.a_care_package())
    assert story.waiting() == ["contribution.changed", "letter.requested"]
    bus = Bus()
    bus.returns = {"letter.requested.v1"}
    assert bus.drain(story) == 1
    return bus


def test_only_what_the_bus_confirms_counts_as_said(story: Story) -> None:
    bus = a_letter_that_cannot_be_routed(story)
    assert story.waiting() == ["letter.requested"]
    number = next(its.number for its in bus.published if its.type == "letter.requested.v1")
    bus.returns = set()
    bus.published.clear()
    # it is tried again after a while, under its number, and nothing else is
    story.clock.moment += timedelta(minutes=1)
    assert bus.drain(story) == 1
    assert [(its.type, its.number) for its in bus.published] == [("letter.requested.v1", number)]
    assert story.waiting() == []


def test_what_cannot_be_routed_does_not_stand_in_the_way(quick_story: Story) -> None:
    bus = a_letter_that_cannot_be_routed(quick_story)
    quick_story.tell(told.a_payment("1.00", person=PERSON))
    quick_story.clock.moment += timedelta(minutes=1)
    assert bus.drain(quick_story) == 1
    assert quick_story.waiting() == ["letter.requested"]


def test_a_message_carries_what_caused_it_and_what_began_it(quick_story: Story) -> None:
    payment = told.a_payment("1.00", person=PERSON, correlationid="C-1")
    quick_story.live(payment)
    (event,) = quick_story.messages("ledger_entry.posted")
    assert (event["causationid"], event["correlationid"], event["subject"]) == (payment["id"], "C-1", PERSON)
    assert event["dataschema"] == "urn:care-contributions-hub:schema:ledger_entry.posted.v1"


def test_words_to_agents_go_to_their_own_queue(quick_story: Story) -> None:
    with_a_mandate(quick_story)
    quick_story.tell(told.a_tracing_decision())
    bus = Bus()
    bus.drain(quick_story)
    assert [its.routing_key for its in bus.published if its.type == "tracing_referral.sent.v1"] == [
        "tracing_referral.sent.v1.TRACING-AGENT-1"
    ]


def test_what_the_hub_says_to_itself_goes_in_again(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(told.a_care_package())
    quick_story.tell(told.an_opened_day("2026-05-04"))
    bus = Bus()
    bus.drain(quick_story)
    assert [(its.type, its.exchange) for its in bus.published] == [("recalculation.requested.v1", "hub.in")]


def test_the_embedded_bus_keeps_what_is_said_in_the_same_transaction(story: Story) -> None:
    story.tell(*payments(1))

    def publish_and_die(window: Sequence[Outgoing], connection: Connection) -> set[str]:
        embedded_bus.publish(window, connection)
        raise PowerCut

    with pytest.raises(PowerCut):
        story.hub.outbox.drain(publish_and_die)
    assert story.count("embedded_queue") == 0
    story.relay()
    assert len(story.messages("ledger_entry.posted")) == len(PEOPLE)
