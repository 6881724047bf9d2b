"""What was measured against what was aimed at, in a table that fits a terminal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.throughput.contenders import BY_HAND, CEILING, CONTENDERS, FASTSTREAM, HUB
from benchmarks.throughput.latency import Latency
from benchmarks.throughput.measuring import Run
from benchmarks.throughput.reference import Reaction

LATENCY_MILLISECONDS = 100.0
MEMORY_MEGABYTES = 250.0


@dataclass(slots=True, frozen=True)
class Core:
    """Microseconds an event inside the pure core, and everywhere else, at full load."""

    reaction: str
    inside: float
    outside: float


@dataclass(slots=True, frozen=True)
class Target:
    """Something aimed at: what was found, with its spread, and whether that is enough."""

    what: str
    aim: str
    found: str
    reached: bool

    def __str__(self) -> str:
        return f"{'PASS ' if self.reached else 'short'}  {self.what:<58} {self.aim:<12} {self.found}"


@dataclass(slots=True, frozen=True)
class Figure:
    """Events a second over all rounds, with the consumer's processor time an event and its most memory."""

    name: str
    median: float
    lowest: float
    highest: float
    cpu: float
    peak: float


@dataclass(slots=True)
class Report:
    """Every round of one measurement."""

    conditions: str
    rounds: list[list[Run]]
    cores: list[list[Core]]
    latency: Latency | None

    def targets(self) -> list[Target]:
        """Each target that this measurement says something about."""
        found = [
            self._ratio(Reaction.LIGHT, FASTSTREAM, 8.0),
            self._ratio(Reaction.LIGHT, BY_HAND, 3.0),
            self._ratio(Reaction.LIGHT, CEILING, 0.5),
            self._ratio(Reaction.HEAVY, FASTSTREAM, 3.0),
            self._outside(),
            self._latency(),
            self._memory(),
        ]
        return [target for target in found if target is not None]

    def _of(self, runs: Sequence[Run], name: str, reaction: Reaction) -> float | None:
        return next((run.per_second for run in runs if (run.contender, run.reaction) == (name, reaction)), None)

    def _ratio(self, reaction: Reaction, rival: str, aim: float) -> Target | None:
        pairs = [(self._of(runs, HUB, reaction), self._of(runs, rival, reaction)) for runs in self.rounds]
        ratios = [ours / theirs for ours, theirs in pairs if ours is not None and theirs is not None]
        if not ratios:
            return None
        spread = f"{median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds)"
        return Target(f"{reaction}: hub / {rival}", f">= {aim:g}", spread, median(ratios) >= aim)

    def _outside(self) -> Target | None:
        ratios = []
        for cores in self.cores:
            outside = {core.reaction: core.outside for core in cores}
            # Only what was measured one right after the other is compared: what else the machine does changes slowly.
            if outside.keys() == set(Reaction):
                ratios.append(outside[Reaction.HEAVY] / outside[Reaction.LIGHT])
        if not ratios:
            return None
        return Target(
            "time an event outside the core: heavy / light",
            "<= 1",
            f"{median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds)",
            median(ratios) <= 1,
        )

    def _latency(self) -> Target | None:
        if self.latency is None:
            return None
        its = self.latency
        found = f"{its.percent_99:.1f}  (median {its.median:.1f}, longest {its.longest:.1f}, {its.events} events)"
        return Target(
            "milliseconds to the commit of 99% of single events",
            f"<= {LATENCY_MILLISECONDS:g}",
            found,
            its.percent_99 <= LATENCY_MILLISECONDS,
        )

    def _memory(self) -> Target | None:
        peaks = [run.peak_megabytes for runs in self.rounds for run in runs if run.contender == HUB]
        if not peaks:
            return None
        return Target(
            "megabytes of the hub's consumer at most",
            f"< {MEMORY_MEGABYTES:g}",
            f"{max(peaks):.0f}",
            max(peaks) < MEMORY_MEGABYTES,
        )

    def figures(self) -> list[Figure]:
        """One line for each contender and reaction that was measured."""
        found = []
        for reaction in Reaction:
            for contender in CONTENDERS:
                runs = [
                    run
                    for each in self.rounds
                    for run in each
                    if (run.contender, run.reaction) == (contender.name, reaction)
                ]
                if runs:
                    found.append(_figure(f"{reaction}: {contender.name}", runs))
        return found

    def _core_lines(self) -> list[str]:
        return [
            f"{reaction}: {median(its.inside for its in cores):.0f} microseconds an event in the core, "
            f"{median(its.outside for its in cores):.0f} outside"
            for reaction in Reaction
            if (cores := [its for each in self.cores for its in each if its.reaction == reaction])
        ]

    def lines(self) -> list[str]:
        """The whole report as text."""
        head = f"{'events a second':<42}{'median':>8}{'from':>8}{'to':>8}{'CPU us':>9}{'MB':>6}"
        body = [
            f"{its.name:<42}{its.median:>8.0f}{its.lowest:>8.0f}{its.highest:>8.0f}{its.cpu:>9.0f}{its.peak:>6.0f}"
            for its in self.figures()
        ]
        return ["", self.conditions, "", head, *body, *self._core_lines(), "", *map(str, self.targets())]

    def table(self) -> list[str]:
        """The whole report as tables in Markdown."""
        return [
            f"{self.conditions}; {len(self.rounds)} rounds.",
            "",
            "| | Events a second, median | From | To | CPU, us an event | MB at most |",
            "|---|---|---|---|---|---|",
            *(
                f"| {its.name} | {its.median:.0f} | {its.lowest:.0f} | {its.highest:.0f} "
                f"| {its.cpu:.0f} | {its.peak:.0f} |"
                for its in self.figures()
            ),
            "",
            *(f"- {line}" for line in self._core_lines()),
            "",
            "| Target | Aim | Found | Reached |",
            "|---|---|---|---|",
            *(f"| {its.what} | {its.aim} | {its.found} | {'yes' if its.reached else 'no'} |" for its in self.targets()),
        ]

    def as_json(self) -> dict[str, Any]:
        """Everything that was measured."""
        return {
            "conditions": self.conditions,
            "rounds": [[asdict(run) for run in runs] for runs in self.rounds],
            "cores": [[asdict(core) for core in cores] for cores in self.cores],
            "latency": None if self.latency is None else asdict(self.latency),
            "targets": [asdict(target) for target in self.targets()],
        }


def _figure(name: str, runs: Sequence[Run]) -> Figure:
    rates = [run.per_second for run in runs]
    return Figure(
        name,
        median(rates),
        min(rates),
        max(rates),
        median(run.cpu_microseconds for run in runs),
        max(run.peak_megabytes for run in runs),
    )
