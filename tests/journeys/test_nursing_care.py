"""Nursing care that the NHS pays for comes off the cost of a home, also when its rate or its decision comes late."""

import pytest

from tests import builders as told
from tests.builders import Event, a_care_home, a_care_package
from tests.journeys.test_adoptions import TRAINING, an_adoption
from tests.stories import Story

BEGINS, NEXT = "2027-03-08", "2027-04-05"


def in_a_nursing_home(story: Story, assessed: Event) -> Story:
    """A nursing home for 1,200.00 a week, nursing care included; 267.68 of it is paid by the NHS until 31 March."""
    story.open_day(BEGINS)
    home = a_care_home("1200.00", BEGINS, service="nursing", nursing_fee_basis="gross")
    story.live(
        told.a_person(),
        a_care_package("P-0042", home),
        assessed,
        told.nhs_funding("P-0042", "fnc_standard", funded_from=BEGINS),
    )
    return story


def announced(weekly: str) -> dict[str, str]:
    """The rate from 1 April 2027 on, which was announced in May."""
    return {
        "file": "nursing-care.yaml",
        "text": f"""
council: Sample council
year: 2027/28
jurisdiction: England
groups:
  nhs_funded_nursing_care:
    from: 2027-04-01
    to: 2028-03-31
    announced_on: 2027-05-04
    figures:
      nhs_funded_nursing_care_standard:
        value: "{weekly}"
        unit: pounds_weekly
        source: "Sample announcement"
        read: direct
""",
    }


def adopted(weekly: str) -> Event:
    return an_adoption(TRAINING.read_text("utf-8"), "2027-05-04", announced(weekly), changes_from="2027-04-01")


def test_days_without_a_rate_wait_for_it_and_are_charged_when_it_is_announced(story: Story) -> None:
    in_a_nursing_home(story, told.a_declined_assessment(effective_from=BEGINS))
    story.open_day("2027-05-03")
    # 1,200.00 - 267.68 = 932.32; three weeks and three days of the fourth: 2,796.96 + 399.57
    assert story.charged() == {BEGINS: "3196.53"}
    asked = story.task("charging.cannot_be_worked_out")["reason"]
    assert "nhs_funded_nursing_care_standard for 2027-04-01" in asked

    story.live(adopted("280.00"))

    # 1,200.00 - 280.00 = 920.00, x 4; of the week of 29 March four days: 525.71
    assert story.charged() == {BEGINS: "3722.24", NEXT: "3680.00"}
    assert "charging.cannot_be_worked_out" not in story.tasks()


def test_a_rate_put_right_later_moves_the_charge_pound_for_pound_of_whoever_pays_in_full(quick_story: Story) -> None:
    in_a_nursing_home(quick_story, told.a_declined_assessment(effective_from=BEGINS))
    quick_story.open_day("2027-05-03")
    quick_story.live(adopted("280.00"))
    corrected = adopted("290.00")
    corrected["data"]["revision"] = 2
    quick_story.live(corrected)
    # 10.00 less a week, for four weeks; and four days of the week of 29 March: 910.00 x 4 / 7 = 520.00
    assert quick_story.charged() == {BEGINS: "3716.53", NEXT: "3640.00"}


@pytest.mark.parametrize(
    ("assessed", "before", "after"),
    [
        # In full: 1,200.00 x 4 and then 932.32 x 4.
        (told.a_declined_assessment(effective_from=BEGINS), "4800.00", "3729.28"),
        (told.a_light_touch(weekly="300.00", effective_from=BEGINS), "1200.00", "1200.00"),
    ],
    ids=["who pays in full", "who pays less than the cost"],
)
def test_a_decision_of_the_nhs_told_late_is_taken_off_from_its_first_day_for_whoever_pays_in_full(
    quick_story: Story, assessed: Event, before: str, after: str
) -> None:
    begins = "2026-05-04"
    assessed = {**assessed, "data": {**assessed["data"], "effective_from": begins}}
    quick_story.open_day(begins)
    home = a_care_home("1200.00", begins, service="nursing", nursing_fee_basis="gross")
    quick_story.live(told.a_person(), a_care_package("P-0042", home), assessed)
    quick_story.open_day("2026-06-01")
    assert quick_story.charged() == {begins: before}
    quick_story.live(told.nhs_funding("P-0042", "fnc_standard", funded_from=begins))
    assert quick_story.charged() == {begins: after}
