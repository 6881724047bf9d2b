"""docker-compose.yml: as the specification says, complete, pinned, and without a secret in it."""

import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hub.ledger.engine import STATEMENT_TIMEOUT
from hub.settings import Part
from producers.publisher import CONFIRM_SECONDS
from tests.deployment.project_files import HUB_IMAGE, ROOT, compose, hub_services, lasting_services, services
from tests.deployment.verbs import parse

SCHEMA = ROOT / "tests" / "deployment" / "compose_spec" / "compose-spec.json"
EXACT = re.compile(r"[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?(@sha256:[0-9a-f]{64})?")
MOUNTED = re.compile(r"/run/secrets/([A-Za-z0-9_.-]+)")


def texts_in(document: Any) -> Iterator[str]:
    """Every text in a document, keys included."""
    if isinstance(document, dict):
        for key, its in document.items():
            yield str(key)
            yield from texts_in(its)
    elif isinstance(document, list):
        for its in document:
            yield from texts_in(its)
    else:
        yield str(document)


def seconds(text: str) -> int:
    """Seconds in a duration such as 90s."""
    return int(text.removesuffix("s"))


def secrets_of(service: dict[str, Any]) -> set[str]:
    """The secrets that are mounted into a service."""
    return {its if isinstance(its, str) else its["source"] for its in service.get("secrets", [])}


def test_the_file_is_as_the_compose_specification_says() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    faults = [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(schema).iter_errors(compose())]
    assert faults == []


def test_the_copied_schema_refuses_a_service_it_does_not_know_how_to_run() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    wrong = {"services": {"hub": {"image": "hub:1.0", "comand": ["serve"]}}}
    assert not Draft202012Validator(schema).is_valid(wrong)


@pytest.mark.parametrize("part", list(Part))
def test_every_part_of_the_hub_has_one_service_of_its_own(part: Part) -> None:
    assert [name for name, its in hub_services().items() if its["command"] == ["serve", "--only", part]] == [part]


@pytest.mark.parametrize("name", [name for name, its in hub_services().items() if its["command"] != ["--help"]])
def test_the_command_of_every_hub_service_is_one_the_hub_knows(name: str) -> None:
    parse(hub_services()[name]["command"])


def test_every_lasting_service_has_a_health_check_and_comes_back_after_a_restart_of_the_machine() -> None:
    for name, its in lasting_services().items():
        assert "healthcheck" in its, name
        assert its["restart"] == "unless-stopped", name


def test_what_runs_once_is_not_started_again() -> None:
    once = services().keys() - lasting_services().keys()
    assert once == {"migrate", "topology", "hub"}


def test_every_foreign_image_is_pinned_by_its_exact_version() -> None:
    foreign = {name: its["image"] for name, its in services().items() if name not in hub_services()}
    assert foreign.keys() == {"postgres", "rabbitmq"}
    for image in foreign.values():
        assert EXACT.fullmatch(image), image
    assert foreign["rabbitmq"].startswith("rabbitmq:4.")


def test_the_image_of_the_hub_carries_its_version_and_is_built_here_and_never_fetched() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for its in hub_services().values():
        assert its["image"] == f"{HUB_IMAGE}:{version}"
        assert its["pull_policy"] == "build"


@pytest.mark.parametrize("part", list(Part))
def test_a_part_starts_when_broker_and_database_are_well_and_tables_and_wiring_are_there(part: Part) -> None:
    conditions = {name: its["condition"] for name, its in services()[part]["depends_on"].items()}
    assert conditions == {
        "postgres": "service_healthy",
        "rabbitmq": "service_healthy",
        "migrate": "service_completed_successfully",
        "topology": "service_completed_successfully",
    }


def test_nobody_waits_for_the_health_of_a_service_that_does_not_tell_it() -> None:
    for name, its in services().items():
        for other, condition in its.get("depends_on", {}).items():
            told = "healthcheck" in services()[other] or condition["condition"] != "service_healthy"
            assert told, f"{name} waits for {other}"


def test_no_password_stands_in_the_file() -> None:
    for text in texts_in(compose()):
        assert not re.search(r"://[^/\s]*@", text), text
    for name, its in services().items():
        for variable, setting in its.get("environment", {}).items():
            if re.search("PASS|SECRET|TOKEN|HUB_DB|HUB_BUS", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert MOUNTED.fullmatch(setting), f"{name}: {variable}"


def test_secrets_are_files_in_a_folder_that_git_ignores() -> None:
    for name, its in compose()["secrets"].items():
        assert its == {"file": f"./secrets/{name}"}
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_every_secret_is_used_and_a_service_has_those_it_reads_and_no_other() -> None:
    used: set[str] = set()
    for name, its in services().items():
        read = set(MOUNTED.findall(" ".join(texts_in(its.get("environment", {})))))
        for config in its.get("configs", []):
            read |= set(MOUNTED.findall(compose()["configs"][config["source"]]["content"]))
        read |= {secret["source"] for secret in its.get("secrets", []) if isinstance(secret, dict)}
        assert secrets_of(its) == read, name
        used |= read
    assert used == compose()["secrets"].keys()


def test_data_lies_in_named_volumes_and_no_folder_of_the_machine_is_mounted() -> None:
    named = compose()["volumes"].keys()
    mounted = [volume.split(":")[0] for its in services().values() for volume in its.get("volumes", [])]
    assert sorted(mounted) == sorted(named)


def test_only_health_pages_are_opened_and_only_on_this_machine() -> None:
    opened = {name: its["ports"] for name, its in services().items() if "ports" in its}
    assert opened.keys() == {str(part) for part in Part}
    for name, ports in opened.items():
        inside = services()[name]["environment"]["HUB_HEALTH_PORT"]
        for port in ports:
            assert re.fullmatch(rf"127\.0\.0\.1:[\d-]+:{inside}", port), name


def test_broker_and_database_are_on_a_network_without_a_way_out() -> None:
    assert compose()["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "rabbitmq"):
        assert services()[name]["networks"] == ["inside"]


def test_the_hub_cannot_write_to_its_image_nor_gain_a_right() -> None:
    for name, its in hub_services().items():
        assert its["read_only"] is True, name
        assert its["cap_drop"] == ["ALL"], name


def test_every_service_keeps_its_rights_and_has_limits() -> None:
    for name, its in services().items():
        assert its["security_opt"] == ["no-new-privileges:true"], name
        assert its["deploy"]["resources"]["limits"].keys() >= {"cpus", "memory"}, name


def test_a_part_has_longer_to_end_than_the_slowest_thing_it_may_be_doing() -> None:
    for part in Part:
        patience = seconds(services()[part]["stop_grace_period"])
        assert patience > max(seconds(STATEMENT_TIMEOUT), CONFIRM_SECONDS), part


class _Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.mark.parametrize(("status", "ending"), [(200, 0), (503, 1)])
@pytest.mark.parametrize("part", list(Part))
def test_the_health_check_says_what_the_health_page_says(part: Part, status: int, ending: int) -> None:
    shell, python, option, code = services()[part]["healthcheck"]["test"]
    assert (shell, python, option) == ("CMD", "python", "-c")
    with HTTPServer(("127.0.0.1", 0), type("Page", (_Page,), {"status": status})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        checked = code.replace(":8080/", f":{server.server_port}/")
        done = subprocess.run([sys.executable, option, checked], check=False, capture_output=True, timeout=30)
        server.shutdown()
    assert checked != code
    assert done.returncode == ending
