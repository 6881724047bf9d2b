"""A notice that raises somebody too far waits for an officer; everybody else is uprated."""

import pytest

from hub.explaining import explain
from hub.ledger.tables import person_standing
from hub.standing.codec import decode_person
from hub.standing.person import HeldUprating
from tests import builders as told
from tests.builders import Event, a_care_package, a_line, a_notice, a_release, an_assessment, an_income
from tests.journeys.test_upratings import BEGINS, OTHER, before_april
from tests.stories import ALMANAC, Story

NOTICE = "UPRATING-2026"
MISPRINTED = {"state_pension_new_full": "341.35", "attendance_allowance_lower": "76.70"}
"""A state pension of 341.35 for 241.35: 341.35 + 76.70 - 241.45 = 176.60, where 71.55 was paid."""
HELD = "charging.uprating_held"


def held(story: Story, person: str = "P-0042") -> dict[str, HeldUprating]:
    with story.connection() as connection:
        query = person_standing.select().where(person_standing.c.person == person)
        return decode_person(connection.execute(query).one().standing).worked.held_upratings


def weekly_told(story: Story, person: str = "P-0042") -> list[tuple[str, str]]:
    changed = story.told("contribution.changed", person)
    return [(its["effective_from"], its["weekly_now"]) for its in changed]


def on_pension(amount: str, person: str = "P-0042", *, cost: str = "900.00") -> tuple[Event, ...]:
    """Somebody who pays whatever this pension is above the guarantee, 232.60 before April and 241.45 after."""
    pension = an_income("occupational_pension", amount)
    return (
        told.a_person(person),
        a_care_package(person, a_line(cost, BEGINS)),
        an_assessment(person, pension, effective_from=BEGINS),
    )


def test_whoever_a_notice_raises_too_far_goes_on_paying_the_old_amount(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=MISPRINTED))
    # without the notice: 230.25 + 73.90 - 241.45 = 62.70; with it 176.60, more than 100.00 above the 71.55 of March
    assert weekly_told(story)[1:] == [("2026-04-06", "62.70")]
    assert story.tasks() == [HELD]
    assert story.task(HELD)["due_on"].isoformat() == "2026-04-06"
    story.open_day("2026-05-04")
    assert story.charged() == {BEGINS: "286.20", "2026-04-06": "250.80"}
    (its,) = held(story).values()
    assert (its.weekly_pence, its.weekly_if_released_pence) == (6270, 17660)


def test_the_task_says_by_how_much_and_beyond_what_and_no_sum_of_the_persons(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=MISPRINTED))
    reason = story.task(HELD)["reason"]
    # (176.60 - 62.70) / 62.70
    assert f"notice {NOTICE}, revision 1, would raise the weekly contribution from 6 April 2026 by 181 per" in reason
    assert "100.00 a week" in reason
    assert not {"62.70", "176.60", "113.90"} & set(reason.replace(",", " ").split())


def test_everybody_else_is_uprated_by_a_notice_that_is_held_for_one(story: Story) -> None:
    before_april(story, *on_pension("300.00", "P-0044"))
    story.live(a_notice(rates=MISPRINTED, rises={"occupational_pension": "3.8"}))
    assert (held(story, OTHER), held(story, "P-0044")) == ({}, {})
    # 300.00 x 1.038 = 311.40; 311.40 - 241.45 = 69.95
    assert weekly_told(story, "P-0044")[-1] == ("2026-04-06", "69.95")


def test_a_release_lets_the_notice_hold_from_its_own_day_and_is_told_before_it_is_charged(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=MISPRINTED))
    story.open_day("2026-05-04")
    said = len(story.messages(person="P-0042"))
    task = story.task(HELD)["task"]
    story.live(a_release(NOTICE, task=task))
    # 4 x (176.60 - 62.70) = 455.60 more
    assert story.charged() == {BEGINS: "286.20", "2026-04-06": "706.40"}
    (raised,) = [its for its in story.told("charge.raised", "P-0042") if its["amount"] == "455.60"]
    assert raised["item"] == "2026-04-06"
    assert weekly_told(story)[-1] == ("2026-04-06", "176.60")
    after = [its["type"] for its in story.messages(person="P-0042")[said:]]
    assert after.index("contribution.changed.v1") < after.index("charge.raised.v1")
    # the rise of more than 25.00 is looked at like any other
    assert story.tasks() == ["charging.large_change"]
    (withdrawn,) = [its for its in story.told("task.withdrawn", "P-0042") if its["task"] == task]
    assert withdrawn["reason"] == "an officer answered it"


def test_a_notice_whose_task_is_closed_without_a_release_stays_held(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=MISPRINTED))
    story.live(told.a_decision("close_task", task=story.task(HELD)["task"]))
    story.open_day("2026-05-04")
    assert story.tasks() == []
    assert set(held(story)) == {NOTICE}
    assert story.charged()["2026-04-06"] == "250.80"


def test_a_release_that_is_thought_better_of_holds_the_notice_again(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=MISPRINTED))
    quick_story.open_day("2026-05-04")
    quick_story.live(a_release(NOTICE), a_release("ANOTHER-NOTICE", revision=2))
    assert set(held(quick_story)) == {NOTICE}
    assert quick_story.charged()["2026-04-06"] == "250.80"
    assert [its["amount"] for its in quick_story.told("charge.reversed")] == ["455.60"]


@pytest.mark.parametrize("release_first", [True, False])
def test_a_release_may_come_before_the_notice_it_is_about(quick_story: Story, release_first: bool) -> None:
    events = [a_release(NOTICE), a_notice(rates=MISPRINTED)]
    before_april(quick_story)
    quick_story.live(*(events if release_first else reversed(events)))
    quick_story.open_day("2026-05-04")
    assert held(quick_story) == {}
    assert quick_story.charged()["2026-04-06"] == "706.40"


def test_a_later_revision_is_held_again_and_asked_about_again(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=MISPRINTED))
    answer = told.a_decision("close_task", task=story.task(HELD)["task"])
    story.live(a_release(NOTICE), answer)
    assert (held(story), story.tasks()) == ({}, ["charging.large_change"])
    story.live(a_notice(rates={**MISPRINTED, "state_pension_new_full": "441.30"}, revision=2))
    assert held(story)[NOTICE].revision == 2
    assert story.tasks() == [HELD]
    story.live(a_release(NOTICE, notice_revision=2, revision=2))
    assert held(story) == {}


def test_a_notice_put_right_is_held_no_longer(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=MISPRINTED))
    quick_story.open_day("2026-05-04")
    quick_story.live(a_notice(rates={**MISPRINTED, "state_pension_new_full": "241.30"}, revision=2))
    assert (held(quick_story), quick_story.tasks()) == ({}, [])
    assert quick_story.charged()["2026-04-06"] == "306.20"


def test_a_late_notice_is_held_as_one_in_time_is(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.open_day("2026-06-01")
    quick_story.live(a_notice(rates=MISPRINTED))
    assert set(held(quick_story)) == {NOTICE}
    assert quick_story.charged() == {BEGINS: "286.20", "2026-04-06": "250.80", "2026-05-04": "250.80"}


@pytest.mark.parametrize(
    ("pension", "percent", "is_held"),
    [
        # 237.60 - 232.60 = 5.00 before April, and 271.45 - 241.45 = 30.00: 25.00 more, which is six times as much
        ("237.60", "14.25", True),
        # 246.20 - 232.60 = 13.60, and 279.95 - 241.45 = 38.50: 24.90 more a week, which is too little to count
        ("246.20", "13.7", False),
        # 1000.00 - 232.60 = 767.40, and 1109.00 - 241.45 = 867.55: 100.15 more, if by 13 per cent
        ("1000.00", "10.9", True),
        # 1000.00 - 232.60 = 767.40, and 1108.85 - 241.45 = 867.40: 100.00 more and no penny over
        ("1000.00", "10.885", False),
    ],
)
def test_what_is_held_is_what_is_beyond_the_policys_limits(
    quick_story: Story, pension: str, percent: str, is_held: bool
) -> None:
    before_april(quick_story, *on_pension(pension, "P-0044", cost="2000.00"))
    quick_story.live(a_notice(rises={"occupational_pension": percent}))
    assert set(held(quick_story, "P-0044")) == ({NOTICE} if is_held else set())


def test_a_rise_that_the_notice_does_not_make_is_no_reason_to_hold_it(quick_story: Story) -> None:
    before_april(quick_story)
    pension = an_income("state_pension", "230.25", benefit_rate="state_pension_new_full")
    legacy = an_income("occupational_pension", "200.00")
    again = an_assessment("P-0042", pension, legacy, effective_from="2026-04-06", assessment="FA-2")
    quick_story.live(again, a_notice(rates={"attendance_allowance_lower": "76.70"}))
    # 230.25 + 200.00 - 241.45 = 188.80: from 71.55, by the new assessment and not by the notice
    assert weekly_told(quick_story)[-1] == ("2026-04-06", "188.80")
    assert held(quick_story) == {}


def test_of_two_notices_of_one_day_the_one_that_raises_too_far_is_held(quick_story: Story) -> None:
    before_april(quick_story)
    good = a_notice(rates={"attendance_allowance_lower": "76.70"}, notice="UPRATING-A")
    quick_story.live(a_notice(rates={"state_pension_new_full": "341.35"}, notice="UPRATING-B"), good)
    assert set(held(quick_story)) == {"UPRATING-B"}
    # 230.25 + 76.70 - 241.45
    assert weekly_told(quick_story)[-1] == ("2026-04-06", "65.50")


def test_a_notice_far_ahead_is_held_from_four_weeks_before_its_day(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=MISPRINTED, effective_from="2026-05-11"))
    seen = {}
    for day in ("2026-04-12", "2026-04-13"):
        quick_story.open_day(day)
        seen[day] = quick_story.tasks()
    assert seen == {"2026-04-12": [], "2026-04-13": [HELD]}


def test_only_some_may_release_a_notice(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=MISPRINTED), a_release(NOTICE, role="debt_recovery_officer"))
    (parked,) = quick_story.parked()
    assert parked["code"] == "decision_not_allowed_in_role"
    assert set(held(quick_story)) == {NOTICE}


def test_a_charge_made_while_a_notice_is_held_explains_itself(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=MISPRINTED))
    quick_story.open_day("2026-05-04")
    (*_, entry) = (its for its in quick_story.entries("charge") if its["person"] == "P-0042")
    with quick_story.connection() as connection:
        found = explain(connection, ALMANAC, entry["entry"])
    assert found["agrees"] is True
    assert [course["weekly"] for course in found["working"]] == ["71.55", "62.70"]
