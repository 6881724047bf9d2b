"""Care that is free, kept while somebody is away, delivered less than planned, or made chargeable by time alone."""

from datetime import date
from typing import Any

import pytest

from hub.replaying import verify
from tests import builders as told
from tests.builders import Event, a_care_home, a_care_package, a_line, an_assessment, an_income
from tests.journeys.beginnings import one_cycle_charged
from tests.journeys.test_adoptions import TRAINING, an_adoption
from tests.stories import ALMANAC, Story

C1, C2, C3 = "2026-04-06", "2026-05-04", "2026-06-01"


def an_exemption(exempt_from: str, exempt_to: str | None = None, **said: Any) -> Event:
    """After-care is found to be due under section 117."""
    data = {"exemption": "EX-1", "revision": 1, "kind": "section_117", "exempt_from": exempt_from, **said}
    return told.an_event(
        "charging_exemption.decided.v1", "P-0042", data if exempt_to is None else {**data, "exempt_to": exempt_to}
    )


def a_delivery(week: str, cost: str, revision: int = 1) -> Event:
    """What was delivered of the line in one week."""
    data = {"delivery": f"DEL-{week}", "revision": revision, "line": "L-1", "week_beginning": week, "cost": cost}
    return told.an_event("care.delivered.v1", "P-0042", data)


def on_what_was_delivered() -> Event:
    """The council charges home care on what was delivered, from 6 April 2026."""
    terms = TRAINING.read_text("utf-8")
    later = terms[terms.index("  2016-04-04:") :].replace("2016-04-04", C1)
    return an_adoption(terms + later.replace("home_care_charged_on: planned", "home_care_charged_on: delivered"), on=C2)


def test_after_care_found_late_is_reversed_from_its_first_day_and_charged_again_after_its_last(story: Story) -> None:
    one_cycle_charged(story)
    story.live(an_exemption("2026-04-09", "2026-04-26"))
    # Three days of 70.00 are 30.00, and one whole week
    assert story.charged() == {C1: "100.00"}
    assert story.told("charge.reversed")[-1]["amount"] == "180.00"
    story.live(an_exemption("2026-04-09", "2026-04-26", revision=2, line="L-9"))
    assert story.charged() == {C1: "280.00"}


def test_the_end_of_an_exemption_is_asked_about_ahead_and_comes_by_itself(story: Story) -> None:
    one_cycle_charged(story, an_exemption(C1, "2026-05-31"))
    assert story.charged() == {}
    assert story.task("charging.exemption_ends")["due_on"] == date(2026, 6, 1)
    story.open_day(C3)
    story.open_day("2026-06-29")
    assert story.charged() == {C3: "280.00"}


def test_the_end_of_the_free_weeks_is_asked_about_ahead_and_comes_by_itself(story: Story) -> None:
    story.open_day(C1)
    story.live(
        told.a_person(), told.a_light_touch(), a_care_package("P-0042", a_line("500.00", C1, service="reablement"))
    )
    asked = story.task("charging.reablement_ends")
    assert (asked["due_on"], "18 May 2026" in asked["reason"]) == (date(2026, 5, 18), True)
    story.open_day(C2)
    story.open_day(C3)
    # Day 43 is Monday 18 May: two weeks of the second cycle
    assert story.charged() == {C2: "140.00"}


def test_a_top_up_that_the_person_may_not_pay_is_put_before_an_officer_until_it_is_put_right(story: Story) -> None:
    story.open_day(C1)
    home = a_care_home("1000.00", C1, top_up_weekly="50.00", top_up_payer="person")
    story.live(
        told.a_person(),
        a_care_package("P-0042", home),
        an_assessment("P-0042", an_income("occupational_pension", "250.00")),
    )
    assert story.task("charging.top_up_not_allowed")["due_on"] == date(2026, 4, 6)
    story.open_day(C2)
    assert story.tasks().count("charging.top_up_not_allowed") == 1
    paid_by_others = a_care_home("1000.00", C1, top_up_weekly="50.00", top_up_payer="third_party")
    story.live(a_care_package("P-0042", paid_by_others, revision=2))
    assert "charging.top_up_not_allowed" not in story.tasks()


def test_while_a_bed_is_kept_the_charge_goes_on_and_without_pay_it_stops(story: Story) -> None:
    def away(revision: int, **paid: str) -> Event:
        absence = {"suspended_from": "2026-04-13", "suspended_to": "2026-04-19", "reason": "hospital", **paid}
        return a_care_package("P-0042", a_care_home("1000.00", C1, suspensions=[absence]), revision=revision)

    story.open_day(C1)
    story.live(
        told.a_person(),
        a_care_package("P-0042", a_care_home("1000.00", C1)),
        an_assessment("P-0042", an_income("occupational_pension", "250.00")),
    )
    story.open_day(C2)
    # 250.00 - 31.80 = 218.20, x 4
    assert story.charged() == {C1: "872.80"}
    story.live(away(2, weekly_cost="700.00"))
    assert story.charged() == {C1: "872.80"}
    story.live(away(3, weekly_cost="100.00"))
    assert story.charged() == {C1: "754.60"}
    story.live(away(4))
    assert story.charged() == {C1: "654.60"}


def test_one_missed_visit_changes_nothing_and_a_week_of_little_care_costs_what_was_delivered(story: Story) -> None:
    one_cycle_charged(story, a_delivery("2026-04-13", "40.00"))
    assert story.charged() == {C1: "280.00"}
    story.live(on_what_was_delivered())
    assert story.charged() == {C1: "250.00"}
    story.live(a_delivery("2026-04-20", "420.00"), a_delivery("2026-04-13", "69.99", revision=2))
    assert story.charged() == {C1: "279.99"}
    with story.connection() as connection:
        assert verify(connection, ALMANAC, lambda _: None)["clean"]


@pytest.mark.parametrize("collector", ["provider", "direct_payment_account"])
def test_what_others_collect_is_no_receivable_of_the_council(quick_story: Story, collector: str) -> None:
    quick_story.open_day(C1)
    line = a_line("500.00", C1, collector=collector)
    quick_story.live(told.a_person(), told.a_light_touch(), a_care_package("P-0042", line))
    quick_story.open_day(C2)
    assert quick_story.charged() == {}
    assert quick_story.trial_balance() == {}
    assert quick_story.told("contribution.changed")[-1]["weekly_now"] == "70.00"
    quick_story.live(a_care_package("P-0042", a_line("500.00", C1), revision=2))
    assert quick_story.charged() == {C1: "280.00"}


def test_a_temporary_stay_that_becomes_permanent_and_back_is_charged_from_the_days_that_the_rules_say(
    story: Story,
) -> None:
    def staying(revision: int, **meant: str) -> Event:
        return a_care_package("P-0042", a_care_home("1000.00", C1, **meant), revision=revision)

    story.open_day(C1)
    rent = {"kind": "rent", "weekly": "50.00"}
    story.live(
        told.a_person(),
        staying(1, stay="temporary"),
        an_assessment("P-0042", an_income("occupational_pension", "250.00"), housing_costs=[rent]),
    )
    story.open_day(C2)
    # 250.00 - 31.80 - 50.00 = 168.20, x 4
    assert story.charged() == {C1: "672.80"}
    story.live(staying(2, stay="temporary", permanent_from="2026-04-20"))
    # Two weeks without the rent: 2 x 168.20 + 2 x 218.20
    assert story.charged() == {C1: "772.80"}
    story.live(staying(3))
    assert story.charged() == {C1: "872.80"}
    story.live(staying(4, stay="temporary"))
    assert story.charged() == {C1: "672.80"}
