"""The stores that a suite runs on, and a story told to one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories import Story


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store: a file of SQLite, and a database of PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.sqlite'}"
    url: str = request.getfixturevalue("database_url")
    return url


@pytest.fixture
def story(store_url: str) -> Iterator[Story]:
    """A story on each kind of store."""
    story = Story(store_url)
    yield story
    story.close()


@pytest.fixture
def quick_story() -> Iterator[Story]:
    """A story in memory, for what does not depend on the store."""
    story = Story()
    yield story
    story.close()
