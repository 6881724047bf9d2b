"""P14: the safeguards have teeth. Take one away, and the tests that are named for it fail."""

import ast
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.services.given import DATABASE_PREFIX, POSTGRESQL_URL, RABBITMQ_URL, VIRTUAL_HOSTS, GivenVirtualHosts
from tests.services.provided import Broker, Server
from tests.services.rabbitmq import VirtualHosts
from tests.teeth.at_home import NOT_AT_HOME
from tests.teeth.mutant import Mutant
from tests.teeth.mutants import MUTANTS
from tests.teeth.trial import ROOT, Nursery, Trial, copy_project, link_copy

AT_ONCE = 2
ALL_PASSED, SOME_FAILED = 0, 1
NODES = {node: mutant.on_a_broker for mutant in MUTANTS for node in mutant.killed_by}

each_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda its: its.name)

Trials = Mapping[str | None, Future[Trial]]
"""The trial of each mutant by its name, and of none under no name."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is now: whoever works on it meanwhile does not disturb the trials."""
    folder = tmp_path_factory.mktemp("teeth") / "copied"
    folder.mkdir()
    copy_project(folder)
    return folder


@pytest.fixture(scope="module")
def nurseries() -> Iterator[SimpleQueue[Nursery]]:
    """Where the trials are run, as many at once as there are nurseries."""
    free: SimpleQueue[Nursery] = SimpleQueue()
    made = [Nursery() for _ in range(AT_ONCE)]
    for nursery in made:
        free.put(nursery)
    yield free
    for nursery in made:
        with nursery:
            continue


@pytest.fixture(scope="module")
def trials(
    request: pytest.FixtureRequest,
    copied: Path,
    nurseries: SimpleQueue[Nursery],
    rabbitmq: Broker,
    postgresql: Server,
    virtual_hosts: VirtualHosts | GivenVirtualHosts,
) -> Iterator[Trials]:
    """The trials that the chosen tests ask for, in the order in which these will look at them."""
    lent: list[str] = []

    def begin(number: int, mutant: Mutant | None) -> Future[Trial]:
        nodes = list(NODES if mutant is None else mutant.killed_by)
        hosts = [virtual_hosts.take() for node in nodes if NODES[node]]
        lent.extend(hosts)
        servers = {
            RABBITMQ_URL: rabbitmq.url,
            VIRTUAL_HOSTS: " ".join(hosts),
            POSTGRESQL_URL: postgresql.url,
            DATABASE_PREFIX: f"teeth_{number}_",
        }
        return pool.submit(_try, mutant, nodes, copied, nurseries, servers)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            None if mutant is None else mutant.name: begin(number, mutant)
            for number, mutant in enumerate(_chosen(request.session))
        }
        pool.shutdown(cancel_futures=True)
    for name in lent:
        virtual_hosts.give_back(name)


def _chosen(session: pytest.Session) -> Iterator[Mutant | None]:
    for item in session.items:
        if isinstance(item, pytest.Function) and item.path == Path(__file__) and "trials" in item.fixturenames:
            callspec = getattr(item, "callspec", None)
            yield None if callspec is None else callspec.params["mutant"]


def _try(
    mutant: Mutant | None, nodes: list[str], copied: Path, nurseries: SimpleQueue[Nursery], servers: Mapping[str, str]
) -> Trial:
    folder = copied.with_name("nothing" if mutant is None else mutant.name)
    link_copy(copied, folder, mutant)
    nursery = nurseries.get()
    try:
        return nursery.run(nodes, folder, servers)
    finally:
        nurseries.put(nursery)
        shutil.rmtree(folder)


@pytest.mark.timeout(600)
def test_every_test_that_is_named_passes_while_nothing_is_taken_away(trials: Trials) -> None:
    trial = trials[None].result()
    assert trial.status == ALL_PASSED, trial.output


@each_mutant
def test_a_safeguard_that_is_taken_away_is_missed(mutant: Mutant, trials: Trials) -> None:
    trial = trials[mutant.name].result()
    assert trial.status == SOME_FAILED, trial.output
    for node in mutant.killed_by:
        assert trial.failed(node), f"{node} did not fail\n{trial.output}"


@each_mutant
def test_what_a_mutant_takes_away_is_there_once_and_leaves_code_that_compiles(mutant: Mutant) -> None:
    ast.parse(mutant.applied_to((ROOT / mutant.file).read_text("utf-8")))


def test_every_mutant_has_a_name_and_a_safeguard_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert len({mutant.safeguard for mutant in MUTANTS}) == len(MUTANTS)
    assert all(mutant.killed_by for mutant in MUTANTS)


def test_a_mutant_whose_piece_of_source_is_gone_or_there_twice_is_named() -> None:
    mutant = MUTANTS[0]
    for source in ("", mutant.old * 2):
        with pytest.raises(ValueError, match=mutant.name):
            mutant.applied_to(source)


def test_a_run_whose_code_comes_from_elsewhere_is_no_trial(
    copied: Path, nurseries: SimpleQueue[Nursery], tmp_path: Path
) -> None:
    folder = tmp_path / "here"
    link_copy(copied, folder, None)
    shutil.rmtree(folder / "hub")
    (folder / "tests" / "test_elsewhere.py").write_text(
        f"import sys\nsys.path.insert(0, {str(copied)!r})\nimport hub.clock\ndef test_nothing(): assert False\n"
    )
    nursery = nurseries.get()
    trial = nursery.run(["tests/test_elsewhere.py"], folder, {})
    nurseries.put(nursery)
    assert trial.status == NOT_AT_HOME, trial.output
    assert "hub.clock" in trial.output
