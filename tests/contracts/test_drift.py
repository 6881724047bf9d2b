"""`hub schemas`: drift between words, schemas, samples and the list of changes is found, and breaking it is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.command_line.schemas import check_schemas, write_schemas
from hub.errors import WrongUsage
from tests.contracts.published import FOLDER

SCHEMA = "schemas/payment.received.v1.json"
SAMPLE = "samples/inbound/payment.received.v1.json"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What is published, in a place where it may be spoilt."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    for name in ("schemas", "samples"):
        shutil.copytree(FOLDER / name, folder / name)
    shutil.copy(FOLDER / "CHANGES.md", folder)
    return folder


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def data_of(schema: dict[str, Any]) -> dict[str, Any]:
    definition: dict[str, Any] = schema["$defs"]["PaymentReceived"]
    return definition


def test_what_is_committed_is_what_the_words_say() -> None:
    assert check_schemas() == []


def test_writing_again_changes_nothing(copy: Path) -> None:
    before = {path.name: path.read_bytes() for path in (copy / "schemas").iterdir()}
    written = write_schemas(copy)
    assert {path.name: path.read_bytes() for path in written} == before


def test_a_schema_that_differs_is_named(copy: Path) -> None:
    edit(copy / SCHEMA, lambda schema: schema.update(description="Money came."))
    assert check_schemas(copy) == [f"{SCHEMA}: differs from what the contracts say; run `hub schemas write`"]


def test_a_schema_that_is_missing_is_named(copy: Path) -> None:
    (copy / SCHEMA).unlink()
    assert check_schemas(copy) == [f"{SCHEMA}: missing; run `hub schemas write`"]


def test_a_schema_of_no_word_is_named_and_removed(copy: Path) -> None:
    stale = copy / "schemas" / "parcel.posted.v1.json"
    stale.write_text("{}", "utf-8")
    assert check_schemas(copy) == ["schemas/parcel.posted.v1.json: stale, no word asks for it; run `hub schemas write`"]
    write_schemas(copy)
    assert not stale.exists()
    assert check_schemas(copy) == []


def test_a_sample_that_does_not_fit_its_contract_is_named_by_field_and_without_its_value(copy: Path) -> None:
    edit(copy / SAMPLE, lambda event: event["data"].update(amount="twelve"))
    write_schemas(copy)
    assert check_schemas(copy) == [
        f"{SAMPLE}: data.amount: expected pounds as a decimal string with two places, such as '12.34'"
    ]


def test_a_changed_sample_makes_the_asyncapi_document_differ(copy: Path) -> None:
    edit(copy / SAMPLE, lambda event: event["data"].update(amount="12.00"))
    assert check_schemas(copy) == [
        "schemas/asyncapi.json: differs from what the contracts say; run `hub schemas write`"
    ]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"type": "parcel.posted.v1"}', '{"type": 7}'])
def test_a_sample_that_is_no_event_is_named(copy: Path, content: str) -> None:
    (copy / "samples/inbound/parcel.json").write_text(content, "utf-8")
    assert check_schemas(copy) == ["samples/inbound/parcel.json: expected one event as JSON, of a type in the registry"]


def test_a_word_without_a_sample_is_named(copy: Path) -> None:
    (copy / "samples/inbound/day.opened.v1.json").unlink()
    write_schemas(copy)
    assert check_schemas(copy) == ["samples/inbound/day.opened.v1.json: missing, every word has a sample"]


@pytest.mark.parametrize("place", ["samples/outbound/day.opened.v1.again.json", "samples/inbound/opening.json"])
def test_a_sample_in_the_wrong_place_is_named(copy: Path, place: str) -> None:
    shutil.copy(copy / "samples/inbound/day.opened.v1.json", copy / place)
    write_schemas(copy)
    assert check_schemas(copy) == [f"{place}: expected in samples/inbound, named after its type day.opened.v1"]


def test_a_word_without_an_entry_among_the_changes_is_named(copy: Path) -> None:
    changes = copy / "CHANGES.md"
    changes.write_text(changes.read_text("utf-8").replace("`day.opened.v1`", "the day"), "utf-8")
    assert check_schemas(copy) == ["CHANGES.md: expected an entry that names `day.opened.v1`"]


def test_a_word_that_is_gone_needs_an_entry_that_withdraws_it(copy: Path) -> None:
    changes = copy / "CHANGES.md"
    text = changes.read_text("utf-8") + "- Received, post: `parcel.posted.v1`.\n"
    changes.write_text(text, "utf-8")
    assert check_schemas(copy) == ["CHANGES.md: expected an entry that says since when `parcel.posted.v1` is withdrawn"]
    changes.write_text(text + "- Withdrawn: `parcel.posted.v1`, which nobody speaks any more.\n", "utf-8")
    assert check_schemas(copy) == []


def add_a_field(schema: dict[str, Any]) -> None:
    data_of(schema)["properties"]["colour"] = {"type": "string"}


def allow_less_to_be_said(schema: dict[str, Any]) -> None:
    data_of(schema)["required"].remove("method")


def test_a_schema_is_not_overwritten_with_one_that_breaks_it(copy: Path) -> None:
    edit(copy / SCHEMA, add_a_field)
    edit(copy / SCHEMA, allow_less_to_be_said)
    promised = (copy / SCHEMA).read_bytes()
    with pytest.raises(WrongUsage) as refused:
        write_schemas(copy)
    assert "payment.received.v1: data.colour: was removed" in str(refused.value)
    assert "payment.received.v1: data.method: was optional and is now required" in str(refused.value)
    assert (copy / SCHEMA).read_bytes() == promised


def test_it_is_overwritten_when_told_so(copy: Path) -> None:
    edit(copy / SCHEMA, add_a_field)
    write_schemas(copy, allow_breaking=True)
    assert check_schemas(copy) == []


def test_a_schema_that_only_gains_is_overwritten(copy: Path) -> None:
    edit(copy / SCHEMA, lambda schema: data_of(schema)["properties"].pop("bank_text"))
    write_schemas(copy)
    assert check_schemas(copy) == []


def test_a_referral_is_not_told_more_without_saying_so(copy: Path) -> None:
    """What is sent now carries a field that the committed schema did not promise to readers."""
    place = copy / "schemas/tracing_referral.sent.v1.json"

    def forget_a_field(schema: dict[str, Any]) -> None:
        definition = schema["$defs"]["TracingReferralSent"]
        del definition["properties"]["date_of_birth"]
        definition["required"].remove("date_of_birth")

    edit(place, forget_a_field)
    with pytest.raises(WrongUsage, match="date_of_birth: is new and said from the first day"):
        write_schemas(copy)


def test_a_schema_that_cannot_be_read_is_written_anew(copy: Path) -> None:
    (copy / SCHEMA).write_text("<<<<<<< half a merge", "utf-8")
    write_schemas(copy)
    assert check_schemas(copy) == []
