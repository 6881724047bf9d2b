"""The product's own code, read as syntax."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "hub", "consumers", "producers")
CORE = (
    "hub/charging",
    "hub/recovery",
    "hub/rates",
    "hub/standing",
    "hub/differences",
    "hub/handlers",
    "hub/rehearsing/outlook.py",
    "hub/rehearsing/comparing.py",
    "hub/rehearsing/summary.py",
    "hub/deciding.py",
    "hub/ledger/allocation.py",
    "hub/ledger/journal.py",
    "contracts",
)


def paths_in(*places: str) -> list[str]:
    """The path of every module in these places, from the root."""
    paths: list[Path] = []
    for place in places:
        path = ROOT / place
        paths += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [path.relative_to(ROOT).as_posix() for path in paths]


def modules(*places: str) -> dict[str, ast.Module]:
    """Every module in these places, by its path from the root."""
    return {path: _parsed(path) for path in paths_in(*places)}


@cache
def _parsed(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that is read from another, called or imported, such as `date.today` and `open()`, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield f"{node.func.id}()", node.lineno
        elif isinstance(node, ast.Import):
            yield from ((f"import {alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"import {node.module}", node.lineno
            yield from ((f"import {node.module}.{alias.name}", node.lineno) for alias in node.names)
