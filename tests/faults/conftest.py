"""Servers that may be killed, and a hub on them that is fresh for every test."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from producers.wiring import apply
from tests.faults.checks import WIRING, Store
from tests.faults.place import Place
from tests.faults.processes import Processes
from tests.services.postgresql import create_database
from tests.services.provided import Broker, Server, private_postgresql, private_rabbitmq
from tests.services.rabbitmq import VirtualHosts


@pytest.fixture(scope="session")
def mortal_rabbitmq() -> Iterator[Broker]:
    """A broker for the tests that kill it."""
    with private_rabbitmq() as broker:
        yield broker


@pytest.fixture(scope="session")
def mortal_postgresql() -> Iterator[Server]:
    """A database server for the tests that kill it."""
    with private_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mortal_virtual_hosts(mortal_rabbitmq: Broker) -> VirtualHosts:
    """Where the virtual hosts of these tests come from."""
    return VirtualHosts(mortal_rabbitmq.evaluate)


@pytest.fixture(scope="session")
def place_numbers() -> Iterator[int]:
    """Numbers for the databases of these tests."""
    return itertools.count()


@pytest.fixture
def place(
    mortal_rabbitmq: Broker,
    mortal_postgresql: Server,
    mortal_virtual_hosts: VirtualHosts,
    place_numbers: Iterator[int],
    tmp_path: Path,
) -> Iterator[Place]:
    """An empty database and a wired virtual host, and no process yet."""
    name = f"faults_{next(place_numbers)}"
    create_database(mortal_postgresql.url, name)
    bus = mortal_rabbitmq.url_of(mortal_virtual_hosts.take())
    apply(bus, WIRING)
    db = mortal_postgresql.url_of(name)
    processes = Processes(db, bus, tmp_path)
    yield Place(mortal_rabbitmq, mortal_postgresql, processes, Store(db))
    processes.close()
