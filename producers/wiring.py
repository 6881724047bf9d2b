"""Applying the wiring to a broker, and checking that a broker has it."""

from kombu import Connection, Exchange, Queue

from hub.topology import QueueSpec, Topology


def apply(url: str, topology: Topology) -> list[str]:
    """Declare every exchange, queue and binding; what was declared, in order.

    Raises:
        kombu.exceptions.OperationalError: the broker is away.
        amqp.exceptions.PreconditionFailed: something of the same name exists with other settings.
    """
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
    """What of the wiring is missing or set otherwise; empty if all is well. Changes nothing that exists."""
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
