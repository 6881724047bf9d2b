"""The same two servers from containers, for a machine with a Docker engine."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Self

import docker.errors
from sqlalchemy.engine import make_url
from testcontainers.community.postgres import PostgresContainer
from testcontainers.community.rabbitmq import RabbitMqContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from tests.services.ports import free_port
from tests.services.postgresql import answers as postgresql_answers
from tests.services.private_server import START_LIMIT
from tests.services.rabbitmq import CONSUMER_TIMEOUT
from tests.services.rabbitmq import answers as rabbitmq_answers

RABBITMQ_IMAGE = "rabbitmq:3.13"
POSTGRESQL_IMAGE = "postgres:16"


def engine_answers() -> bool:
    """Whether there is an engine to start containers with."""
    try:
        client = DockerClient()
    except docker.errors.DockerException:
        return False
    client.client.close()
    return True


class ContainerServer:
    """A server in a container whose end and new start are ours to choose. Usable as a context manager."""

    def __init__(self, name: str, container: DockerContainer, inside: int) -> None:
        self.name = name
        # The engine would choose another port at every start, and clients come back to the one they know.
        self.port = free_port()
        self._container = container.with_bind_ports(inside, self.port)
        self._created = False

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def host(self) -> str:
        """Where the engine opens the ports of its containers."""
        return self._container.get_container_host_ip()

    def is_ready(self) -> bool:
        """Whether the server answers its clients."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the server on its old data and wait until it answers."""
        if self._created:
            self._container.get_wrapped_container().start()
        else:
            self._container.start()
            self._created = True
        self._wait(self.is_ready, "was not ready")

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        self._container.get_wrapped_container().stop()
        self._wait(lambda: not self.is_ready(), "still answers")

    def kill(self) -> None:
        """End the server as a loss of power would end it."""
        self._container.get_wrapped_container().kill()
        self._wait(lambda: not self.is_ready(), "still answers")

    def close(self) -> None:
        """Remove the container and its data."""
        self._container.stop()

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the {self.name} container {otherwise} after {START_LIMIT:.0f} s")
            time.sleep(0.1)


class ContainerRabbitMQ(ContainerServer):
    """A one-node broker in a container."""

    def __init__(self, *, consumer_timeout: timedelta = CONSUMER_TIMEOUT) -> None:
        milliseconds = int(consumer_timeout.total_seconds() * 1000)
        container = (
            RabbitMqContainer(RABBITMQ_IMAGE, port=5672, username="guest", password="guest", vhost="/")
            .with_env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", f"-rabbit consumer_timeout {milliseconds}")
            # The node and its data folder are named after the host.
            .with_kwargs(hostname="broker")
        )
        super().__init__("rabbitmq", container, 5672)

    @property
    def url(self) -> str:
        """The default virtual host, as its administrator."""
        return self.url_of("")

    def url_of(self, vhost: str) -> str:
        """A virtual host, as its administrator."""
        return f"amqp://guest:guest@{self.host}:{self.port}/{vhost}"

    def is_ready(self) -> bool:
        """A broker that is ready answers the protocol header, which an open port alone does not promise."""
        return rabbitmq_answers(self.port, self.host)

    def evaluate(self, expression: str) -> str:
        """Have the node evaluate an Erlang expression."""
        done = self._container.exec(["rabbitmqctl", "--quiet", "eval", expression])
        output = done.output.decode(errors="replace")
        if done.exit_code != 0:
            raise RuntimeError(f"rabbitmqctl ended with {done.exit_code}\n{output}")
        return output


class ContainerPostgreSQL(ContainerServer):
    """A cluster in a container."""

    def __init__(self) -> None:
        container = PostgresContainer(POSTGRESQL_IMAGE, username="postgres", password="postgres", dbname="postgres")
        super().__init__("postgresql", container, 5432)

    @property
    def url(self) -> str:
        """The maintenance database, as its administrator."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """A database, as its administrator."""
        url = make_url(f"postgresql+psycopg://postgres:postgres@localhost/{database}")
        return url.set(host=self.host, port=self.port).render_as_string(hide_password=False)

    def is_ready(self) -> bool:
        """Whether a client gets in."""
        return postgresql_answers(self.url)
