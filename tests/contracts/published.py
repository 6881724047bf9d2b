"""What is published about the words, as the tests read it: samples by name, and a validator for each schema."""

import json
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import ValidationError

import contracts
from contracts.registry import Word, word_of

FOLDER = Path(contracts.__path__[0])


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample file."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
        return event


SAMPLES = {path.stem: Sample(path) for path in sorted((FOLDER / "samples").glob("*/*.json"))}


def event_of(name: str, **changes: Any) -> dict[str, Any]:
    """A sample's event, with some places changed: `data__amount="1.00"`, `data__lines__0__setting="moon"`."""
    event = deepcopy(SAMPLES[name].event)
    for place, value in changes.items():
        *steps, last = place.split("__")
        node: Any = event
        for step in steps:
            node = node[int(step) if step.isdigit() else step]
        node[int(last) if last.isdigit() else last] = value
    return event


def word_for(event: dict[str, Any]) -> Word:
    word = word_of(event["type"])
    assert word is not None, event["type"]
    return word


@cache
def validator_of(event_type: str) -> Draft202012Validator:
    """An independent validator of the committed schema, which also checks formats."""
    schema = json.loads((FOLDER / "schemas" / f"{event_type}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def refused_by_contract(event: dict[str, Any]) -> list[str]:
    """The places at which the contract refuses the event."""
    try:
        word_for(event).event.model_validate_json(json.dumps(event))
    except ValidationError as error:
        return [".".join(str(part) for part in fault["loc"]) for fault in error.errors()]
    return []


def refused_by_schema(event: dict[str, Any]) -> list[str]:
    """The places at which the schema refuses the event."""
    places = []
    for fault in validator_of(event["type"]).iter_errors(event):
        # A fault below a choice between something and null is told at the choice; the place itself lies deeper.
        deepest = max([fault, *(fault.context or ())], key=lambda its: len(its.absolute_path))
        places.append(".".join(str(part) for part in deepest.absolute_path))
    return places
