"""The files of the project that say how it is put to work, as the tests of this folder read them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
HUB_IMAGE = "care-contributions-hub"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")


@cache
def compose() -> dict[str, Any]:
    """docker-compose.yml, its anchors resolved."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded


def services() -> dict[str, dict[str, Any]]:
    """The services by name."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def hub_services() -> dict[str, dict[str, Any]]:
    """The services that run the hub's own image."""
    return {name: its for name, its in services().items() if its["image"].split(":")[0] == HUB_IMAGE}


def lasting_services() -> dict[str, dict[str, Any]]:
    """The services that run until they are stopped."""
    return {name: its for name, its in services().items() if its.get("restart") != "no"}


def pages() -> list[Path]:
    """The README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def fenced(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return [body for its, body in _FENCE.findall(page.read_text("utf-8")) if its == language]


def in_code_type(page: Path) -> Iterator[str]:
    """What a page sets in code type within its sentences and tables."""
    yield from _INLINE.findall(_FENCE.sub("", page.read_text("utf-8")))


def commands(page: Path) -> Iterator[str]:
    """The command lines in the `sh` blocks of a page, each joined over its continuations, without comments."""
    for block in fenced(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()
