"""The published table says what the mutants are."""

from tests.teeth.mutants import MUTANTS
from tests.teeth.table import PATH, render


def test_the_published_table_is_the_one_that_the_mutants_give() -> None:
    assert PATH.read_text("utf-8") == render(), "run: python -m tests.teeth.table"


def test_the_table_names_every_mutant_and_every_killer() -> None:
    text = render()
    for mutant in MUTANTS:
        assert f"| `{mutant.name}` |" in text
        for node in mutant.killed_by:
            assert node.removeprefix("tests/") in text
