"""The wheel, built and installed into an environment of its own, runs far from the repository."""

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests import builders as told

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "hub", "consumers", "producers")
EXAMPLES = ROOT / "tests" / "charging" / "examples" / "charging_examples.json"
BUILD = "import sys, setuptools.build_meta as backend; print(backend.build_wheel(sys.argv[1]))"


def run(*command: object, folder: Path) -> str:
    """What the command prints; it must end well, and sees nothing of our environment."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "UV_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that building leaves no trace among the sources."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    built = tmp_path_factory.mktemp("built")
    run(sys.executable, "-c", BUILD, built, folder=source)
    (wheel,) = built.iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, and beside it the libraries of the one that runs this test."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=environment)
    (packages,) = environment.glob("lib/python*/site-packages")
    # A line in such a file adds a folder and runs nothing of it, our own editable installation included.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(*_installer(environment / "bin" / "python"), wheel, folder=environment)
    return environment


def _installer(python: Path) -> list[object]:
    uv = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".tools" / "bin"))
    if uv is not None:
        return [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python]
    return [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps"]


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()

    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    for needed in (
        *("hub/rates/2026-04-06.yaml", "hub/rates/policy/training-council.yaml", "hub/recovery/data/bacs_codes.json"),
        "hub/rates/training_council/2026-04-06.yaml",
        *("hub/ledger/migrations/versions/0001_the_first_ledger.py", "hub/ledger/migrations/script.py.mako"),
        *("contracts/CHANGES.md", "contracts/schemas/asyncapi.json"),
        "contracts/samples/inbound/payment.received.v1.json",
    ):
        assert needed in names


def test_the_code_that_runs_is_the_installed_one(installed: Path, tmp_path: Path) -> None:
    program = f"import json, {', '.join(PACKAGES)}; print(json.dumps([{'.__path__[0], '.join(PACKAGES)}.__path__[0]]))"

    places = json.loads(run(installed / "bin" / "python", "-c", program, folder=tmp_path))

    assert all(Path(place).is_relative_to(installed) for place in places)


def test_the_installed_hub_plays_events(installed: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.json"
    life = [told.a_person(), told.a_care_package(), told.a_light_touch(), told.an_opened_day("2026-05-04")]
    events.write_text(json.dumps(life))

    state = json.loads(run(installed / "bin" / "hub", "play", events, "--json", folder=tmp_path))

    assert [person["balance"] for person in state["people"]] == ["280.00"]


def test_the_installed_hub_assesses_published_examples(installed: Path, tmp_path: Path) -> None:
    results = json.loads(run(installed / "bin" / "hub", "assess", EXAMPLES, "--json", folder=tmp_path))

    assert len(results) == len(json.loads(EXAMPLES.read_text())["examples"])


def test_the_installed_hub_checks_its_schemas(installed: Path, tmp_path: Path) -> None:
    report = json.loads(run(installed / "bin" / "hub", "schemas", "check", "--json", folder=tmp_path))

    assert report == {"clean": True, "faults": []}


def test_the_installed_hub_makes_a_store_and_proves_it(installed: Path, tmp_path: Path) -> None:
    hub = installed / "bin" / "hub"
    run(hub, "migrate", folder=tmp_path)
    sample = next(installed.glob("lib/python*/site-packages/contracts/samples/inbound/payment.received.v1.json"))
    run(hub, "publish", sample, folder=tmp_path)

    assert json.loads(run(hub, "reconcile", "--json", folder=tmp_path))["counts"]["bus"] == {"embedded": 1}
    assert json.loads(run(hub, "replay", "--verify", "--json", folder=tmp_path))["clean"] is True


@pytest.mark.parametrize("verb", ["demo", "serve", "reconcile"])
def test_the_installed_hub_teaches(installed: Path, tmp_path: Path, verb: str) -> None:
    assert f"Example: hub {verb}" in run(installed / "bin" / "hub", verb, "--help", folder=tmp_path)
