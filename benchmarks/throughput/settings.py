"""What a consumer under measurement is told, through its environment."""

import os
from dataclasses import dataclass

BUS, STORE, QUEUE, ROWS = "BENCH_BUS", "BENCH_STORE", "BENCH_QUEUE", "BENCH_ROWS"


@dataclass(slots=True, frozen=True)
class Told:
    """Where a consumer finds its messages, its database, and (the ceiling alone) the rows it is to write."""

    bus: str
    store: str
    queue: str
    rows: str

    def as_environment(self) -> dict[str, str]:
        """For the process that is to read it."""
        return {BUS: self.bus, STORE: self.store, QUEUE: self.queue, ROWS: self.rows}


def told() -> Told:
    """What this process was told."""
    return Told(os.environ[BUS], os.environ[STORE], os.environ[QUEUE], os.environ.get(ROWS, ""))


def plain(store: str) -> str:
    """The URL of a database without the name of a driver."""
    return store.replace("+psycopg", "", 1)
