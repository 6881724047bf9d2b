"""reconcile and replay: both are clean on what the hub wrote, and each finds every kind of fault that it claims to."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.council import NOTICE_ID, PAYMENT_ID, PUBLISHER, TAKEN_ID, tampering
from tests.command_line.running import Hub
from tests.producers.queues import channel_of

Tamper = Callable[[sqlite3.Connection], object]
OF_THE_PAYMENT = f"(SELECT entry FROM journal_entry WHERE cause = '{PAYMENT_ID}')"
A_CHUNK = "(SELECT message_id FROM outbox WHERE type = 'recalculation.requested.v1' ORDER BY outbox_no LIMIT 1)"
FIRST_OF_42 = "(SELECT entry FROM journal_entry WHERE person = 'P-0042' AND position = 1)"


def by(*statements: str) -> Tamper:
    """Tampering by SQL; every statement must change something, or the test would prove nothing."""

    def tamper(store: sqlite3.Connection) -> None:
        for statement in statements:
            assert store.execute(statement).rowcount > 0, statement

    return tamper


def test_a_store_that_nobody_touched_is_clean_and_its_counts_tie(hub: Hub, council: Path) -> None:
    report = hub.json("reconcile")

    assert report.keys() == {"clean", "counts", "trial_balance", "findings"}
    assert report["clean"] is True
    assert report["findings"] == []
    counts = report["counts"]
    assert counts.keys() == {"inbox", "facts", "parked", "outbox", "bus", "entries"}
    assert counts["inbox"]["applied"] == counts["facts"] > 0
    # Four are set aside; the inbox knows the one that fits its contract.
    assert counts["inbox"]["parked"] == 1
    assert counts["parked"] == {"waiting": 4, "replayed": 0, "discarded": 0}
    assert counts["outbox"]["waiting"] == 0
    assert counts["bus"] == {"embedded": 0}
    assert counts["entries"] == 9
    # 280.00 + 320.00 + 320.00 + 286.20 + 306.20 + 306.20, of which 100.00 was paid
    assert report["trial_balance"] == {
        "bank": "100.00",
        "contribution_debtors": "1718.60",
        "income_community": "-1818.60",
    }
    assert "Everything is as promised." in hub("reconcile").out


FAULTS: dict[str, tuple[Tamper, str, str]] = {
    "a fact without its ending": (
        by(f"DELETE FROM inbox WHERE message_id = '{PAYMENT_ID}'"),
        "endings",
        "a fact was kept, and the inbox does not say that it was applied",
    ),
    "an ending without its fact": (
        by(f"DELETE FROM fact WHERE message_id = '{PAYMENT_ID}'"),
        "endings",
        "applied by the inbox, and no fact was kept",
    ),
    "a parked message that is gone": (
        by(f"DELETE FROM parked WHERE message_id = '{TAKEN_ID}'"),
        "endings",
        "parked by the inbox, and nothing is set aside",
    ),
    "a fact that was changed": (
        by(f"UPDATE fact SET body = replace(body, '100.00', '900.00') WHERE message_id = '{PAYMENT_ID}'"),
        "endings",
        "the fact is not what the inbox received",
    ),
    "a number that never arrived": (
        by(f"DELETE FROM received_number WHERE sender = '{PUBLISHER}' AND number IN (3, 4)"),
        "numbers",
        "messages 3 to 4 never arrived",
    ),
    "the first number": (
        by(f"DELETE FROM received_number WHERE sender = '{PUBLISHER}' AND number = 1"),
        "numbers",
        "message 1 never arrived",
    ),
    "the last number": (
        by(f"DELETE FROM received_number WHERE sender = '{PUBLISHER}' AND is_last"),
        "numbers",
        "nothing after 7 arrived, and that was not the last",
    ),
    "a number of the relay used twice": (
        by("UPDATE outbox SET number = 1 WHERE number = 2"),
        "outbox",
        "the numbers given out are not 1, 2, 3 to the last",
    ),
    "a number of the relay never used": (
        by("DELETE FROM outbox WHERE type = 'task.raised.v1'"),
        "outbox",
        "the numbers given out are not 1, 2, 3 to the last",
    ),
    "a message to ourselves that never came": (
        by(f"DELETE FROM fact WHERE message_id = {A_CHUNK}", f"DELETE FROM inbox WHERE message_id = {A_CHUNK}"),
        "outbox",
        "said to ourselves and confirmed, and never came in",
    ),
    "an entry that does not balance": (
        by(f"UPDATE posting SET pence = pence + 1 WHERE entry = {OF_THE_PAYMENT} AND line_no = 1"),
        "balances",
        "debits and credits differ by 0.01",
    ),
    "an entry of one line": (
        by(f"DELETE FROM posting WHERE entry = {OF_THE_PAYMENT} AND line_no = 1"),
        "balances",
        "debits and credits differ by",
    ),
    "an entry without lines": (
        by(f"DELETE FROM posting WHERE entry = {OF_THE_PAYMENT}"),
        "balances",
        "an entry without lines",
    ),
    "lines without their entry": (
        by(f"DELETE FROM journal_entry WHERE cause = '{PAYMENT_ID}'"),
        "balances",
        "lines without their entry",
    ),
    "an entry of which finance is never told": (
        by("DELETE FROM outbox WHERE type = 'ledger_entry.posted.v1' AND outbox_no < 20"),
        "balances",
        "posted, and the finance system is never told",
    ),
    "an amount that was changed on both sides": (
        by(f"UPDATE posting SET pence = pence * 2 WHERE entry = {OF_THE_PAYMENT}"),
        "chains",
        "does not carry the seal that its content gives",
    ),
    "a seal that was forged": (
        by(f"UPDATE journal_entry SET hash = '{'0' * 64}' WHERE cause = '{PAYMENT_ID}'"),
        "chains",
        "does not carry the seal that its content gives",
    ),
    "a chain that was broken": (
        by("UPDATE journal_entry SET previous_hash = '' WHERE person = 'P-0042' AND position = 3"),
        "chains",
        "not sealed to the entry before it",
    ),
    "a place in the chain left out": (
        by("UPDATE journal_entry SET position = 99 WHERE person = 'P-0042' AND position = 5"),
        "chains",
        "expected entry 5 and found 99",
    ),
    "a day's root that was changed": (
        by(f"UPDATE daily_seal SET root = '{'0' * 64}' WHERE day = (SELECT max(day) FROM daily_seal)"),
        "seals",
        "entries under the day's root",
    ),
    "an entry slipped under a sealed day": (
        by("UPDATE journal_entry SET entry_no = 0 WHERE entry_no = 1"),
        "seals",
        "entries under the day's root",
    ),
    "a standing whose chain ends elsewhere": (
        by("UPDATE person_standing SET standing = replace(standing, '\"entries_count\":5', '\"entries_count\":6')"),
        "standings",
        "the standing does not end with the last entry of the chain",
    ),
    "a standing that owes something else": (
        by(f"UPDATE posting SET person = 'P-0043' WHERE entry = {FIRST_OF_42} AND account = 'contribution_debtors'"),
        "standings",
        "the standing and the ledger differ on what is owed",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_reconciling_finds_each_fault_by_what_it_is_about(hub: Hub, council: Path, fault: str) -> None:
    tamper, check, message = FAULTS[fault]
    with tampering(council) as store:
        tamper(store)

    report = hub.json("reconcile", code=1)

    assert report["clean"] is False
    assert all(finding.keys() == {"check", "about", "message"} for finding in report["findings"])
    found = [finding for finding in report["findings"] if finding["check"] == check]
    assert any(message in finding["message"] for finding in found), report["findings"]
    assert all(finding["about"] for finding in report["findings"])
    assert "findings" in hub("reconcile").out


def test_what_waits_on_the_bus_is_not_missed_yet(hub: Hub, council: Path) -> None:
    with tampering(council) as store:
        store.execute(f"DELETE FROM received_number WHERE sender = '{PUBLISHER}' AND number = 3")
        store.execute(
            "INSERT INTO embedded_queue (exchange, routing_key, headers, body) VALUES ('hub.in', 'k', '{}', x'00')"
        )

    report = hub.json("reconcile")

    assert report["counts"]["bus"] == {"embedded": 1}
    assert report["clean"] is True


def test_dead_letters_and_missing_queues_are_found_on_a_broker(hub: Hub, council: Path, vhost: str) -> None:
    hub.json("topology", "apply", "--bus", vhost)
    assert hub.json("reconcile", "--bus", vhost)["clean"] is True
    with channel_of(vhost) as channel:
        channel.basic_publish(_anything(channel), exchange="hub.dead", routing_key="")
        channel.queue_delete("hub.in.stops")

    report = hub.json("reconcile", "--bus", vhost, code=1)

    findings = {finding["about"]: finding["message"] for finding in report["findings"]}
    assert findings == {
        "hub.dead": "1 dead letters: no message should ever end there",
        "hub.in.stops": "the broker has no such queue: `hub topology apply`",
    }
    assert report["counts"]["bus"]["hub.in.stops"] is None
    assert report["counts"]["bus"]["hub.dead"] == 1


def _anything(channel: Any) -> Any:
    return channel.prepare_message(b"sample", content_type="text/plain", content_encoding="utf-8")


def test_replaying_the_facts_gives_the_same_ledger(hub: Hub, council: Path) -> None:
    report = hub.json("replay", "--verify")

    assert report.keys() == {"clean", "facts", "entries", "people", "differences", "difference_count"}
    assert (report["clean"], report["entries"], report["people"]) == (True, 9, 3)
    assert (report["differences"], report["difference_count"]) == ([], 0)
    assert "the same 9 entries, seal for seal" in hub("replay", "--verify").out


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "an amount": (
        by(f"UPDATE posting SET pence = pence * 2 WHERE entry = {OF_THE_PAYMENT}"),
        "the entry says something else than the facts give",
    ),
    "the reason of an entry": (
        by(f"UPDATE journal_entry SET cause = '{NOTICE_ID}' WHERE cause = '{PAYMENT_ID}'"),
        "the entry says something else than the facts give",
    ),
    "an entry that is gone": (
        by(
            f"DELETE FROM posting WHERE entry = {OF_THE_PAYMENT}",
            f"DELETE FROM journal_entry WHERE cause = '{PAYMENT_ID}'",
        ),
        "the facts give an entry that is missing",
    ),
    "a fact that is gone": (
        by(f"DELETE FROM fact WHERE message_id = '{PAYMENT_ID}'"),
        "the entry does not follow from the facts",
    ),
    "a standing": (
        by("UPDATE person_standing SET standing = replace(standing, 'TESTA0042', 'TESTA9999')"),
        "the standing is not the fold of the facts",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_replaying_finds_what_was_tampered_with(hub: Hub, council: Path, what: str) -> None:
    tamper, message = TAMPERED[what]
    with tampering(council) as store:
        tamper(store)

    report = hub.json("replay", "--verify", code=1)

    assert report["clean"] is False
    assert report["difference_count"] == len(report["differences"]) > 0
    assert message in {difference["message"] for difference in report["differences"]}
    assert f"{report['difference_count']} differences" in hub("replay", "--verify").out


def test_facts_can_be_replayed_into_a_store_to_keep(hub: Hub, council: Path) -> None:
    kept = hub.json("person", "P-0042")

    report = hub.json("replay", "--into", "sqlite:///again.sqlite")

    assert report == {"rebuilt": hub.json("reconcile")["counts"]["facts"]}
    assert hub.json("person", "P-0042", "--db", "sqlite:///again.sqlite") == kept


def test_facts_are_replayed_into_an_empty_store_alone(hub: Hub, council: Path) -> None:
    hub("replay", "--into", "sqlite:///again.sqlite")

    again = hub("replay", "--into", "sqlite:///again.sqlite")

    assert again.code == 2
    assert "--into: expected an empty store" in again.err
