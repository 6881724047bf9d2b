"""hub adopt: the council's policy and figures become facts, from the shell."""

from importlib import resources
from pathlib import Path

import pytest

from tests.command_line.running import Hub
from tests.command_line.test_work_lists import settle

TRAINING = resources.files("hub.rates.policy") / "training-council.yaml"


def a_policy_file(folder: Path, percent: int) -> Path:
    """The training council's policy, with another share of available income from 6 April 2026."""
    text = TRAINING.read_text("utf-8")
    later = text[text.index("  2016-04-04:") :].replace("2016-04-04", "2026-04-06")
    file = folder / "policy.yaml"
    file.write_text(text + later.replace("available_income: 100", f"available_income: {percent}"))
    return file


def adopt(hub: Hub, policy: Path, *more: object, code: int = 0) -> dict[str, object]:
    adopted: dict[str, object] = hub.json(
        "adopt", "--policy", policy, "--on", "2026-04-20", "--reason", "Cabinet", *more, code=code
    )
    return adopted


def test_what_is_adopted_is_charged_by_and_replayed(hub: Hub, council: Path, tmp_path: Path) -> None:
    before = hub.json("person", "P-0043")["charged"]
    adopted = adopt(hub, a_policy_file(tmp_path, 50))
    settle(council)
    assert adopted["adopted"]["changes_from"] == "2026-04-06"  # type: ignore[index]
    assert float(hub.json("person", "P-0043")["charged"]) < float(before)
    assert hub.json("replay", "--verify")["clean"] is True
    assert hub.json("reconcile")["clean"] is True


def test_the_same_adoption_twice_changes_nothing(hub: Hub, council: Path, tmp_path: Path) -> None:
    file = a_policy_file(tmp_path, 50)
    adopt(hub, file)
    settle(council)
    once = hub.json("person", "P-0042")
    ran = hub("adopt", "--policy", file, "--on", "2026-04-20", "--reason", "Cabinet")
    assert (ran.code, "expected something else than what is in force" in ran.err) == (2, True)
    assert hub.json("person", "P-0042") == once


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cycle_days: 7", "--policy: expected the cycles"),
        ("horoscope: 1", "--policy:"),
    ],
)
def test_a_policy_that_cannot_be_worked_with_is_refused_before_it_is_sent(
    hub: Hub, council: Path, tmp_path: Path, line: str, told: str
) -> None:
    file = a_policy_file(tmp_path, 50)
    text = file.read_text("utf-8").replace("cycle_days: 28", line)
    file.write_text(text)
    ran = hub("adopt", "--policy", file, "--on", "2026-04-20", "--reason", "Cabinet")
    assert ran.code == 2
    assert told in ran.err


def test_a_folder_of_figures_that_fall_below_the_law_is_refused_by_name(
    hub: Hub, council: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "rates"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        """
council: Sample council
year: 2026/27
jurisdiction: England
groups:
  own:
    from: 2026-04-06
    to: 2027-04-05
    figures:
      personal_expenses_allowance: {value: "10.00", unit: pounds_weekly, source: "Sample council", read: direct}
"""
    )
    ran = hub(
        "adopt", "--policy", a_policy_file(tmp_path, 50), "--rates", folder, "--on", "2026-04-20", "--reason", "x"
    )
    assert ran.code == 2
    assert "--rates:" in ran.err
    assert "personal_expenses_allowance" in ran.err
