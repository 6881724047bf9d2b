"""Every rule says what it rests on."""

import inspect
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
import yaml

import hub.charging

FOLDER = Path(hub.charging.__path__[0])
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def public_functions() -> list[tuple[str, FunctionType]]:
    found = []
    for name in MODULES:
        module = import_module(f"hub.charging.{name}")
        for holder in [module, *(its for its in vars(module).values() if inspect.isclass(its))]:
            if holder is not module and holder.__module__ != module.__name__:
                continue
            found += [
                (f"{name}.{its.__qualname__}", its)
                for key, value in vars(holder).items()
                if isinstance(its := inspect.unwrap(value), FunctionType)
                and not key.startswith("_")
                and its.__module__ == module.__name__
            ]
    return found


FUNCTIONS = public_functions()


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
def test_every_public_charging_function_names_its_source(name: str, function: FunctionType) -> None:
    text = inspect.getdoc(function)
    assert text is not None, name
    assert any(line.startswith("Source:") and len(line) > 12 for line in text.splitlines()), name
    assert text.splitlines()[0].endswith("."), name


def test_there_are_functions_to_look_at() -> None:
    names = {name for name, _ in FUNCTIONS}
    assert {"assessment.assess", "schedule.schedule", "circumstances.Span.covers"} <= names


@pytest.mark.parametrize("path", sorted((FOLDER / "data").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_row_of_a_table_names_its_source(path: Path) -> None:
    table = yaml.safe_load(path.read_text("utf-8"))
    if "source" not in table:
        (rows,) = table.values()
        assert rows
        assert all(row["source"] for row in rows.values())
