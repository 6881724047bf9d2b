"""The wiring on a real broker: applied, applied again, checked, and as safe as it is promised to be."""

import re
from dataclasses import replace

import pytest
from kombu.utils.url import url_to_parts

from hub.errors import Unavailable, WiringDiffers
from hub.recovery.agents import load_agents
from hub.topology import DEAD, DELIVERY_LIMIT, IN, OUT, UNKNOWN, Topology, topology
from producers.publisher import KombuPublisher
from producers.wiring import apply, check, depths
from tests.producers.queues import a_window, await_message, channel_of, messages_in
from tests.services.ports import free_port
from tests.services.provided import Broker

WIRING = topology(load_agents())
QUEUES = [queue.name for queue in WIRING.queues]


def without_queue(name: str) -> Topology:
    return replace(WIRING, queues=tuple(queue for queue in WIRING.queues if queue.name != name))


def without_exchange(name: str) -> Topology:
    queues = tuple(queue for queue in WIRING.queues if queue.exchange != name)
    return Topology(tuple(its for its in WIRING.exchanges if its.name != name), queues)


def as_the_broker_has_them(broker: Broker, url: str) -> dict[str, dict[str, str]]:
    """Arguments of the queues by name, with type and durability among them, as the node itself tells."""
    vhost = url_to_parts(url).path
    told = broker.evaluate(
        "[{N, D, lists:sort([{K, V} || {K, _, V} <- A])} || "
        "[{name, {resource, _, queue, N}}, {durable, D}, {arguments, A}] "
        f'<- rabbit_amqqueue:info_all(<<"{vhost}">>, [name, durable, arguments])].'
    )
    found = {}
    for name, durable, arguments in re.findall(r'\{<<"([^"]+)">>,\s*(\w+),\s*\[(.*?)\]\}', told, re.DOTALL):
        pairs = re.findall(r'\{<<"([^"]+)">>,\s*(?:<<"([^"]*)">>|(\d+))\}', arguments)
        found[name] = {"durable": durable, **{key: text or number for key, text, number in pairs}}
    return found


def test_applying_declares_everything_and_applying_again_changes_nothing(vhost: str) -> None:
    done = apply(vhost, WIRING)

    assert done == [*(f"exchange {its.name}" for its in WIRING.exchanges), *(f"queue {name}" for name in QUEUES)]
    assert check(vhost, WIRING) == []

    KombuPublisher(vhost).publish(a_window(1, "payment.received.v1", IN))
    assert apply(vhost, WIRING) == done
    assert check(vhost, WIRING) == []
    assert depths(vhost, WIRING)["hub.in.banking"] == 1


def test_every_queue_is_durable_and_replicated_and_refuses_rather_than_drops(rabbitmq: Broker, vhost: str) -> None:
    apply(vhost, WIRING)
    found = as_the_broker_has_them(rabbitmq, vhost)

    assert sorted(found) == sorted(QUEUES)
    for name, its in found.items():
        assert its["durable"] == "true", name
        assert its["x-queue-type"] == "quorum", name
        assert its["x-overflow"] == "reject-publish", name


def test_every_queue_but_the_dead_letters_own_hands_over_dead_letters_at_least_once(
    rabbitmq: Broker, vhost: str
) -> None:
    apply(vhost, WIRING)
    found = as_the_broker_has_them(rabbitmq, vhost)

    for name in QUEUES:
        guarded = {} if name == DEAD else {"x-dead-letter-exchange": DEAD, "x-dead-letter-strategy": "at-least-once"}
        assert {key: found[name][key] for key in found[name] if key.startswith("x-dead-letter")} == guarded
    limits = {its["x-delivery-limit"] for name, its in found.items() if name != DEAD}
    assert limits == {str(DELIVERY_LIMIT)}


def test_a_missing_queue_is_found_by_name_and_not_made_by_looking(vhost: str) -> None:
    apply(vhost, without_queue("hub.out.letters"))

    for _ in range(2):
        (fault,) = check(vhost, WIRING)
        assert fault.startswith("queue hub.out.letters: NOT_FOUND")


def test_a_missing_exchange_is_found_by_name(vhost: str) -> None:
    apply(vhost, without_exchange(OUT))

    faults = check(vhost, WIRING)

    assert any(fault.startswith(f"exchange {OUT}: NOT_FOUND") for fault in faults)
    outbound = sorted(queue.name for queue in WIRING.queues if queue.exchange == OUT)
    assert sorted(fault.split()[1].rstrip(":") for fault in faults if fault.startswith("queue")) == outbound


def test_a_queue_with_other_arguments_is_found_and_never_overwritten(vhost: str) -> None:
    with channel_of(vhost) as channel:
        other = {"x-queue-type": "quorum", "x-delivery-limit": 5}
        channel.queue_declare("hub.in.banking", durable=True, auto_delete=False, arguments=other)

    with pytest.raises(WiringDiffers, match=r"hub\.in\.banking"):
        apply(vhost, WIRING)

    assert any("hub.in.banking: PRECONDITION_FAILED" in fault for fault in check(vhost, WIRING))


def test_an_exchange_without_its_net_for_unknown_words_is_found(vhost: str) -> None:
    with channel_of(vhost) as channel:
        channel.exchange_declare(IN, "topic", durable=True, auto_delete=False)

    assert any(f"exchange {IN}: PRECONDITION_FAILED" in fault for fault in check(vhost, WIRING))
    with pytest.raises(WiringDiffers, match=IN):
        apply(vhost, WIRING)


def test_a_rejected_message_reaches_the_dead_letters(vhost: str) -> None:
    """The hub rejects none; should anybody, it is kept where `hub reconcile` finds it."""
    apply(vhost, WIRING)
    KombuPublisher(vhost).publish(a_window(1, "payment.received.v1", IN))

    with channel_of(vhost) as channel:
        message = channel.basic_get("hub.in.banking")
        channel.basic_reject(message.delivery_tag, requeue=False)

    dead = await_message(vhost, DEAD)
    assert dead.properties["message_id"] == "M-1"
    assert dead.properties["delivery_mode"] == 2


def test_a_word_that_nobody_declared_is_kept_apart(vhost: str) -> None:
    apply(vhost, WIRING)

    said = KombuPublisher(vhost).publish(a_window(1, "nobody.declared.v1", IN))

    assert said == {"M-1"}
    assert [message.properties["message_id"] for message in messages_in(vhost, UNKNOWN)] == ["M-1"]


@pytest.mark.parametrize(
    ("key", "queue"),
    [
        ("payment.received.v1", "hub.in.banking"),
        ("payment.received.v7", "hub.in.banking"),
        ("day.opened.v1", "hub.in.calendar"),
        ("recalculation.requested.v1", "hub.in.calendar"),
        ("person.registered.v1", "hub.in.people"),
        ("officer.decided.v1", "hub.in.decisions"),
    ],
)
def test_an_event_reaches_the_queue_of_its_family_in_whatever_version(vhost: str, key: str, queue: str) -> None:
    apply(vhost, WIRING)
    KombuPublisher(vhost).publish(a_window(1, key, IN))

    assert {name: depth for name, depth in depths(vhost, WIRING).items() if depth} == {queue: 1}


@pytest.mark.parametrize(
    ("key", "queue"),
    [
        ("ledger_entry.posted.v1", "hub.out.finance"),
        ("charge.raised.v1", "hub.out.finance"),
        ("task.raised.v1", "hub.out.officers"),
        ("letter.requested.v1", "hub.out.letters"),
        ("statement.issued.v1", "hub.out.letters"),
        ("contribution.changed.v1", "hub.out.letters"),
        ("direct_debit.claim_requested.v1", "hub.out.collections"),
        ("mandate.cancellation_requested.v1", "hub.out.collections"),
        ("tracing_referral.sent.v1.TRACING-AGENT-1", "hub.out.agent.TRACING-AGENT-1"),
        ("enforcement_referral.recalled.v1.ENFORCEMENT-AGENT-1", "hub.out.agent.ENFORCEMENT-AGENT-1"),
    ],
)
def test_what_is_said_reaches_its_reader_and_nobody_else(vhost: str, key: str, queue: str) -> None:
    apply(vhost, WIRING)
    KombuPublisher(vhost).publish(a_window(1, key, OUT))

    outbound = [its.name for its in WIRING.queues if its.exchange == OUT]
    with channel_of(vhost) as channel:
        waiting = {name: channel.queue_declare(name, passive=True).message_count for name in outbound}
    assert {name: count for name, count in waiting.items() if count} == {queue: 1}


def test_depths_count_what_waits_and_name_what_is_missing(vhost: str) -> None:
    apply(vhost, without_queue("hub.in.stops"))
    KombuPublisher(vhost).publish(a_window(3, "payment.received.v1", IN))

    found = depths(vhost, WIRING)

    assert sorted(found) == sorted([*(queue.name for queue in WIRING.inbound_queues), DEAD])
    assert found["hub.in.stops"] is None
    assert {name for name, depth in found.items() if depth} == {"hub.in.banking"}
    assert found["hub.in.banking"] == 3


@pytest.mark.parametrize("look", [apply, check, depths])
def test_a_broker_that_is_away_is_an_outage_at_once(look: object) -> None:
    assert callable(look)
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        look(f"amqp://guest:guest@127.0.0.1:{free_port()}/", WIRING)


@pytest.mark.parametrize("look", [apply, check, depths])
def test_a_virtual_host_that_is_not_there_is_an_outage_and_no_traceback(vhost: str, look: object) -> None:
    assert callable(look)
    with pytest.raises(Unavailable, match="NotAllowed"):
        look(f"{vhost}-nowhere", WIRING)
