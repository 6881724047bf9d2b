"""A deferred payment agreement: what income allows is due now, and the rest is owed later, on an account of its own."""

from typing import Any

from hub.replaying import verify
from tests import builders as told
from tests.builders import Event, a_care_home, a_care_package, an_assessment, an_income
from tests.stories import ALMANAC, Story

BEGINS = "2026-04-06"
CYCLES = (BEGINS, "2026-05-04")


def with_a_house(story: Story) -> Story:
    """A pension of 250.00 and a house worth 180,000.00, long in a home for 1,000.00, so that it counts."""
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", a_care_home("1000.00", "2025-01-06", ends_on=None)),
        an_assessment(
            "P-0042",
            an_income("occupational_pension", "250.00"),
            effective_from=BEGINS,
            capital=[{"capital": "home", "kind": "main_home", "value": "180000.00"}],
        ),
    )
    story.open_day(CYCLES[1])
    assert story.charged()[BEGINS] == "4000.00"
    return story


def an_agreement(effective_from: str = BEGINS, **said: Any) -> Event:
    """The council and the person agree to defer."""
    data = {"agreement": "DPA-1", "revision": 1, "effective_from": effective_from, **said}
    return told.an_event("deferred_payment.agreed.v1", "P-0042", data)


def test_an_agreement_moves_what_income_does_not_pay_to_an_account_of_its_own(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    # 250.00 - 144.00 = 106.00 is paid each week and 894.00 deferred, x 4
    assert story.charged()[BEGINS] == "424.00"
    assert story.account()["deferred"] == "3576.00"
    assert story.trial_balance()["deferred_payment_debtors"] == "3576.00"
    assert story.told("contribution.changed", "P-0042")[-1]["deferred_weekly"] == "894.00"
    with story.connection() as connection:
        assert verify(connection, ALMANAC, lambda _: None)["clean"]


def test_an_agreement_that_was_wrong_puts_everything_back(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    story.live(an_agreement("2026-05-04", revision=2))
    assert story.charged()[BEGINS] == "4000.00"
    assert story.account()["deferred"] == "0.00"


def test_whoever_chose_to_keep_less_pays_more_now(story: Story) -> None:
    with_a_house(story).live(an_agreement(keeps_weekly="100.00"))
    # 250.00 - 100.00 = 150.00, x 4
    assert (story.charged()[BEGINS], story.account()["deferred"]) == ("600.00", "3400.00")
