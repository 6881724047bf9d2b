"""From a message of the bus to a delivery: whatever it holds, it becomes one, and nothing is invented."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.deliveries import delivery_from
from hub.errors import UnreadableMessage
from hub.reading import Delivery, read

ATTRIBUTES = {"id": "m-1", "source": "urn:test", "type": "payment.received.v1"}
PREFIXES = ["cloudEvents:", "cloudEvents_", "ce-"]
ANYTHING = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary())
NAMES = st.one_of(st.text(), st.sampled_from(["hub-sender", "hub-number", "hub-last", *(f"{p}type" for p in PREFIXES)]))


@given(st.binary(), st.dictionaries(NAMES, ANYTHING))
def test_whatever_a_message_holds_becomes_a_delivery(body: bytes, headers: dict[str, Any]) -> None:
    delivery = delivery_from(body, headers)
    assert isinstance(delivery, Delivery)
    assert delivery.number is None or 0 < delivery.number < 2**63
    assert delivery.sender is None or 0 < len(delivery.sender) <= 64


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_binary_body_that_is_not_json_is_refused_by_intake_and_stops_nobody(prefix: str) -> None:
    headers = {f"{prefix}{name}": value for name, value in ATTRIBUTES.items()}
    delivery = delivery_from(b"PAYMENT;100.00", headers)
    assert delivery.body == b"PAYMENT;100.00"
    with pytest.raises(UnreadableMessage):
        read(delivery)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_event_in_binary_mode_is_put_into_its_envelope(prefix: str) -> None:
    headers = {f"{prefix}{name}": value for name, value in ATTRIBUTES.items()}
    delivery = delivery_from(b'{"payment":"PAY-1"}', headers)
    assert orjson.loads(delivery.body) == {
        **ATTRIBUTES,
        "datacontenttype": "application/json",
        "data": {"payment": "PAY-1"},
    }


@pytest.mark.parametrize("number", [0, -1, 2**63, True, "7", 7.0, None], ids=repr)
def test_what_is_no_number_of_a_sender_is_no_number(number: object) -> None:
    assert delivery_from(b"{}", {"hub-sender": "sender-1", "hub-number": number}).number is None


@pytest.mark.parametrize("sender", ["", "a b", "x" * 65, 7, None, b"sender"], ids=lambda its: repr(its)[:12])
def test_what_is_no_name_of_a_sender_is_no_name(sender: object) -> None:
    assert delivery_from(b"{}", {"hub-sender": sender, "hub-number": 7}).sender is None


def test_a_sender_and_its_numbers_are_taken_as_told() -> None:
    headers = {"hub-sender": "hub.relay.3", "hub-number": 2**63 - 1, "hub-last": True}
    assert delivery_from(b"{}", headers) == Delivery(b"{}", "hub.relay.3", 2**63 - 1, is_last=True)
