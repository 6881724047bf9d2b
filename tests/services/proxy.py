"""A line between a client and a server that can be cut, silenced, or cut at a word."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from tests.services.ports import free_port

CHUNK = 65_536
Watch = Callable[[bytes], bool]


class Proxy:
    """Passes on what is said in both directions. Usable as a context manager."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self.port = free_port()
        self.accepted = 0
        self._cut_after: Watch | None = None
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """End every connection at once; new ones are let through."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for side in pair:
                _close(side)

    def cut_once_after(self, watch: Watch) -> None:
        """Pass on the first bytes of a client that the watch knows, and end that connection before any answer."""
        self._cut_after = watch

    @property
    def has_cut(self) -> bool:
        """Whether the watched bytes have come by."""
        return self._cut_after is None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                # Closed: there is nobody to let in any more.
                return
            try:
                server = socket.create_connection(self._server, timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            self.accepted += 1
            with self._lock:
                self._pairs.append((client, server))
            threading.Thread(target=self._pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, from_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                is_last = from_client and self._is_watched(data)
                if is_last:
                    # Nothing that the server answers gets back.
                    source.shutdown(socket.SHUT_RDWR)
                target.sendall(data)
                if is_last:
                    target.shutdown(socket.SHUT_WR)
                    return
        _close(source)
        _close(target)

    def _is_watched(self, data: bytes) -> bool:
        with self._lock:
            watch = self._cut_after
            if watch is None or not watch(data):
                return False
            self._cut_after = None
            return True


def _close(side: socket.socket) -> None:
    with suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)
    side.close()
