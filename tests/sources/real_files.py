"""The sample files, what a correct reader must find in them, and what every reading must keep to."""

import json
from pathlib import Path
from typing import Any

import orjson

from contracts.registry import word_of
from producers.sources.reading import FileRead
from producers.sources.registry import read_file

SAMPLES = Path(__file__).parent / "samples"
EXPECTED: dict[str, dict[str, Any]] = json.loads(SAMPLES.joinpath("expected.json").read_text("utf-8"))


def names_of(format_name: str) -> list[str]:
    """The names of the samples of a format."""
    return sorted(path.name for path in SAMPLES.joinpath(format_name).iterdir())


def content_of(format_name: str, name: str) -> bytes:
    """A sample, byte for byte."""
    return SAMPLES.joinpath(format_name, name).read_bytes()


def read_sample(format_name: str, name: str) -> FileRead:
    """A sample as it is read."""
    return read_file(format_name, content_of(format_name, name), name)


def figures_of(format_name: str, name: str) -> dict[str, Any]:
    """What a correct reader must find in a sample."""
    figures: dict[str, Any] = EXPECTED[f"{format_name}/{name}"]["expect"]
    return figures


def data_of(read: FileRead) -> list[dict[str, Any]]:
    """What the events tell, without their envelopes; the file must not have been refused."""
    assert read.rejected == ()
    return [event["data"] for event in read.events]


def faults_of(read: FileRead) -> list[tuple[str, str]]:
    """Place and field of every fault; a file that has one says nothing."""
    assert read.events == ()
    return [(fault.where, fault.field) for fault in read.rejected]


def assert_events_keep_their_contracts(read: FileRead) -> None:
    """Every event fits its contract as it would travel, and has an id and a reference of its own."""
    for event in read.events:
        word = word_of(event["type"])
        assert word is not None
        word.event.model_validate_json(orjson.dumps(event))
        assert event["source"] == f"urn:care-contributions-hub:source:{read.format}"
        assert event["subject"] is None
        assert event["time"].endswith("T00:00:00Z")
    ids = [event["id"] for event in read.events]
    assert len(set(ids)) == len(ids)
