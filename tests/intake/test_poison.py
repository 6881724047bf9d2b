"""Whatever a body holds, it is set aside by itself with its field and reason, and its neighbours go on."""

import copy
from typing import Any

import orjson
import pytest

from hub.intake import Ending
from hub.reading import LARGEST_BODY
from tests import builders as told
from tests.builders import PERSON, Event, a_payment, an_event, body_of
from tests.stories import Story

CHARGE = an_event(
    "charge.raised.v1",
    PERSON,
    {
        "item": "2026-04-06",
        "period_from": "2026-04-06",
        "period_to": "2026-05-03",
        "due_on": "2026-05-17",
        "amount": "1.00",
        "entry": "e-1",
    },
)


def payment(**changes: Any) -> bytes:
    """A payment with something wrong in its data or its envelope; `...` takes a field away."""
    event: Event = copy.deepcopy(a_payment(person=PERSON))
    for path, value in changes.items():
        *outer, name = path.split("__")
        place = event
        for step in outer:
            place = place[step]
        if value is ...:
            del place[name]
        else:
            place[name] = value
    return body_of(event)


def raw(find: bytes, put: bytes) -> bytes:
    """A payment whose text is changed below JSON."""
    body = payment()
    assert find in body
    return body.replace(find, put)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "an empty body": (b"", "body"),
    "not JSON": (b"PAYMENT;100.00;P-0042", "body"),
    "not UTF-8": (raw(b"TESTA0042", b"TEST\xff\xfe42"), "body"),
    "UTF-16": (payment().decode().encode("utf-16"), "body"),
    "a byte order mark": (b"\xef\xbb\xbf" + payment(), "body"),
    "truncated": (payment()[:-7], "body"),
    "two documents": (payment() + payment(), "body"),
    "a list": (b"[" + payment() + b"]", "body"),
    "a string": (b'"payment"', "body"),
    "null": (b"null", "body"),
    "a number": (b"1", "body"),
    "deep nesting": (b"[" * 100_000 + b"]" * 100_000, "body"),
    "deep nesting in a field nobody knows": (raw(b'"data":', b'"x":' + b"[" * 400 + b"]" * 400 + b',"data":'), "body"),
    "a NUL": (raw(b"TESTA0042", b"TEST\x0042"), "body"),
    "an escaped NUL": (raw(b"TESTA0042", b"TEST\\u000042"), "body"),
    "a lone surrogate": (raw(b"TESTA0042", b"TEST\\ud80042"), "body"),
    "a lone surrogate in a field nobody knows": (raw(b'"data":', b'"x":"\\udfff","data":'), "body"),
    "a raw surrogate": (raw(b"TESTA0042", b"TEST\xed\xa0\x80"), "body"),
    "NaN": (raw(b'"100.00"', b"NaN"), "body"),
    "infinity": (raw(b'"100.00"', b"1e999"), "body"),
    "too large": (payment(x="y" * LARGEST_BODY), "body"),
    "ten million bytes": (payment(x="y" * 10_000_000), "body"),
    "no type": (payment(type=...), "type"),
    "a type that is a number": (payment(type=7), "type"),
    "no id": (payment(id=...), "id"),
    "an empty id": (payment(id=""), "id"),
    "an id that is too long": (payment(id="m" * 65), "id"),
    "an id that is a number": (payment(id=7), "id"),
    "a subject that is too long": (payment(subject="P" * 65), "subject"),
    "a subject with a space": (payment(subject="Testa Person"), "subject"),
    "a subject that means suspense": (payment(subject="reference:TESTA0042"), "subject"),
    "no source": (payment(source=...), "source"),
    "no time": (payment(time=...), "time"),
    "a time without its offset": (payment(time="2026-04-01T09:00:00"), "time"),
    "another version of CloudEvents": (payment(specversion="0.3"), "specversion"),
    "no data": (payment(data=...), "data"),
    "data that is a list": (payment(data=[]), "data"),
    "data that is null": (payment(data=None), "data"),
    "a missing field": (payment(data__amount=...), "data.amount"),
    "a date in the year 20025": (payment(data__received_on="20025-04-01"), "data.received_on"),
    "a date in the year 2205": (payment(data__received_on="2205-04-01"), "data.received_on"),
    "a date in the year 26": (payment(data__received_on="0026-04-01"), "data.received_on"),
    "a day that does not exist": (payment(data__received_on="2026-02-30"), "data.received_on"),
    "an English date": (payment(data__received_on="01/04/2026"), "data.received_on"),
    "a date that is a number": (payment(data__received_on=1775000000), "data.received_on"),
    "a negative amount": (payment(data__amount="-1.00"), "data.amount"),
    "nothing paid": (payment(data__amount="0.00"), "data.amount"),
    "a third decimal": (payment(data__amount="1.001"), "data.amount"),
    "a thousands separator": (payment(data__amount="1,000.00"), "data.amount"),
    "a pound sign": (payment(data__amount="£1.00"), "data.amount"),
    "digits of another script": (payment(data__amount="\u0661.\u0660\u0660"), "data.amount"),
    "a number for a decimal string": (payment(data__amount=100.0), "data.amount"),
    "a whole number for a decimal string": (payment(data__amount=100), "data.amount"),
    "an amount too large to be one": (payment(data__amount="9999999999.00"), "data.amount"),
    "true for a string": (payment(data__payment=True), "data.payment"),
    "a method nobody knows": (payment(data__method="barter"), "data.method"),
    "a huge whole number": (raw(b'"100.00"', b"9" * 4000), "body"),
    "no subject and no reference": (body_of(an_event("death.reported.v1", None, told.a_death()["data"])), "subject"),
    "a person without a subject": (body_of(an_event("person.registered.v1", None, told.a_person()["data"])), "subject"),
}

TYPES: dict[str, tuple[bytes, str]] = {
    "an unknown type": (payment(type="payment.invented.v1"), "unknown_event_type"),
    "no type at all": (payment(type="payment"), "unknown_event_type"),
    "an outbound type sent in": (body_of(CHARGE), "unknown_event_type"),
    "a version to come": (payment(type="payment.received.v99"), "unsupported_version"),
    "version nought": (payment(type="payment.received.v0"), "unsupported_version"),
}

GOOD = [a_payment("1.00", person=PERSON, payment=f"PAY-{number}") for number in range(3)]


@pytest.mark.parametrize(("body", "field"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_set_aside_with_its_field(quick_story: Story, body: bytes, field: str) -> None:
    assert quick_story.tell(body) == [Ending.PARKED]
    (parked,) = quick_story.parked()
    assert (parked["code"], parked["field"]) == ("unreadable_message", field)
    assert parked["message"]
    assert parked["body"] == body
    assert parked["state"] == "waiting"
    assert quick_story.count("fact") == 0
    assert quick_story.state()["people"] == []


@pytest.mark.parametrize(("body", "code"), TYPES.values(), ids=TYPES.keys())
def test_a_type_nobody_can_take_is_set_aside_with_what_is_expected(quick_story: Story, body: bytes, code: str) -> None:
    assert quick_story.tell(body) == [Ending.PARKED]
    (parked,) = quick_story.parked()
    assert (parked["code"], parked["field"]) == (code, "type")
    if code == "unsupported_version":
        assert "payment.received.v1" in parked["message"]


def test_all_poison_together_spoils_nothing(story: Story) -> None:
    poison = [body for body, _ in [*UNREADABLE.values(), *TYPES.values()]]
    endings = story.tell(GOOD[0], *poison[:20], GOOD[1], *poison[20:], GOOD[2])
    assert [ending for ending in endings if ending is not Ending.PARKED] == [Ending.APPLIED] * 3
    assert story.balance() == "-3.00"
    assert story.count("fact") == 3
    assert len(story.parked()) == len(set(poison))
    # it never stops the hub, however much of it comes in a row
    assert Ending.APPLIED not in story.tell(*poison)
    assert story.tell(a_payment("1.00", person=PERSON, payment="PAY-9")) == [Ending.APPLIED]


def test_a_batch_with_three_bad_messages_parks_three_and_applies_the_rest(story: Story) -> None:
    unknown_role = told.a_tracing_decision(role="account_management_officer")
    batch: list[Event | bytes] = [
        GOOD[0],
        b"no event",
        GOOD[1],
        payment(data__amount="-1.00", id="m-bad"),
        unknown_role,
        GOOD[2],
    ]
    endings = story.tell(*batch)
    assert [ending.value for ending in endings] == ["applied", "parked", "applied", "parked", "parked", "applied"]
    assert story.balance() == "-3.00"
    assert len(story.parked()) == 3


def test_a_body_at_the_limit_is_read(quick_story: Story) -> None:
    room = LARGEST_BODY - len(payment(x=""))
    assert quick_story.tell(payment(x="y" * room)) == [Ending.APPLIED]
    assert quick_story.tell(payment(x="y" * (room + 1))) == [Ending.PARKED]
    assert [parked["code"] for parked in quick_story.parked()] == ["unreadable_message"]


def test_a_text_in_every_script_is_kept_as_it_came(story: Story) -> None:
    body = orjson.dumps(told.a_person(given_name="Tëstà 試験 🧪 \\u0041", family_name='O\'Sample "Person"'))
    assert story.tell(body) == [Ending.APPLIED]
    story.open_day("2026-06-02")
    story.live(told.a_tracing_decision())
    (sent,) = story.told("tracing_referral.sent")
    assert (sent["given_name"], sent["family_name"]) == ("Tëstà 試験 🧪 \\u0041", 'O\'Sample "Person"')


def test_several_faults_are_told_together(quick_story: Story) -> None:
    quick_story.tell(payment(data__amount="-1.00", data__received_on="20025-04-01", data__method="barter"))
    (parked,) = quick_story.parked()
    assert parked["field"] == "data.amount"
    assert "data.received_on" in parked["message"]
    assert "data.method" in parked["message"]
    for value in ("-1.00", "20025", "barter"):
        assert value not in parked["message"]
