"""Reading files of events as people keep them: one JSON document, a list of them, or one a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from hub.errors import WrongUsage


def events_in(paths: Iterable[Path]) -> Iterator[bytes]:
    """The body of every event in the files, in order; broken lines come out as they are, for the hub to park.

    Raises:
        WrongUsage: a file cannot be read.
    """
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise WrongUsage(f"{path}: cannot be read ({error.strerror})") from error
        yield from _split(content)


def _split(content: bytes) -> Iterator[bytes]:
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError:
        yield from (line for line in content.splitlines() if line.strip())
        return
    if isinstance(document, list):
        yield from (orjson.dumps(entry) for entry in document)
    else:
        yield content
