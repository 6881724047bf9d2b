"""The demo, lived through once on the embedded store and bus."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from hub.demo.facts import TRAINING_RATES
from hub.demo.run import Showing, run_demo
from hub.ledger.engine import open_engine, snapshot
from hub.settings import EMBEDDED, Settings

SILENT = Showing(lambda _: None, lambda: None)


def settings_of(db: str, bus: str = EMBEDDED) -> Settings:
    """Settings with nothing of the environment in them, and with the training council's own rates."""
    return Settings(db, bus, None, "127.0.0.1", 8080, rates_folder=TRAINING_RATES)


@dataclass(slots=True, frozen=True)
class Lived:
    """A demo that is over: what was told of it, its store and its files."""

    told: dict[str, Any]
    stages: list[str]
    engine: Engine
    settings: Settings
    folder: Path

    def stories(self, kind: str) -> list[dict[str, Any]]:
        """The stories of a kind, in order of day."""
        return [story for story in self.told["stories"] if story["kind"] == kind]

    def story(self, kind: str, person: str) -> dict[str, Any]:
        """The only story of a kind about a person."""
        (found,) = [story for story in self.stories(kind) if story["person"] == person]
        return found


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The demo as `hub demo` lives through it."""
    folder = tmp_path_factory.mktemp("demo")
    settings = settings_of(f"sqlite:///{folder / 'hub.sqlite'}")
    stages: list[str] = []
    told = run_demo(settings, folder, 1, Showing(stages.append, lambda: None))
    engine = open_engine(settings.db)
    yield Lived(told, stages, engine, settings, folder)
    engine.dispose()


@pytest.fixture
def store(lived: Lived) -> Iterator[Connection]:
    """A look into the store of the demo."""
    with snapshot(lived.engine) as connection:
        yield connection
