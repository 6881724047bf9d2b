"""uprate and rehearse: what a change would come to, told before it acts and with nothing written."""

import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.composition import SteppingClock, open_hub, settle_embedded
from hub.settings import from_environment
from tests import builders as told
from tests.command_line.running import Hub

RATES = {"state_pension_new_full": "251.30"}
POLICY = Path(__file__).parents[2] / "hub" / "rates" / "policy" / "training-council.yaml"


def notice(**said: Any) -> dict[str, Any]:
    """In May the state pension of P-0043 rises by 10.00 more: from 76.55 a week to 86.55."""
    given = {"rates": RATES, "effective_from": "2026-05-04", "notice": "UPRATING-MAY", **said}
    return told.a_notice(**given)


def written(folder: Path, document: object, name: str = "notice.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document))
    return file


def settle(council: Path) -> None:
    """Let the consumers apply what is on the bus, on the last day of the council."""
    clock = SteppingClock(datetime(2026, 6, 3, 10, tzinfo=UTC))
    hub = open_hub(from_environment(f"sqlite:///{council}"), clock)
    settle_embedded(hub)
    hub.close()


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def a_policy(folder: Path, **terms: Any) -> Path:
    """The policy of the training council, with other terms."""
    policy = yaml.safe_load(POLICY.read_text("utf-8"))
    (first,) = policy["terms"]
    policy["terms"][first] |= terms
    file = folder / "policy.yaml"
    file.write_text(yaml.safe_dump(policy))
    return file


def test_a_rehearsal_tells_what_a_notice_would_come_to_and_leaves_the_store_byte_for_byte(
    hub: Hub, council: Path
) -> None:
    before = digest(council)
    report = hub.json("uprate", written(council.parent, notice()["data"]), "--dry-run")

    assert digest(council) == before
    assert report.keys() == {
        *("kind", "title", "day", "business_day", "about", "accounts", "changes", "weekly", "yearly"),
        *("charged_already", "histogram", "largest_rises", "largest_falls", "crossings", "cannot_be_worked_out"),
        *("held", "moved_lines", "footings"),
    }
    assert report["title"] == "Uprating notice UPRATING-MAY, revision 1, from 4 May 2026"
    # P-0042 pays what was agreed, and P-0044 nothing, as nobody has assessed her
    assert report["weekly"] == {"before": "156.55", "after": "166.55", "change": "10.00"}
    assert report["yearly"]["change"] == "520.00"
    # the four weeks from 4 to 31 May
    assert report["charged_already"] == {"people": 1, "difference": "40.00"}
    (rise,) = report["largest_rises"]
    assert (rise["person"], rise["before"], rise["after"]) == ("P-0043", "76.55", "86.55")
    assert rise["moved"] == [{"label": "State pension", "change": "10.00"}]
    # of P-0045 the store knows the reference alone
    assert report["accounts"] == {"all": 4, "with_care_ever": 3}
    assert report["about"]["Business day"] == "1 June 2026"


def test_applying_the_notice_comes_to_what_was_rehearsed(hub: Hub, council: Path) -> None:
    file = written(council.parent, notice()["data"])
    rehearsed = hub.json("uprate", file, "--dry-run")["largest_rises"][0]
    charged = float(hub.json("person", "P-0043")["charged"])

    published = hub.json("uprate", file)
    settle(council)

    assert (published["notice"], published["published"], published["returned"]) == ("UPRATING-MAY", 1, [])
    account = hub.json("person", "P-0043")
    assert float(account["charged"]) - charged == pytest.approx(float(rehearsed["charged_difference"]))
    again = hub.json("uprate", file, "--dry-run")
    assert again["weekly"]["before"] == again["weekly"]["after"] == "166.55"
    assert "in force already" in again["about"]["Mind"]


def test_the_bare_data_of_a_notice_are_one_message_however_often_they_are_sent(hub: Hub, council: Path) -> None:
    file = written(council.parent, notice()["data"])
    hub.json("uprate", file)
    settle(council)
    entries = hub.json("person", "P-0043")["entries"]
    hub.json("uprate", file)
    settle(council)

    assert hub.json("person", "P-0043")["entries"] == entries
    assert hub.json("reconcile")["clean"] is True


def test_a_whole_event_is_sent_as_it_is(hub: Hub, council: Path) -> None:
    hub.json("uprate", written(council.parent, notice(id="the-notice-of-may")))
    settle(council)

    entry = hub.json("person", "P-0043")["entries"][-1]["entry"]
    assert [cause["id"] for cause in hub.json("explain", entry)["because_of"]][-1] == "the-notice-of-may"


def test_who_would_wait_for_an_officer_is_listed_and_then_asked_for(hub: Hub, council: Path) -> None:
    file = written(council.parent, notice(rates={"state_pension_new_full": "351.30"})["data"])
    (held,) = hub.json("uprate", file, "--dry-run")["held"]
    assert held == {
        "person": "P-0043",
        "notice": "UPRATING-MAY",
        "weekly": "76.55",
        "weekly_if_released": "186.55",
        "rise": "110.00",
    }

    hub.json("uprate", file)
    settle(council)
    (task,) = hub.json("tasks", "--kind", "charging.uprating_held")
    assert task["person"] == "P-0043"
    assert hub.json("person", "P-0043")["held_upratings"] == [
        {
            "notice": "UPRATING-MAY",
            "revision": 1,
            "from": "2026-05-04",
            "weekly": "76.55",
            "weekly_if_released": "186.55",
        }
    ]
    assert "from 2026-05-04 186.55 a week if it is released, 76.55 without it" in hub("person", "P-0043").out


def test_the_report_is_written_as_a_page_and_as_rows_and_tells_no_name(hub: Hub, council: Path) -> None:
    page, rows = council.parent / "report.html", council.parent / "rows.csv"
    ran = hub("uprate", written(council.parent, notice()), "--dry-run", "--html", page, "--csv", rows, "--json")

    assert ran.code == 0
    assert {f"Written: {page}", f"Written: {rows}"} <= set(ran.err.splitlines())
    with rows.open(newline="", encoding="utf-8") as file:
        told_of = {row["person"]: row["weekly_change"] for row in csv.DictReader(file)}
    assert told_of == {"P-0042": "0.00", "P-0043": "10.00", "P-0044": "0.00"}
    assert "<title>Rehearsal: Uprating notice UPRATING-MAY" in page.read_text("utf-8")
    for text in (ran.out, page.read_text("utf-8"), rows.read_text("utf-8")):
        assert not any(secret in text for secret in ("Testa", "Person-0043", "Sample Street", "1940", "ZZ1"))


def test_a_rehearsal_reads_as_tables_for_people(hub: Hub, council: Path) -> None:
    shown = hub("uprate", written(council.parent, notice()), "--dry-run").out

    assert "Nothing is written, nobody is told" in shown
    assert "10.00 a week, 520.00 in a year of 52 weeks" in " ".join(shown.split())
    assert "For days charged already: 40.00 for 1 people" in shown


def test_another_policy_is_rehearsed_without_being_adopted(hub: Hub, council: Path) -> None:
    before = digest(council)
    policy = a_policy(council.parent, percent_of_available_income=80)
    report = hub.json("rehearse", "--policy", policy)

    assert digest(council) == before
    # 80 per cent of 76.55, on the business day
    assert report["day"] == "2026-06-01"
    (fall,) = report["largest_falls"]
    assert (fall["person"], fall["before"], fall["after"]) == ("P-0043", "76.55", "61.24")
    # 12 weeks are charged since 9 March, four at 71.55 and eight at 76.55: a fifth of all of it
    assert report["charged_already"]["difference"] == "-179.72"
    assert "training council" in report["about"]["Policy before"]


def test_adopting_a_policy_comes_to_what_was_rehearsed(hub: Hub, council: Path) -> None:
    policy = a_policy(council.parent, percent_of_available_income=80)
    rehearsed = hub.json("rehearse", "--policy", policy)
    charged = {person: float(hub.json("person", person)["charged"]) for person in ("P-0042", "P-0043")}

    hub.json("adopt", "--policy", policy, "--on", "2026-06-02", "--reason", "sample minutes")
    settle(council)

    differences = [float(hub.json("person", person)["charged"]) - was for person, was in charged.items()]
    assert sum(differences) == pytest.approx(float(rehearsed["charged_already"]["difference"]))
    again = hub.json("rehearse", "--policy", policy)
    assert again["weekly"]["before"] == again["weekly"]["after"] == rehearsed["weekly"]["after"]
    assert again["about"]["Differs from"] == "nothing differs on any day"


def test_other_figures_are_rehearsed_on_the_day_asked_for(hub: Hub, council: Path) -> None:
    folder = council.parent / "rates"
    folder.mkdir()
    own = {
        "council": "Sample council",
        "year": "2026/27",
        "jurisdiction": "England",
        "groups": {
            "own": {
                "from": "2026-07-06",
                "to": "2027-04-05",
                "figures": {
                    "minimum_income_guarantee_single_pension_credit_age": {
                        "value": "250.00",
                        "unit": "pounds_weekly",
                        "source": "sample minutes",
                        "read": "derived",
                    }
                },
            }
        },
    }
    (folder / "own.yaml").write_text(
        yaml.safe_dump(own).replace("'2026-07-06'", "2026-07-06").replace("'2027-04-05'", "2027-04-05")
    )
    later, now = hub.json("rehearse", "--rates", folder), hub.json("rehearse", "--rates", folder, "--day", "2026-06-01")

    # 250.00 - 241.45, from the first day that differs
    assert (later["day"], later["weekly"]["change"], later["charged_already"]["people"]) == ("2026-07-06", "-8.55", 0)
    assert (now["day"], now["weekly"]["change"], now["weekly"]["before"]) == ("2026-06-01", "0.00", "156.55")
    assert later["about"]["Differs from"] == "6 July 2026"


def test_what_a_version_makes_of_everybody_is_saved_and_held_against_the_next(hub: Hub, council: Path) -> None:
    before, saved = digest(council), council.parent / "saved.jsonl"
    assert hub.json("rehearse", "--save", saved) == {"saved": str(saved), "people": 3, "day": "2026-06-01"}
    same = hub.json("rehearse", "--against", saved)

    assert digest(council) == before
    assert same["weekly"]["change"] == "0.00"
    assert same["changes"]["same"]["people"] == 3
    # as if another version had come to one pound less
    saved.write_text(saved.read_text().replace('"weekly":7655', '"weekly":7555'))
    assert hub.json("rehearse", "--against", saved)["largest_rises"][0]["change"] == "1.00"


@pytest.mark.parametrize(
    ("verb", "options", "expected"),
    [
        ("uprate", {"NOTICE": None}, "cannot be read"),
        ("uprate", {"NOTICE": "{no JSON"}, "line 1: expected JSON"),
        ("uprate", {"NOTICE": "[]"}, "expected one notice"),
        ("uprate", {"NOTICE": "{}", "--csv": "rows.csv"}, "data.notice: Field required"),
        ("rehearse", {}, "expected --rates or --policy"),
        ("rehearse", {"--policy": "p", "--save": "s"}, "expected --rates or --policy"),
        ("rehearse", {"--save": "s", "--csv": "rows.csv"}, "--save makes no report"),
        ("rehearse", {"--against": "missing"}, "--against: missing cannot be read"),
        ("rehearse", {"--policy": "missing"}, "--policy: missing cannot be read"),
        ("rehearse", {"--rates": "missing"}, "--rates: expected a folder"),
        ("rehearse", {"--policy": "p", "--day": "soon"}, "--day: expected a date"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(
    hub: Hub, council: Path, verb: str, options: Mapping[str, str | None], expected: str
) -> None:
    given: list[object] = [verb]
    for name, value in options.items():
        if name == "NOTICE":
            file = council.parent / "a.json"
            if value is not None:
                file.write_text(value)
            given += [file]
        else:
            given += [name, value]
    ran = hub(*given)

    assert ran.code in (1, 2)
    assert expected in ran.err
    assert (ran.out, "Traceback" in ran.err) == ("", False)


def test_a_notice_that_does_not_fit_its_contract_is_refused_by_its_field(hub: Hub, council: Path) -> None:
    wrong = {**notice()["data"], "effective_from": "4 May"}
    for arguments in ([], ["--dry-run"]):
        ran = hub("uprate", written(council.parent, wrong), *arguments)
        assert (ran.code, "data.effective_from" in ran.err) == (1, True)
    other = hub("uprate", written(council.parent, told.an_opened_day("2026-06-02")), "--dry-run")
    assert (other.code, "expected benefit.rates_published.v1" in other.err) == (1, True)


def test_a_policy_with_other_cycles_is_refused_because_charges_were_raised_by_these(hub: Hub, council: Path) -> None:
    policy = yaml.safe_load(POLICY.read_text("utf-8")) | {"cycle_days": 7}
    file = council.parent / "policy.yaml"
    file.write_text(yaml.safe_dump(policy))
    ran = hub("rehearse", "--policy", file)
    assert (ran.code, "--policy: expected the cycles" in ran.err) == (2, True)


def test_a_report_needs_a_rehearsal_and_a_place_to_be_written(hub: Hub, council: Path) -> None:
    file = written(council.parent, notice())
    assert "expected with --dry-run" in hub("uprate", file, "--html", "report.html").err
    for option in ("--csv", "--html"):
        ran = hub("uprate", file, "--dry-run", option, council.parent / "nowhere" / "file")
        assert (ran.code, f"{option}: " in ran.err, "cannot be written" in ran.err) == (2, True, True)
