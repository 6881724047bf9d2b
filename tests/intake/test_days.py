"""Time is a fact: a business day begins when it is told, and what is told late or twice does not turn it back."""

from tests.builders import PERSON, a_care_package, a_light_touch, a_stop, an_opened_day
from tests.stories import Story


def test_a_day_that_comes_late_does_not_go_back(story: Story) -> None:
    story.open_day("2026-04-06")
    story.live(a_care_package(), a_light_touch())
    story.live(an_opened_day("2026-06-01"), an_opened_day("2026-05-04"))
    # both cycles that have ended are charged, and stay charged
    assert story.charged() == {"2026-04-06": "280.00", "2026-05-04": "280.00"}
    assert [its["period_to"] for its in story.told("statement.issued", PERSON)] == ["2026-05-31"]
    # and what begins between the two days has begun
    story.live(a_stop("hold", started_on="2026-05-10"))
    assert [hold["kind"] for hold in story.account()["holds"]] == ["hold"]


def test_a_day_told_twice_begins_once(story: Story) -> None:
    story.open_day("2026-04-06")
    story.live(a_care_package(), a_light_touch())
    story.live(an_opened_day("2026-05-04"), an_opened_day("2026-05-04", id="another-calendar"))
    assert story.balance() == "280.00"
    assert len(story.entries("charge")) == 1
