"""person, statement and explain: an account in two times, and every figure back to the message behind it."""

from pathlib import Path
from typing import Any

import pytest

from tests.command_line.council import NOTICE_ID, PAYMENT_ID, tampering
from tests.command_line.running import Hub

FIRST, SECOND, THIRD = "2026-03-09", "2026-04-06", "2026-05-04"


def entries_of(hub: Hub, person: str, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in hub.json("person", person)["entries"] if entry["kind"] == kind]


def test_an_account_shows_balance_items_holds_tasks_referrals_and_entries(hub: Hub, council: Path) -> None:
    account = hub.json("person", "P-0042")

    assert account.keys() == {
        *(
            "person",
            "balance",
            "charged",
            "deferred",
            "paid",
            "items",
            "holds",
            "tasks",
            "referrals",
            "held_upratings",
            "entries",
        )
    }
    # 280.00 + 320.00 + 320.00 - 100.00
    assert (account["charged"], account["paid"], account["balance"]) == ("920.00", "100.00", "820.00")
    assert [(item["item"], item["charged"], item["outstanding"]) for item in account["items"]] == [
        (FIRST, "280.00", "180.00"),
        (SECOND, "320.00", "320.00"),
        (THIRD, "320.00", "320.00"),
    ]
    assert [(entry["kind"], entry["owed"], entry["recorded_at"]) for entry in account["entries"]] == [
        ("charge", "280.00", "2026-04-06T09:00:00+00:00"),
        ("payment", "-100.00", "2026-04-10T09:00:00+00:00"),
        ("charge", "280.00", "2026-05-04T09:00:00+00:00"),
        ("charge", "40.00", "2026-05-11T10:00:00+00:00"),
        ("charge", "320.00", "2026-06-01T09:00:00+00:00"),
    ]
    assert [(its["referral"], its["state"]) for its in account["referrals"]] == [("REF-T", "live")]


@pytest.mark.parametrize(
    ("as_of", "known_at", "balance"),
    [
        # Only what takes effect by the day: charges of the cycles that have begun, money that has come.
        ("2026-03-08", None, "0.00"),
        ("2026-03-09", None, "280.00"),
        ("2026-04-05", None, "280.00"),
        ("2026-04-06", None, "600.00"),
        ("2026-04-09", None, "600.00"),
        ("2026-04-10", None, "500.00"),
        ("2026-05-03", None, "500.00"),
        ("2026-05-04", None, "820.00"),
        # Only what was recorded by the moment, the moment itself included.
        (None, "2026-04-06T08:59:59+00:00", "0.00"),
        (None, "2026-04-06T09:00:00+00:00", "280.00"),
        (None, "2026-04-10T08:59:59Z", "280.00"),
        (None, "2026-04-10T09:00:00Z", "180.00"),
        (None, "2026-05-11T10:59:59+01:00", "460.00"),
        (None, "2026-05-11T11:00:00+01:00", "500.00"),
        # Both: what was thought in May of what was true in April.
        ("2026-04-06", "2026-05-11T09:00:00+01:00", "560.00"),
        ("2026-04-06", "2026-05-11T11:00:00+01:00", "600.00"),
        ("2026-04-10", "2026-05-11T09:00:00+01:00", "460.00"),
        ("2026-04-10", "2026-04-09T09:00:00+01:00", "280.00"),
    ],
)
def test_an_account_is_shown_as_it_was_on_a_day_as_it_was_known_at_a_moment(
    hub: Hub, council: Path, as_of: str | None, known_at: str | None, balance: str
) -> None:
    options = [*(["--as-of", as_of] if as_of else []), *(["--known-at", known_at] if known_at else [])]
    account = hub.json("person", "P-0042", *options)

    assert account["balance"] == balance
    assert account["as_of"] == as_of
    assert (account["known_at"] is None) == (known_at is None)


def test_an_item_of_the_past_shows_what_was_outstanding_then(hub: Hub, council: Path) -> None:
    account = hub.json("person", "P-0042", "--as-of", "2026-04-10", "--known-at", "2026-05-05T12:00:00+01:00")

    shown = {"person", "balance", "charged", "deferred", "paid", "items", "as_of", "known_at", "entries"}
    assert account.keys() == shown
    assert [(item["from"], item["to"], item["charged"], item["outstanding"]) for item in account["items"]] == [
        (FIRST, "2026-04-05", "280.00", "180.00"),
        (SECOND, "2026-05-03", "280.00", "280.00"),
    ]


def test_an_account_reads_as_tables_for_people(hub: Hub, council: Path) -> None:
    shown = hub("person", "P-0042").out

    assert "P-0042  owes 820.00  (charged 920.00, paid 100.00)" in shown
    assert "Ledger" in shown
    assert "Referral REF-T to TRACING-AGENT-1: live" in shown


def test_the_latest_statement_is_shown_or_that_of_a_cycle(hub: Hub, council: Path) -> None:
    latest = hub.json("statement", "P-0042")
    second = hub.json("statement", "P-0042", "--from", SECOND)

    amounts = ("opening_balance", "charges", "payments", "closing_balance")
    # Before: 280.00 + 280.00 - 100.00; then 40.00 of April corrected, and 320.00 of May.
    assert latest["period_from"] == THIRD
    assert [latest[name] for name in amounts] == ["460.00", "360.00", "0.00", "820.00"]
    assert [second[name] for name in amounts] == ["280.00", "280.00", "100.00", "460.00"]
    assert "Owed now                        460.00" in hub("statement", "P-0042", "--from", SECOND).out


def test_a_charge_is_explained_by_its_working_and_the_chain_back_to_the_uprating_notice(
    hub: Hub, council: Path
) -> None:
    (correction,) = [entry for entry in entries_of(hub, "P-0043", "charge") if entry["owed"] == "55.40"]
    found = hub.json("explain", correction["entry"][:10])

    assert found.keys() == {
        *("entry", "person", "kind", "effective_on", "recorded_at", "lines", "weeks", "working", "agrees"),
        "because_of",
    }
    assert (found["entry"], found["person"], found["kind"]) == (correction["entry"], "P-0043", "charge")
    assert sorted(line["amount"] for line in found["lines"]) == ["-55.40", "55.40"]
    # 230.25 + 73.90 - 241.45 was charged, 241.30 + 76.70 - 241.45 should have been.
    assert [(week["week"], week["was"], week["is"]) for week in found["weeks"]] == [
        (week, "62.70", "76.55") for week in ("2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27")
    ]
    assert found["agrees"] is True
    (course,) = found["working"]
    assert course["weekly"] == "76.55"
    amounts = {line["amount"] for line in course["lines"]}
    assert {"241.30", "76.70"} <= amounts
    assert all(line["source"] for line in course["lines"])
    assert any("uprated from 2026-04-06" in line["source"] for line in course["lines"])
    chunk, notice = found["because_of"]
    assert (chunk["type"], chunk["source"]) == ("recalculation.requested.v1", "urn:care-contributions-hub")
    assert (notice["type"], notice["id"], notice["source"]) == (
        "benefit.rates_published.v1",
        NOTICE_ID,
        "urn:training-council:test",
    )


def test_an_explanation_works_with_what_was_known_then(hub: Hub, council: Path) -> None:
    """The charge of 4 May did not know of the notice of 6 May."""
    before, _, _ = [entry for entry in entries_of(hub, "P-0043", "charge") if entry["effective_on"] != FIRST]
    found = hub.json("explain", before["entry"])

    assert {(week["was"], week["is"]) for week in found["weeks"]} == {("0.00", "62.70")}
    assert [course["weekly"] for course in found["working"]] == ["62.70"]
    assert found["agrees"] is True
    assert [cause["type"] for cause in found["because_of"]] == ["recalculation.requested.v1", "day.opened.v1"]


def test_a_payment_is_explained_by_the_message_of_its_publisher(hub: Hub, council: Path) -> None:
    (payment,) = entries_of(hub, "P-0042", "payment")
    found = hub.json("explain", payment["entry"])

    assert {(line["account"], line["amount"]) for line in found["lines"]} == {
        ("bank", "100.00"),
        ("contribution_debtors", "-100.00"),
    }
    (cause,) = found["because_of"]
    assert (cause["id"], cause["type"], cause["source"]) == (
        PAYMENT_ID,
        "payment.received.v1",
        "urn:training-council:test",
    )
    assert cause["recorded_at"] == "2026-04-10T09:00:00+00:00"


def test_an_explanation_reads_as_sentences_for_people(hub: Hub, council: Path) -> None:
    (correction,) = [entry for entry in entries_of(hub, "P-0043", "charge") if entry["owed"] == "55.40"]
    shown = hub("explain", correction["entry"]).out

    assert "76.55 a week" in shown
    assert "Because of" in shown
    assert f"benefit.rates_published.v1 {NOTICE_ID}, said by urn:training-council:test" in shown


@pytest.mark.parametrize("person", ["P-0042", "P-0043"])
def test_every_entry_explains_itself_and_agrees_with_what_was_known(hub: Hub, council: Path, person: str) -> None:
    for entry in hub.json("person", person)["entries"]:
        found = hub.json("explain", entry["entry"])
        assert found["agrees"] is True, entry
        assert found["because_of"], entry


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["person", "P-9999"], 1, "REF: nobody is known as P-9999"),
        (["statement", "P-0044"], 1, "REF: no statement"),
        (["statement", "P-0042", "--from", "2026-03-10"], 1, "REF: no statement of that cycle"),
        (["explain", "3f"], 2, "ENTRY: expected at least 4 characters"),
        (["explain", "ffffffffff"], 2, "ENTRY: no entry begins with ffffffffff"),
        (["person", "P-0042", "--as-of", "2026-02-30"], 2, "--as-of: expected a date such as"),
        (["person", "P-0042", "--known-at", "2026-04-06T09:00:00"], 2, "--known-at: expected a moment with its offset"),
        (["person", "P-0042", "--known-at", "yesterday"], 2, "--known-at: expected a moment with its offset"),
        (["statement", "P-0042", "--from", "May"], 2, "--from: expected a date such as"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_the_name_of_its_argument(
    hub: Hub, council: Path, arguments: list[str], code: int, told: str
) -> None:
    ran = hub(*arguments)

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_an_explanation_that_no_longer_agrees_says_so(hub: Hub, council: Path) -> None:
    (charge, *_) = entries_of(hub, "P-0042", "charge")
    with tampering(council) as store:
        store.execute("UPDATE fact SET body = replace(body, '70.00', '75.00') WHERE type LIKE '%light_touch%'")

    assert hub.json("explain", charge["entry"])["agrees"] is False
    assert "The facts known then come to something else than was posted" in hub("explain", charge["entry"]).out


def test_an_entry_whose_fact_is_gone_cannot_be_explained(hub: Hub, council: Path) -> None:
    (charge, *_) = entries_of(hub, "P-0042", "charge")
    with tampering(council) as store:
        store.execute("DELETE FROM fact WHERE message_id = ?", (charge["cause"],))

    ran = hub("explain", charge["entry"])

    assert (ran.code, ran.out) == (1, "")
    assert "invariant_broken: the message that caused" in ran.err
