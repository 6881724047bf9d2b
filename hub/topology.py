"""The whole wiring of the broker, as values: exchanges, queues and what each is bound to.

The same in tests and in production. `producers.wiring` applies and checks it; `consumers` reads from it.
"""

from dataclasses import dataclass, field

from contracts.registry import Direction, words
from hub.recovery.agents import Agents

IN = "hub.in"
OUT = "hub.out"
UNKNOWN = "hub.in.unknown"
DEAD = "hub.dead"

# Every return of a message to its queue spends one, a restart included; no deployment may ever spend them all.
DELIVERY_LIMIT = 1_000_000


@dataclass(slots=True, frozen=True)
class ExchangeSpec:
    """A durable exchange."""

    name: str
    kind: str
    arguments: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class QueueSpec:
    """A durable quorum queue, bound to one exchange by its keys."""

    name: str
    exchange: str
    keys: tuple[str, ...]
    arguments: dict[str, object]


@dataclass(slots=True, frozen=True)
class Topology:
    """All exchanges and queues."""

    exchanges: tuple[ExchangeSpec, ...]
    queues: tuple[QueueSpec, ...]

    @property
    def inbound_queues(self) -> tuple[QueueSpec, ...]:
        """The queues that the hub consumes: one a family, and one for types nobody declared."""
        return tuple(queue for queue in self.queues if queue.exchange in (IN, UNKNOWN))


OUTBOUND_QUEUES = {
    "hub.out.finance": ("ledger_entry.#", "charge.#"),
    "hub.out.officers": ("task.#",),
    "hub.out.letters": ("letter.#", "contribution.#", "statement.#"),
    "hub.out.collections": ("direct_debit.#", "mandate.#"),
}

_QUORUM: dict[str, object] = {"x-queue-type": "quorum", "x-overflow": "reject-publish"}
_GUARDED: dict[str, object] = {
    **_QUORUM,
    "x-delivery-limit": DELIVERY_LIMIT,
    "x-dead-letter-exchange": DEAD,
    "x-dead-letter-strategy": "at-least-once",
}


def topology(agents: Agents) -> Topology:
    """The wiring for a council with these agents: each has a queue of its own."""
    families: dict[str, list[str]] = {}
    for word in words(Direction.INBOUND):
        families.setdefault(word.family, []).append(f"{word.name}.*")
    inbound = tuple(
        QueueSpec(f"{IN}.{family}", IN, tuple(sorted(set(keys))), _GUARDED) for family, keys in sorted(families.items())
    )
    outbound = tuple(QueueSpec(name, OUT, keys, _GUARDED) for name, keys in OUTBOUND_QUEUES.items())
    of_agents = tuple(
        QueueSpec(f"{OUT}.agent.{agent}", OUT, (f"*.*.*.{agent}",), _GUARDED) for agent in sorted(agents.kinds)
    )
    return Topology(
        exchanges=(
            # A word nobody declared must not bounce: it is kept, and parked with its reason.
            ExchangeSpec(IN, "topic", {"alternate-exchange": UNKNOWN}),
            ExchangeSpec(OUT, "topic"),
            ExchangeSpec(UNKNOWN, "fanout"),
            ExchangeSpec(DEAD, "fanout"),
        ),
        queues=(
            *inbound,
            QueueSpec(UNKNOWN, UNKNOWN, ("",), _GUARDED),
            *outbound,
            *of_agents,
            QueueSpec(DEAD, DEAD, ("",), _QUORUM),
        ),
    )
