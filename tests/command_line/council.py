"""A council of three people whose accounts are known to the penny, kept in one SQLite file.

Cycles begin on 9 March, 6 April and 4 May 2026. Everything below happens at the moment given, in UTC.

    9 Mar 09:00  P-0042: care, and 70.00 a week agreed. P-0043: care, state pension and attendance allowance.
                 P-0044: care, and nobody has assessed her.
    6 Apr 09:00  the first cycle is charged: P-0042 4 x 70.00 = 280.00; P-0043 4 x 71.55 = 286.20
   10 Apr 09:00  P-0042 pays 100.00
    4 May 09:00  the second cycle is charged: P-0042 280.00; P-0043 4 x 62.70 = 250.80
    6 May 09:00  the uprating notice comes late: P-0043 4 x (76.55 - 62.70) = 55.40 more
   11 May 10:00  P-0042 agrees to 80.00 a week since 6 April: 4 x 10.00 = 40.00 more
    1 Jun 09:00  the third cycle is charged: P-0042 320.00; P-0043 306.20
    2 Jun 09:00  an officer refers P-0042 for tracing
    3 Jun 09:00  four messages are set aside
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests import builders as told
from tests.builders import Event
from tests.stories import Story, delivery

BEGINS = "2026-03-09"
PUBLISHER = "publisher.sample"
RISES = {"state_pension_new_full": "241.30", "attendance_allowance_lower": "76.70"}
NOTICE_ID = "uprating-notice-2026"
PAYMENT_ID = "payment-of-april"
TAKEN_ID = "person-with-a-taken-reference"


def _at(story: Story, moment: str, *events: Event | bytes) -> None:
    story.clock.moment = datetime.fromisoformat(f"{moment}:00+00:00")
    story.live(*events)


def _beginnings() -> list[Event]:
    pension = told.an_income("state_pension", "230.25", benefit_rate="state_pension_new_full")
    allowance = told.an_income("attendance_allowance", "73.90", benefit_rate="attendance_allowance_lower")
    care = [told.a_care_package(person, told.a_line("500.00", BEGINS)) for person in ("P-0042", "P-0043", "P-0044")]
    return [
        told.a_person("P-0042", references=["TESTA0042"]),
        told.a_person("P-0043", references=["TESTA0043"]),
        told.a_person("P-0044"),
        *care,
        told.a_light_touch("P-0042", effective_from=BEGINS),
        told.an_assessment("P-0043", pension, allowance, effective_from=BEGINS),
    ]


def _tell_everything(url: str) -> None:
    story = Story(url)
    story.open_day(BEGINS)
    numbered = _beginnings()
    for number, event in enumerate(numbered, 1):
        last = number == len(numbered)
        story.hub.intake.process([delivery(event, sender=PUBLISHER, number=number, is_last=last)])
    story.relay()
    story.open_day("2026-04-06")
    _at(story, "2026-04-10T09:00", told.a_payment("100.00", received_on="2026-04-10", id=PAYMENT_ID))
    story.open_day("2026-05-04")
    _at(story, "2026-05-06T09:00", told.a_notice(rates=RISES, id=NOTICE_ID))
    agreed = told.a_light_touch("P-0042", "80.00", effective_from="2026-04-06", assessment="FA-2")
    _at(story, "2026-05-11T10:00", agreed)
    story.open_day("2026-06-01")
    _at(story, "2026-06-02T09:00", told.a_tracing_decision("P-0042"))
    _at(story, "2026-06-03T09:00", *_bad_messages())
    story.close()


def _bad_messages() -> list[Event | bytes]:
    return [
        b"this is no JSON",
        told.an_event("nobody.declared.v1", "P-0042", {}, {"id": "word-of-nobody"}),
        told.a_payment("-5.00", payment="PAY-2", id="payment-below-nil"),
        # The reference is somebody else's: the message fits its contract, and a rule refuses it.
        told.a_person("P-0045", references=["TESTA0042"], id=TAKEN_ID),
    ]


@pytest.fixture(scope="session")
def kept_council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as it was told once; to be copied."""
    file = tmp_path_factory.mktemp("council") / "hub.sqlite"
    _tell_everything(f"sqlite:///{file}")
    return file


@pytest.fixture
def council(kept_council: Path, tmp_path: Path) -> Path:
    """A copy of the file, where the command looks for it."""
    file = tmp_path / "hub.sqlite"
    shutil.copy(kept_council, file)
    return file


@contextmanager
def tampering(file: Path) -> Iterator[sqlite3.Connection]:
    """A way into the file past the hub, and past the triggers that keep its ledger ink."""
    connection = sqlite3.connect(file)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.commit()
    connection.close()
