"""A private PostgreSQL, and databases on any PostgreSQL."""

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from tests.services.ports import free_port
from tests.services.private_server import PrivateServer

INSTALL = "postgresql"


def programs() -> Path | None:
    """The programs of the newest PostgreSQL on this machine."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


class PrivatePostgreSQL(PrivateServer):
    """A cluster that can be killed and started again on its data. It forces every commit to disk."""

    def __init__(self) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError(f"no PostgreSQL in /usr/lib/postgresql; as root: apt-get install {INSTALL}")
        self._programs = found
        self.port = free_port()
        # PostgreSQL refuses to run as root; its package brings an account for it.
        super().__init__("postgresql", account="postgres" if os.geteuid() == 0 else None)
        try:
            options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
            self.run([str(found / "initdb"), "-D", self._data, *options])
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """The maintenance database, as its administrator."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """A database, as its administrator."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def command(self) -> Sequence[str]:
        """The server itself and no launcher, so that it is our child, and its end is ours to see."""
        sockets = "unix_socket_directories="
        listen = "listen_addresses=127.0.0.1"
        return [
            str(self._programs / "postgres"),
            "-D",
            self._data,
            "-p",
            str(self.port),
            "-c",
            listen,
            "-c",
            sockets,
        ]

    def environment(self) -> Mapping[str, str]:
        """Nothing of ours, which could name another database."""
        return {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def is_ready(self) -> bool:
        """Whether a client gets in."""
        return answers(self.url)

    def stop(self) -> None:
        """End sessions and server; the ordinary signal would wait for the sessions to end by themselves."""
        self._end(signal.SIGINT)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


def connect(url: str) -> psycopg.Connection:
    """A connection on which every statement is a transaction of its own."""
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True, connect_timeout=2)


def answers(url: str) -> bool:
    """Whether a client gets into the database."""
    try:
        connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(server_url: str, name: str, *, template: str = "template0") -> None:
    """Create a database on the server, as a copy of the template."""
    with connect(server_url) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())


def drop_database(server_url: str, name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    with connect(server_url) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
