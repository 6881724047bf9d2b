"""Publishing to a real broker: what counts as said is in a queue, on disk, under its id and number."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest
from kombu.utils.url import url_to_parts

from hub.errors import Unavailable
from producers.connecting import HEARTBEAT_SECONDS
from producers.publisher import KombuPublisher
from tests.producers.queues import a_window, ids, make_queue, messages_in
from tests.services.ports import free_port
from tests.services.proxy import Proxy

QUEUE = "sample.queue"


@pytest.fixture
def publisher(vhost: str) -> Iterator[KombuPublisher]:
    """A publisher on a broker with one exchange and one queue."""
    make_queue(vhost, QUEUE, "sample", "sample.said.v1")
    made = KombuPublisher(vhost)
    yield made
    made.close()


@pytest.fixture
def line(vhost: str) -> Iterator[tuple[Proxy, str]]:
    """A line to the broker that can be cut, and the URL that leads through it."""
    make_queue(vhost, QUEUE, "sample", "sample.said.v1")
    its = url_to_parts(vhost)
    with Proxy(its.hostname, its.port) as proxy:
        yield proxy, vhost.replace(f":{its.port}/", f":{proxy.port}/")


def test_a_whole_window_is_confirmed_and_stored_in_order(publisher: KombuPublisher, vhost: str) -> None:
    window = a_window(1_200)

    assert publisher.publish(window) == ids(window)
    assert publisher.publish(a_window(5, first=1_201)) == ids(a_window(5, first=1_201))

    stored = [message.properties["message_id"] for message in messages_in(vhost, QUEUE)]
    assert stored == [outgoing.message_id for outgoing in [*window, *a_window(5, first=1_201)]]


def test_a_message_is_persistent_and_carries_its_id_its_type_and_its_senders_number(
    publisher: KombuPublisher, vhost: str
) -> None:
    first, last = a_window(2)
    publisher.publish([first, replace(last, is_last=True)])

    stored = messages_in(vhost, QUEUE)

    assert [message.properties["delivery_mode"] for message in stored] == [2, 2]
    assert [message.properties["message_id"] for message in stored] == ["M-1", "M-2"]
    assert {message.properties["type"] for message in stored} == {"sample.said.v1"}
    assert {message.properties["content_type"] for message in stored} == {"application/cloudevents+json"}
    headers = [message.properties["application_headers"] for message in stored]
    assert [{name: its[name] for name in its if name.startswith("hub-")} for its in headers] == [
        {"hub-sender": "sender.sample", "hub-number": 1},
        {"hub-sender": "sender.sample", "hub-number": 2, "hub-last": True},
    ]
    assert stored[0].body.encode() == first.body


def test_what_no_queue_is_bound_for_is_not_said_and_goes_out_once_there_is_one(
    publisher: KombuPublisher, vhost: str
) -> None:
    routed, lost = a_window(3), a_window(2, "nobody.listens.v1", first=4)

    assert publisher.publish([*routed, *lost]) == ids(routed)

    make_queue(vhost, "later", "sample", "nobody.listens.v1")
    assert publisher.publish(lost) == ids(lost)
    assert len(messages_in(vhost, "later")) == 2


def test_what_a_full_queue_refuses_is_not_said(publisher: KombuPublisher, vhost: str) -> None:
    """The broker answers such a message with a nack, and keeps nothing of it."""
    limits = {"x-max-length": 1, "x-overflow": "reject-publish"}
    make_queue(vhost, "small", "sample", "small.said.v1", **limits)
    window = a_window(500, "small.said.v1")
    said = publisher.publish(window) | publisher.publish(window[-50:])

    assert len(said) < len(window)
    assert {message.properties["message_id"] for message in messages_in(vhost, "small")} == said


def test_a_missing_exchange_is_an_outage_and_the_next_window_has_a_channel_of_its_own(
    publisher: KombuPublisher, vhost: str
) -> None:
    with pytest.raises(Unavailable, match="NotFound"):
        publisher.publish(a_window(1, exchange="missing"))

    assert publisher.publish(a_window(1)) == {"M-1"}


def test_a_broker_that_is_away_is_an_outage() -> None:
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        KombuPublisher(f"amqp://guest:guest@127.0.0.1:{free_port()}/").publish(a_window(1))


@pytest.mark.parametrize("url", ["amqp://guest:wrong@{place}/", "amqp://guest:guest@{place}/nowhere"])
def test_a_broker_that_does_not_let_us_in_is_an_outage(vhost: str, url: str) -> None:
    its = url_to_parts(vhost)
    with pytest.raises(Unavailable, match=r"AccessRefused|NotAllowed"):
        KombuPublisher(url.format(place=f"{its.hostname}:{its.port}")).publish(a_window(1))


def test_a_cut_line_is_an_outage_and_the_next_window_finds_the_broker_again(line: tuple[Proxy, str]) -> None:
    proxy, url = line
    publisher = KombuPublisher(url)
    publisher.publish(a_window(1))

    proxy.cut()
    with pytest.raises(Unavailable):
        publisher.publish(a_window(1, first=2))

    assert publisher.publish(a_window(1, first=2)) == {"M-2"}
    assert proxy.accepted == 2
    publisher.close()


def test_a_confirm_that_is_lost_on_its_way_is_an_outage_and_leaves_the_message_stored(
    line: tuple[Proxy, str], vhost: str
) -> None:
    """So it may be there twice: whoever reads it knows it by its id."""
    proxy, url = line
    publisher = KombuPublisher(url)
    publisher.publish(a_window(1))
    proxy.cut_once_after(lambda data: b"M-2" in data)

    with pytest.raises(Unavailable):
        publisher.publish(a_window(1, first=2))

    assert publisher.publish(a_window(1, first=2)) == {"M-2"}
    assert [message.properties["message_id"] for message in messages_in(vhost, QUEUE)] == ["M-1", "M-2", "M-2"]
    publisher.close()


def test_a_connection_that_lay_idle_longer_than_a_heartbeat_is_opened_anew(
    line: tuple[Proxy, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broker closes what it hears nothing from, and a message must not be the first to find out."""
    proxy, url = line
    publisher = KombuPublisher(url)
    publisher.publish(a_window(1))
    later = monotonic() + HEARTBEAT_SECONDS + 1
    monkeypatch.setattr("producers.publisher.monotonic", lambda: later)

    assert publisher.publish(a_window(1, first=2)) == {"M-2"}

    assert proxy.accepted == 2
    publisher.close()


def test_closing_twice_or_unopened_does_nothing(vhost: str) -> None:
    publisher = KombuPublisher(vhost)
    publisher.close()
    make_queue(vhost, QUEUE, "sample", "sample.said.v1")
    publisher.publish(a_window(1))
    publisher.close()
    publisher.close()

    assert len(messages_in(vhost, QUEUE)) == 1
