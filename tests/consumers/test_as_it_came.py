"""What a door makes of a message for FastStream."""

import asyncio

import pytest
from aio_pika import IncomingMessage
from aiormq.abc import DeliveredMessage
from faststream.message import message as made_up
from pamqp import commands
from pamqp.header import ContentHeader

from consumers.line import as_it_came


def _message(properties: commands.Basic.Properties) -> IncomingMessage:
    header = ContentHeader(properties=properties)
    delivery = commands.Basic.Deliver("tag", 1)
    return IncomingMessage(DeliveredMessage(delivery, header, b"{}", None))  # type: ignore[arg-type]


@pytest.mark.parametrize("properties", [commands.Basic.Properties(), commands.Basic.Properties(message_id="one")])
def test_no_identity_is_made_up_for_a_message_without_one(
    properties: commands.Basic.Properties, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def note() -> str:
        made.append("one")
        return "one"

    monkeypatch.setattr(made_up, "uuid4", note)
    message = asyncio.run(as_it_came(_message(properties)))
    assert made == []
    assert message.body == b"{}"
