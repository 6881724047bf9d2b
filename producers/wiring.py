"""Applying the wiring to a broker, and checking that a broker has it."""

from typing import Any

from amqp.exceptions import AccessRefused, ChannelError, NotFound, PreconditionFailed

from hub.errors import WiringDiffers
from hub.topology import DEAD, ExchangeSpec, QueueSpec, Topology
from producers.connecting import connected


def apply(url: str, topology: Topology) -> list[str]:
    """Declare every exchange, queue and binding; what was declared, in order.

    Raises:
        Unavailable: the broker is away, or does not let us in.
        WiringDiffers: something of the same name exists with other settings, or we may not declare it.
    """
    done: list[str] = []
    with connected(url) as connection:
        channel = connection.channel()
        try:
            for exchange in topology.exchanges:
                _declare_exchange(channel, exchange)
                done.append(f"exchange {exchange.name}")
            for queue in topology.queues:
                _declare_queue(channel, queue)
                for key in queue.keys:
                    channel.queue_bind(queue.name, exchange=queue.exchange, routing_key=key)
                done.append(f"queue {queue.name}")
        except (PreconditionFailed, AccessRefused) as refusal:
            raise WiringDiffers(refusal.reply_text) from refusal
    return done


def check(url: str, topology: Topology) -> list[str]:
    """What of the exchanges and queues is missing or set otherwise; empty if all is well. Changes nothing.

    Bindings cannot be asked for; `apply` declares them again, which does nothing where they are.

    Raises:
        Unavailable: the broker is away, or does not let us in.
    """
    with connected(url) as connection:
        faults = [
            *(_fault_of_exchange(connection, exchange) for exchange in topology.exchanges),
            *(_fault_of_queue(connection, queue) for queue in topology.queues),
        ]
    return [fault for fault in faults if fault is not None]


def _fault_of_exchange(connection: Any, exchange: ExchangeSpec) -> str | None:
    channel = connection.channel()
    try:
        channel.exchange_declare(exchange.name, exchange.kind, passive=True)
        # Declaring what exists, as it should be, is refused if its settings differ, and else does nothing.
        _declare_exchange(channel, exchange)
    except ChannelError as refusal:
        return f"exchange {exchange.name}: {refusal.reply_text}"
    channel.close()
    return None


def _fault_of_queue(connection: Any, queue: QueueSpec) -> str | None:
    channel = connection.channel()
    try:
        channel.queue_declare(queue.name, passive=True)
        _declare_queue(channel, queue)
    except ChannelError as refusal:
        return f"queue {queue.name}: {refusal.reply_text}"
    channel.close()
    return None


def _declare_exchange(channel: Any, exchange: ExchangeSpec) -> None:
    channel.exchange_declare(
        exchange.name, exchange.kind, durable=True, auto_delete=False, arguments=exchange.arguments
    )


def _declare_queue(channel: Any, queue: QueueSpec) -> None:
    channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)


def depths(url: str, topology: Topology) -> dict[str, int | None]:
    """How many messages wait in each queue that the hub reads or should be empty; None where there is no such queue.

    Messages in the hands of a consumer are not counted: they wait in no queue.

    Raises:
        Unavailable: the broker is away, or does not let us in.
    """
    with connected(url) as connection:
        names = (*(queue.name for queue in topology.inbound_queues), DEAD)
        return {name: _depth(connection, name) for name in names}


def _depth(connection: Any, name: str) -> int | None:
    channel = connection.channel()
    try:
        waiting: int = channel.queue_declare(name, passive=True).message_count
    except NotFound:
        return None
    channel.close()
    return waiting
