"""Folders of rates as a council would keep them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

COUNCIL = "Sample council"
GUARANTEE_OF_A_COUPLE = "minimum_income_guarantee_couple_one_or_both_18_plus"
CHILD = "minimum_income_guarantee_per_child"
ALLOWANCE = "personal_expenses_allowance"


def a_figure(value: str | None, /, **changed: Any) -> dict[str, Any]:
    """One figure of a council's."""
    figure = {"value": value, "unit": "pounds_weekly", "source": "minutes of 3 March 2026", "read": "direct"} | changed
    return {field: its for field, its in figure.items() if its != "left out"}


def a_group(figures: Mapping[str, Any], first: str = "2026-04-06", last: str = "2027-04-05") -> dict[str, Any]:
    """Figures for some days."""
    return {"from": first, "to": last, "figures": dict(figures)}


def in_a_folder(folder: Path, name: str = "2026-04-06.yaml", council: str | None = COUNCIL, **groups: Any) -> Path:
    """The folder, with a file of these groups in it."""
    document: dict[str, Any] = {"year": "2026/27", "jurisdiction": "England", "groups": groups}
    if council is not None:
        document["council"] = council
    folder.mkdir(exist_ok=True)
    folder.joinpath(name).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return folder
