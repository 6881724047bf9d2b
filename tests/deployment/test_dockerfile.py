"""The Dockerfile: pinned, small, verified by hash, and not root."""

import re
import tomllib
from dataclasses import dataclass

from tests.deployment.project_files import ROOT

BASE = re.compile(r"python:(\d+\.\d+)\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?( AS [a-z]+)?")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction with what it is given."""

    word: str
    given: str


def stages() -> list[list[Instruction]]:
    """The instructions of every stage, each beginning with its FROM."""
    text = "".join(line for line in (ROOT / "Dockerfile").open(encoding="utf-8") if not line.startswith("#"))
    found: list[list[Instruction]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        word, _, given = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append(Instruction(word, " ".join(given.split())))
    return found


def given_to(word: str) -> list[str]:
    """What every instruction of one kind is given, over all stages."""
    return [its.given for stage in stages() for its in stage if its.word == word]


def copied() -> set[str]:
    """What is copied from the project."""
    return {source for given in given_to("COPY") if "--from=" not in given for source in given.split()[:-1]}


def project() -> dict[str, object]:
    """What pyproject.toml says of the project."""
    its: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return its


def test_every_stage_begins_from_one_pinned_image_of_the_oldest_python_that_the_hub_supports() -> None:
    bases = given_to("FROM")
    assert len(bases) > 1
    for base in bases:
        assert BASE.fullmatch(base), base
    assert len({base.split(" AS ")[0] for base in bases}) == 1
    oldest = str(project()["requires-python"]).removeprefix(">=")
    assert bases[0].startswith(f"python:{oldest}.")


def test_the_hub_runs_as_a_numbered_user_who_is_not_root() -> None:
    users = [its.given for its in stages()[-1] if its.word == "USER"]
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])


def test_nothing_is_run_as_root_once_the_user_is_set() -> None:
    words = [its.word for its in stages()[-1]]
    assert not {"RUN", "COPY"} & set(words[words.index("USER") :])


def test_only_the_packages_of_the_hub_and_what_builds_them_are_copied() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    packages = {
        its.removesuffix("*") for its in tomllib.loads(text)["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    assert copied() == packages | {"requirements.lock", "pyproject.toml", "README.md", "LICENSE"}
    assert given_to("ADD") == []


def test_what_is_copied_is_all_that_the_build_can_see() -> None:
    lines = [line.strip() for line in (ROOT / ".dockerignore").open(encoding="utf-8") if not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied()


def test_packages_come_from_the_lock_by_hash_and_from_nowhere_else() -> None:
    runs = [run.strip() for given in given_to("RUN") for run in given.split("&&") if re.search(r"\bpip\b", run)]
    fetching = [run for run in runs if "--no-index" not in run and "-m venv" not in run]
    assert [run for run in fetching if "--require-hashes" not in run or "requirements.lock" not in run] == []
    assert len(fetching) == 1


def test_the_final_image_takes_the_finished_environment_and_no_build_folder() -> None:
    assert [its.given for its in stages()[-1] if its.word == "COPY"] == ["--from=build /opt/hub /opt/hub"]


def test_the_image_is_the_hub_command() -> None:
    assert given_to("ENTRYPOINT") == ['["hub"]']
    assert given_to("CMD") == ['["--help"]']
