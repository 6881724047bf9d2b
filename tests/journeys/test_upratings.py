"""The yearly uprating notice, and everybody it touches, from its own day."""

from tests import builders as told
from tests.builders import Event, a_care_package, a_line, a_notice, an_assessment, an_income
from tests.stories import Story

BEGINS = "2026-03-09"
CYCLES = (BEGINS, "2026-04-06")
RISES = {"state_pension_new_full": "241.30", "attendance_allowance_lower": "76.70"}
OTHER = "P-0043"


def on_benefits(person: str = "P-0042") -> tuple[Event, ...]:
    """Somebody on state pension and attendance allowance: 230.25 + 73.90 - 232.60 = 71.55 a week."""
    incomes = [
        an_income("state_pension", "230.25", benefit_rate="state_pension_new_full"),
        an_income("attendance_allowance", "73.90", benefit_rate="attendance_allowance_lower"),
    ]
    return (
        told.a_person(person),
        a_care_package(person, a_line("500.00", BEGINS)),
        an_assessment(person, *incomes, effective_from=BEGINS),
    )


def agreed(person: str = OTHER) -> tuple[Event, ...]:
    """Somebody whose contribution of 70.00 was agreed, whatever benefits rise."""
    return (
        told.a_person(person),
        a_care_package(person, a_line("500.00", BEGINS)),
        told.a_light_touch(person, effective_from=BEGINS),
    )


def before_april(story: Story, *more: Event) -> Story:
    """Both have care since 9 March 2026; it is 30 March."""
    story.open_day(BEGINS)
    story.live(*on_benefits(), *agreed(), *more)
    story.open_day("2026-03-30")
    return story


def test_a_notice_changes_contributions_from_its_own_day(story: Story) -> None:
    before_april(story)
    story.live(a_notice(rates=RISES))
    story.open_day("2026-05-04")
    # before: 4 x 71.55; after: 241.30 + 76.70 - 241.45 (the guarantee of April) = 76.55, 4 x 76.55
    assert story.charged() == {CYCLES[0]: "286.20", CYCLES[1]: "306.20"}
    changed = story.told("contribution.changed", "P-0042")[-1]
    assert (changed["effective_from"], changed["weekly_now"]) == ("2026-04-06", "76.55")
    assert any("uprated from 2026-04-06" in line["source"] for line in changed["working"])


def test_a_notice_that_comes_late_corrects_what_was_charged_since_its_day(story: Story) -> None:
    before_april(story)
    story.open_day("2026-05-04")
    # the guarantee rose on 6 April and the benefits had not: 230.25 + 73.90 - 241.45 = 62.70, x 4
    assert story.charged() == {CYCLES[0]: "286.20", CYCLES[1]: "250.80"}
    story.live(a_notice(rates=RISES))
    assert story.charged() == {CYCLES[0]: "286.20", CYCLES[1]: "306.20"}
    assert story.told("charge.raised", "P-0042")[-1]["amount"] == "55.40"


def test_a_notice_that_comes_before_anybody_is_known_holds_for_them(story: Story) -> None:
    story.live(a_notice(rates=RISES))
    before_april(story)
    story.open_day("2026-05-04")
    assert story.charged() == {CYCLES[0]: "286.20", CYCLES[1]: "306.20"}


def test_whoever_a_notice_does_not_touch_is_left_alone(story: Story) -> None:
    before_april(story)
    story.open_day("2026-05-04")
    said, entries = len(story.messages(person=OTHER)), len(story.entries())
    story.live(a_notice(rates=RISES))
    assert story.charged(OTHER) == {CYCLES[0]: "280.00", CYCLES[1]: "280.00"}
    assert len(story.messages(person=OTHER)) == said
    # one entry more, for the other one
    assert len(story.entries()) == entries + 1


def test_a_revised_notice_replaces_the_first(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.open_day("2026-05-04")
    quick_story.live(a_notice(rates=RISES))
    quick_story.live(a_notice(rates={**RISES, "state_pension_new_full": "241.50"}, revision=2))
    # 241.50 + 76.70 - 241.45 = 76.75, x 4
    assert quick_story.charged()[CYCLES[1]] == "307.00"
    quick_story.live(a_notice(rates=RISES, revision=1, published_by="a late copy"))
    assert quick_story.charged()[CYCLES[1]] == "307.00"


def test_a_revision_that_moves_the_day_reaches_back_to_the_earlier_of_both(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.open_day("2026-05-04")
    quick_story.live(a_notice(rates=RISES))
    quick_story.live(a_notice(rates=RISES, effective_from="2026-04-20", revision=2))
    # 2 weeks at 62.70 and 2 at 76.55
    assert quick_story.charged()[CYCLES[1]] == "278.50"


def test_a_rise_in_per_cent_is_to_the_nearest_five_pence(quick_story: Story) -> None:
    quick_story.open_day("2026-04-01")
    quick_story.live(
        a_care_package("P-0042", a_line("500.00", BEGINS)),
        told.a_person(),
        an_assessment("P-0042", an_income("occupational_pension", "300.00"), effective_from=BEGINS),
        a_notice(rises={"occupational_pension": "3.8"}),
    )
    quick_story.open_day("2026-05-04")
    # 300.00 x 1.038 = 311.40; 311.40 - 241.45 = 69.95; x 4 = 279.80
    assert quick_story.charged()["2026-04-06"] == "279.80"


def test_an_amount_restated_after_the_notice_is_not_uprated_again(quick_story: Story) -> None:
    before_april(quick_story)
    quick_story.live(a_notice(rates=RISES))
    quick_story.live(
        told.an_award(kind="attendance_allowance", amount="114.60", effective_from="2026-04-20"),
    )
    quick_story.open_day("2026-05-04")
    # 2 x 76.55 and then 241.30 + 114.60 - 241.45 = 114.45, 2 x 114.45
    assert quick_story.charged()[CYCLES[1]] == "382.00"
    # a rise of 37.90 a week
    assert quick_story.tasks() == ["charging.large_change"]


def test_a_notice_reaches_more_people_than_one_chunk_holds(story: Story) -> None:
    people = [f"P-{number:04}" for number in range(1, 102)]
    story.open_day(BEGINS)
    story.tell(*(event for person in people for event in on_benefits(person)))
    story.relay()
    story.open_day("2026-05-04")
    story.live(a_notice(rates=RISES))
    charged = [[item["charged"] for item in person["items"]] for person in story.state()["people"]]
    assert charged == [["286.20", "306.20"]] * 101


def test_a_new_contribution_is_told_before_it_is_charged(story: Story) -> None:
    before_april(story)
    story.open_day("2026-05-04")
    said = len(story.messages(person="P-0042"))
    story.live(a_notice(rates=RISES))
    told_now = [event["type"] for event in story.messages(person="P-0042")[said:]]
    assert told_now.index("contribution.changed.v1") < told_now.index("charge.raised.v1")


def test_an_amount_of_days_gone_by_is_told_to_whoever_is_charged_it(quick_story: Story) -> None:
    before_april(quick_story, told.the_end_of_care("P-0042", "2026-05-03"))
    quick_story.open_day("2026-06-01")
    quick_story.live(a_notice(rates=RISES))
    # care ended on 3 May, and from 6 April it cost 76.55 a week and not 62.70
    changed = quick_story.told("contribution.changed", "P-0042")[-1]
    assert (changed["effective_from"], changed["weekly_before"], changed["weekly_now"]) == (
        *("2026-04-06", "62.70", "76.55"),
    )
    assert quick_story.told("charge.raised", "P-0042")[-1]["amount"] == "55.40"
