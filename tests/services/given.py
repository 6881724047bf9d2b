"""Servers that somebody else has started: a run of tests inside another one uses those of the outer run.

The environment says where they are. What a test needs of its own, a virtual host or a database, is told apart by
name: the outer run hands out the virtual hosts, and gives the names of databases a beginning that is nobody else's.
"""

from collections.abc import Mapping
from typing import NoReturn

RABBITMQ_URL = "HUB_TEST_RABBITMQ_URL"
VIRTUAL_HOSTS = "HUB_TEST_VIRTUAL_HOSTS"
POSTGRESQL_URL = "HUB_TEST_POSTGRESQL_URL"
DATABASE_PREFIX = "HUB_TEST_DATABASE_PREFIX"


class GivenServer:
    """A server by its address. It may be used, and its life is not ours."""

    def __init__(self, url: str) -> None:
        self.url = url

    def url_of(self, name: str, /) -> str:
        """The virtual host or database of that name."""
        return f"{self.url.rpartition('/')[0]}/{name}"

    def start(self) -> NoReturn:
        """Refused: whoever started it did so."""
        raise _not_ours()

    def stop(self) -> NoReturn:
        """Refused: others use it."""
        raise _not_ours()

    def kill(self) -> NoReturn:
        """Refused: others use it."""
        raise _not_ours()

    def evaluate(self, expression: str) -> NoReturn:
        """Refused: only whoever started a broker can speak to its node."""
        raise _not_ours()


class GivenVirtualHosts:
    """Virtual hosts that the outer run has made."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._names = environment.get(VIRTUAL_HOSTS, "").split()

    def take(self) -> str:
        """The name of a virtual host that nobody used before."""
        if not self._names:
            raise RuntimeError(f"{VIRTUAL_HOSTS}: expected a fresh virtual host for every test that asks for one")
        return self._names.pop(0)

    def give_back(self, name: str) -> None:
        """The outer run knows which ones it gave."""


def _not_ours() -> RuntimeError:
    return RuntimeError("this server was started by somebody else; a test that needs its own asks for a private one")
