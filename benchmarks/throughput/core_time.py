"""The hub's consumer with a watch at the pure core: how long it is in there, and how long it is everywhere else.

Run as a process, it is the same consumer as `hub serve --only consumers`; told to stop, it writes the seconds it was
in the core, and the events it decided, to the file it was given.
"""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from hub.batch import Batch
from hub.command_line import main

spent = 0.0
events = 0

_decide = Batch._decide


def watched(batch: Batch, *arguments: Any) -> None:
    """Decide as ever, and note how long that took."""
    global spent, events
    begun = perf_counter()
    try:
        _decide(batch, *arguments)
    finally:
        spent += perf_counter() - begun
        events += 1


if __name__ == "__main__":
    setattr(Batch, "_decide", watched)  # noqa: B010 - the checker forbids to assign a method
    noted = Path(sys.argv[1])
    sys.argv = ["hub", "serve", "--only", "consumers"]
    try:
        main()
    finally:
        noted.write_bytes(orjson.dumps({"seconds": spent, "events": events}))
