"""The published table of the teeth, made from the mutants themselves.

`python -m tests.teeth.table` writes it anew.
"""

from pathlib import Path

from tests.teeth.mutants import MUTANTS

PATH = Path(__file__).parents[2] / "docs" / "teeth.md"

HEAD = """# The safeguards have teeth

A safeguard that nothing would miss is a comment. For each safeguard below there is a mutant: a copy of the hub in
which the smallest possible edit takes that safeguard away. The test named beside it must fail on the copy, and pass
on the hub as it is. `sh test.sh tests/teeth` tries all {count} of them.

A mutant is found by its name in `tests/teeth/mutants`, with the piece of source that it replaces. Whoever moves a
safeguard is told to move its mutant; this table is made from the same list by `python -m tests.teeth.table`.

The promises P1 to P13 are those of the README. Tests are named from the folder `tests`.
"""


def render() -> str:
    """The whole document."""
    lines = ["| safeguard | promise | the mutant | what it does | killed by |", "|---|---|---|---|---|"]
    for mutant in MUTANTS:
        killers = "<br>".join(f"`{_shown(node)}`" for node in mutant.killed_by)
        lines.append(
            f"| {mutant.safeguard} | {mutant.promise} | `{mutant.name}` | {mutant.does} | {killers} |",
        )
    return f"{HEAD.format(count=len(MUTANTS))}\n" + "\n".join(lines) + "\n"


def _shown(node: str) -> str:
    return node.removeprefix("tests/").replace("|", "\\|")


if __name__ == "__main__":
    PATH.write_text(render(), "utf-8")
