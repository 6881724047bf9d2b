"""A private RabbitMQ, and virtual hosts on any RabbitMQ."""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from tests.services.ports import free_port
from tests.services.private_server import PrivateServer

# The launchers of the package itself: those on the PATH insist on the account and the folders of the
# system service.
PROGRAMS = Path("/usr/lib/rabbitmq/bin")
INSTALL = "rabbitmq-server"

# How long a consumer may hold a delivery before the broker closes its channel.
CONSUMER_TIMEOUT = timedelta(minutes=30)

# Where a node registers its quorum queues is forced to disk only now and then: one killed right after a queue
# was declared comes back without it. For `evaluate`, before such a kill.
FORCE_NEW_QUEUES_TO_DISK = "[dets:sync(Table) || Table <- dets:all()], ok."

PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"


def is_installed() -> bool:
    """Whether this machine has the programs of a RabbitMQ."""
    return (PROGRAMS / "rabbitmq-server").exists()


class PrivateRabbitMQ(PrivateServer):
    """A one-node broker of our own, with quorum queues, that can be killed and started again on its data."""

    def __init__(self, *, consumer_timeout: timedelta = CONSUMER_TIMEOUT) -> None:
        if not is_installed():
            raise FileNotFoundError(f"no RabbitMQ in {PROGRAMS}; as root: apt-get install {INSTALL}")
        self.port = free_port()
        self._distribution_port = free_port()
        self._mapper_port = free_port()
        # The port mapper is a daemon that a node leaves behind, and it refuses to end before the node.
        super().__init__(
            "rabbitmq",
            afterwards=(
                "for attempt in 1 2 3 4 5 6 7 8 9 10; do "
                f"epmd -port {self._mapper_port} -kill && break; sleep 0.2; done"
            ),
        )
        for name in ("home", "mnesia", "log"):
            (self.folder / name).mkdir()
        (self.folder / "plugins").write_text("[].\n")
        settings = {
            "loopback_users": "none",
            "log.console": "false",
            "log.file.level": "warning",
            "vm_memory_high_watermark.absolute": "1GiB",
            "disk_free_limit.absolute": "100MB",
            "consumer_timeout": str(int(consumer_timeout.total_seconds() * 1000)),
        }
        (self.folder / "rabbit.conf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))

    @property
    def url(self) -> str:
        """The default virtual host, as its administrator."""
        return self.url_of("")

    def url_of(self, vhost: str) -> str:
        """A virtual host, as its administrator."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{vhost}"

    def command(self) -> Sequence[str]:
        """The launcher keeps the node in the foreground."""
        return [str(PROGRAMS / "rabbitmq-server")]

    def environment(self) -> Mapping[str, str]:
        """Everything that would lead to the machine's own broker is named anew."""
        return {
            "PATH": os.defpath + ":/usr/local/bin:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            # A home of its own gives it a cookie of its own.
            "HOME": str(self.folder / "home"),
            # The data folder bears the name of the node, so the name stays the same from start to start.
            "RABBITMQ_NODENAME": f"t{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbit.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        }

    def is_ready(self) -> bool:
        """A broker that is ready answers the protocol header, which an open port alone does not promise."""
        return answers(self.port)

    def evaluate(self, expression: str) -> str:
        """Have the node evaluate an Erlang expression."""
        return self.run([str(PROGRAMS / "rabbitmqctl"), "--quiet", "eval", expression])


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a broker on this port begins the talk."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(PROTOCOL_HEADER)
            return connection.recv(1) == b"\x01"
    except OSError:
        return False


class VirtualHosts:
    """Fresh virtual hosts, made by the handful: to ask the node for one takes as long as for ten."""

    HANDFUL = 10

    def __init__(self, evaluate: Callable[[str], str]) -> None:
        self._evaluate = evaluate
        self._fresh: list[str] = []
        self._used: list[str] = []
        self._made = 0

    def take(self) -> str:
        """The name of a virtual host that nobody used before."""
        if not self._fresh:
            self._renew()
        return self._fresh.pop()

    def give_back(self, name: str) -> None:
        """Have it deleted, together with its queues, when the next handful is made."""
        self._used.append(name)

    def _renew(self) -> None:
        names = [f"test-{number}" for number in range(self._made, self._made + self.HANDFUL)]
        self._evaluate(
            f'[rabbit_vhost:delete(V, <<"tests">>) || V <- {_binaries(self._used)}], '
            f'[begin rabbit_vhost:add(V, <<"tests">>), '
            f"rabbit_auth_backend_internal:set_permissions("
            f'<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>) end || V <- {_binaries(names)}], ok.'
        )
        self._made += self.HANDFUL
        self._used.clear()
        self._fresh = names


def _binaries(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'<<"{name}">>' for name in names) + "]"
