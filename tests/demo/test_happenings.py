"""Everything that the demo promises to show does happen."""

from collections import Counter, defaultdict
from datetime import date

import orjson
import pytest
from sqlalchemy import Connection, select

from hub.command_line.demonstration import render
from hub.composition import load_almanac
from hub.end_state import end_state
from hub.ledger.tables import fact, outbox, parked
from hub.worklists import referrals, tasks
from tests.demo.conftest import Lived

CYCLES = ["2026-02-09", "2026-03-09", "2026-04-06"]


def told_of(store: Connection, event_type: str) -> list[dict[str, object]]:
    """The data of every fact of a type."""
    query = select(fact.c.body).where(fact.c.type == event_type).order_by(fact.c.fact_no)
    return [orjson.loads(body)["data"] for body in store.execute(query).scalars()]


def test_it_ends_with_the_books_reconciled_and_replayed_from_the_facts_alone(lived: Lived) -> None:
    assert lived.told["reconcile"]["findings"] == []
    assert lived.told["replay"]["differences"] == []
    assert lived.told["clean"] is True
    assert lived.told["replay"]["people"] == 200


def test_twelve_direct_debits_come_back_each_for_another_reason(lived: Lived, store: Connection) -> None:
    returned = told_of(store, "direct_debit.returned.v1")
    assert sorted(str(data["reason_code"]) for data in returned) == list("0123456789AB")
    stories = lived.stories("return")
    assert len({story["person"] for story in stories}) == 12
    for story in stories:
        assert f"its collection of {story['moved']} reversed" in story["did"]
        assert any(sentence.startswith("task: ") for sentence in story["did"])
    # Nine of 404.00 and three, of the third cycle, of 428.60.
    assert lived.told["in_all"]["returned"] == "4921.80"


def test_the_reason_chooses_what_becomes_of_the_mandate(lived: Lived) -> None:
    cancelled = {
        story["told"][-1]
        for story in lived.stories("return")
        if "the bureau told to cancel the mandate" in story["did"]
    }
    assert cancelled == set("1256B")


def test_the_reports_of_returns_and_the_statements_are_files_of_the_real_formats(lived: Lived) -> None:
    formats = Counter(file["format"] for file in lived.told["files"])
    assert formats["arudd"] == 4
    assert formats["camt053"] == 4
    assert formats["bankline"] == 2
    for file in lived.told["files"]:
        assert (lived.folder / file["file"]).stat().st_size > 0


def test_a_file_that_comes_twice_changes_nothing(lived: Lived) -> None:
    files = lived.stories("duplicate file")
    assert [story["day"] for story in files] == ["2026-03-25", "2026-04-20"]
    assert [story["did"] for story in files] == [["nothing changes"]] * 2
    first, again = (lived.folder / name for name in ("2026-03-24-arudd.xml", "2026-03-25-arudd-again.xml"))
    assert first.read_bytes() == again.read_bytes()


def test_messages_are_shuffled_and_many_are_sent_twice(lived: Lived) -> None:
    counts = lived.told["counts"]
    assert counts["sent_twice"] > counts["messages"] // 10


def test_two_bad_messages_are_set_aside_with_field_and_reason(lived: Lived, store: Connection) -> None:
    found = {row.message_id: row for row in store.execute(select(parked))}
    assert set(found) == {"care_package.changed:P-0154:2", "payment.received:P-0161:1"}
    assert found["care_package.changed:P-0154:2"].field == "data.lines.0.starts_on"
    assert found["payment.received:P-0161:1"].field == "data.amount"
    assert found["payment.received:P-0161:1"].message == "expected an amount of 0.01 or more"
    assert {story["person"] for story in lived.stories("bad message")} == {"P-0154", "P-0161"}


def test_a_death_told_late_reverses_charges_cancels_the_mandate_and_raises_the_task(
    lived: Lived, store: Connection
) -> None:
    did = lived.story("late death", "P-0042")["did"]
    assert "173.14 reversed for the cycle from 9 Mar" in did
    assert "the bureau told to cancel the mandate" in did
    assert [task["kind"] for task in tasks(store, person="P-0042")] == ["person.estate"]


def test_referrals_are_sent_by_decision_and_recalled_by_payment_and_by_death(lived: Lived, store: Connection) -> None:
    found = {row["referral"]: row["state"] for row in referrals(store)}
    assert found == {
        "ENFORCE-0007": "recalled, acknowledged",
        "TRACE-0013": "recalled, acknowledged",
        "TRACE-0021": "recalled",
    }
    by_payment, by_death = lived.stories("recall")
    assert "the referral recalled from ENFORCEMENT-AGENT-1: settled" in by_payment["did"]
    assert "the referral recalled from TRACING-AGENT-1: deceased" in by_death["did"]
    # The acknowledgement that never came is chased.
    assert "referral.recall_unacknowledged" in {task["kind"] for task in tasks(store, person="P-0021")}


def test_the_uprating_changes_contributions_from_the_sixth_of_april(lived: Lived, store: Connection) -> None:
    query = select(outbox.c.person, outbox.c.recorded_at, outbox.c.body).where(
        outbox.c.type == "contribution.changed.v1"
    )
    changed = {
        person: data
        for person, recorded_at, body in store.execute(query)
        if recorded_at.date() == date(2026, 3, 9)
        and (data := orjson.loads(body)["data"])["effective_from"] == "2026-04-06"
        and data["weekly_before"]
    }
    assert len(changed) > 100
    assert (changed["P-0001"]["weekly_before"], changed["P-0001"]["weekly_now"]) == ("134.65", "142.55")
    (story,) = [story for story in lived.stories("uprating") if story["person"] is None]
    assert f"of {len(changed)} people" in story["did"][0]


def test_who_lives_and_is_charged_gets_a_statement_of_every_cycle(lived: Lived, store: Connection) -> None:
    issued: dict[str, list[str]] = defaultdict(list)
    query = select(outbox.c.person, outbox.c.body).where(outbox.c.type == "statement.issued.v1")
    for person, body in store.execute(query):
        issued[person].append(orjson.loads(body)["data"]["period_from"])
    died = {"P-0013", "P-0025", "P-0042"}
    charged = 0
    for account in end_state(store, load_almanac(lived.settings))["people"]:
        if not account["items"] or account["person"] in died:
            continue
        first = account["items"][0]["item"]
        charged += first == CYCLES[0]
        assert issued[account["person"]] == CYCLES[CYCLES.index(first) :], account["person"]
    assert charged > 150


def test_care_told_late_or_in_the_wrong_order_posts_the_difference_alone(lived: Lived) -> None:
    moved = {story["person"]: story["moved"] for story in lived.stories("back-dated care")}
    # 90.00 more for three weeks; 90.00 less for one; two weeks of 101.00 in hospital.
    assert moved == {"P-0028": "270.00", "P-0036": "-90.00", "P-0049": "-202.00"}
    assert (
        "225.00 a week instead of 180.00 from 6 Apr: told to the person"
        in (lived.story("wrong order", "P-0147")["did"])
    )


def test_a_figure_that_nobody_published_is_told_and_nothing_is_guessed(lived: Lived, store: Connection) -> None:
    account = end_state(store, load_almanac(lived.settings))["people"][62]
    assert account["person"] == "P-0063"
    assert [item["item"] for item in account["items"]] == CYCLES[:2]
    (task,) = tasks(store, person="P-0063")
    assert task["kind"] == "charging.cannot_be_worked_out"
    assert "minimum_income_guarantee_per_child" in task["reason"]


def test_a_figure_of_the_council_is_charged_by_and_named_as_what_it_is(lived: Lived, store: Connection) -> None:
    query = select(outbox.c.body).where(outbox.c.person == "P-0112", outbox.c.type == "contribution.changed.v1")
    (uprated,) = (
        data
        for data in (orjson.loads(body)["data"] for body in store.execute(query).scalars())
        if data["effective_from"] == "2026-04-06"
    )
    assert (uprated["weekly_before"], uprated["weekly_now"]) == ("168.08", "176.76")
    assert "Training council, a figure of the council's own: training figure, invented for practice" in str(uprated)
    assert lived.story("council's figure", "P-0112")["did"]


def test_nobody_under_breathing_space_is_claimed_from(store: Connection) -> None:
    query = select(outbox.c.body).where(outbox.c.person == "P-0098", outbox.c.type == "direct_debit.claim_requested.v1")
    claims = [orjson.loads(body)["data"]["claim"] for body in store.execute(query).scalars()]
    assert claims == ["DDM-0098:2026-02-09"]


def test_money_of_nobody_waits_in_suspense_until_somebody_claims_its_reference(lived: Lived) -> None:
    assert lived.told["trial_balance"]["suspense"] == "-97.34"
    assert sorted(its["amount"] for its in lived.told["suspense"]) == ["12.34", "85.00"]
    identified = lived.story("suspense", "P-0126")
    assert identified["did"] == ["300.00 comes out of suspense"]
    assert identified["moved"] == "-300.00"


def test_the_bureau_collects_what_the_hub_claimed_and_nothing_else(store: Connection) -> None:
    query = select(outbox.c.body).where(outbox.c.type == "direct_debit.claim_requested.v1")
    claimed = {
        data["claim"]: data["amount"]
        for data in (orjson.loads(body)["data"] for body in store.execute(query).scalars())
    }
    collected = {str(data["claim"]): data["amount"] for data in told_of(store, "direct_debit.collected.v1")}
    assert collected == claimed
    assert len(collected) > 300


def test_every_stage_is_told_as_it_comes(lived: Lived) -> None:
    assert lived.stages[0].startswith("200 people")
    assert [date.fromisoformat(day).strftime("%-d %B") for day in CYCLES[1:]] == [
        stage.partition(":")[0] for stage in lived.stages if "a cycle is over" in stage
    ][:2]
    assert lived.stages[-1].endswith("`hub replay --verify`")


def test_the_table_shows_every_story_and_the_proof(lived: Lived, capsys: pytest.CaptureFixture[str]) -> None:
    render(
        {
            **lived.told,
            "store": "sqlite:///council.sqlite",
            "bus": "embedded",
            "folder": "council",
            "rates": "council/rates",
        }
    )
    shown = capsys.readouterr().out
    for story in lived.told["stories"]:
        assert story["person"] is None or story["person"] in shown
    assert "-173.14" in shown
    assert "hub reconcile        clean" in shown
    assert "hub replay --verify  clean" in shown
    assert lived.told["digest"] in shown
    assert "export HUB_RATES_FOLDER=council/rates\n  hub person P-0042 --db sqlite:///council.sqlite" in shown
