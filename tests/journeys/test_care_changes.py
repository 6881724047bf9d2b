"""A care package changes, and the contribution follows from its own day."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests import builders as told
from tests.builders import PERSON, a_care_package, a_line
from tests.journeys.beginnings import care_begins, one_cycle_charged
from tests.stories import Story

C1, C2 = "2026-04-06", "2026-05-04"


def revised(cost: str, since: str, revision: int = 2, *, until: str | None = None) -> told.Event:
    """From a day on the same care costs something else."""
    day_before = date.fromisoformat(since) - timedelta(1)
    before = a_line("500.00", ends_on=day_before.isoformat())
    return a_care_package(
        PERSON,
        before,
        a_line(cost, since, line="L-9", ends_on=until),
        revision=revision,
        effective_from=since,
    )


def test_a_cycle_is_charged_when_it_has_ended_and_everybody_is_told(story: Story) -> None:
    one_cycle_charged(story)
    # 4 weeks at 70.00
    assert story.charged() == {C1: "280.00"}
    assert story.balance() == "280.00"
    assert story.trial_balance() == {"contribution_debtors": "280.00", "income_community": "-280.00"}
    (raised,) = story.told("charge.raised")
    assert (raised["amount"], raised["due_on"], raised["period_to"]) == ("280.00", "2026-05-17", "2026-05-03")
    (posted,) = story.told("ledger_entry.posted")
    assert posted["entry"] == raised["entry"]
    assert [(line["account"], line["amount"]) for line in posted["lines"]] == [
        ("contribution_debtors", "280.00"),
        ("income_community", "-280.00"),
    ]
    (statement,) = story.told("statement.issued")
    assert (statement["opening_balance"], statement["charges"], statement["closing_balance"]) == (
        "0.00",
        "280.00",
        "280.00",
    )


def test_the_person_is_told_the_contribution_with_its_working_and_written_to(quick_story: Story) -> None:
    care_begins(quick_story)
    (changed,) = quick_story.told("contribution.changed")
    assert (changed["effective_from"], changed["weekly_before"], changed["weekly_now"]) == (C1, None, "70.00")
    assert [line["amount"] for line in changed["working"]] == ["70.00", "500.00", "70.00"]
    assert all(line["source"] for line in changed["working"])
    (letter,) = quick_story.told("letter.requested")
    assert (letter["kind"], letter["addressee"]) == ("contribution_notice", None)


def test_the_means_test_says_what_it_rests_on(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(
        told.a_person(),
        a_care_package(),
        told.an_assessment(
            PERSON, told.an_income("state_pension", "241.30"), told.an_income("attendance_allowance", "76.70")
        ),
    )
    quick_story.open_day("2026-05-04")
    # 241.30 + 76.70 - 241.45 (minimum income guarantee, single, pension credit age) = 76.55; x 4 = 306.20
    (changed,) = quick_story.told("contribution.changed")
    assert [line["amount"] for line in changed["working"]] == ["241.30", "76.70", "-241.45", "500.00", "76.55"]
    assert quick_story.charged() == {C1: "306.20"}


def test_a_back_dated_change_reverses_what_was_charged_too_much(story: Story) -> None:
    one_cycle_charged(story)
    story.live(revised("50.00", "2026-04-20"))
    # 2 weeks at 70.00 and 2 at 50.00, the cost of care: 140.00 + 100.00
    assert story.charged() == {C1: "240.00"}
    (back,) = story.told("charge.reversed")
    assert (back["item"], back["amount"]) == (C1, "40.00")
    changed = story.told("contribution.changed")[-1]
    assert (changed["effective_from"], changed["weekly_before"], changed["weekly_now"]) == (
        "2026-04-20",
        "70.00",
        "50.00",
    )
    assert len(story.told("letter.requested")) == 2
    # by 20.00 a week, which the policy lets pass
    assert story.tasks() == []


def test_a_back_dated_change_raises_what_was_charged_too_little(quick_story: Story) -> None:
    one_cycle_charged(quick_story, revised("50.00", "2026-04-20"))
    assert quick_story.charged() == {C1: "240.00"}
    quick_story.live(a_care_package(PERSON, a_line("500.00"), revision=3))
    assert quick_story.charged() == {C1: "280.00"}
    assert [movement["amount"] for movement in quick_story.told("charge.raised")] == ["240.00", "40.00"]


def test_a_change_within_a_week_is_charged_by_the_day(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised("35.00", "2026-04-22"))
    # The week of 20 April: 2 days at 70.00 are 20.00, 5 days at 35.00 are 25.00. 70 + 70 + 45 + 35 = 220.00
    assert quick_story.charged() == {C1: "220.00"}


def test_a_change_that_reaches_back_over_two_cycles_corrects_both(story: Story) -> None:
    one_cycle_charged(story)
    story.open_day("2026-06-01")
    story.live(revised("50.00", "2026-04-27"))
    # first cycle 3 x 70.00 + 50.00, second 4 x 50.00
    assert story.charged() == {C1: "260.00", C2: "200.00"}
    assert [(its["item"], its["amount"]) for its in story.told("charge.reversed")] == [(C1, "20.00"), (C2, "80.00")]


@pytest.mark.parametrize(("cost", "tasks"), [("45.01", []), ("45.00", ["charging.large_change"])])
def test_a_large_change_is_put_before_an_officer_at_the_boundary(
    quick_story: Story, cost: str, tasks: list[str]
) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised(cost, "2026-04-20"))
    # the policy lets a change of less than 25.00 a week pass: 70.00 - 45.01 = 24.99
    assert quick_story.tasks() == tasks


def test_a_large_change_that_is_put_right_needs_nobody(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised("40.00", "2026-04-20"))
    assert quick_story.tasks() == ["charging.large_change"]
    quick_story.live(a_care_package(PERSON, a_line("500.00"), revision=3))
    assert quick_story.tasks() == []
    assert [its["reason"] for its in quick_story.told("task.withdrawn")][-1] == "its cause went away"


def test_an_officer_answers_a_large_change(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised("40.00", "2026-04-20"))
    task = quick_story.task("charging.large_change")
    quick_story.live(told.a_decision("close_task", task=task["task"], role="account_management_officer"))
    assert quick_story.tasks() == []
    assert quick_story.told("task.withdrawn")[-1] == {"task": task["task"], "reason": "an officer answered it"}


def test_care_that_ceases_is_charged_to_its_last_day(story: Story) -> None:
    one_cycle_charged(story)
    story.live(told.the_end_of_care(PERSON, "2026-04-19"))
    assert story.charged() == {C1: "140.00"}
    assert story.told("charge.reversed")[-1]["amount"] == "140.00"
    story.open_day("2026-06-01")
    assert story.charged() == {C1: "140.00"}


def test_an_end_of_care_told_before_the_care_holds_as_well(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(told.the_end_of_care(PERSON, "2026-04-19"), told.a_light_touch(), a_care_package())
    quick_story.open_day("2026-05-04")
    assert quick_story.charged() == {C1: "140.00"}


def test_the_day_of_discharge_from_a_care_home_is_not_charged(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(
        told.a_light_touch(weekly="700.00"), a_care_package(PERSON, told.a_care_home(ends_on="2026-04-19"))
    )
    quick_story.open_day("2026-05-04")
    # 13 days: 700.00 + 6 days of 7 at 700.00 = 600.00
    assert quick_story.charged() == {C1: "1300.00"}
    assert quick_story.trial_balance()["income_care_home"] == "-1300.00"


def test_days_without_service_cost_nothing(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    away = {"suspended_from": "2026-04-13", "suspended_to": "2026-04-19", "reason": "hospital"}
    quick_story.live(a_care_package(PERSON, a_line("500.00", suspensions=[away]), revision=2))
    assert quick_story.charged() == {C1: "210.00"}
    quick_story.live(a_care_package(PERSON, a_line("500.00"), revision=3))
    assert quick_story.charged() == {C1: "280.00"}


def test_suspensions_told_in_another_order_are_no_difference(quick_story: Story) -> None:
    one, two = (
        {"suspended_from": f"2026-04-{day}", "suspended_to": f"2026-04-{day}", "reason": "away"} for day in (13, 20)
    )
    one_cycle_charged(quick_story)
    quick_story.live(a_care_package(PERSON, a_line("500.00", suspensions=[one, two]), revision=2))
    # 4 x 70.00 less 2 days of 10.00
    assert quick_story.charged() == {C1: "260.00"}
    said = len(quick_story.messages())
    quick_story.live(a_care_package(PERSON, a_line("500.00", suspensions=[two, one]), revision=3))
    assert quick_story.parked() == []
    assert quick_story.charged() == {C1: "260.00"}
    assert len(quick_story.messages()) == said


def test_an_older_revision_changes_nothing(quick_story: Story) -> None:
    one_cycle_charged(quick_story, revised("50.00", "2026-04-20", revision=3))
    said = len(quick_story.messages())
    quick_story.live(revised("40.00", "2026-04-13", revision=2))
    assert quick_story.charged() == {C1: "240.00"}
    assert len(quick_story.messages()) == said


def test_a_change_to_come_is_told_four_weeks_before_it(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised("50.00", "2026-06-08"))
    assert len(quick_story.told("contribution.changed")) == 1
    quick_story.open_day("2026-05-10")
    assert len(quick_story.told("contribution.changed")) == 1
    quick_story.open_day("2026-05-11")
    assert quick_story.told("contribution.changed")[-1]["effective_from"] == "2026-06-08"


def test_every_amount_between_today_and_four_weeks_ahead_is_told(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    # On 4 May it is told that care costs 50.00 a week from 11 to 24 May; then it is 70.00 by the means again.
    back = a_line("500.00", "2026-05-25", line="L-10")
    cheaper = revised("50.00", "2026-05-11", until="2026-05-24")
    cheaper["data"]["lines"].append(back)
    quick_story.live(cheaper)
    told_of = [(its["effective_from"], its["weekly_before"], its["weekly_now"]) for its in _told_since(quick_story, 1)]
    assert told_of == [("2026-05-11", "70.00", "50.00"), ("2026-05-25", "50.00", "70.00")]
    # One letter is about both.
    assert len(quick_story.told("letter.requested")) == 2


def test_a_change_that_was_told_and_will_not_be_is_taken_back(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    quick_story.live(revised("50.00", "2026-05-11"))
    quick_story.live(revised("500.00", "2026-05-11", revision=3))
    told_of = [(its["effective_from"], its["weekly_before"], its["weekly_now"]) for its in _told_since(quick_story, 1)]
    assert told_of == [("2026-05-11", "70.00", "50.00"), ("2026-05-11", "50.00", "70.00")]


def _told_since(story: Story, count: int) -> list[dict[str, Any]]:
    return story.told("contribution.changed")[count:]


def test_care_without_an_assessment_is_not_charged_and_an_officer_is_asked(quick_story: Story) -> None:
    quick_story.open_day("2026-04-01")
    quick_story.live(told.a_person(), a_care_package())
    # care begins on 6 April
    assert quick_story.tasks() == []
    quick_story.open_day("2026-04-06")
    assert quick_story.tasks() == ["charging.assessment_missing"]
    quick_story.open_day("2026-05-04")
    assert quick_story.charged() == {}
    quick_story.live(told.a_light_touch(weekly="70.00"))
    assert (quick_story.charged(), quick_story.tasks()) == ({C1: "280.00"}, [])


def test_care_that_begins_and_ends_within_a_cycle_is_looked_at_on_its_days(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(told.a_person(), a_care_package(PERSON, a_line(starts_on="2026-04-15", ends_on="2026-04-22")))
    seen = {}
    for day in ("2026-04-14", "2026-04-15", "2026-04-22", "2026-04-23"):
        quick_story.open_day(day)
        seen[day] = quick_story.tasks()
    missing = ["charging.assessment_missing"]
    assert seen == {"2026-04-14": [], "2026-04-15": missing, "2026-04-22": missing, "2026-04-23": []}


def test_an_income_no_rule_knows_is_not_charged_and_an_officer_is_asked(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(
        told.a_person(), a_care_package(), told.an_assessment(PERSON, told.an_income("sample_income", "300.00"))
    )
    quick_story.open_day("2026-05-04")
    assert (quick_story.charged(), quick_story.tasks()) == ({}, ["charging.cannot_be_worked_out"])
    assert "incomes.sample_income" in quick_story.task("charging.cannot_be_worked_out")["reason"]
    quick_story.live(told.an_assessment(PERSON, told.an_income("state_pension", "311.45"), revision=2))
    # 311.45 - 241.45 = 70.00
    assert (quick_story.charged(), quick_story.tasks()) == ({C1: "280.00"}, [])


def test_days_without_published_rates_are_not_charged_and_an_officer_is_asked(quick_story: Story) -> None:
    quick_story.open_day("2027-03-08")
    begins = "2027-03-08"
    quick_story.live(
        told.a_person(),
        a_care_package(PERSON, a_line("500.00", begins)),
        told.an_assessment(PERSON, told.an_income("state_pension", "311.45"), effective_from=begins),
    )
    quick_story.open_day("2027-05-03")
    # 4 weeks of the cycle of 8 March at 70.00, to 4 April; and 5 April, the last day of the rates year, at 10.00
    assert quick_story.charged() == {begins: "280.00", "2027-04-05": "10.00"}
    assert quick_story.tasks() == ["charging.cannot_be_worked_out"]
    assert "for 2027-04-06" in quick_story.task("charging.cannot_be_worked_out")["reason"]


def test_a_contribution_put_right_for_the_same_day_is_written_about_again(quick_story: Story) -> None:
    care_begins(quick_story)
    quick_story.live(told.a_light_touch(weekly="80.00", revision=2))
    assert [its["weekly_now"] for its in quick_story.told("contribution.changed")] == ["70.00", "80.00"]
    letters = [its["letter"] for its in quick_story.told("letter.requested")]
    assert len(set(letters)) == 2


def test_letters_go_to_whoever_receives_them_on_the_day(quick_story: Story) -> None:
    care_begins(quick_story, told.a_representative(authority_from="2026-05-01"))
    assert quick_story.told("letter.requested")[-1]["addressee"] is None
    quick_story.open_day("2026-05-04")
    quick_story.live(revised("50.00", "2026-05-04"))
    assert quick_story.told("letter.requested")[-1]["addressee"] == "REP-1"
    quick_story.live(told.the_end_of_a_representative(authority_to="2026-05-05"))
    quick_story.open_day("2026-05-06")
    quick_story.live(revised("60.00", "2026-05-06", revision=3))
    assert quick_story.told("letter.requested")[-1]["addressee"] is None


def test_care_collected_by_the_provider_is_told_and_not_charged(quick_story: Story) -> None:
    quick_story.open_day("2026-04-06")
    quick_story.live(told.a_light_touch(), a_care_package(PERSON, a_line(collector="provider")))
    quick_story.open_day("2026-05-04")
    assert quick_story.charged() == {}
    assert quick_story.told("contribution.changed")[-1]["weekly_now"] == "70.00"
