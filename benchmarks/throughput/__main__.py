"""`python -m benchmarks.throughput`: the hub beside its rivals, in rounds that take turns."""

import argparse
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import structlog

from benchmarks.throughput import lives
from benchmarks.throughput.contenders import CONTENDERS, Contender, watched_hub
from benchmarks.throughput.latency import Latency, measure_latency
from benchmarks.throughput.measuring import Run, measure
from benchmarks.throughput.reference import Reaction, Reference
from benchmarks.throughput.report import Core, Report
from benchmarks.throughput.stage import Stage, set_stage
from hub.ledger.engine import open_engine

EVENTS = 6000
ROUNDS = 3
# One message at a time takes longer over each; so many fewer still take it as long as the others.
FEWER = 4
PEOPLE_SHARE = 8
LATENCY_EVENTS = 2000


class Measurement:
    """One run of the command: what is measured how often, and what was found."""

    def __init__(self, stage: Stage, events: int, only: Sequence[str], folder: Path) -> None:
        self._stage = stage
        self._only = only
        self._folder = folder
        self._people = max(50, events // PEOPLE_SHARE)
        self._events = events
        self._begun = time.monotonic()
        self._references: dict[tuple[Reaction, bool], Reference] = {}

    def prepare(self) -> None:
        """Have the people live through their year, and decide beforehand what each reaction must come to."""
        self.say(f"{self._people} people live through a year")
        self._stage.prepare(self._people)
        self.say("what the events must come to is worked out")
        engine = open_engine(self._stage.people)
        try:
            with engine.connect() as connection:
                heavy = Reference(connection, lives.heavy(self._people))
                for batches in (True, False):
                    count = self._events if batches else self._events // FEWER
                    light = Reference(connection, lives.light(self._people, count))
                    self._references[Reaction.LIGHT, batches] = light
                    self._references[Reaction.HEAVY, batches] = heavy
        finally:
            engine.dispose()

    def round(self, number: int) -> list[Run]:
        """Everybody once, each round beginning with another."""
        wanted = list(self._wanted())
        turned = wanted[number % len(wanted) :] + wanted[: number % len(wanted)] if wanted else []
        return [self._one(contender, reaction) for contender, reaction in turned]

    def _wanted(self) -> Iterator[tuple[Contender, Reaction]]:
        for reaction in Reaction:
            for contender in CONTENDERS:
                if self._is_wanted(f"{reaction}: {contender.name}"):
                    yield contender, reaction

    def _is_wanted(self, name: str) -> bool:
        return not self._only or any(word.lower() in name.lower() for word in self._only)

    def _one(self, contender: Contender, reaction: Reaction) -> Run:
        reference = self._references[reaction, contender.batches]
        run = measure(self._stage, contender, reaction, reference, self._folder)
        self.say(f"{reaction}, {contender.name}: {run.per_second:.0f} a second")
        return run

    def cores(self, number: int) -> list[Core]:
        """How long the hub is in its core, and how long outside, for each reaction; they begin in turn."""
        found = []
        for reaction in list(Reaction)[:: -1 if number % 2 else 1]:
            if not self._is_wanted(f"{reaction}: core of the hub"):
                continue
            noted = self._folder / f"{reaction}.core"
            run = measure(self._stage, watched_hub(noted), reaction, self._references[reaction, True], self._folder)
            told = orjson.loads(noted.read_bytes())
            inside = told["seconds"] / told["events"] * 1e6
            found.append(Core(reaction, inside, 1e6 / run.per_second - inside))
            self.say(f"{reaction}: {inside:.0f} us an event in the core")
        return found

    def latency(self) -> Latency | None:
        """How long single events take at a steady pace."""
        if not self._is_wanted("latency of the hub"):
            return None
        self.say("single events at a steady pace")
        return measure_latency(self._stage, lives.light(self._people, min(LATENCY_EVENTS, self._events)))

    def say(self, what: str) -> None:
        """Tell whoever waits how far it is."""
        print(f"[{time.monotonic() - self._begun:6.1f} s] {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, and end with 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS, help="light events for those who take batches")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--only", action="append", default=[], help="part of a name: hub, ceiling, heavy, latency, core"
    )
    parser.add_argument("--json", type=Path, help="where to write everything that was measured")
    parser.add_argument("--table", type=Path, help="where to write the figures as a table in Markdown")
    told = parser.parse_args()
    # What the hub logs of the year that is lived beforehand would hide how far it is.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with TemporaryDirectory() as folder, set_stage() as stage:
        conditions = stage.conditions()
        print(conditions, file=sys.stderr, flush=True)
        measurement = Measurement(stage, told.events, told.only, Path(folder))
        measurement.prepare()
        rounds, cores = [], []
        for number in range(told.rounds):
            measurement.say(f"round {number + 1} of {told.rounds}")
            rounds.append(measurement.round(number))
            cores.append(measurement.cores(number))
        report = Report(conditions, rounds, cores, measurement.latency())
    print("\n".join(report.lines()))
    if told.json is not None:
        told.json.write_bytes(orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2))
    if told.table is not None:
        told.table.write_text("\n".join(report.table()) + "\n", "utf-8")
    return 0 if all(target.reached for target in report.targets()) else 1


if __name__ == "__main__":
    sys.exit(main())
