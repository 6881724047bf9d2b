"""An older version of a word: checked against itself, then read as the newest, by words declared only here."""

from typing import Any

import orjson
import pytest
from pydantic import Field

from contracts import registry, upcasters
from contracts.base import Received
from contracts.registry import inbound, words
from contracts.upcasters import Data, upcast, upcaster
from hub.errors import HandlerFailed, UnreadableMessage, UnsupportedVersion
from hub.reading import Delivery, content_hash_of, read


class VisitPlannedFirst(Received):
    """A visit was planned, its length in hours."""

    hours: int = Field(ge=1, description="Length in hours.")


class VisitPlanned(Received):
    """A visit was planned, its length in minutes."""

    minutes: int = Field(ge=1, le=480, description="Length in minutes.")


@pytest.fixture(autouse=True)
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declares the word for one test, and forgets it afterwards."""
    words()
    monkeypatch.setattr(registry, "_words", dict(registry._words))
    monkeypatch.setattr(upcasters, "_upcasters", {})
    inbound("visit.planned", "visits", 1)(VisitPlannedFirst)
    inbound("visit.planned", "visits", 2)(VisitPlanned)


def in_minutes(data: Data) -> Data:
    return {"minutes": data["hours"] * 60}


def visit(version: int, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "visit-1",
        "source": "urn:training-council:visits",
        "type": f"visit.planned.v{version}",
        "subject": "person-0042",
        "time": "2026-04-06T09:30:00+01:00",
        "data": data,
    }


def delivery(event: dict[str, Any]) -> Delivery:
    return Delivery(orjson.dumps(event))


def test_an_older_version_is_read_as_the_newest() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    told = read(delivery(visit(1, hours=2)))
    assert told.word.type == told.event.type == "visit.planned.v2"
    assert told.event.data == VisitPlanned(minutes=120)
    assert (told.event.id, told.event.subject) == ("visit-1", "person-0042")


def test_the_newest_version_is_read_as_it_is() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    told = read(delivery(visit(2, minutes=45)))
    assert told.word.type == "visit.planned.v2"
    assert told.event.data == VisitPlanned(minutes=45)


def test_without_an_upcaster_each_version_is_read_as_itself() -> None:
    assert read(delivery(visit(1, hours=2))).event.data == VisitPlannedFirst(hours=2)


def test_an_older_version_is_refused_in_its_own_terms() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    with pytest.raises(UnreadableMessage) as refused:
        read(delivery(visit(1, minutes=120)))
    assert refused.value.field == "data.hours"


def test_what_fits_the_older_version_and_not_the_newest_is_refused() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    with pytest.raises(UnreadableMessage) as refused:
        read(delivery(visit(1, hours=9)))
    assert refused.value.field == "data.minutes"


def test_the_message_is_kept_and_known_again_as_it_came() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    event = visit(1, hours=2, room="blue")
    told = read(delivery(event))
    assert told.delivery.body == orjson.dumps(event)
    assert told.content_hash == content_hash_of(event)


def test_versions_are_lifted_one_after_the_other() -> None:
    class VisitPlannedThird(Received):
        """A visit was planned, its length in quarters of an hour."""

        quarters: int = Field(description="Length in quarters of an hour.")

    inbound("visit.planned", "visits", 3)(VisitPlannedThird)
    upcaster("visit.planned", 1)(in_minutes)
    upcaster("visit.planned", 2)(lambda data: {"quarters": data["minutes"] // 15})
    assert read(delivery(visit(1, hours=2))).event.data == VisitPlannedThird(quarters=8)
    assert read(delivery(visit(2, minutes=45))).event.data == VisitPlannedThird(quarters=3)


def test_a_version_nobody_declared_is_refused_whatever_upcasters_there_are() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    with pytest.raises(UnsupportedVersion) as refused:
        read(delivery(visit(3, minutes=120)))
    assert "visit.planned.v1, visit.planned.v2" in refused.value.message


def test_an_upcaster_that_leads_nowhere_parks_the_message() -> None:
    upcaster("visit.planned", 2)(in_minutes)
    with pytest.raises(HandlerFailed):
        read(delivery(visit(2, minutes=45)))


def test_an_upcaster_that_fails_parks_the_message_and_tells_nothing_of_it() -> None:
    @upcaster("visit.planned", 1)
    def broken(data: Data) -> Data:
        raise KeyError(f"hours of {data}")

    with pytest.raises(HandlerFailed) as refused:
        read(delivery(visit(1, hours=7)))
    assert refused.value.field == "data"
    assert "7" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_version_has_one_upcaster() -> None:
    upcaster("visit.planned", 1)(in_minutes)
    assert upcast("visit.planned", 1) is in_minutes
    assert upcast("visit.planned", 2) is None
    with pytest.raises(ValueError, match=r"visit\.planned\.v1 has two upcasters"):
        upcaster("visit.planned", 1)(in_minutes)
