"""The servers that this machine can provide, and the fixtures that hand them to the tests.

Servers that the environment names are used as they are (`tests.services.given`). Else a Docker engine is asked;
without one the servers are started from local binaries. A test is never skipped for want of a server: where there
is none, it fails and says what to install.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Protocol

import pytest

from tests.services.given import (
    DATABASE_PREFIX,
    POSTGRESQL_URL,
    RABBITMQ_URL,
    GivenServer,
    GivenVirtualHosts,
)
from tests.services.postgresql import PrivatePostgreSQL, create_database, drop_database
from tests.services.rabbitmq import CONSUMER_TIMEOUT, PrivateRabbitMQ, VirtualHosts


@cache
def has_engine() -> bool:
    """Whether there is an engine to start containers with."""
    # Its library takes longer to load than many a test to run, and a run without servers needs none of it.
    from tests.services.containers import engine_answers

    return engine_answers()


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
    if has_engine():
        from tests.services.containers import ContainerRabbitMQ

        with ContainerRabbitMQ(consumer_timeout=consumer_timeout) as container:
            yield container
    else:
        with PrivateRabbitMQ(consumer_timeout=consumer_timeout) as broker:
            yield broker


@contextmanager
def private_postgresql() -> Iterator[Server]:
    """A database server that nobody else uses, for a test that kills it or a quiet measurement."""
    if has_engine():
        from tests.services.containers import ContainerPostgreSQL

        with ContainerPostgreSQL() as container:
            yield container
    else:
        with PrivatePostgreSQL() as server:
            yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[Broker]:
    """The broker that all tests share. A test that kills one takes `private_rabbitmq()`."""
    if RABBITMQ_URL in os.environ:
        yield GivenServer(os.environ[RABBITMQ_URL])
        return
    with private_rabbitmq() as broker:
        yield broker


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The database server that all tests share. A test that kills one takes `private_postgresql()`."""
    if POSTGRESQL_URL in os.environ:
        yield GivenServer(os.environ[POSTGRESQL_URL])
        return
    with private_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def virtual_hosts(rabbitmq: Broker) -> VirtualHosts | GivenVirtualHosts:
    """Where the virtual hosts of the tests come from."""
    if RABBITMQ_URL in os.environ:
        return GivenVirtualHosts(os.environ)
    return VirtualHosts(rabbitmq.evaluate)


@pytest.fixture
def vhost(rabbitmq: Broker, virtual_hosts: VirtualHosts | GivenVirtualHosts) -> Iterator[str]:
    """The URL of a virtual host that only this test uses."""
    name = virtual_hosts.take()
    yield rabbitmq.url_of(name)
    virtual_hosts.give_back(name)


@pytest.fixture(scope="session")
def database_prefix() -> str:
    """What the names of the databases of this run begin with."""
    return os.environ.get(DATABASE_PREFIX, "")


@pytest.fixture(scope="session")
def migrated_database(postgresql: Server, database_prefix: str) -> str:
    """The name of a database with the tables of the ledger, to be copied and not to be connected to."""
    # Tests of the servers alone do not need the ledger.
    from hub.ledger.migrate import upgrade

    name = f"{database_prefix}migrated"
    create_database(postgresql.url, name)
    upgrade(postgresql.url_of(name))
    return name


@pytest.fixture(scope="session")
def database_numbers() -> Iterator[int]:
    """Numbers for the databases of the tests."""
    return itertools.count()


@pytest.fixture
def database_url(
    postgresql: Server, migrated_database: str, database_prefix: str, database_numbers: Iterator[int]
) -> Iterator[str]:
    """The URL of an empty ledger in PostgreSQL that only this test uses."""
    name = f"{database_prefix}test_{next(database_numbers)}"
    create_database(postgresql.url, name, template=migrated_database)
    yield postgresql.url_of(name)
    drop_database(postgresql.url, name)
