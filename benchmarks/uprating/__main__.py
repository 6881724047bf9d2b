"""`python -m benchmarks.uprating`: an April for a whole caseload, at three sizes, and with every consumer killed."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import structlog

PEOPLE = 100_000
DIFFERENT_LIVES = 400
LONGEST_SECONDS = 120.0
MOST_MEGABYTES = 500.0
LONGEST_ASSESSMENT = 150.0
# Per person, the largest caseload may take so much more than the middle one.
LINEAR = 1.25


class Progress:
    """Tells whoever waits how far it is."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self, what: str) -> None:
        """Tell it."""
        print(f"[{time.monotonic() - self._begun:6.1f} s] {what}", file=sys.stderr, flush=True)


@contextmanager
def training_figures() -> Iterator[None]:
    """The figures of the training council, for those of 2026/27 that nobody published."""
    os.environ["HUB_RATES_FOLDER"] = str(resources.files("hub.rates") / "training_council")
    yield


def measure(people: int, *, kill: bool, say: Progress) -> dict[str, Any]:
    """Run an April at a hundredth, a tenth and all of the people, and measure the core."""
    from benchmarks.throughput.stage import set_stage
    from benchmarks.uprating.assessing import measure_core
    from benchmarks.uprating.caseload import Caseload
    from benchmarks.uprating.running import run
    from hub.ledger.engine import open_engine
    from hub.ledger.store import read_council
    from tests.services.postgresql import create_database, drop_database

    runs = []
    with set_stage() as stage:
        stage.wire()
        conditions = stage.conditions()
        say(conditions)
        create_database(stage.server.url, "lives")
        caseload = Caseload(stage.server.url_of("lives"), min(DIFFERENT_LIVES, people))
        caseload.live()
        say(f"{DIFFERENT_LIVES} different lives have their year behind them")
        for size in sorted({max(DIFFERENT_LIVES, people // 100), max(DIFFERENT_LIVES, people // 10), people}):
            store = stage.server.url_of(f"april_{size}")
            create_database(stage.server.url, f"april_{size}", template="lives")
            copied = Caseload(store, DIFFERENT_LIVES)
            copied.multiply(size)
            say(f"{size} people are there")
            ran = run(stage, store, copied, size, say, kill=kill and size == people)
            say(f"{size} people in {ran.seconds:.1f} s")
            runs.append(ran)
            engine = open_engine(store)
            with engine.connect() as connection:
                council = read_council(connection)
            engine.dispose()
            core = measure_core(stage.server.url_of("lives"), council)
            drop_database(stage.server.url, f"april_{size}")
    return {"conditions": conditions, "runs": runs, "core": core}


def targets(found: dict[str, Any], people: int) -> list[tuple[str, str, str, bool]]:
    """What was aimed at: what, the aim, what was found, and whether that is enough."""
    largest, middle = found["runs"][-1], found["runs"][-2]
    growth = largest.microseconds / middle.microseconds
    core = found["core"]
    return [
        (
            f"{people} people",
            f"<= {LONGEST_SECONDS:.0f} s",
            f"{largest.seconds:.1f} s",
            largest.seconds <= LONGEST_SECONDS,
        ),
        (
            "memory of all consumers",
            f"<= {MOST_MEGABYTES:.0f} MB",
            f"{largest.peak_megabytes:.0f} MB",
            largest.peak_megabytes <= MOST_MEGABYTES,
        ),
        ("time a person beside a tenth of the people", f"<= {LINEAR} x", f"{growth:.2f} x", growth <= LINEAR),
        (
            "one assessment with its working",
            f"<= {LONGEST_ASSESSMENT:.0f} us",
            f"{core.assessment:.0f} us",
            core.assessment <= LONGEST_ASSESSMENT,
        ),
    ]


def main() -> int:
    """Measure, print, and end with 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.uprating", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--kill", action="store_true", help="kill every consumer half way, and start them again")
    parser.add_argument("--json", type=Path, help="where to write everything that was measured")
    told = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with training_figures():
        found = measure(told.people, kill=told.kill, say=Progress())
    for ran in found["runs"]:
        print(
            f"{ran.people:>8} people {ran.seconds:7.1f} s {ran.microseconds:7.0f} us a person, "
            f"{ran.cpu_microseconds:6.0f} us of them the consumers' processor time, {ran.peak_megabytes:4.0f} MB, "
            f"{ran.told} told, {ran.entries} entries{', killed half way' if ran.killed else ''}"
        )
    print(f"one course of fourteen weeks and more: {found['core'].course:.0f} us")
    checked = targets(found, told.people)
    for what, aim, came_to, reached in checked:
        print(f"{'PASS ' if reached else 'short'}  {what:<48} {aim:<12} {came_to}")
    if told.json is not None:
        told.json.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return 0 if all(reached for *_, reached in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
