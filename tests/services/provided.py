"""The servers that this machine can provide, and the fixtures that hand them to the tests.

A Docker engine is asked first; without one the servers are started from local binaries. A test is never
skipped for want of a server: where there is neither, it fails and says what to install.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Protocol

import pytest

from tests.services.containers import ContainerPostgreSQL, ContainerRabbitMQ, engine_answers
from tests.services.postgresql import PrivatePostgreSQL, create_database, drop_database
from tests.services.rabbitmq import CONSUMER_TIMEOUT, PrivateRabbitMQ, VirtualHosts

has_engine = cache(engine_answers)


class Server(Protocol):
    """What a test may do with a server, wherever it comes from."""

    @property
    def url(self) -> str:
        """Its default virtual host or database."""
        ...

    def url_of(self, name: str, /) -> str:
        """The virtual host or database of that name."""
        ...

    def start(self) -> None:
        """Start it on its old data and wait until it answers."""
        ...

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        ...

    def kill(self) -> None:
        """End it as a loss of power would end it."""
        ...


class Broker(Server, Protocol):
    """A RabbitMQ."""

    def evaluate(self, expression: str) -> str:
        """Have the node evaluate an Erlang expression."""
        ...


@contextmanager
def private_rabbitmq(*, consumer_timeout: timedelta = CONSUMER_TIMEOUT) -> Iterator[Broker]:
    """A broker that nobody else uses, for a test that kills it or a measurement that wants it quiet."""
    kind = ContainerRabbitMQ if has_engine() else PrivateRabbitMQ
    with kind(consumer_timeout=consumer_timeout) as broker:
        yield broker


@contextmanager
def private_postgresql() -> Iterator[Server]:
    """A database server that nobody else uses, for a test that kills it or a quiet measurement."""
    kind = ContainerPostgreSQL if has_engine() else PrivatePostgreSQL
    with kind() as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[Broker]:
    """The broker that all tests share. A test that kills one takes `private_rabbitmq()`."""
    with private_rabbitmq() as broker:
        yield broker


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The database server that all tests share. A test that kills one takes `private_postgresql()`."""
    with private_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def virtual_hosts(rabbitmq: Broker) -> VirtualHosts:
    """Where the virtual hosts of the tests come from."""
    return VirtualHosts(rabbitmq.evaluate)


@pytest.fixture
def vhost(rabbitmq: Broker, virtual_hosts: VirtualHosts) -> Iterator[str]:
    """The URL of a virtual host that only this test uses."""
    name = virtual_hosts.take()
    yield rabbitmq.url_of(name)
    virtual_hosts.give_back(name)


@pytest.fixture(scope="session")
def migrated_database(postgresql: Server) -> str:
    """The name of a database with the tables of the ledger, to be copied and not to be connected to."""
    # Tests of the servers alone do not need the ledger.
    from hub.ledger.migrate import upgrade

    create_database(postgresql.url, "migrated")
    upgrade(postgresql.url_of("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def database_numbers() -> Iterator[int]:
    """Numbers for the databases of the tests."""
    return itertools.count()


@pytest.fixture
def database_url(postgresql: Server, migrated_database: str, database_numbers: Iterator[int]) -> Iterator[str]:
    """The URL of an empty ledger in PostgreSQL that only this test uses."""
    name = f"test_{next(database_numbers)}"
    create_database(postgresql.url, name, template=migrated_database)
    yield postgresql.url_of(name)
    drop_database(postgresql.url, name)
