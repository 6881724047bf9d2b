"""A deferred payment agreement: what income allows is due now, and the rest is owed later, on an account of its own."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from contracts.money import pence_from_pounds
from hub.explaining import explain
from hub.history import account_history
from hub.ledger.tables import person_standing
from hub.reconciliation.ledger import find_in_balances, find_in_standings
from hub.replaying import verify
from hub.standing.codec import decode_person, encode
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


@pytest.mark.parametrize(
    ("as_of", "deferred"), [(BEGINS, "3576.00"), ("2026-05-03", "3576.00"), (CYCLES[1], "7152.00")]
)
def test_what_is_deferred_is_shown_as_of_the_cycles_that_have_begun(
    quick_story: Story, as_of: str, deferred: str
) -> None:
    with_a_house(quick_story)
    quick_story.open_day("2026-06-01")
    # One entry is about both cycles.
    quick_story.live(an_agreement())
    with quick_story.connection() as connection:
        shown = account_history(connection, ALMANAC, "P-0042", as_of=date.fromisoformat(as_of))
    assert shown is not None
    assert shown["deferred"] == deferred


def test_an_agreement_that_was_wrong_puts_everything_back(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    story.live(an_agreement("2026-05-04", revision=2))
    assert story.charged()[BEGINS] == "4000.00"
    assert story.account()["deferred"] == "0.00"


def test_whoever_chose_to_keep_less_pays_more_now(story: Story) -> None:
    with_a_house(story).live(an_agreement(keeps_weekly="100.00"))
    # 250.00 - 100.00 = 150.00, x 4
    assert (story.charged()[BEGINS], story.account()["deferred"]) == ("600.00", "3400.00")


def books(story: Story) -> list[str]:
    """What reconciling the books finds wrong."""
    with story.connection() as connection:
        return [its.message for check in (find_in_balances, find_in_standings) for its in check(connection)]


def test_an_agreement_that_ends_leaves_what_was_deferred_owed_and_all_is_due_again(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    story.open_day("2026-06-01")
    assert (story.charged(), story.account()["deferred"]) == ({BEGINS: "424.00", CYCLES[1]: "424.00"}, "7152.00")
    story.live(an_agreement(revision=2, ends_on="2026-05-17"))
    # Two weeks of the second cycle at 106.00 and two at 1,000.00; six weeks deferred at 894.00
    assert story.charged() == {BEGINS: "424.00", CYCLES[1]: "2212.00"}
    assert story.account()["deferred"] == "5364.00"
    story.open_day("2026-06-29")
    assert story.charged()["2026-06-01"] == "4000.00"
    assert story.account()["deferred"] == "5364.00"
    assert books(story) == []


def test_an_agreement_within_a_week_is_posted_to_the_penny(story: Story) -> None:
    with_a_house(story).live(an_agreement("2026-04-09"))
    # Three days at 1,000.00 are 428.57; of 571.43 for four days 106.00 x 4 / 7 = 60.57 is paid; then 3 x 106.00
    assert (story.charged()[BEGINS], story.account()["deferred"]) == ("807.14", "3192.86")
    balance = story.trial_balance()
    assert sum(pence_from_pounds(amount) for amount in balance.values()) == 0
    assert balance["income_care_home"] == "-4000.00"


def test_what_is_deferred_is_on_no_statement_and_takes_no_payment(story: Story) -> None:
    with_a_house(story).live(
        told.changed_details(references=[told.REFERENCE]), an_agreement(), told.a_payment("424.00")
    )
    assert story.owed() == {BEGINS: "0.00"}
    assert story.balance() == "0.00"
    story.open_day("2026-06-01")
    assert story.told("statement.issued")[-1]["closing_balance"] == story.balance()
    assert (story.balance(), story.account()["deferred"]) == ("424.00", "7152.00")
    assert books(story) == []


def test_the_deferred_part_is_owed_to_the_council_though_the_home_collects_the_rest(story: Story) -> None:
    story.open_day(BEGINS)
    home = a_care_home("1000.00", "2025-01-06", collector="provider")
    story.live(
        told.a_person(),
        a_care_package("P-0042", home),
        an_assessment(
            "P-0042",
            an_income("occupational_pension", "250.00"),
            capital=[{"capital": "home", "kind": "main_home", "value": "180000.00"}],
        ),
        an_agreement(),
    )
    story.open_day(CYCLES[1])
    assert (story.charged(), story.account()["deferred"]) == ({}, "3576.00")
    assert story.trial_balance() == {"deferred_payment_debtors": "3576.00", "income_care_home": "-3576.00"}
    assert books(story) == []


def test_a_death_told_late_takes_back_what_was_deferred_after_it(story: Story) -> None:
    with_a_house(story).live(an_agreement(), told.a_death(date_of_death="2026-04-19"))
    # Two whole weeks
    assert (story.charged()[BEGINS], story.account()["deferred"]) == ("212.00", "1788.00")
    assert books(story) == []


def test_the_entry_of_what_is_deferred_can_be_explained(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    (entry,) = (
        its
        for its in story.entries("charge")
        if any(account == "deferred_payment_debtors" for account, _ in its["lines"])
    )
    with story.connection() as connection:
        told_of = explain(connection, ALMANAC, entry["entry"])
    assert told_of["agrees"]
    assert {its["is"] for its in told_of["weeks"]} == {"894.00"}
    assert entry["effective_on"] == date.fromisoformat(BEGINS)


def test_a_deferred_account_that_the_standing_does_not_bear_out_is_found(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    with story.connection() as connection:
        standing = decode_person(connection.execute(select(person_standing.c.standing)).scalar_one())
        standing.posted.deferred = {}
        connection.execute(update(person_standing).values(standing=encode(standing).decode()))
    assert "the standing and the ledger differ on what is deferred" in books(story)


def test_a_higher_fee_under_an_agreement_is_told_though_it_is_all_deferred(story: Story) -> None:
    with_a_house(story).live(an_agreement())
    dearer = a_care_home("1050.00", "2026-06-01", line="L-3")
    before = a_care_home("1000.00", "2025-01-06", ends_on="2026-05-31")
    story.live(a_care_package("P-0042", before, dearer, revision=2))
    told_last = story.told("contribution.changed", "P-0042")[-1]
    assert (told_last["effective_from"], told_last["weekly_now"]) == ("2026-06-01", "106.00")
    assert told_last["deferred_weekly"] == "944.00"
