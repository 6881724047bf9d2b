"""The council adopts another policy or figures of its own, and everybody is worked out by them."""

from importlib import resources

import pytest

from hub.intake import Ending
from hub.replaying import verify
from tests import builders as told
from tests.builders import Event, a_care_package, a_line, an_assessment, an_income
from tests.stories import ALMANAC, Story

BEGINS = "2026-03-09"
CYCLES = (BEGINS, "2026-04-06")
TRAINING = resources.files("hub.rates.policy") / "training-council.yaml"


def a_policy(percent_from_april: int) -> str:
    """The training council's policy, with another share of available income from 6 April 2026."""
    terms = TRAINING.read_text("utf-8")
    later = terms[terms.index("  2016-04-04:") :].replace("2016-04-04", "2026-04-06")
    return terms + later.replace("available_income: 100", f"available_income: {percent_from_april}")


def an_adoption(
    policy: str, on: str = "2026-04-20", *figures: dict[str, str], changes_from: str = "2026-04-06"
) -> Event:
    """The council adopts a policy and figures."""
    return told.an_event(
        "almanac.adopted.v1",
        None,
        {
            "adoption": f"adoption-{on}",
            "revision": 1,
            "adopted_on": on,
            "changes_from": changes_from,
            "policy": policy,
            "figures": list(figures),
            "reason": "Cabinet",
        },
    )


def on_a_pension(story: Story) -> Story:
    """300.00 a week, care since 9 March 2026: 67.40 a week to the April, then 58.55; it is 4 May."""
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", a_line("500.00", BEGINS)),
        an_assessment("P-0042", an_income("occupational_pension", "300.00"), effective_from=BEGINS),
    )
    story.open_day("2026-05-04")
    # 300.00 - 232.60 = 67.40, x 4; 300.00 - 241.45 = 58.55, x 4
    assert story.charged() == {CYCLES[0]: "269.60", CYCLES[1]: "234.20"}
    return story


def test_a_policy_adopted_late_corrects_what_was_charged_since_its_first_day(story: Story) -> None:
    on_a_pension(story)
    assert story.live(an_adoption(a_policy(80))) == [Ending.APPLIED]
    # 80% of 58.55 is 46.84, x 4
    assert story.charged() == {CYCLES[0]: "269.60", CYCLES[1]: "187.36"}
    changed = story.told("contribution.changed", "P-0042")[-1]
    assert (changed["effective_from"], changed["weekly_now"]) == ("2026-04-06", "46.84")


def test_a_figure_of_the_councils_own_raises_the_guarantee_for_everybody(story: Story) -> None:
    on_a_pension(story)
    story.live(an_adoption(a_policy(100), "2026-04-20", own_guarantee("251.45")))
    # 300.00 - 251.45 = 48.55, x 4
    assert story.charged() == {CYCLES[0]: "269.60", CYCLES[1]: "194.20"}


def test_two_adoptions_come_to_the_same_whichever_is_heard_of_first(story: Story) -> None:
    on_a_pension(story)
    first = an_adoption(a_policy(80), "2026-04-20")
    second = an_adoption(a_policy(50), "2026-04-27", changes_from="2026-04-27")
    story.live(second, first)
    # 50% of 58.55 is 29.275, so 29.27: the later adoption stands from the first day that either changed
    assert story.charged() == {CYCLES[0]: "269.60", CYCLES[1]: "117.08"}
    assert story.told("contribution.changed", "P-0042")[-1]["weekly_now"] == "29.27"


def test_a_replay_decides_by_what_was_adopted_and_when(story: Story) -> None:
    on_a_pension(story)
    story.live(an_adoption(a_policy(80)))
    with story.connection() as connection:
        report = verify(connection, ALMANAC, lambda _: None)
    assert (report["clean"], report["difference_count"]) == (True, 0)


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"policy": "cycle_anchor: [unclosed"}, "data.policy", "flow sequence"),
        ({"policy": "source: nothing else"}, "data.policy", "cycle_anchor: Field required"),
        ({"figures": [{"file": "own.yaml", "text": "council: Sample\n"}]}, "data.figures", "own.yaml"),
        ({"policy": a_policy(80).replace("cycle_days: 28", "cycle_days: 7")}, "data.policy", "expected the cycles"),
    ],
)
def test_what_cannot_be_worked_with_is_parked_by_field_and_its_neighbours_go_on(
    story: Story, changed: dict[str, object], field: str, says: str
) -> None:
    on_a_pension(story)
    good = an_adoption(a_policy(80))
    bad = an_adoption(a_policy(50), "2026-04-27")
    bad["data"] = {**bad["data"], **changed}
    assert story.tell(bad, good) == [Ending.PARKED, Ending.APPLIED]
    story.relay()
    (set_aside,) = story.parked()
    assert set_aside["field"] == field
    assert says in set_aside["message"]
    assert story.charged() == {CYCLES[0]: "269.60", CYCLES[1]: "187.36"}


def own_guarantee(weekly: str) -> dict[str, str]:
    """A file of the council's own figures: a higher guarantee for pension age."""
    return {
        "file": "own.yaml",
        "text": f"""
council: Sample council
year: 2026/27
jurisdiction: England
groups:
  own:
    from: 2026-04-06
    to: 2027-04-05
    figures:
      minimum_income_guarantee_single_pension_credit_age:
        value: "{weekly}"
        unit: pounds_weekly
        source: "Sample council, Cabinet"
        read: direct
""",
    }
