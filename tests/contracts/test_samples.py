"""The samples that partners copy from: true to the words, accepted by the hub, and about nobody."""

import json
import re

import pytest

from contracts.registry import Direction, Word, words
from hub.play import play
from hub.settings import EMBEDDED, Settings
from tests.contracts.published import FOLDER, SAMPLES, Sample, refused_by_contract, refused_by_schema, word_for

WORDS = words()
EACH_SAMPLE = pytest.mark.parametrize("sample", SAMPLES.values(), ids=list(SAMPLES))

SHAPES = {
    "care_package.changed.v1": {"", "nursing_home_gross", "nursing_home_net", "suspended", "moved_to_care_home"},
    "financial_assessment.completed.v1": {"", "care_home", "couple"},
    "financial_assessment.light_touch.v1": {"", "full_cost"},
    "benefit.rates_published.v1": {"", "rises"},
    "nhs_funding.decided.v1": {"", "continuing_healthcare"},
    "officer.decided.v1": {"", "refer_for_enforcement", "recall_referral", "close_task", "release_uprating"},
    "referral.acknowledged.v1": {"", "amended", "recalled"},
    "contribution.changed.v1": {"", "first", "full_cost"},
    "task.raised.v1": {"", "unclaimed_payment"},
}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.type)
def test_every_word_has_a_sample_of_its_own_name(word: Word) -> None:
    assert SAMPLES[word.type].path.parent == FOLDER / "samples" / word.direction


@EACH_SAMPLE
def test_a_sample_fits_its_contract_and_its_schema(sample: Sample) -> None:
    event = sample.event
    assert refused_by_contract(event) == []
    assert refused_by_schema(event) == []


@EACH_SAMPLE
def test_a_sample_is_named_after_its_type_and_lies_on_its_side(sample: Sample) -> None:
    word = word_for(sample.event)
    assert sample.name == word.type or sample.name.startswith(f"{word.type}.")
    assert sample.path.parent.name == word.direction


@EACH_SAMPLE
def test_a_sample_is_small_and_laid_out_for_reading(sample: Sample) -> None:
    text = sample.path.read_text("utf-8")
    assert text == json.dumps(sample.event, indent=2) + "\n"
    assert len(text.splitlines()) <= 90


@EACH_SAMPLE
def test_the_people_in_a_sample_are_plainly_fictional(sample: Sample) -> None:
    text = sample.path.read_text("utf-8")
    assert re.findall(r'"family_name": "(?!Person-[0-9]{4}")', text) == []
    assert re.findall(r'"(?:name)": "(?!\w+ (?:Person|Advocate)-[0-9]{4}")', text) == []
    # No postcode area is called ZZ.
    assert re.findall(r"\b(?!ZZ)[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}\b", text) == []


@pytest.mark.parametrize(("event_type", "shapes"), SHAPES.items(), ids=list(SHAPES))
def test_a_word_with_several_shapes_shows_each(event_type: str, shapes: set[str]) -> None:
    shown = {name.removeprefix(event_type).removeprefix(".") for name in SAMPLES if name.startswith(event_type)}
    assert shapes <= shown


def test_no_two_samples_have_the_same_id() -> None:
    ids = [sample.event["id"] for sample in SAMPLES.values()]
    assert len(set(ids)) == len(ids)


def test_the_hub_takes_every_inbound_sample_in_any_order() -> None:
    """What partners are shown is what the hub can use: nothing is parked, and order makes no difference."""
    bodies = [
        sample.path.read_bytes() for sample in SAMPLES.values() if word_for(sample.event).direction is Direction.INBOUND
    ]
    settings = Settings("sqlite://", EMBEDDED, None, "127.0.0.1", 0)
    as_listed = play(settings, bodies)
    shuffled = play(settings, bodies, shuffle=42, repeat=0.3)
    assert as_listed["parked"] == shuffled["parked"] == []
    assert as_listed["digest"] == shuffled["digest"]
