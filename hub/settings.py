"""Settings of a process, from its environment and its command line, read once at the edge."""

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from hub.errors import WrongUsage

DEFAULT_STORE = "sqlite:///hub.sqlite"
SQLITE = "sqlite:///"
EMBEDDED = "embedded"
HIGHEST_PORT = 65_535

_STORE = re.compile(r"(sqlite|postgresql(\+psycopg)?)://")
_BUS = re.compile(r"amqps?://")


class Part(StrEnum):
    """A part of the hub that can run in a process of its own."""

    CONSUMERS = "consumers"
    RELAY = "relay"
    CALENDAR = "calendar"


@dataclass(slots=True, frozen=True)
class Settings:
    """Where the store and the bus are, and what the council gave of its own."""

    db: str
    bus: str
    agents_file: Path | None
    health_host: str
    health_port: int
    policy_file: Path | None = None
    rates_folder: Path | None = None


def from_environment(db: str | None = None, bus: str | None = None, rates: Path | None = None) -> Settings:
    """The settings, with what the command line gave in front.

    Raises:
        WrongUsage: one of them cannot be meant; names it, and what was expected.
    """
    return Settings(
        db=_store(db or secret("HUB_DB", DEFAULT_STORE)),
        bus=_bus(bus or secret("HUB_BUS", EMBEDDED)),
        agents_file=_file_of(os.environ.get("HUB_AGENTS_FILE"), "HUB_AGENTS_FILE"),
        health_host=os.environ.get("HUB_HEALTH_HOST", "127.0.0.1"),
        health_port=_port("HUB_HEALTH_PORT", os.environ.get("HUB_HEALTH_PORT", "8080")),
        policy_file=_file_of(os.environ.get("HUB_POLICY_FILE"), "HUB_POLICY_FILE"),
        rates_folder=_folder_of(rates or os.environ.get("HUB_RATES_FOLDER")),
    )


def secret(name: str, default: str) -> str:
    """A setting from the environment, or from the file that `NAME_FILE` points to, as secrets are handed over."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return _file(f"{name}_FILE", file).read_text("utf-8").strip()
    return os.environ.get(name, default)


def _file_of(path: str | None, name: str) -> Path | None:
    return _file(name, path) if path else None


def _file(name: str, path: str) -> Path:
    file = Path(path)
    if not os.access(file, os.R_OK) or not file.is_file():
        raise WrongUsage(f"{name}: expected a file that can be read")
    return file


def _folder_of(path: str | Path | None) -> Path | None:
    if not path:
        return None
    # Absolute, because what is read from it is kept under its name.
    folder = Path(path).absolute()
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        raise WrongUsage("--rates or HUB_RATES_FOLDER: expected a folder that can be read")
    return folder


def _port(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise WrongUsage(f"{name}: expected a port, 0 to {HIGHEST_PORT}; 0 takes any that is free")
    return int(text)


def _store(url: str) -> str:
    if not _STORE.match(url) or not _has_a_port(url):
        raise WrongUsage("--db or HUB_DB: expected sqlite:///FILE or postgresql://USER@HOST:PORT/NAME")
    if url.startswith(SQLITE):
        folder = Path(url.removeprefix(SQLITE).partition("?")[0]).parent
        if not folder.is_dir():
            raise WrongUsage(f"--db or HUB_DB: expected a file in a folder that exists, and {folder} does not")
    return url


def _bus(url: str) -> str:
    if url != EMBEDDED and not (_BUS.match(url) and _has_a_port(url)):
        raise WrongUsage("--bus or HUB_BUS: expected embedded or amqp://USER@HOST:PORT/VHOST")
    return url


def _has_a_port(url: str) -> bool:
    """Whether the port in the URL is one, if it names any."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port != 0
