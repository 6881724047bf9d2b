"""Nothing is left out: every word has its handler, every error its ending, every rule its source."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import orjson
import pytest

import contracts
import hub.recovery
from contracts.registry import Direction, words
from hub.batch import CHUNK
from hub.charging.refusals import CannotAssess
from hub.errors import HubError, InvariantBroken, Refused, StoreIsNewer, Unavailable, WiringDiffers, WrongUsage
from hub.handlers.table import HANDLERS
from hub.intake import FOR_EVERYBODY, Ending
from hub.rates import RatesNotPublished
from hub.recovery.gates import DEATH, GATES_OF_STOPS, AdverseStep, Gate
from tests.architecture.modules import PACKAGES
from tests.stories import Story

SAMPLES = sorted((Path(contracts.__path__[0]) / "samples" / "inbound").glob("*.json"))


def test_every_inbound_word_has_a_handler_and_every_handler_a_word() -> None:
    inbound = {word.type: word.name for word in words(Direction.INBOUND)}
    by_itself = {*FOR_EVERYBODY, CHUNK}
    assert {event_type for event_type, name in inbound.items() if name not in by_itself} == HANDLERS.keys()
    assert by_itself <= set(inbound.values())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_of_an_inbound_word_is_applied_and_kept_as_a_fact(quick_story: Story, path: Path) -> None:
    body = path.read_bytes()
    assert quick_story.tell(body) == [Ending.APPLIED]
    with quick_story.connection() as connection:
        kept = connection.exec_driver_sql("SELECT type, body FROM fact").one()
    assert (kept.type, kept.body) == (orjson.loads(body)["type"], body.decode())


def test_every_inbound_word_has_a_sample() -> None:
    sampled = {orjson.loads(path.read_bytes())["type"] for path in SAMPLES}
    assert sampled == {word.type for word in words(Direction.INBOUND)}


ENDINGS: dict[type[HubError], str] = {
    Refused: "the message is parked, with its field and reason",
    Unavailable: "wait and try again; nothing is parked",
    InvariantBroken: "stop: nothing of the transaction is kept",
    CannotAssess: "the days are not charged, and an officer is asked",
    RatesNotPublished: "the days are not charged, and an officer is asked",
    StoreIsNewer: "the process does not start; no message is concerned",
    WrongUsage: "the operator is told; no message is concerned",
    WiringDiffers: "the operator is told; no message is concerned",
}


def every_error() -> set[type[HubError]]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            # the migrations run inside alembic, and a program's entry starts it
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                import_module(module.name)
    found: set[type[HubError]] = set()
    waiting = [HubError]
    while waiting:
        for error in waiting.pop().__subclasses__():
            found.add(error)
            waiting.append(error)
    return found


def test_every_error_has_one_ending_and_a_code_of_its_own() -> None:
    errors = every_error()
    for error in errors:
        assert sum(issubclass(error, ending) for ending in ENDINGS) == 1, error.__name__
        assert error.__doc__, error.__name__
        # what cannot be assessed has a code for each reason
        assert "code" in vars(error) or error is CannotAssess, error.__name__
    codes = [error.code for error in errors]
    assert len(set(codes)) == len(codes)


def test_every_gate_forbids_something_and_names_its_source() -> None:
    gates: list[Gate] = [DEATH, *GATES_OF_STOPS.values()]
    for gate in gates:
        assert gate.forbids
        assert gate.source
    for step in AdverseStep:
        assert any(step in gate.forbids for gate in gates), step
        # nobody who died is written to, claimed from or referred
        assert step in DEATH.forbids


def recovery_functions() -> Iterator[tuple[str, FunctionType]]:
    for info in pkgutil.iter_modules(hub.recovery.__path__):
        module = import_module(f"hub.recovery.{info.name}")
        for holder in [module, *(its for its in vars(module).values() if inspect.isclass(its))]:
            if holder is not module and holder.__module__ != module.__name__:
                continue
            for key, value in vars(holder).items():
                its = inspect.unwrap(value) if callable(value) else value
                if isinstance(its, FunctionType) and not key.startswith("_") and its.__module__ == module.__name__:
                    yield f"{info.name}.{its.__qualname__}", its


RECOVERY = dict(recovery_functions())


@pytest.mark.parametrize("name", RECOVERY)
def test_every_public_function_of_recovery_names_its_source(name: str) -> None:
    text = inspect.getdoc(RECOVERY[name]) or ""
    assert any(line.startswith("Source: ") and len(line) > 15 for line in text.splitlines()), name


def test_there_are_functions_of_recovery_to_look_at() -> None:
    assert {"gates.closed_gates", "working_days.add_working_days"} <= RECOVERY.keys()
