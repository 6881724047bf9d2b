"""A promise of our own that is broken is nobody's message: the hub stops, and keeps nothing of the batch."""

from typing import Any

import pytest

from hub.errors import HashChainBroken, InvariantBroken, UnbalancedEntry
from hub.handlers.table import HANDLERS
from tests.builders import PERSON, a_payment, a_stop
from tests.stories import Story


@pytest.mark.parametrize("broken", [UnbalancedEntry, HashChainBroken])
def test_a_broken_promise_stops_the_hub_and_parks_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch, broken: type[InvariantBroken]
) -> None:
    def break_it(*_: Any) -> Any:
        raise broken("sample")

    monkeypatch.setitem(HANDLERS, "dispute.started.v1", break_it)
    with pytest.raises(broken):
        story.tell(a_payment("1.00", person=PERSON), a_stop("dispute"))
    assert [story.count(table) for table in ("inbox", "fact", "journal_entry", "parked", "outbox")] == [0] * 5


def test_an_entry_that_does_not_balance_stops_the_hub(quick_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.differences.money.Line", lambda account, pence, item: _a_penny_more(account, pence, item))
    with pytest.raises(UnbalancedEntry):
        quick_story.tell(a_payment("1.00", person=PERSON))
    assert quick_story.count("parked") == 0


def _a_penny_more(account: Any, pence: int, item: str) -> Any:
    from hub.ledger.journal import Line

    return Line(account, pence + 1, item)
