"""Free ports for servers that may be killed and started again."""

import random
import socket

# Below the range that outgoing connections take theirs from: while a server is down, nobody else gets its
# port, and a client that keeps trying to reach it cannot be connected to itself.
LOWEST = 12_000
HIGHEST = 32_000


def free_port() -> int:
    """A port on the loopback address that nobody listens on."""
    for port in random.SystemRandom().sample(range(LOWEST, HIGHEST), 200):
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"none of 200 ports between {LOWEST} and {HIGHEST} is free")
