"""Rules about the code itself: what the core may not touch, how large things are, and what they are called."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.modules import CORE, PACKAGES, ROOT, functions, modules, names_used, paths_in

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
CLOCKS = re.compile(r"(datetime|date)\.(now|utcnow|today)$|import time(\.|$)|import zoneinfo")
CHANCE = re.compile(r"import (random|uuid|secrets)(\.|$)|os\.urandom$")
WORLD = re.compile(
    r"import (socket|urllib|http|logging|structlog|subprocess|sqlalchemy|os)(\.|$)|^(open|print|input)\(\)$"
)
MEANINGLESS = re.compile(r"^_?(utils?|helpers?|common|managers?|processors?|misc|base_?classes)$")


@pytest.mark.parametrize("forbidden", [CLOCKS, CHANCE, WORLD], ids=["clock", "chance", "world"])
def test_the_core_reads_no_clock_throws_no_dice_and_sees_no_world(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path}:{line} {name}"
        for path, tree in modules(*CORE).items()
        for name, line in names_used(tree)
        if forbidden.search(name)
    ]
    assert found == []


def test_the_core_knows_no_floating_point() -> None:
    found = []
    for path, tree in modules(*CORE, "hub/ledger", "hub/batch.py", "hub/everybody.py", "hub/end_state.py").items():
        for node in ast.walk(tree):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_name = isinstance(node, ast.Name) and node.id in ("float", "round")
            is_division = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            if is_literal or is_name or (is_division and path not in EXACT_DIVISION):
                found.append(f"{path}:{getattr(node, 'lineno', 0)}")
    assert found == []


EXACT_DIVISION = {"hub/charging/uprating.py"}
"""Where fractions are divided, which is exact; everywhere else a slash would make a float of money."""


def test_what_is_exempt_from_the_rule_on_division_divides_fractions() -> None:
    for path in EXACT_DIVISION:
        assert "from fractions import Fraction" in (ROOT / path).read_text("utf-8")


def test_no_function_is_longer_than_can_be_read_at_once() -> None:
    found = [
        f"{path}: {function.name} has {(function.end_lineno or 0) - function.lineno + 1} lines"
        for path, tree in modules(*PACKAGES).items()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_no_module_is_longer_than_it_should_be() -> None:
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in paths_in(*PACKAGES)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_is_named_after_what_it_is_about() -> None:
    paths = [Path(path) for path in paths_in(*PACKAGES, "tests")]
    stems = {path.stem for path in paths} | {part for path in paths for part in path.parts[:-1]}
    assert {stem for stem in stems if MEANINGLESS.match(stem)} == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path, tree in modules(*PACKAGES).items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = []
    for path, tree in modules(*PACKAGES).items():
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if is_public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path}: {node.name}")  # type: ignore[attr-defined]
    assert silent == []


def test_no_error_is_swallowed() -> None:
    found = []
    for path, tree in modules(*PACKAGES).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(its, ast.Pass) for its in node.body):
                found.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{path}:{node.lineno} names no error")
    assert found == []


@pytest.mark.parametrize("name", PACKAGES)
def test_the_rules_look_at_something(name: str) -> None:
    assert len(modules(name)) > 3
