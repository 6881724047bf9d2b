"""Outlooks in a file, to be held against what another version makes of the same accounts: one JSON object a line.

The first line says what was worked out, and the accounts follow in order of their references. The same accounts and
the same version give the same file, byte for byte.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from hub.errors import WrongUsage
from hub.rehearsing.accounts import PEOPLE_IN_A_CHUNK, Account, Known
from hub.rehearsing.outlook import Outlook

FORMAT = "hub-outlooks-1"

_encoder = msgspec.json.Encoder()
_Form = TypeVar("_Form", bound=Struct)


class Header(Struct, frozen=True):
    """The first line: by what the outlooks were worked out, of which day, of how many people, from how many facts."""

    format: str
    version: str
    day: date
    business_day: date
    people: int
    facts: int
    policy: str
    figures: str


class Saved(Struct, frozen=True):
    """A line: one account."""

    person: str
    outlook: Outlook


def line_of(its: Header | Saved) -> bytes:
    """A line of the file."""
    return _encoder.encode(its) + b"\n"


def read_header(path: Path) -> Header:
    """The first line of a file.

    Raises:
        WrongUsage: it cannot be read, or is no such file.
    """
    try:
        with path.open("rb") as file:
            first = file.readline()
    except OSError as error:
        raise WrongUsage(f"--against: {path} cannot be read ({error.strerror})") from error
    header = _decoded(first, Header, 1)
    if header.format != FORMAT:
        raise WrongUsage(f"--against: line 1: expected the format {FORMAT}, which `hub rehearse --save` writes")
    return header


def read_saved(path: Path, header: Header) -> Iterator[Saved]:
    """The accounts in a file, in order of their references.

    Raises:
        WrongUsage: a line is not as it should be, or lines are missing; names the line.
    """
    before, number = "", 1
    with path.open("rb") as file:
        next(file)
        for number, line in enumerate(file, 2):
            saved = _decoded(line, Saved, number)
            if saved.person <= before:
                raise WrongUsage(f"--against: line {number}: expected people in order of reference, each once")
            before = saved.person
            yield saved
    if number - 1 != header.people:
        raise WrongUsage(f"--against: line {number}: expected {header.people} accounts, and the file ends here")


def held_against(chunks: Iterable[list[Account]], saved: Iterator[Saved]) -> Iterator[list[Known]]:
    """Accounts with what was saved of each; those that only the file knows come at their place, without a standing."""
    waiting = next(saved, None)
    for chunk in chunks:
        known: list[Known] = []
        for person, standing in chunk:
            while waiting is not None and waiting.person < person:
                known.append(Known(waiting.person, None, waiting.outlook))
                waiting = next(saved, None)
            if waiting is not None and waiting.person == person:
                known.append(Known(person, standing, waiting.outlook))
                waiting = next(saved, None)
            else:
                known.append(Known(person, standing))
        yield known
    while waiting is not None:
        rest = [Known(waiting.person, None, waiting.outlook)]
        rest += [Known(its.person, None, its.outlook) for its in islice(saved, PEOPLE_IN_A_CHUNK)]
        yield rest
        waiting = next(saved, None)


def _decoded(line: bytes, form: type[_Form], number: int) -> _Form:
    try:
        return msgspec.json.decode(line, type=form)
    except msgspec.DecodeError:
        raise WrongUsage(f"--against: line {number}: expected what `hub rehearse --save` writes") from None
