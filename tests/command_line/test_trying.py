"""play, assess and read: trying something without a store of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import builders as told
from tests.builders import Event
from tests.command_line.running import Hub

EXAMPLES = Path(__file__).parents[1] / "charging" / "examples" / "charging_examples.json"
SOURCES = Path(__file__).parents[1] / "sources" / "samples"


def a_life() -> list[Event]:
    return [
        told.a_person(references=["TESTA0042"]),
        told.a_care_package(),
        told.a_light_touch(),
        told.a_payment("100.00"),
        told.a_stop("dispute"),
        told.an_opened_day("2026-06-02"),
        told.a_tracing_decision(time="2026-06-02T10:00:00Z"),
    ]


def written(folder: Path, events: list[Event], name: str = "events.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(events))
    return file


def test_playing_prints_the_end_state_of_the_events(hub: Hub, tmp_path: Path) -> None:
    state = hub.json("play", written(tmp_path, [*a_life(), {"id": "no-event"}]))

    assert state.keys() == {"people", "suspense", "parked", "trial_balance", "digest"}
    (person,) = state["people"]
    assert person.keys() == {
        *("person", "balance", "charged", "deferred", "paid", "items", "holds", "tasks", "referrals"),
    }
    # Two cycles have ended by 2 June: 2 x 4 x 70.00, less 100.00.
    assert (person["person"], person["charged"], person["paid"], person["balance"]) == (
        *("P-0042", "560.00", "100.00", "460.00"),
    )
    assert [(hold["hold"], hold["kind"]) for hold in person["holds"]] == [("STOP-dispute", "dispute")]
    assert [its["referral"] for its in person["referrals"]] == ["REF-T"]
    (parked,) = state["parked"]
    assert parked == {
        "id": "no-event",
        "code": "unreadable_message",
        "field": "type",
        "message": "expected the type of the event, such as payment.received.v1",
    }
    assert state["trial_balance"] == {
        "bank": "100.00",
        "contribution_debtors": "460.00",
        "income_community": "-560.00",
    }


def test_whatever_the_order_and_the_repeats_the_digest_is_the_same(hub: Hub, tmp_path: Path) -> None:
    file = written(tmp_path, a_life())
    straight = hub.json("play", file)

    for seed in range(4):
        shuffled = hub.json("play", file, "--shuffle", seed, "--repeat", "0.5")
        assert shuffled["digest"] == straight["digest"]
    assert hub.json("play", file, "--repeat", "1")["people"] == straight["people"]


def test_other_facts_give_another_digest(hub: Hub, tmp_path: Path) -> None:
    more = [*a_life(), told.a_payment("0.01", payment="PAY-2")]

    one, other = (hub.json("play", written(tmp_path, events))["digest"] for events in (a_life(), more))

    assert one != other


@pytest.mark.parametrize(
    ("until", "charged"), [("2026-05-03", "0.00"), ("2026-05-04", "280.00"), ("2026-06-01", "560.00")]
)
def test_events_are_played_until_a_business_day(hub: Hub, tmp_path: Path, until: str, charged: str) -> None:
    life = [event for event in a_life() if event["type"] not in ("day.opened.v1", "officer.decided.v1")]

    (person,) = hub.json("play", written(tmp_path, life), "--until", until)["people"]

    assert person["charged"] == charged


def test_without_a_day_events_are_played_until_the_latest_day_that_they_tell(hub: Hub, tmp_path: Path) -> None:
    life = [told.a_person(), told.a_care_package(), told.a_light_touch(time="2026-05-05T09:00:00Z")]

    (person,) = hub.json("play", written(tmp_path, life))["people"]

    assert person["charged"] == "280.00"


def test_several_files_are_one_history_one_event_a_line_or_one_alone(hub: Hub, tmp_path: Path) -> None:
    whole = hub.json("play", written(tmp_path, a_life()))
    first, *rest = a_life()
    alone = tmp_path / "alone.json"
    alone.write_text(json.dumps(first, indent=2))
    lines = tmp_path / "lines.jsonl"
    lines.write_text("\n".join(json.dumps(event) for event in rest) + "\n\n")

    assert hub.json("play", alone, lines)["digest"] == whole["digest"]


def test_a_broken_line_is_parked_and_the_others_are_played(hub: Hub, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps(told.a_person()) + '\n{"cut off": \n' + json.dumps(told.a_payment()) + "\n")

    state = hub.json("play", lines)

    assert [(parked["code"], parked["field"]) for parked in state["parked"]] == [("unreadable_message", "body")]
    assert [person["person"] for person in state["people"]] == ["P-0042"]
    assert [waiting["amount"] for waiting in state["suspense"]] == ["100.00"]


def test_playing_leaves_nothing_behind(hub: Hub, tmp_path: Path) -> None:
    file = written(tmp_path, a_life())
    hub.json("play", file)

    assert list(tmp_path.iterdir()) == [file]


def test_an_end_state_reads_as_tables_for_people(hub: Hub, tmp_path: Path) -> None:
    shown = hub("play", written(tmp_path, [*a_life(), told.a_payment(reference="TESTA9999", payment="PAY-2"), {}]))

    for words in ("P-0042", "460.00", "Suspense", "TESTA9999", "Parked", "unreadable_message", "Trial balance"):
        assert words in shown.out
    assert shown.out.rstrip().rpartition(" ")[0].endswith("Digest")


def test_published_examples_are_assessed_with_figures_and_working(hub: Hub) -> None:
    results = hub.json("assess", EXAMPLES)
    examples = {example["id"]: example for example in json.loads(EXAMPLES.read_text())["examples"]}

    assert [result["id"] for result in results] == list(examples)
    for result in results:
        assert result.keys() == {"id", "figures", "working", "refused"}
        assert result["refused"] is None
        assert result["figures"].keys() <= examples[result["id"]]["expected"].keys()
        assert result["working"]
        names = {"label", "amount", "rule", "source", "rate", "rate_source"}
        assert all(line.keys() == names and line["rule"] and line["source"] for line in result["working"])


def test_an_example_that_cannot_be_assessed_is_refused_by_its_field_and_the_rest_is_assessed(
    hub: Hub, tmp_path: Path
) -> None:
    good, *_ = json.loads(EXAMPLES.read_text())["examples"]
    unknown = {"id": "unknown-kind", "kind": "horoscope"}
    without = {key: value for key, value in {**good, "id": "without-inputs"}.items() if key != "inputs"}
    misshapen = {**good, "id": "misshapen", "inputs": {**good["inputs"], "incomes": "many"}}
    file = tmp_path / "examples.json"
    file.write_text(json.dumps([unknown, without, misshapen, good]))

    results = hub.json("assess", file, code=1)

    refusals = {result["id"]: result["refused"] and result["refused"]["field"] for result in results}
    assert refusals == {"unknown-kind": "kind", "without-inputs": "inputs", "misshapen": "incomes", good["id"]: None}
    assert "refused: kind: expected" in hub("assess", file).out


def sample(folder: str, *, having: str) -> Path:
    return next(path for path in sorted((SOURCES / folder).iterdir()) if having in path.name)


@pytest.mark.parametrize(
    ("format_name", "file", "type_of_event", "count"),
    [
        ("arudd", sample("arudd", having="three-reasons"), "direct_debit.returned.v1", 3),
        ("camt053", sample("camt053", having="no_namespace"), "payment.received.v1", 1),
        ("bankline", sample("bankline", having="testfile_nwb"), "payment.received.v1", 11),
    ],
)
def test_a_file_is_read_and_its_events_are_shown(
    hub: Hub, format_name: str, file: Path, type_of_event: str, count: int
) -> None:
    read: dict[str, Any] = hub.json("read", format_name, file)

    assert read.keys() == {"format", "control", "events", "rejected"}
    assert read["format"] == format_name
    assert read["control"]["file"] == file.name
    assert read["rejected"] == []
    assert [event["type"] for event in read["events"]] == [type_of_event] * count
    assert f"{count} events; --json shows them" in hub("read", format_name, file).out


def test_what_was_read_can_be_played(hub: Hub, tmp_path: Path) -> None:
    read = hub.json("read", "arudd", sample("arudd", having="three-reasons"))

    state = hub.json("play", written(tmp_path, read["events"]))

    assert read["events"]
    assert state["parked"] == []


def test_a_faulty_file_is_refused_whole_with_every_fault_by_its_place_and_field(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "cut.xml"
    file.write_bytes(sample("arudd", having="three-reasons").read_bytes()[:700])

    read = hub.json("read", "arudd", file, code=1)

    assert read["events"] == []
    assert all(fault.keys() == {"where", "field", "message"} for fault in read["rejected"])
    assert read["rejected"]
    assert "Refused, all of it" in hub("read", "arudd", file).out
