"""Settings of a process, from its environment, read once at the edge."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_STORE = "sqlite:///hub.sqlite"
EMBEDDED = "embedded"


@dataclass(slots=True, frozen=True)
class Settings:
    """Where the store and the bus are, and what the council gave of its own."""

    db: str
    bus: str
    agents_file: Path | None
    health_host: str
    health_port: int


def secret(name: str, default: str) -> str:
    """A setting from the environment, or from the file that `NAME_FILE` points to, as secrets are handed over."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text("utf-8").strip()
    return os.environ.get(name, default)


def from_environment(db: str | None = None, bus: str | None = None) -> Settings:
    """The settings, with what the command line gave in front."""
    agents = os.environ.get("HUB_AGENTS_FILE")
    return Settings(
        db=db or secret("HUB_DB", DEFAULT_STORE),
        bus=bus or secret("HUB_BUS", EMBEDDED),
        agents_file=Path(agents) if agents else None,
        health_host=os.environ.get("HUB_HEALTH_HOST", "127.0.0.1"),
        health_port=int(os.environ.get("HUB_HEALTH_PORT", "8080")),
    )
