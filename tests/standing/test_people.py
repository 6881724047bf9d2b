"""Standings under decision: kept when a decision stands, and as they were before when it does not."""

from datetime import date

import pytest

from hub.charging.circumstances import CarePackage, Version
from hub.standing.codec import decode_person, encode
from hub.standing.people import People
from hub.standing.person import PersonStanding


@pytest.fixture
def people() -> People:
    """Two people about whom nothing is known."""
    people = People()
    people.add({person: encode(PersonStanding(person)).decode() for person in ("P-0001", "P-0002")})
    return people


def test_a_standing_is_the_same_until_its_decision_ends(people: People) -> None:
    assert people["P-0001"] is people["P-0001"]
    assert people["P-0001"] == PersonStanding("P-0001")


def test_what_is_kept_is_there_for_the_next_decision(people: People) -> None:
    people["P-0001"].posted.money["payment:1"] = 1000
    people.keep("P-0001")
    assert people["P-0001"].posted.money == {"payment:1": 1000}
    people["P-0001"].posted.money["payment:2"] = 2000
    people.keep("P-0001")
    assert people["P-0001"].posted.money == {"payment:1": 1000, "payment:2": 2000}


def test_what_is_forgotten_is_as_it_was_when_it_was_last_kept(people: People) -> None:
    people["P-0001"].posted.money["payment:1"] = 1000
    people.keep("P-0001")
    people["P-0001"].posted.money["payment:2"] = 2000
    people.forget("P-0001")
    assert people["P-0001"].posted.money == {"payment:1": 1000}


def test_only_what_is_kept_is_to_be_written_and_as_it_stands_last(people: People) -> None:
    standing = people["P-0001"]
    standing.next_due_on = date(2026, 4, 6)
    people.keep("P-0001")
    standing = people["P-0001"]
    standing.next_due_on = date(2026, 5, 4)
    standing.circumstances.packages["C-1"] = CarePackage(Version(1, date(2026, 4, 6), "m-1"), ())
    people.keep("P-0001")
    people["P-0002"].next_due_on = date(2026, 6, 1)
    people.forget("P-0002")
    assert list(people.kept) == ["P-0001"]
    kept = people.kept["P-0001"]
    assert (kept.next_due_on, kept.has_care) == (date(2026, 5, 4), True)
    assert decode_person(kept.text) == people["P-0001"]


def test_nobody_is_kept_who_was_not_looked_at(people: People) -> None:
    people.keep("P-0001")
    assert people.kept == {}


def test_people_are_known_without_being_looked_at(people: People) -> None:
    assert "P-0001" in people
    assert "P-0003" not in people
    assert people.get("P-0003") is None
    assert (sorted(people), len(people)) == (["P-0001", "P-0002"], 2)
