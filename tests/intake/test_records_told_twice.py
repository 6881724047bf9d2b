"""P3: two messages tell one record, and tell it differently; which of them counts is no matter of arrival."""

from itertools import permutations

import pytest

from tests.builders import PERSON, Event, a_collection, a_payment, a_return
from tests.stories import Story

TELLINGS: dict[str, list[Event]] = {
    "a payment": [a_payment(f"{pounds}.00", person=PERSON, id=f"m-{pounds}") for pounds in (100, 200, 300)],
    "a collection": [a_collection(f"{pounds}.00", person=PERSON, id=f"m-{pounds}") for pounds in (100, 200, 300)],
    "a return": [a_return(reason_code=code, id=f"m-{code}") for code in ("1", "2", "3")],
}


@pytest.mark.parametrize("tellings", TELLINGS.values(), ids=TELLINGS.keys())
def test_of_two_tellings_the_same_one_is_kept(tellings: list[Event]) -> None:
    digests = set()
    for order in permutations(tellings):
        story = Story()
        story.live(*order)
        digests.add(story.digest())
        story.close()
    assert len(digests) == 1


def test_a_record_told_differently_is_put_right_in_the_ledger(story: Story) -> None:
    first, other = TELLINGS["a payment"][:2]
    story.live(other)
    assert story.balance() == "-200.00"
    story.live(first)
    assert story.balance() == "-100.00"
    assert story.trial_balance() == {"bank": "100.00", "contribution_debtors": "-100.00"}
