"""The door of the embedded bus: off the table in the transaction that applies it, and not a moment before."""

import pytest

from consumers.embedded import EmbeddedDoor
from hub.composition import publish_embedded
from hub.ledger import store
from tests.builders import PERSON, a_payment, body_of
from tests.stories import Story

BODIES = [body_of(a_payment("1.00", payment=f"PAY-{number}", person=PERSON)) for number in range(5)]


class PowerCut(BaseException):
    """The process ends, here."""


def a_door_with_messages(story: Story, batch: int = 200) -> EmbeddedDoor:
    publish_embedded(story.hub, BODIES, "test")
    return EmbeddedDoor(story.hub.engine, story.hub.intake, batch)


def test_what_is_applied_is_off_the_table(story: Story) -> None:
    door = a_door_with_messages(story, batch=2)
    assert [door.drain() for _ in range(4)] == [2, 2, 1, 0]
    assert (story.balance(), story.count("embedded_queue"), story.count("received_number")) == ("-5.00", 0, 5)


def test_what_could_not_be_applied_is_still_in_the_table(quick_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    door = a_door_with_messages(quick_story)

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(store, "append_facts", cut)
        with pytest.raises(PowerCut):
            door.drain()
    assert (quick_story.count("embedded_queue"), quick_story.count("fact")) == (5, 0)
    assert door.drain() == 5
    assert (quick_story.balance(), quick_story.count("embedded_queue")) == ("-5.00", 0)
