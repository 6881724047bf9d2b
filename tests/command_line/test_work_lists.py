"""tasks, referrals and parked: what officers have open, and mending what was set aside."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import builders as told
from tests.command_line.council import TAKEN_ID
from tests.command_line.running import Hub


def set_aside(hub: Hub) -> dict[str | None, dict[str, Any]]:
    """What is set aside and waits, by message id."""
    return {its["id"]: its for its in hub.json("parked", "list")}


def test_tasks_are_listed_with_what_happened_and_until_when(hub: Hub, council: Path) -> None:
    (task,) = hub.json("tasks")

    assert task.keys() == {"task", "person", "kind", "reason", "due_on", "priority", "raised_by", "is_open"}
    assert (task["person"], task["kind"], task["is_open"]) == ("P-0044", "charging.assessment_missing", True)
    assert hub.json("tasks", "--person", "P-0044") == [task]
    assert hub.json("tasks", "--kind", "charging.assessment_missing") == [task]
    assert hub.json("tasks", "--person", "P-0042") == hub.json("tasks", "--kind", "person.estate") == []
    shown = hub("tasks").out
    assert "1 tasks" in shown
    assert task["reason"] in shown


def test_tasks_that_are_closed_are_listed_on_demand(hub: Hub, council: Path, tmp_path: Path) -> None:
    (task,) = hub.json("tasks")
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(told.a_decision("close_task", "P-0044", task=task["task"])))
    hub("publish", answer)
    settle(council)

    assert hub.json("tasks") == []
    (closed,) = hub.json("tasks", "--all", "--person", "P-0044")
    assert closed == {**task, "is_open": False, "raised_by": closed["raised_by"]}


def test_referrals_are_listed_with_where_each_stands(hub: Hub, council: Path) -> None:
    (referral,) = hub.json("referrals")

    assert referral == {
        "referral": "REF-T",
        "person": "P-0042",
        "agent": "TRACING-AGENT-1",
        "kind": "tracing",
        "version": 1,
        "state": "live",
        # Two working days after the business day, which is 1 June still.
        "acknowledge_by": "2026-06-03",
    }
    assert hub.json("referrals", "--person", "P-0043") == []
    assert "1 referrals" in hub("referrals").out
    assert "None has ever been decided upon." in hub("referrals", "--person", "P-0043").out


def test_what_is_set_aside_is_listed_by_field_and_expectation(hub: Hub, council: Path) -> None:
    found = set_aside(hub)

    assert {(its["type"], its["code"], its["field"]) for its in found.values()} == {
        (None, "unreadable_message", "body"),
        ("nobody.declared.v1", "unknown_event_type", "type"),
        ("payment.received.v1", "unreadable_message", "data.amount"),
        ("person.registered.v1", "reference_taken", "data.payer_references"),
    }
    for its in found.values():
        assert its.keys() == {
            *("parked", "id", "type", "code", "field", "message", "recorded_at", "state", "settled_why"),
        }
        assert (its["state"], its["recorded_at"]) == ("waiting", "2026-06-03T09:00:00+00:00")
    assert len(hub.json("parked", "list", "--code", "unreadable_message")) == 2
    assert "4 set aside" in hub("parked", "list").out


def test_a_list_never_shows_what_was_found(hub: Hub, council: Path) -> None:
    shown = hub("parked", "list").out + hub("parked", "list", "--json").out

    for found in ("-5.00", "this is no JSON", "Testa", "TESTA0042"):
        assert found not in shown


def test_one_message_is_shown_with_its_body_by_name_or_by_message_id(hub: Hub, council: Path) -> None:
    its = set_aside(hub)["payment-below-nil"]

    by_name = hub.json("parked", "show", its["parked"][:8])
    by_id = hub.json("parked", "show", "payment-below-nil")

    assert by_name == by_id == {**its, "body": by_id["body"]}
    assert json.loads(by_id["body"])["data"]["amount"] == "-5.00"
    shown = hub("parked", "show", "payment-below-nil").out
    assert "code        unreadable_message" in shown
    assert '"amount":"-5.00"' in shown


def test_a_body_that_is_no_text_is_shown_all_the_same(hub: Hub, tmp_path: Path) -> None:
    from tests.stories import Story

    story = Story(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    story.tell(b"\xff\xfe[bold]")
    story.close()
    (its,) = hub.json("parked", "list")

    assert hub.json("parked", "show", its["parked"])["body"] == "\\xff\\xfe[bold]"
    assert "\\xff\\xfe[bold]" in hub("parked", "show", its["parked"]).out


def mended(hub: Hub, folder: Path, name: str, old: str, new: str) -> Path:
    """The body as `hub parked show` gives it, with one text replaced."""
    body: str = hub.json("parked", "show", name)["body"]
    assert old in body
    file = folder / "mended.json"
    file.write_text(body.replace(old, new))
    return file


def test_a_message_is_mended_and_replayed_and_everything_ties_again(hub: Hub, council: Path, tmp_path: Path) -> None:
    file = mended(hub, tmp_path, "payment-below-nil", "-5.00", "5.00")
    its = set_aside(hub)["payment-below-nil"]

    done = hub.json("parked", "replay", "payment-below-nil", "--file", file)

    assert done == {"parked": its["parked"], "ending": "applied", "refused": None}
    assert hub.json("person", "P-0042")["paid"] == "105.00"
    assert "payment-below-nil" not in set_aside(hub)
    (settled,) = [kept for kept in hub.json("parked", "list", "--all") if kept["parked"] == its["parked"]]
    assert (settled["state"], settled["settled_why"]) == ("replayed", "mended and replayed")
    assert hub.json("reconcile")["counts"]["parked"] == {"waiting": 3, "replayed": 1, "discarded": 0}
    assert hub.json("replay", "--verify")["clean"] is True


def test_a_message_that_a_rule_refused_is_mended_under_its_own_id(hub: Hub, council: Path, tmp_path: Path) -> None:
    file = mended(hub, tmp_path, TAKEN_ID, '"TESTA0042"', '"TESTA0045"')

    done = hub.json("parked", "replay", TAKEN_ID, "--file", file)

    assert done["ending"] == "applied"
    assert hub.json("person", "P-0045")["balance"] == "0.00"
    report = hub.json("reconcile")
    assert report["counts"]["inbox"]["parked"] == 0


def test_what_is_refused_again_stays_set_aside_and_says_why(hub: Hub, council: Path) -> None:
    before = set_aside(hub)

    done = hub.json("parked", "replay", "word-of-nobody", code=1)

    assert done["ending"] == "parked"
    assert done["refused"] == before["word-of-nobody"]
    assert set_aside(hub) == before
    assert "Refused again: type: expected" in hub("parked", "replay", "word-of-nobody").err


def test_a_failed_attempt_to_mend_is_kept_apart_and_the_message_still_waits(
    hub: Hub, council: Path, tmp_path: Path
) -> None:
    before = set_aside(hub)
    file = mended(hub, tmp_path, "payment-below-nil", "-5.00", "five")

    done = hub.json("parked", "replay", "payment-below-nil", "--file", file, code=1)

    assert done["parked"] == before["payment-below-nil"]["parked"]
    assert done["refused"]["parked"] != done["parked"]
    assert done["refused"]["field"] == "data.amount"
    assert set_aside(hub) == before
    discarded = [kept for kept in hub.json("parked", "list", "--all") if kept["state"] == "discarded"]
    assert [kept["settled_why"] for kept in discarded] == [f"an attempt to mend {done['parked']}"]
    assert hub.json("reconcile")["clean"] is True


def test_mending_one_message_into_another_that_waits_leaves_the_other_waiting(
    hub: Hub, council: Path, tmp_path: Path
) -> None:
    before = set_aside(hub)
    other = tmp_path / "other.json"
    other.write_text(hub.json("parked", "show", "word-of-nobody")["body"])

    hub.json("parked", "replay", "payment-below-nil", "--file", other, code=1)

    assert set_aside(hub) == before


def test_a_message_is_discarded_with_a_reason_and_kept(hub: Hub, council: Path) -> None:
    its = set_aside(hub)["word-of-nobody"]

    done = hub.json("parked", "discard", "word-of-nobody", "--why", "sent to the wrong bus, OFFICER-1")

    assert done == {"parked": its["parked"], "ending": "discarded", "why": "sent to the wrong bus, OFFICER-1"}
    assert "word-of-nobody" not in set_aside(hub)
    assert hub.json("parked", "show", its["parked"])["state"] == "discarded"
    assert hub.json("reconcile")["clean"] is True


@pytest.mark.parametrize("again", [["replay"], ["discard", "--why", "sample"]])
def test_what_is_settled_is_settled(hub: Hub, council: Path, again: list[str]) -> None:
    verb, *options = again
    hub("parked", "discard", "word-of-nobody", "--why", "sample")

    ran = hub("parked", verb, "word-of-nobody", *options)

    assert ran.code == 2
    assert "was discarded already" in ran.err


def test_a_discard_says_why(hub: Hub, council: Path) -> None:
    ran = hub("parked", "discard", "word-of-nobody")

    assert ran.code == 2
    assert "--why" in ran.err


def test_a_name_that_fits_none_or_several_is_refused(hub: Hub, council: Path) -> None:
    for name in ("ffffffffff", "%", "abc"):
        ran = hub("parked", "show", name)
        assert ran.code == 2
        assert "PARKED: nothing set aside begins with" in ran.err


def settle(file: Path) -> None:
    """Take in what was published to the embedded bus, as `hub serve` would."""
    from tests.stories import Story

    story = Story(f"sqlite:///{file}")
    story.relay()
    story.close()
