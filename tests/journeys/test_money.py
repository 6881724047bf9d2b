"""Money: what a payment settles, whose it is, and what follows when a direct debit comes back."""

import pytest

from tests.builders import PERSON, REFERENCE, a_collection, a_mandate, a_payment, a_person, a_return, an_indemnity
from tests.journeys.beginnings import care_begins, one_cycle_charged, with_a_mandate
from tests.stories import Story

C1, C2 = "2026-04-06", "2026-05-04"


def test_a_payment_settles_the_oldest_item_first(story: Story) -> None:
    one_cycle_charged(story)
    story.open_day("2026-06-01")
    assert story.owed() == {C1: "280.00", C2: "280.00"}
    story.live(a_payment("300.00", received_on="2026-06-01"))
    # 280.00 to the first, 20.00 to the second
    assert story.owed() == {C1: "0.00", C2: "260.00"}
    assert story.balance() == "260.00"
    assert story.trial_balance() == {"bank": "300.00", "contribution_debtors": "260.00", "income_community": "-560.00"}


def test_a_payment_before_anything_is_owed_waits_for_it(quick_story: Story) -> None:
    care_begins(quick_story, a_payment("300.00", received_on="2026-04-10"))
    assert quick_story.balance() == "-300.00"
    quick_story.open_day("2026-05-04")
    assert (quick_story.balance(), quick_story.owed()) == ("-20.00", {C1: "0.00"})


def test_a_payment_nobody_knows_waits_in_suspense_until_somebody_claims_it(story: Story) -> None:
    story.open_day("2026-04-06")
    story.live(a_payment("100.00", received_on="2026-04-07"))
    assert story.suspense() == {REFERENCE: "100.00"}
    assert story.trial_balance() == {"bank": "100.00", "suspense": "-100.00"}
    assert story.tasks(f"reference:{REFERENCE}") == ["money.payment_in_suspense"]
    care_begins(story)
    assert story.suspense() == {}
    assert story.tasks(f"reference:{REFERENCE}") == []
    assert story.balance() == "-100.00"
    assert story.trial_balance() == {"bank": "100.00", "contribution_debtors": "-100.00"}
    (identified,) = story.entries("payment_identified")
    assert identified["lines"] == [("suspense", 10000), ("contribution_debtors", -10000)]


def test_a_mandate_claims_its_reference_as_well(quick_story: Story) -> None:
    quick_story.live(a_payment("100.00"), a_mandate())
    assert (quick_story.suspense(), quick_story.balance()) == ({}, "-100.00")


def test_a_mandate_without_a_person_leaves_money_in_suspense(quick_story: Story) -> None:
    quick_story.live(a_payment("100.00"), a_mandate(None))
    assert quick_story.parked() == []
    assert quick_story.suspense() == {REFERENCE: "100.00"}
    quick_story.live(a_person(references=[REFERENCE]))
    assert (quick_story.suspense(), quick_story.balance()) == ({}, "-100.00")


def test_a_payment_that_names_the_person_needs_no_reference(quick_story: Story) -> None:
    quick_story.live(a_payment("100.00", person=PERSON, reference=None))
    assert quick_story.balance() == "-100.00"


def test_a_payment_that_names_nobody_waits_in_suspense_by_itself(quick_story: Story) -> None:
    quick_story.live(a_payment("100.00", reference=None), a_payment("5.00", payment="PAY-2", reference=None))
    assert quick_story.suspense() == {"?PAY-1": "100.00", "?PAY-2": "5.00"}


def test_one_payment_told_by_two_messages_is_one_payment(story: Story) -> None:
    story.live(a_payment("100.00", id="m-1"), a_payment("100.00", id="m-2"))
    story.live(a_payment("100.00", id="m-3", person=PERSON))
    # the last one named the person, and the others wait; once they are claimed they are one
    assert (story.suspense(), story.balance()) == ({REFERENCE: "100.00"}, "-100.00")
    story.live(a_person(references=[REFERENCE]))
    assert (story.suspense(), story.balance()) == ({}, "-100.00")
    assert story.trial_balance() == {"bank": "100.00", "contribution_debtors": "-100.00"}


def test_what_is_due_is_claimed_by_direct_debit_on_a_working_day(story: Story) -> None:
    with_a_mandate(story)
    # 17 May 2026 is a Sunday
    (claim,) = story.told("direct_debit.claim_requested")
    assert (claim["amount"], claim["collect_on"], claim["payer_reference"]) == ("280.00", "2026-05-18", REFERENCE)


def test_a_return_reverses_its_own_collection_and_no_other(story: Story) -> None:
    with_a_mandate(story)
    other = a_collection("280.00", collection="COL-2", processed_on="2026-05-19")
    story.live(a_collection("280.00"), other, a_collection("100.00", collection="COL-3"))
    assert story.balance() == "-380.00"
    story.live(a_return("280.00", "0"))
    assert story.balance() == "-100.00"
    (entry,) = story.entries("return")
    assert entry["lines"] == [("direct_debit_control", -28000), ("contribution_debtors", 28000)]
    # the collection that came back settles nothing; the day after's does
    (item,) = story.account()["items"]
    assert [its["receipt"] for its in item["settled_by"]] == ["collection:COL-3", "collection:COL-2"]


REACTIONS = [
    # code, task, mandate cancelled at the bank, letter to the payer
    ("0", "represent_or_contact", False, True),
    ("1", "cancel_mandate_contact_payer", True, True),
    ("2", "bereavement_workflow", True, False),
    ("3", "await_or_obtain_new_details", False, True),
    ("4", "suspend_and_resolve_dispute", False, True),
    ("5", "verify_details", True, True),
    ("6", "relodge_if_authorised", True, True),
    ("7", "suspend_and_check_notice", False, True),
    ("8", "recollect_on_correct_date", False, True),
    ("9", "new_notice_and_collection", False, True),
    ("A", "investigate_mandate_identity", False, True),
    ("B", "cancel_mandate_contact_payer", True, True),
]


@pytest.mark.parametrize(("code", "reaction", "cancelled", "letter"), REACTIONS)
def test_the_reason_code_chooses_what_follows_a_return(
    quick_story: Story, code: str, reaction: str, cancelled: bool, letter: bool
) -> None:
    with_a_mandate(quick_story)
    quick_story.live(a_collection(), a_return("280.00", code))
    assert quick_story.balance() == "280.00"
    assert quick_story.tasks() == [f"money.{reaction}"]
    # three working days after 20 May 2026
    assert quick_story.task(f"money.{reaction}")["due_on"].isoformat() == "2026-05-26"
    assert bool(quick_story.told("mandate.cancellation_requested")) is cancelled
    letters = [its["about"] for its in quick_story.told("letter.requested")]
    assert ("returned:RET-1" in letters) is letter


@pytest.mark.parametrize("code", ["1", "3"])
def test_a_mandate_that_is_no_longer_usable_is_claimed_from_no_more(quick_story: Story, code: str) -> None:
    with_a_mandate(quick_story)
    quick_story.live(a_collection(), a_return("280.00", code))
    quick_story.open_day("2026-06-01")
    assert len(quick_story.told("direct_debit.claim_requested")) == 1
    quick_story.live(a_mandate(revision=2, effective_from="2026-05-25"))
    assert [its["amount"] for its in quick_story.told("direct_debit.claim_requested")] == ["280.00", "280.00"]


def test_a_code_nobody_published_stops_at_an_officer(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_collection(), a_return("280.00", "X"))
    assert story.balance() == "280.00"
    assert story.tasks() == ["money.reason_code_unknown"]
    assert story.told("mandate.cancellation_requested") == []
    assert story.task("money.reason_code_unknown")["priority"] == 1


def test_a_return_told_before_its_collection_waits_for_it(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_return())
    assert story.balance() == "280.00"
    assert story.tasks() == ["money.collection_not_found", "money.represent_or_contact"]
    story.live(a_collection())
    assert story.balance() == "280.00"
    assert story.tasks() == ["money.represent_or_contact"]
    assert [entry["kind"] for entry in story.entries()] == ["charge", "collection", "return"]


@pytest.mark.parametrize(
    "other",
    [{"amount": "279.99"}, {"processed_on": "2026-05-19"}, {"reference": "TESTA0043"}],
    ids=lambda its: str(its),
)
def test_a_return_of_another_sum_day_or_payer_takes_nothing_back(quick_story: Story, other: dict[str, str]) -> None:
    with_a_mandate(quick_story)
    quick_story.live(a_person(references=["TESTA0043"], revision=2))
    quick_story.live(a_collection(), a_return(**{"amount": "280.00", **other}))
    assert quick_story.balance() == "0.00"
    assert "money.collection_not_found" in quick_story.tasks()


def test_a_collection_is_returned_once(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_collection(), a_return(returned="RET-2"), a_return(returned="RET-1"))
    # whichever came first, the collection went back once, and the other return has lost it
    assert story.balance() == "280.00"
    assert story.trial_balance()["contribution_debtors"] == "280.00"
    assert story.tasks().count("money.collection_not_found") == 1


def test_a_return_told_twice_is_one_return(quick_story: Story) -> None:
    with_a_mandate(quick_story)
    quick_story.live(a_collection(), a_return(id="m-1"), a_return(id="m-1"), a_return(id="m-2"))
    assert quick_story.balance() == "280.00"
    assert len(quick_story.entries("return")) == 1


def test_a_return_in_suspense_comes_to_whoever_claims_it(story: Story) -> None:
    story.open_day("2026-05-18")
    story.live(a_collection(), a_return())
    reference = f"reference:{REFERENCE}"
    assert story.suspense() == {REFERENCE: "0.00"}
    assert story.tasks(reference) == ["money.represent_or_contact"]
    assert story.told("letter.requested") == []
    story.live(a_person(references=[REFERENCE]))
    assert (story.tasks(reference), story.tasks()) == ([], ["money.represent_or_contact"])
    assert [its["about"] for its in story.told("letter.requested")] == ["returned:RET-1"]
    assert story.trial_balance() == {}


def test_an_indemnity_takes_money_back_on_the_day_it_settles(story: Story) -> None:
    with_a_mandate(story)
    story.live(a_collection(), an_indemnity(settles_on="2026-06-08"))
    assert story.balance() == "0.00"
    assert story.tasks() == ["money.accept_or_challenge"]
    story.open_day("2026-06-07")
    # the second cycle has ended meanwhile
    assert story.balance() == "280.00"
    story.open_day("2026-06-08")
    assert story.balance() == "560.00"
    (entry,) = story.entries("indemnity")
    assert (entry["effective_on"].isoformat(), entry["lines"][0]) == ("2026-06-08", ("direct_debit_control", -28000))


def test_an_indemnity_in_suspense_settles_on_its_day_as_well(story: Story) -> None:
    story.open_day("2026-05-18")
    story.live(a_collection(), an_indemnity(settles_on="2026-06-08"))
    assert story.suspense() == {REFERENCE: "280.00"}
    story.open_day("2026-06-08")
    assert story.suspense() == {REFERENCE: "0.00"}


def test_references_as_long_as_they_may_be_are_taken(story: Story) -> None:
    long = "R" * 64
    with_a_mandate(story)
    story.live(
        a_payment("1.00", payment=long),
        a_collection(collection=long),
        a_return(returned=long),
        a_mandate(mandate=long, revision=1, effective_from="2026-05-25"),
    )
    story.live(a_payment("2.00", payment=long[:-1] + "S", reference="TESTA0099"))
    story.live(a_person("P-0099", references=["TESTA0099"]))
    assert story.parked() == []
    assert (story.balance(), story.balance("P-0099")) == ("279.00", "-2.00")
