"""P8: a rehearsal writes nothing, and applying what was rehearsed comes to exactly what it told."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.charging.schedule import schedule
from hub.differences.notices import NOTICE_AHEAD
from hub.differences.upratings import Rules, notices_that_hold, weekly_on
from hub.rehearsing.comparing import Change, Row
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding
from tests import builders as told
from tests.builders import Event
from tests.journeys.test_upratings import BEGINS, OTHER, RISES, before_april
from tests.laws.histories import History, histories
from tests.laws.test_any_order import IN_MEMORY, LARGE, told_anyhow
from tests.laws.test_books import standings
from tests.rehearsing.rehearsed import everything_in, rehearsed
from tests.stories import ALMANAC, Story

TRIES = settings(max_examples=40, deadline=None, suppress_health_check=LARGE)

notices = st.builds(
    lambda notice, day, pension, allowance, rise: told.a_notice(
        notice=notice,
        effective_from=day,
        rates={"state_pension_new_full": pension, "attendance_allowance_lower": allowance},
        rises={"occupational_pension": rise},
        revision=4,
    ),
    # one that nobody knows yet, and revisions of those that are known
    st.sampled_from(["UPRATING-9", "UPRATING-9", "UPRATING-2026", "UPRATING-2"]),
    st.sampled_from(["2026-03-30", "2026-04-06", "2026-05-11", "2026-08-24", "2026-09-07", "2026-10-05"]),
    st.sampled_from(["230.25", "243.10", "300.05", "541.30"]),
    st.sampled_from(["0.00", "76.70", "276.70"]),
    st.sampled_from(["-5.0", "3.8", "40.0"]),
)


@TRIES
@given(histories(), notices, st.integers(0, 2**32))
def test_applying_a_notice_comes_to_what_its_rehearsal_told(history: History, notice: Event, seed: int) -> None:
    with told_anyhow(IN_MEMORY, history, seed) as story:
        before, everything = accounts(story), everything_in(story)
        rows, document = rehearsed(story, notice)
        assert everything_in(story) == everything
        said = len(story.messages())
        story.live(notice)
        council, _ = standings(story)
        after = accounts(story)
        assert rows.keys() == {person for person, its in after.items() if its.circumstances.packages}
        for person, row in rows.items():
            assert_came_true(row, before[person], after[person], council, notice["data"]["notice"])
            assert_told(row, story, said)
        assert_added_up(document, rows)


def accounts(story: Story) -> dict[str, PersonStanding]:
    return {standing.person: standing for standing in standings(story)[1]}


def assert_came_true(
    row: Row, before: PersonStanding, after: PersonStanding, council: CouncilStanding, notice: str
) -> None:
    charged = sum(after.posted.charges.values()) - sum(before.posted.charges.values())
    assert row.charged_difference == charged
    held = after.worked.held_upratings.get(notice)
    assert [(its.weekly, its.weekly_if_released) for its in row.held if its.notice == notice] == (
        [] if held is None else [(held.weekly_pence, held.weekly_if_released_pence)]
    )
    for its in row.held:
        revision = after.worked.held_upratings[its.notice].revision
        task = told.task_name(row.person, "charging", f"uprating_held:{its.notice}:{revision}")
        assert (task in after.said.tasks) is (task not in after.answered_tasks())
    if row.on is not None:
        rules = Rules(council.notices, ALMANAC.rates, ALMANAC.policy)
        today = max(council.business_day, row.on - NOTICE_AHEAD)
        holding = notices_that_hold(after.circumstances, rules, after.released_upratings(), today)
        course = schedule(after.circumstances, holding, ALMANAC.rates, ALMANAC.policy, row.on, row.on)
        assert weekly_on(course, row.on) == row.after


def assert_told(row: Row, story: Story, said: int) -> None:
    """What the person is told of the day compared is what was rehearsed for it."""
    for event in story.messages()[said:]:
        is_notice = event["type"] == "contribution.changed.v1" and event["subject"] == row.person
        if is_notice and row.on is not None and event["data"]["effective_from"] == row.on.isoformat():
            assert row.after is not None
            assert event["data"]["weekly_now"] == f"{row.after // 100}.{row.after % 100:02}"


def assert_added_up(document: dict[str, Any], rows: dict[str, Row]) -> None:
    pence = sum(row.difference for row in rows.values())
    assert document["weekly"]["change"].replace(".", "") == f"{'-' if pence < 0 else ''}{abs(pence):03}"
    kinds = [str(row.change) for row in rows.values()]
    assert {kind: its["people"] for kind, its in document["changes"].items()} == {
        str(change): kinds.count(str(change)) for change in Change
    }
    assert len(document["held"]) == sum(len(row.held) for row in rows.values())


def test_a_rehearsal_writes_nothing_on_either_store_and_applying_comes_to_it(story: Story) -> None:
    before_april(story, *misprinted_for("P-0044"))
    story.open_day("2026-05-04")
    everything = everything_in(story)
    late = told.a_notice(rates={**RISES, "state_pension_basic_category_a": "376.90"})
    rows, document = rehearsed(story, late)
    assert everything_in(story) == everything

    # 241.30 + 76.70 - 241.45 = 76.55 and not 62.70, for the four weeks charged since 6 April
    assert (rows["P-0042"].before, rows["P-0042"].after, rows["P-0042"].charged_difference) == (6270, 7655, 5540)
    assert (rows[OTHER].change, rows[OTHER].charged_difference) == (Change.SAME, 0)
    assert [its["person"] for its in document["held"]] == ["P-0044"]
    assert document["charged_already"] == {"people": 1, "difference": "55.40"}
    assert document["weekly"]["change"] == "13.85"
    # 13.85 x 52
    assert document["yearly"]["change"] == "720.20"

    story.live(late)
    assert story.told("contribution.changed", "P-0042")[-1]["weekly_now"] == "76.55"
    assert story.told("charge.raised", "P-0042")[-1]["amount"] == "55.40"
    assert story.tasks("P-0044") == ["charging.uprating_held"]


def misprinted_for(person: str) -> tuple[Event, ...]:
    """Somebody on the basic state pension, which the notice raises by 200.00 too much."""
    pension = told.an_income("state_pension", "236.90", benefit_rate="state_pension_basic_category_a")
    return (
        told.a_person(person),
        told.a_care_package(person, told.a_line("500.00", BEGINS)),
        told.an_assessment(person, pension, effective_from=BEGINS),
    )


def test_a_notice_months_ahead_comes_true_when_its_day_comes(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.open_day("2026-05-04")
    ahead = told.a_notice(rates=RISES, effective_from="2026-10-05", notice="UPRATING-OCTOBER")
    rows, _ = rehearsed(quick_story, ahead)
    quick_story.live(ahead)
    assert (rows["P-0042"].before, rows["P-0042"].after) == (6270, 7655)
    assert quick_story.told("contribution.changed", "P-0042")[-1]["weekly_now"] == "62.70"
    quick_story.open_day("2026-09-07")
    told_last = quick_story.told("contribution.changed", "P-0042")[-1]
    assert (told_last["effective_from"], told_last["weekly_now"]) == ("2026-10-05", "76.55")


def test_a_notice_that_is_in_force_already_changes_nothing_and_says_so(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(told.a_notice(rates=RISES))
    rows, document = rehearsed(quick_story, told.a_notice(rates=RISES))
    assert {row.change for row in rows.values()} == {Change.SAME}
    assert "in force already" in document["about"]["Mind"]


@pytest.mark.parametrize("processes", [1, 2])
def test_however_many_processes_work_the_report_is_the_same(story: Story, processes: int) -> None:
    people = [f"P-{number:04}" for number in range(1, 452)]
    Random(7).shuffle(people)
    story.open_day(BEGINS)
    story.tell(*(event for person in people for event in misprinted_for(person)[1:]))
    story.relay()
    story.open_day("2026-04-06")
    notice = told.a_notice(rates={"state_pension_basic_category_a": "246.90"}, effective_from="2026-04-13")
    rows, document = rehearsed(story, notice, processes=processes)
    assert list(rows) == sorted(people)
    # nobody's date of birth is known
    assert document["cannot_be_worked_out"][0]["people"] == 451
    assert document["changes"]["cannot_be_worked_out"]["people"] == 451


def test_somebody_whose_care_begins_soon_after_the_day_is_compared_on_their_first_day(quick_story: Story) -> None:
    begins = date(2026, 4, 6) + timedelta(days=10)
    before_april(quick_story)
    quick_story.live(
        told.a_person("P-0045"),
        told.a_care_package("P-0045", told.a_line("500.00", begins.isoformat())),
        told.a_light_touch("P-0045", effective_from=begins.isoformat()),
    )
    rows, _ = rehearsed(quick_story, told.a_notice(rates=RISES))
    assert rows["P-0045"].on == begins
