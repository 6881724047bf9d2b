"""assess and explain: one person on one day with the whole working, and two assessments side by side."""

import json
import sqlite3
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests import builders as told
from tests.builders import Event
from tests.command_line.running import Hub

EXAMPLES = Path(__file__).parents[1] / "charging" / "examples" / "charging_examples.json"
PARTS = {"label", "amount", "rule", "source", "rate", "rate_source"}
PENSION = told.an_income("state_pension", "230.25", benefit_rate="state_pension_new_full")
ALLOWANCE = told.an_income("attendance_allowance", "73.90", benefit_rate="attendance_allowance_lower")


def written(folder: Path, events: list[Event], name: str = "facts.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(events))
    return file


def facts(*incomes: dict[str, Any], **said: Any) -> list[Event]:
    return [
        told.a_person(),
        told.a_care_package(),
        told.an_assessment("P-0042", *(incomes or (PENSION, ALLOWANCE)), **said),
    ]


def example(identity: str) -> dict[str, Any]:
    return next(its for its in json.loads(EXAMPLES.read_text())["examples"] if its["id"] == identity)


def test_the_facts_of_a_person_give_the_contribution_of_a_day_with_its_whole_working(hub: Hub, tmp_path: Path) -> None:
    (assessed,) = hub.json("assess", written(tmp_path, facts()), "--on", "2026-04-06")

    # 230.25 + 73.90 - 241.45
    assert assessed["figures"]["weekly_contribution"] == "62.70"
    assert (assessed["figures"]["care_cost_weekly"], assessed["figures"]["basis"]) == ("500.00", "assessed")
    assert (assessed["id"], assessed["on"], assessed["refused"]) == ("P-0042", "2026-04-06", None)
    assert all(line.keys() == PARTS for line in assessed["working"])
    assert all(line["label"] and line["amount"] and line["source"] for line in assessed["working"])
    guarantee = next(line for line in assessed["working"] if line["label"].startswith("Minimum income guarantee"))
    assert guarantee["amount"] == "-241.45"
    assert guarantee["rate"] == "minimum_income_guarantee_single_pension_credit_age"
    assert "2026/27" in guarantee["rate_source"]


def test_facts_are_read_in_any_order_and_one_a_line_too(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_text("\n".join(json.dumps(event) for event in reversed(facts())))

    (assessed,) = hub.json("assess", file, "--on", "2026-04-06")

    assert assessed["figures"]["weekly_contribution"] == "62.70"


def test_a_notice_among_the_facts_raises_what_it_names(hub: Hub, tmp_path: Path) -> None:
    notice = told.a_notice(rates={"state_pension_new_full": "241.30"}, effective_from="2026-04-06")

    file = written(tmp_path, [*facts(effective_from="2026-03-09"), notice])
    (assessed,) = hub.json("assess", file, "--on", "2026-04-06")

    # 241.30 + 73.90 - 241.45
    assert assessed["figures"]["weekly_contribution"] == "73.75"


def test_an_assessment_reads_line_by_line_for_people(hub: Hub, tmp_path: Path) -> None:
    shown = hub("assess", written(tmp_path, facts()), "--on", "2026-04-06").out

    for words in (
        *("P-0042", "2026-04-06", "weekly_contribution: 62.70", "State pension", "-241.45"),
        *("minimum_income_guarantee_single_pension_credit_age", "SI 2014/2672, reg 7"),
    ):
        assert words in shown


def test_a_day_without_a_published_figure_is_refused_by_the_name_of_the_figure(hub: Hub, tmp_path: Path) -> None:
    (assessed,) = hub.json("assess", written(tmp_path, facts()), "--on", "2028-04-06", code=1)

    assert assessed["refused"]["code"] == "rates_not_published"
    assert "2028-04-06" in assessed["refused"]["message"]
    assert assessed["figures"] == {}


def test_every_fault_in_the_facts_is_named_by_its_message_and_field(hub: Hub, tmp_path: Path) -> None:
    person, package, assessment = deepcopy(facts())
    del package["data"]["lines"][0]["weekly_cost"]
    del assessment["data"]["effective_from"]
    assessment["data"]["incomes"][0]["amount"] = "-1.00"

    (assessed,) = hub.json("assess", written(tmp_path, [person, package, assessment]), "--on", "2026-04-06", code=1)

    faults = assessed["refused"]["faults"]
    assert [fault["field"] for fault in faults] == [
        f"{package['id']}: data.lines.0.weekly_cost",
        f"{assessment['id']}: data.effective_from",
    ]
    assert "data.incomes.0.amount" in faults[1]["message"]
    assert "weekly_cost" in hub("assess", tmp_path / "facts.json", "--on", "2026-04-06").out


@pytest.mark.parametrize(
    ("events", "options", "expected"),
    [
        (facts(), (), "--on: expected the day"),
        ([*facts(), told.a_person("P-0043")], ("--on", "2026-04-06"), "expected the facts of one person"),
        ([told.an_opened_day("2026-04-06")], ("--on", "2026-04-06"), "expected facts about a person"),
        (facts(), ("--on", "spring"), "--on: expected a date"),
    ],
    ids=["no day", "two people", "nobody", "no date"],
)
def test_facts_that_cannot_be_meant_are_refused_as_wrong_usage(
    hub: Hub, tmp_path: Path, events: list[Event], options: tuple[str, ...], expected: str
) -> None:
    ran = hub("assess", written(tmp_path, events), *options)

    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err


def test_worked_examples_have_a_year_of_their_own_and_take_no_day(hub: Hub) -> None:
    ran = hub("assess", EXAMPLES, "--on", "2026-04-06")

    assert ran.code == 2
    assert "expected events, because --on is given" in ran.err


def test_one_example_by_itself_is_assessed(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "example.json"
    file.write_text(json.dumps(example("kingston-2023-arthur-77")))

    (assessed,) = hub.json("assess", file)

    assert assessed["figures"]["weekly_contribution"] == "237.75"


def test_an_example_with_several_faults_names_them_all(hub: Hub, tmp_path: Path) -> None:
    given = example("devon-2023-peter-37")
    inputs = {key: value for key, value in given["inputs"].items() if key not in ("mig", "capital")}
    inputs["incomes"] = [{"type": "state_pension", "weekly": "-1"}, {"weekly": "1.00"}]
    inputs["dre_wekly"] = []
    file = tmp_path / "example.json"
    file.write_text(json.dumps({**given, "year": "some year", "inputs": inputs}))

    (assessed,) = hub.json("assess", file, code=1)

    assert {fault["field"] for fault in assessed["refused"]["faults"]} == {
        *("year", "capital", "mig", "incomes.0.weekly", "incomes.1.type", "dre_wekly"),
    }
    shown = hub("assess", file).out
    assert all(f"refused: {field}: expected" in shown for field in ("year", "capital", "mig", "dre_wekly"))


def test_two_assessments_side_by_side_show_the_figures_and_lines_that_moved(hub: Hub, tmp_path: Path) -> None:
    before = written(tmp_path, facts(), "before.json")
    after = written(tmp_path, facts(PENSION, capital=[told.savings("15000.00")]), "after.json")

    (compared,) = hub.json("assess", after, "--on", "2026-04-06", "--against", before)

    figures = {its["figure"]: (its["amount"], its["against"]) for its in compared["figures"]}
    assert figures == {"weekly_contribution": ("0.00", "62.70")}
    moved = {its["label"]: (its["amount"], its["against"], its["change"]) for its in compared["moved"]}
    assert moved["Attendance allowance"] == (None, "73.90", "-73.90")
    assert moved["Tariff income from capital"] == ("3.00", None, "3.00")
    assert moved["Contribution"] == ("0.00", "62.70", "-62.70")
    assert "State pension" not in moved
    assert compared["assessment"]["id"] == compared["against"]["id"] == "P-0042"
    shown = hub("assess", after, "--on", "2026-04-06", "--against", before).out
    assert all(words in shown for words in ("Lines that moved", "Attendance allowance", "-73.90", "62.70"))


def test_an_assessment_against_itself_moves_nothing(hub: Hub, tmp_path: Path) -> None:
    file = written(tmp_path, facts())

    (compared,) = hub.json("assess", file, "--on", "2026-04-06", "--against", file)

    assert (compared["figures"], compared["moved"]) == ([], [])
    assert "nothing moved" in hub("assess", file, "--on", "2026-04-06", "--against", file).out


def test_examples_are_laid_against_those_of_the_same_id(hub: Hub, tmp_path: Path) -> None:
    first, second = example("lambeth-2024-jane-71"), example("kingston-2023-arthur-77")
    richer = {**first, "inputs": {**first["inputs"], "capital": "15250.01"}}
    file = tmp_path / "richer.json"
    file.write_text(json.dumps([richer, second]))

    compared = hub.json("assess", file, "--against", EXAMPLES)

    assert [(its["label"], its["change"]) for its in compared[0]["moved"]] == [
        ("Tariff income from capital", "1.00"),
        ("Contribution", "1.00"),
    ]
    assert compared[1]["moved"] == []


def test_an_example_that_the_other_file_lacks_is_named(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "others.json"
    file.write_text(json.dumps([{**example("kingston-2023-arthur-77"), "id": "nobody"}] * 2))

    ran = hub("assess", file, "--against", EXAMPLES)

    assert ran.code == 2
    assert "--against: expected the ids of FILE; missing nobody" in ran.err


def test_a_refusal_beside_an_assessment_ends_with_one(hub: Hub, tmp_path: Path) -> None:
    good, bad = example("kingston-2023-arthur-77"), {"id": "x", "kind": "horoscope"}
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(json.dumps(good))
    other.write_text(json.dumps(bad))

    (compared,) = hub.json("assess", one, "--against", other, code=1)

    assert compared["against"]["refused"]["field"] == "kind"
    assert "refused: kind: expected one of" in hub("assess", one, "--against", other).out


def notice_told(council: Path, person: str, day: str) -> dict[str, Any]:
    """The latest notice of a contribution from a day, as the hub said it."""
    connection = sqlite3.connect(council)
    query = "SELECT body FROM outbox WHERE person = ? AND type LIKE 'contribution.changed%' ORDER BY outbox_no"
    bodies = [json.loads(body) for (body,) in connection.execute(query, (person,))]
    connection.close()
    data: dict[str, Any] = [its["data"] for its in bodies if its["data"]["effective_from"] == day][-1]
    return data


def test_a_person_on_a_day_is_explained_with_the_lines_of_the_notice(hub: Hub, council: Path) -> None:
    explained = hub.json("explain", "P-0043", "--on", "2026-04-06")

    notice = notice_told(council, "P-0043", "2026-04-06")
    assert explained["working"] == notice["working"]
    assert explained["figures"]["weekly_contribution"] == notice["weekly_now"] == "76.55"


def test_two_days_of_a_person_show_the_lines_that_moved(hub: Hub, council: Path) -> None:
    explained = hub.json("explain", "P-0043", "--on", "2026-04-06", "--against", "2026-04-05")

    # 230.25 + 73.90 - 232.60 before; 241.30 + 76.70 - 241.45 since.
    assert {"figure": "weekly_contribution", "amount": "76.55", "against": "71.55"} in explained["figures"]
    moved = {its["label"]: its["change"] for its in explained["moved"]}
    assert moved["State pension"] == "11.05"
    assert moved["Attendance allowance"] == "2.80"
    assert moved["Contribution"] == "5.00"
    shown = hub("explain", "P-0043", "--on", "2026-04-06", "--against", "2026-04-05").out
    assert all(words in shown for words in ("P-0043 2026-04-06", "P-0043 2026-04-05", "State pension", "11.05"))


def test_a_day_that_cannot_be_worked_out_is_refused_and_ends_with_one(hub: Hub, council: Path) -> None:
    explained = hub.json("explain", "P-0043", "--on", "2028-05-01", code=1)

    assert explained["refused"]["code"] == "rates_not_published"


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("P-9999", "--on", "2026-04-06"), 1, "REF: nobody is known as P-9999"),
        (("P-0043", "--on", "spring"), 2, "--on: expected a date"),
        (("P-0043", "--against", "2026-04-06"), 2, "--against: expected with --on"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused_by_its_option(
    hub: Hub, council: Path, arguments: tuple[str, ...], code: int, expected: str
) -> None:
    ran = hub("explain", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert expected in ran.err
