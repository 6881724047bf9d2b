"""The two ways in which a source says no."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Fault:
    """What is wrong in a file: the place (a path or a line), the field, and what was expected there."""

    where: str
    field: str
    message: str


class SourceError(Exception):
    """A source could not do as asked; the text names what was expected, and never what was found."""


class UnknownFormat(SourceError):
    """Nobody reads this format."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(f"format: expected one of {', '.join(sorted(known))}")


class Faulty(SourceError):
    """A part of a file is not as its format says; the whole file will be refused."""

    def __init__(self, where: str, field: str, message: str) -> None:
        super().__init__(f"{where}: {field}: {message}")
        self.fault = Fault(where, field, message)
