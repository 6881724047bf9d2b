"""Health and metrics over HTTP: is the process alive, can it do its work, and what has it done."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Probe = Callable[[], Awaitable[bool]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Health:
    """An ASGI application with three pages: `/livez`, `/readyz` and `/metrics`.

    Live while the process runs; ready while every probe says yes. A probe names what it looks at.
    """

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes

    async def __call__(self, scope: dict[str, Any], _receive: object, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path")
        if path == "/livez":
            await _answer(send, 200, orjson.dumps({"live": True}))
        elif path == "/readyz":
            found = {name: await probe() for name, probe in self._probes.items()}
            ready = all(found.values())
            await _answer(send, 200 if ready else 503, orjson.dumps({"ready": ready, **found}))
        elif path == "/metrics":
            await _answer(send, 200, generate_latest(), CONTENT_TYPE_LATEST)
        else:
            await _answer(send, 404, orjson.dumps({"expected": ["/livez", "/readyz", "/metrics"]}))


async def _answer(send: Send, status: int, body: bytes, content_type: str = "application/json") -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())],
        }
    )
    await send({"type": "http.response.body", "body": body})
