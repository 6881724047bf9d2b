"""Applying the wiring to a broker, and checking that a broker has it."""

from amqp.exceptions import AccessRefused, NotFound, PreconditionFailed
from kombu import Connection, Exchange, Queue
from kombu.exceptions import OperationalError

from hub.errors import Unavailable, WiringDiffers
from hub.topology import DEAD, QueueSpec, Topology


def apply(url: str, topology: Topology) -> list[str]:
    """Declare every exchange, queue and binding; what was declared, in order.

    Raises:
        Unavailable: the broker is away.
        WiringDiffers: something of the same name exists with other settings, or we may not declare it.
    """
    try:
        return _apply(url, topology)
    except (PreconditionFailed, AccessRefused) as refusal:
        raise WiringDiffers(refusal.reply_text) from refusal
    except (OSError, OperationalError) as outage:
        raise Unavailable(f"broker: {type(outage).__name__}") from outage


def _apply(url: str, topology: Topology) -> list[str]:
    done: list[str] = []
    with Connection(url, connect_timeout=5) as connection:
        channel = connection.default_channel
        for spec in topology.exchanges:
            Exchange(spec.name, spec.kind, durable=True, arguments=spec.arguments, channel=channel).declare()
            done.append(f"exchange {spec.name}")
        for queue in topology.queues:
            declared = Queue(queue.name, durable=True, queue_arguments=queue.arguments, channel=channel)
            declared.queue_declare()
            for key in queue.keys:
                channel.queue_bind(queue.name, exchange=queue.exchange, routing_key=key)
            done.append(f"queue {queue.name}")
    return done


def check(url: str, topology: Topology) -> list[str]:
    """What of the wiring is missing or set otherwise; empty if all is well. Changes nothing that exists.

    Raises:
        Unavailable: the broker is away.
    """
    try:
        return _check(url, topology)
    except (OSError, OperationalError) as outage:
        raise Unavailable(f"broker: {type(outage).__name__}") from outage


def _check(url: str, topology: Topology) -> list[str]:
    faults: list[str] = []
    with Connection(url, connect_timeout=5) as connection:
        errors = (*connection.connection_errors, *connection.channel_errors)
        for spec in topology.exchanges:
            with connection.channel() as channel:
                try:
                    channel.exchange_declare(spec.name, spec.kind, passive=True)
                except errors as error:
                    faults.append(f"exchange {spec.name}: {error}")
        for queue in topology.queues:
            fault = _fault_of(connection, queue, errors)
            if fault is not None:
                faults.append(fault)
    return faults


def _fault_of(connection: Connection, queue: QueueSpec, errors: tuple[type[Exception], ...]) -> str | None:
    channel = connection.channel()
    try:
        channel.queue_declare(queue.name, passive=True)
        # Declaring an existing queue as it should be is refused if its settings differ, and else does nothing.
        channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
    except errors as error:
        return f"queue {queue.name}: {error}"
    channel.close()
    return None


def depths(url: str, topology: Topology) -> dict[str, int | None]:
    """How many messages wait in each queue that the hub reads or should be empty; None where there is no such queue.

    Raises:
        Unavailable: the broker is away.
    """
    found: dict[str, int | None] = {}
    try:
        with Connection(url, connect_timeout=5) as connection:
            for name in (*(queue.name for queue in topology.inbound_queues), DEAD):
                channel = connection.channel()
                try:
                    found[name] = channel.queue_declare(name, passive=True).message_count
                except NotFound:
                    found[name] = None
                else:
                    channel.close()
    except (OSError, OperationalError) as outage:
        raise Unavailable(f"broker: {type(outage).__name__}") from outage
    return found
