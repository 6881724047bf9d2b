"""Settings and secrets as compose hands them over, read by the hub itself."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy.engine import make_url

from hub.ledger.migrate import upgrade
from hub.settings import EMBEDDED, from_environment
from tests.deployment.project_files import compose, hub_services
from tests.deployment.secrets_command import run_in
from tests.services.postgresql import connect, drop_database
from tests.services.provided import Server


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch, made_secrets: Path) -> Path:
    """The environment of the consumers, its secrets mounted from the folder that the README's command made."""
    for name, value in hub_services()["consumers"]["environment"].items():
        monkeypatch.setenv(name, value.replace("/run/secrets", str(made_secrets)))
    return made_secrets


def test_compose_sets_only_what_the_hub_reads(names_that_settings_read: set[str]) -> None:
    for name, its in hub_services().items():
        assert its["environment"].keys() <= names_that_settings_read, name


def test_the_hub_reads_both_urls_from_the_files_of_the_secrets(mounted: Path) -> None:
    settings = from_environment()
    assert settings.db == (mounted / "hub_db_url").read_text("utf-8")
    assert settings.bus == (mounted / "hub_bus_url").read_text("utf-8")
    assert (settings.health_host, settings.health_port) == ("0.0.0.0", 8080)


def test_a_file_outweighs_a_variable_and_the_command_line_outweighs_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "url").write_text("postgresql://hub@database/hub\n", encoding="utf-8")
    monkeypatch.setenv("HUB_DB", "sqlite:///other.sqlite")
    monkeypatch.setenv("HUB_DB_FILE", str(tmp_path / "url"))
    assert from_environment().db == "postgresql://hub@database/hub"
    assert from_environment("sqlite:///mine.sqlite").db == "sqlite:///mine.sqlite"


def test_without_settings_the_store_is_a_file_and_the_bus_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUB_DB", "HUB_DB_FILE", "HUB_BUS", "HUB_BUS_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert (from_environment().db, from_environment().bus) == ("sqlite:///hub.sqlite", EMBEDDED)


def test_the_command_of_the_readme_makes_every_secret_and_nothing_else(made_secrets: Path) -> None:
    assert {path.name for path in made_secrets.iterdir()} == compose()["secrets"].keys()


def test_only_who_made_the_secrets_can_enter_their_folder_and_containers_can_read_the_files(made_secrets: Path) -> None:
    assert made_secrets.stat().st_mode & 0o777 == 0o700
    for path in made_secrets.iterdir():
        assert path.stat().st_mode & 0o777 == 0o444, path.name


def test_the_urls_name_the_services_of_compose_and_the_passwords_that_the_servers_are_given(made_secrets: Path) -> None:
    told = {path.name: path.read_text("utf-8") for path in made_secrets.iterdir()}
    database, broker = urlsplit(told["hub_db_url"]), urlsplit(told["hub_bus_url"])
    assert {database.hostname, broker.hostname} <= compose()["services"].keys()
    assert database.password == told["hub_database_password"]
    assert told["rabbitmq_user.conf"] == f"default_user = {broker.username}\ndefault_pass = {broker.password}\n"
    assert f"default_vhost = {broker.path[1:]}\n" in compose()["configs"]["broker"]["content"]
    assert len({database.password, broker.password, told["postgres_password"]}) == 3


def test_secrets_that_are_there_are_not_overwritten(made_secrets: Path) -> None:
    before = {path.name: path.read_text("utf-8") for path in made_secrets.iterdir()}
    assert run_in(made_secrets.parent).returncode != 0
    assert {path.name: path.read_text("utf-8") for path in made_secrets.iterdir()} == before


def test_the_role_that_compose_makes_can_keep_the_hub_and_is_no_superuser(postgresql: Server) -> None:
    statements = compose()["configs"]["database_of_the_hub"]["content"].splitlines()
    # The first line is an order to the client, which reads the password from its file.
    assert statements[0] == "\\set password `cat /run/secrets/hub_database_password`"
    with connect(postgresql.url) as connection:
        for statement in statements[1:]:
            connection.execute(statement.replace(":'password'", "'of-a-test'").encode())
    try:
        url = make_url(postgresql.url_of("hub")).set(username="hub", password="of-a-test")
        upgrade(url.render_as_string(hide_password=False))
        with connect(postgresql.url_of("hub")) as connection:
            owner = connection.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'journal_entry'").fetchone()
            role = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'hub'").fetchone()
        assert (owner, role) == (("hub",), (False, False))
    finally:
        drop_database(postgresql.url, "hub")
        with connect(postgresql.url) as connection:
            connection.execute("DROP ROLE hub")
