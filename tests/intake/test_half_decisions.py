"""A message that is refused half-way leaves its neighbours in the batch nothing of itself."""

from typing import Any

import pytest

from hub.handlers.table import HANDLERS
from hub.intake import Ending
from tests.builders import PERSON, a_payment
from tests.stories import Story


def test_what_a_refused_message_had_changed_is_not_there_for_the_next(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = HANDLERS["payment.received.v1"]

    def fail_at_the_end(deciding: Any, standing: Any, event: Any) -> Any:
        change = decide(deciding, standing, event)
        if event.data.payment == "PAY-2":
            raise KeyError("sample")
        return change

    monkeypatch.setitem(HANDLERS, "payment.received.v1", fail_at_the_end)
    three = [a_payment(f"{number}.00", payment=f"PAY-{number}", person=PERSON) for number in (1, 2, 3)]
    assert story.tell(*three) == [Ending.APPLIED, Ending.PARKED, Ending.APPLIED]
    assert story.balance() == "-4.00"
    assert [entry["position"] for entry in story.entries()] == [1, 2]
