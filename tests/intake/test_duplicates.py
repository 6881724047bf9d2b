"""P2: a message delivered many times has one effect, and an id stands for one content."""

import orjson

from hub.intake import Ending
from tests.builders import PERSON, a_payment, a_person, body_of
from tests.stories import Story, delivery

APPLIED, DUPLICATE, PARKED = Ending.APPLIED, Ending.DUPLICATE, Ending.PARKED


def test_a_message_twice_in_one_batch_counts_once(story: Story) -> None:
    payment = a_payment(person=PERSON)
    assert story.tell(payment, payment, payment) == [APPLIED, DUPLICATE, DUPLICATE]
    assert (story.balance(), story.count("fact"), story.count("journal_entry")) == ("-100.00", 1, 1)


def test_a_message_in_several_batches_counts_once(story: Story) -> None:
    payment = a_payment(person=PERSON)
    assert [story.tell(payment)[0] for _ in range(3)] == [APPLIED, DUPLICATE, DUPLICATE]
    assert (story.balance(), story.count("fact"), story.count("inbox")) == ("-100.00", 1, 1)


def test_the_order_of_fields_and_the_space_between_them_are_no_difference(story: Story) -> None:
    payment = a_payment(person=PERSON)
    turned = {name: payment[name] for name in reversed(payment)}
    turned["data"] = {name: payment["data"][name] for name in reversed(payment["data"])}
    spaced = orjson.dumps(turned, option=orjson.OPT_INDENT_2)
    assert spaced != body_of(payment)
    assert story.tell(payment, spaced) == [APPLIED, DUPLICATE]
    assert story.tell(spaced) == [DUPLICATE]
    assert story.parked() == []


def test_the_same_id_with_other_content_is_a_conflict(story: Story) -> None:
    first = a_payment("100.00", person=PERSON, id="m-1")
    other = a_payment("900.00", person=PERSON, id="m-1")
    assert story.tell(first, other, a_payment("5.00", payment="PAY-2", person=PERSON)) == [APPLIED, PARKED, APPLIED]
    assert story.tell(other) == [PARKED]
    assert story.balance() == "-105.00"
    # the same conflict twice is set aside once
    (parked,) = story.parked()
    assert (parked["code"], parked["field"], parked["message_id"]) == ("conflicting_duplicate", "id", "m-1")
    assert parked["body"] == body_of(other)
    # the first one is what the inbox knows
    assert story.tell(first) == [DUPLICATE]


def test_a_field_nobody_knows_makes_it_another_message(story: Story) -> None:
    person = a_person(id="m-1")
    assert story.tell(person, {**person, "data": {**person["data"], "sample": 1}}) == [APPLIED, PARKED]


def test_a_repeat_of_a_parked_message_is_parked_once(story: Story) -> None:
    wrong = a_payment("-1.00")
    assert story.tell(wrong, wrong) == [PARKED, PARKED]
    assert story.tell(wrong) == [PARKED]
    assert len(story.parked()) == 1


def test_a_repeat_of_what_a_rule_refused_is_a_repeat(story: Story) -> None:
    taken = a_person("P-0043", references=["TESTA0042"])
    assert story.tell(a_person(references=["TESTA0042"]), taken, taken) == [APPLIED, PARKED, DUPLICATE]
    assert story.tell(taken) == [DUPLICATE]
    assert [parked["code"] for parked in story.parked()] == ["reference_taken"]


def test_a_sender_s_numbers_are_remembered_once_whether_readable_or_not(story: Story) -> None:
    deliveries = [
        delivery(a_person(), sender="sender-1", number=1),
        delivery(b"no event", sender="sender-1", number=2),
        delivery(a_payment(), sender="sender-1", number=3, is_last=True),
    ]
    story.hub.intake.process(deliveries)
    story.hub.intake.process(deliveries)
    assert story.count("received_number") == 3
