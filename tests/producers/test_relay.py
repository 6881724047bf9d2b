"""The relay on a real broker: it waits for whoever is away, says everything once and in order, and stops when told."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from kombu.utils.url import url_to_parts
from sqlalchemy import Connection, func, select

from hub.ledger.tables import outbox
from hub.outbox import RETURNED, RETURNED_PAUSE, SENDER, Outbox, Outgoing
from hub.recovery.agents import load_agents
from hub.topology import OUT, topology
from producers.publisher import KombuPublisher
from producers.relay import relay
from producers.wiring import apply
from tests import builders as told
from tests.producers.queues import messages_in
from tests.services.proxy import Proxy
from tests.stories import Story

WIRING = topology(load_agents())
OUTBOUND = [queue.name for queue in WIRING.queues if queue.exchange == OUT]
DEADLINE = 60.0
PEOPLE = [f"P-{number:04}" for number in range(1, 9)]


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    """A hub that has decided what to say about several people, and has said nothing yet."""
    story = Story(database_url)
    tell_of_everybody(story)
    yield story
    story.close()


def tell_of_everybody(story: Story) -> None:
    story.tell(told.an_opened_day("2026-06-15"))
    for person in PEOPLE:
        story.tell(told.a_person(person), told.a_care_package(person), told.a_light_touch(person))


@contextmanager
def relaying(story: Story, url: str) -> Iterator[None]:
    """A relay at work, that is told to stop at the end and must then end by itself."""
    stopping = threading.Event()
    publisher = KombuPublisher(url, stopping.is_set)
    thread = threading.Thread(target=relay, args=(story.hub.outbox, publisher.publish, stopping))
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(DEADLINE)
        publisher.close()
    assert not thread.is_alive(), "the relay did not stop when it was told to"


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def waiting(story: Story) -> int:
    query = select(func.count()).where(outbox.c.said_at.is_(None), outbox.c.withdrawn_at.is_(None))
    with story.connection() as connection:
        return connection.execute(query).scalar_one()


def decided(story: Story) -> dict[str, list[str]]:
    """For each person, the ids of what is to be said to others, in order."""
    query = select(outbox.c.person, outbox.c.message_id, outbox.c.type).order_by(outbox.c.outbox_no)
    found: dict[str, list[str]] = defaultdict(list)
    with story.connection() as connection:
        for row in connection.execute(query):
            if not row.type.startswith("recalculation."):
                found[row.person].append(row.message_id)
    return dict(found)


def said(url: str) -> dict[str, list[tuple[int, str]]]:
    """For each person, number and id of what readers find, by the number that the relay gave it."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for queue in OUTBOUND:
        for message in messages_in(url, queue):
            headers = message.properties["application_headers"]
            assert headers["hub-sender"].startswith(f"{SENDER}.")
            person = message.body.partition('"subject":"')[2].partition('"')[0]
            found[person].append((headers["hub-number"], message.properties["message_id"]))
    return {person: sorted(messages) for person, messages in found.items()}


def test_everything_is_said_once_and_in_order_for_each_person(story: Story, vhost: str) -> None:
    apply(vhost, WIRING)

    with relaying(story, vhost):
        until(lambda: waiting(story) == 0, "something was never said")

    heard = said(vhost)
    expected = decided(story)
    assert len(expected) == len(PEOPLE)
    assert {person: [message_id for _, message_id in messages] for person, messages in heard.items()} == expected


def test_a_broker_that_is_not_there_yet_is_waited_for(story: Story, vhost: str) -> None:
    its = url_to_parts(vhost)
    with Proxy(its.hostname, its.port) as proxy:
        url = vhost.replace(f":{its.port}/", f":{proxy.port}/")
        apply(vhost, replace(WIRING, queues=()))
        before = waiting(story)

        with relaying(story, url):
            until(lambda: proxy.accepted > 0, "the relay never tried")
            assert waiting(story) == before
            apply(vhost, WIRING)
            story.clock.moment += RETURNED_PAUSE
            until(lambda: waiting(story) == 0, "something was never said")

    assert sum(map(len, said(vhost).values())) == sum(map(len, decided(story).values()))


def test_a_line_that_is_cut_again_and_again_loses_nothing_and_says_nothing_under_two_numbers(
    story: Story, vhost: str
) -> None:
    apply(vhost, WIRING)
    its = url_to_parts(vhost)
    with Proxy(its.hostname, its.port) as proxy:
        url = vhost.replace(f":{its.port}/", f":{proxy.port}/")
        proxy.cut_once_after(lambda data: b"ledger_entry.posted.v1" in data)
        with relaying(story, url):
            until(lambda: proxy.has_cut, "nothing was ever published")
            proxy.cut_once_after(lambda data: b"contribution.changed.v1" in data)
            until(lambda: waiting(story) == 0, "something was never said")

    heard = said(vhost)
    without_repeats = {person: sorted(set(messages)) for person, messages in heard.items()}
    assert sum(map(len, heard.values())) > sum(map(len, without_repeats.values())), "nothing was said twice"
    numbers = [number for messages in without_repeats.values() for number in messages]
    assert len({message_id for _, message_id in numbers}) == len(numbers)
    by_person = {person: [message_id for _, message_id in its] for person, its in without_repeats.items()}
    assert by_person == decided(story)


def test_what_the_broker_cannot_route_waits_aside_and_the_rest_goes_out(story: Story, vhost: str) -> None:
    finance = next(queue for queue in WIRING.queues if queue.name == "hub.out.finance")
    apply(vhost, replace(WIRING, queues=tuple(queue for queue in WIRING.queues if queue is not finance)))
    publisher = KombuPublisher(vhost)

    def drain() -> int:
        total = 0
        while now := story.hub.outbox.drain(publisher.publish):
            total += now
        return total

    drain()
    with story.connection() as connection:
        query = select(outbox.c.type, outbox.c.held_why, outbox.c.said_at).where(outbox.c.said_at.is_(None))
        returned = list(connection.execute(query))
    assert {row.type for row in returned} == {"ledger_entry.posted.v1", "charge.raised.v1"}
    assert {row.held_why for row in returned} == {RETURNED}

    apply(vhost, WIRING)
    assert drain() == 0, "it is not tried again at once"
    story.clock.moment += RETURNED_PAUSE + timedelta(seconds=1)
    assert drain() == len(returned)
    assert len(messages_in(vhost, "hub.out.finance")) == len(returned)
    publisher.close()


def test_what_the_broker_cannot_route_never_stands_in_the_way_of_what_it_can() -> None:
    """However much of it there is: here more than a window."""
    story = Story()
    tell_of_everybody(story)
    heard: list[str] = []

    def publish(window: Sequence[Outgoing], _: Connection) -> set[str]:
        taken = {its.message_id for its in window if not its.type.startswith(("ledger_entry", "charge"))}
        heard.extend(taken)
        return taken

    letterbox = Outbox(story.hub.engine, story.clock, window=2)
    for _ in range(50):
        story.clock.moment += timedelta(seconds=1)
        letterbox.drain(publish)

    with story.connection() as connection:
        unsaid = set(connection.execute(select(outbox.c.type).where(outbox.c.said_at.is_(None))).scalars())
    assert unsaid == {"ledger_entry.posted.v1", "charge.raised.v1"}
    assert len(heard) == len(set(heard))
    story.close()
