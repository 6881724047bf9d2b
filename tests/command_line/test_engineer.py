"""publish, topology, schemas, migrate: the verbs that set up and feed a hub."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

import contracts
from hub.recovery.agents import load_agents
from hub.topology import topology
from tests import builders as told
from tests.command_line.running import Hub
from tests.command_line.test_work_lists import settle
from tests.producers.queues import channel_of, messages_in

WIRING = topology(load_agents())
INBOUND = Path(contracts.__path__[0]) / "samples" / "inbound"


def in_a_file(folder: Path, *events: Any) -> Path:
    file = folder / "events.json"
    file.write_bytes(orjson.dumps(events))
    return file


def test_publishing_twice_changes_nothing(hub: Hub, council: Path, tmp_path: Path) -> None:
    file = in_a_file(tmp_path, told.a_payment("20.00", payment="PAY-9"), told.a_payment("30.00", payment="PAY-10"))

    first = hub.json("publish", file)
    settle(council)
    once = {**hub.json("reconcile"), "account": hub.json("person", "P-0042")}
    second = hub.json("publish", file)
    settle(council)

    assert first == second
    assert (first["published"], first["returned"]) == (2, [])
    assert first.keys() == {"published", "returned", "sender"}
    assert once["account"]["paid"] == "150.00"
    assert {**hub.json("reconcile"), "account": hub.json("person", "P-0042")} == once
    assert once["clean"] is True


def test_what_is_published_is_numbered_so_that_what_never_arrives_is_missed(
    hub: Hub, council: Path, tmp_path: Path, vhost: str
) -> None:
    file = in_a_file(tmp_path, *(told.a_payment("1.00", payment=f"PAY-{number}") for number in range(20, 23)))
    hub.json("topology", "apply", "--bus", vhost)

    sender = hub.json("publish", file, "--bus", vhost)["sender"]

    headers = [message.properties["application_headers"] for message in messages_in(vhost, "hub.in.banking")]
    assert [(its["hub-sender"], its["hub-number"], its.get("hub-last")) for its in headers] == [
        (sender, 1, None),
        (sender, 2, None),
        (sender, 3, True),
    ]


def test_whatever_is_in_a_file_is_published_and_what_fits_nothing_is_set_aside(
    hub: Hub, council: Path, tmp_path: Path
) -> None:
    before = len(hub.json("parked", "list"))
    file = in_a_file(tmp_path, {"no": "event"}, "words", told.a_payment("1.00", payment="PAY-9"))

    assert hub.json("publish", file)["published"] == 3
    settle(council)

    assert len(hub.json("parked", "list")) == before + 2
    assert hub.json("reconcile")["clean"] is True
    assert "3 published and confirmed." in hub("publish", file).out


def test_every_sample_of_the_contracts_is_published_and_none_is_set_aside(hub: Hub, tmp_path: Path) -> None:
    files = sorted(INBOUND.glob("*.json"))

    assert hub.json("publish", *files)["published"] == len(files)
    settle(tmp_path / "hub.sqlite")

    assert hub.json("parked", "list") == []


def test_what_the_broker_cannot_route_is_told_by_its_id(hub: Hub, tmp_path: Path, vhost: str) -> None:
    file = in_a_file(tmp_path, told.a_payment(id="routed"), told.a_person(id="unrouted"))
    hub.json("topology", "apply", "--bus", vhost)
    with channel_of(vhost) as channel:
        channel.queue_delete("hub.in.people")
        # Without this net it is not even kept as a word that nobody knows.
        channel.queue_delete("hub.in.unknown")

    report = hub.json("publish", file, "--bus", vhost, code=1)

    assert (report["published"], report["returned"]) == (1, ["unrouted"])
    ran = hub("publish", file, "--bus", vhost)
    assert "1 came back, because the broker has no queue for them: `hub topology apply`" in ran.err


def test_a_broker_without_wiring_is_an_outage_that_names_the_remedy(hub: Hub, tmp_path: Path, vhost: str) -> None:
    ran = hub("publish", in_a_file(tmp_path, told.a_payment()), "--bus", vhost)

    assert (ran.code, ran.out) == (1, "")
    assert "unavailable: broker: NotFound" in ran.err
    assert "`hub topology check`" in ran.err


def test_the_wiring_is_applied_and_checked(hub: Hub, vhost: str) -> None:
    missing = hub.json("topology", "check", "--bus", vhost, code=1)
    assert missing.keys() == {"clean", "faults"}
    assert len(missing["faults"]) == len(WIRING.exchanges) + len(WIRING.queues)

    declared = hub.json("topology", "apply", "--bus", vhost)["declared"]

    exchanges, queues = ([its.name for its in specs] for specs in (WIRING.exchanges, WIRING.queues))
    assert [its.split()[1] for its in declared] == [*exchanges, *queues]
    assert hub.json("topology", "check", "--bus", vhost) == {"clean": True, "faults": []}
    assert "The wiring is as it should be." in hub("topology", "check", "--bus", vhost).out


def test_wiring_that_differs_is_refused_and_not_overwritten(hub: Hub, vhost: str) -> None:
    with channel_of(vhost) as channel:
        channel.queue_declare("hub.in.banking", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})

    ran = hub("topology", "apply", "--bus", vhost)

    assert ran.code == 1
    assert "wiring_differs: PRECONDITION_FAILED" in ran.err
    assert "hub.in.banking" in ran.err


def test_agents_of_the_council_have_a_queue_each(
    hub: Hub, tmp_path: Path, vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "agents.yaml").write_text("agents: {SAMPLE-AGENT-9: {kind: tracing}}")
    monkeypatch.setenv("HUB_AGENTS_FILE", "agents.yaml")

    declared = hub.json("topology", "apply", "--bus", vhost)["declared"]

    assert [name for name in declared if ".agent." in name] == ["queue hub.out.agent.SAMPLE-AGENT-9"]


def test_a_store_is_migrated_once_and_again_without_harm(hub: Hub, tmp_path: Path) -> None:
    for _ in range(2):
        assert hub.json("migrate") == {"migrated": True}
    assert hub.json("reconcile")["counts"]["facts"] == 0
    assert "The store is up to date." in hub("migrate").out


def test_a_store_on_postgresql_is_migrated_and_read(hub: Hub, database_url: str) -> None:
    url = database_url.replace("+psycopg", "")

    assert hub.json("migrate", "--db", url) == {"migrated": True}
    assert hub.json("reconcile", "--db", url)["clean"] is True
    assert hub.json("tasks", "--db", url) == []
    assert hub.json("replay", "--verify", "--db", url)["clean"] is True


def test_schemas_are_checked_against_the_contracts(hub: Hub) -> None:
    assert hub.json("schemas", "check") == {"clean": True, "faults": []}
    assert "Schemas and samples fit the contracts." in hub("schemas", "check").out


def test_schemas_that_drifted_are_found_and_written_anew(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.command_line import schemas

    faulty = ["schemas/payment.received.v1.json: differs from what the contracts say; run `hub schemas write`"]
    monkeypatch.setattr(schemas, "check_schemas", lambda: faulty)
    monkeypatch.setattr(schemas, "write_schemas", lambda *, allow_breaking: [tmp_path / "payment.received.v1.json"])

    report = hub.json("schemas", "check", code=1)

    assert report == {"clean": False, "faults": faulty}
    assert hub.json("schemas", "write") == {"written": ["payment.received.v1.json"]}


def test_a_url_with_a_plus_psycopg_names_the_same_store(hub: Hub, database_url: str) -> None:
    assert "+psycopg" in database_url
    assert hub.json("tasks", "--db", database_url) == []


def test_json_is_what_other_programs_read(hub: Hub, council: Path) -> None:
    ran = hub("tasks", "--json")

    assert json.loads(ran.out)
    assert ran.err == ""
