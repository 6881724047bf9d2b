"""What time alone changes: an officer is asked ahead of it, and on its day it happens by itself."""

from datetime import date

from tests import builders as told
from tests.builders import a_care_home, a_care_package, an_assessment, an_income
from tests.stories import Story

BEGINS = "2026-04-06"


def in_a_home_with_attendance_allowance(story: Story) -> Story:
    """A pension of 250.00 and attendance allowance of 76.70, in a home that the council pays for since 6 April."""
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", a_care_home("1000.00", BEGINS)),
        an_assessment(
            "P-0042",
            an_income("occupational_pension", "250.00"),
            an_income("attendance_allowance", "76.70"),
            effective_from=BEGINS,
        ),
    )
    return story


def test_the_29th_day_is_asked_about_ahead_and_comes_by_itself(story: Story) -> None:
    in_a_home_with_attendance_allowance(story)
    asked = story.task("charging.disability_benefit_stops")
    assert "4 May 2026" in asked["reason"]
    assert asked["due_on"] == date(2026, 5, 4)
    story.open_day("2026-05-04")
    story.open_day("2026-06-01")
    # 250.00 + 76.70 - 31.80 = 294.90, x 4; from the 29th day 250.00 - 31.80 = 218.20, x 4
    assert story.charged() == {BEGINS: "1179.60", "2026-05-04": "872.80"}
    amounts = [(its["effective_from"], its["weekly_now"]) for its in story.told("contribution.changed", "P-0042")]
    assert amounts == [(BEGINS, "294.90"), ("2026-05-04", "218.20")]


def test_what_was_asked_ahead_is_withdrawn_when_its_cause_goes_away(story: Story) -> None:
    in_a_home_with_attendance_allowance(story)
    assert "charging.disability_benefit_stops" in story.tasks()
    story.live(an_assessment("P-0042", an_income("occupational_pension", "250.00"), revision=2, effective_from=BEGINS))
    assert "charging.disability_benefit_stops" not in story.tasks()


def test_nothing_is_asked_about_somebody_who_has_died(story: Story) -> None:
    in_a_home_with_attendance_allowance(story)
    story.live(told.a_death(date_of_death="2026-04-20"))
    assert "charging.disability_benefit_stops" not in story.tasks()


def test_an_income_known_to_end_is_asked_about_and_ends(story: Story) -> None:
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", told.a_line("500.00", BEGINS)),
        an_assessment(
            "P-0042",
            an_income("occupational_pension", "250.00"),
            an_income("personal_pension", "40.00", paid_to="2026-05-31"),
            effective_from=BEGINS,
        ),
    )
    assert story.task("charging.income_ends")["due_on"] == date(2026, 6, 1)
    story.open_day("2026-05-04")
    story.open_day("2026-06-01")
    story.open_day("2026-06-29")
    # 290.00 - 241.45 = 48.55, x 4 twice; 250.00 - 241.45 = 8.55, x 4
    assert story.charged() == {BEGINS: "194.20", "2026-05-04": "194.20", "2026-06-01": "34.20"}


def test_the_end_of_a_deferred_payment_agreement_is_asked_about_ahead(story: Story) -> None:
    in_a_home_with_attendance_allowance(story)
    agreement = {"agreement": "DPA-1", "revision": 1, "effective_from": BEGINS, "ends_on": "2026-05-31"}
    story.live(told.an_event("deferred_payment.agreed.v1", "P-0042", agreement))
    assert story.task("charging.deferred_payment_ends")["due_on"] == date(2026, 6, 1)
    goes_on = {"agreement": "DPA-2", "revision": 1, "effective_from": "2026-06-01"}
    story.live(told.an_event("deferred_payment.agreed.v1", "P-0042", goes_on))
    assert "charging.deferred_payment_ends" not in story.tasks()
