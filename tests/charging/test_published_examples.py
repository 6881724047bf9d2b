"""Worked examples that councils and others published, each put through the rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.charging.examples import assess_example
from hub.rates import load_rates

RATES = load_rates()
FOLDER = Path(__file__).parent / "examples"
OUTCOMES = Path(__file__).parents[2] / "docs" / "charging-examples.md"


def examples_in(file: str) -> list[dict[str, Any]]:
    examples: list[dict[str, Any]] = json.loads(FOLDER.joinpath(file).read_text("utf-8"))["examples"]
    return examples


EXAMPLES = examples_in("charging_examples.json")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_a_published_example_comes_out_as_printed_or_as_recomputed_where_misprinted(
    example: dict[str, Any],
) -> None:
    result = assess_example(example, RATES)
    assert result["refused"] is None
    assert result["id"] == example["id"]
    assert result["figures"] == (example["expected"] if example["reproduces"] else example["recomputed"])
    assert result["working"]
    assert all(line["source"] for line in result["working"])


def test_an_example_of_a_kind_no_rule_knows_is_refused_by_name() -> None:
    refused = assess_example({"id": "x", "kind": "horoscope", "inputs": {}}, RATES)["refused"]
    assert refused["code"] == "kind_not_supported"


def test_an_income_without_a_treatment_and_of_no_known_kind_is_refused_by_name() -> None:
    example = EXAMPLES[0] | {"inputs": EXAMPLES[0]["inputs"] | {"incomes": [{"type": "lottery", "weekly": "1.00"}]}}
    refused = assess_example(example, RATES)["refused"]
    assert (refused["code"], refused["field"]) == ("unknown_income_kind", "incomes.lottery")


def test_an_example_that_needs_a_figure_nobody_published_is_refused_by_the_name_of_the_figure() -> None:
    example = {
        "id": "x",
        "kind": "full_assessment",
        "year": "2026/27",
        "setting": "community",
        "inputs": {"capital": "0", "incomes": [], "household": "couple", "mig": {"base": "couple_one_or_both_18_plus"}},
    }
    refused = assess_example(example, RATES)["refused"]
    assert refused["code"] == "rates_not_published"
    assert refused["field"] == "minimum_income_guarantee_couple_one_or_both_18_plus"


def test_without_the_published_guarantee_the_rates_of_the_year_give_the_same_total() -> None:
    given = EXAMPLES[0]
    mig = {key: value for key, value in given["inputs"]["mig"].items() if key != "total_published"}
    result = assess_example(given | {"inputs": given["inputs"] | {"mig": mig}}, RATES)
    # 103.65 + 45.75 + 22.35 = 171.75
    assert result["figures"] == given["expected"]


def test_scottish_limits_are_used_only_as_given() -> None:
    scottish = next(example for example in EXAMPLES if example["jurisdiction"] == "Scotland")
    inputs = {key: value for key, value in scottish["inputs"].items() if key != "capital_limits_override"}
    assert assess_example(scottish | {"inputs": inputs}, RATES)["refused"]["code"] == "jurisdiction_not_supported"


@pytest.mark.parametrize("example", examples_in("boundaries.json"), ids=lambda example: example["id"])
def test_the_neighbours_of_a_threshold_come_out_on_their_own_side_of_it(example: dict[str, Any]) -> None:
    result = assess_example(example, RATES)
    assert result["refused"] is None
    assert result["figures"] == example["expected"]


def test_what_became_of_each_example_is_told_with_its_reason() -> None:
    told = OUTCOMES.read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line.startswith("| ")
    ]
    outcomes = {row[0]: row[2:] for row in rows[2:]}
    assert outcomes.keys() == {example["id"] for example in EXAMPLES}
    for example in EXAMPLES:
        outcome, reason = outcomes[example["id"]]
        assert outcome == ("as printed" if example["reproduces"] else "as recomputed")
        assert (reason == "-") == example["reproduces"]
