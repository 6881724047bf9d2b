"""One person's facts as events, worked out for a day in a throw-away hub."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.assessed import Assessed, assessed_on
from hub.calendar import opening_of
from hub.charging.example_inputs import InputFault
from hub.charging.examples import refused_as_json
from hub.errors import Refused, WrongUsage
from hub.ledger.store import read_council
from hub.ledger.tables import parked, person_standing
from hub.play import latest_day, playing
from hub.reading import Delivery, read, said_of_itself
from hub.settings import Settings
from hub.standing.codec import decode_person


def assess_events(settings: Settings, bodies: Sequence[bytes], day: date) -> Assessed:
    """What the person whom the events tell of has to pay on a day, or every fault in the events by its field.

    The facts are taken as they stand on the latest day among them, or on the day asked for if that is later.

    Raises:
        WrongUsage: the events are about nobody, or about several people.
    """
    people, faults = _people_in(bodies)
    if len(people) > 1:
        raise WrongUsage(f"FILE: expected the facts of one person, and found {len(people)} people")
    if faults:
        return _refused(next(iter(people), None), day, faults)
    if not people:
        raise WrongUsage("FILE: expected facts about a person; none of the events has a subject")
    (person,) = people
    latest = latest_day(bodies)
    today = day if latest is None else max(day, latest)
    with playing(settings, [*bodies, opening_of(today)], today) as (connection, almanac):
        rows = connection.execute(select(parked.c.message_id, parked.c.code, parked.c.field, parked.c.message))
        faults = [InputFault(row.code, f"{row.message_id}: {row.field}", row.message) for row in rows]
        if faults:
            return _refused(person, day, faults)
        text = connection.execute(
            select(person_standing.c.standing).where(person_standing.c.person == person)
        ).scalar_one()
        return assessed_on(decode_person(text), read_council(connection), almanac, day)


def _people_in(bodies: Sequence[bytes]) -> tuple[set[str], list[InputFault]]:
    """Whom the events are about, and what is wrong with those that do not fit their contract, by their place."""
    people: set[str] = set()
    faults: list[InputFault] = []
    for number, body in enumerate(bodies):
        try:
            subject = read(Delivery(body)).event.subject
        except Refused as fault:
            name, _ = said_of_itself(body)
            faults.append(InputFault(fault.code, f"{name or number}: {fault.field}", fault.message))
        else:
            if subject is not None:
                people.add(subject)
    return people, faults


def _refused(person: str | None, day: date, faults: list[InputFault]) -> dict[str, Any]:
    refused = refused_as_json(faults)
    return {"id": person, "on": day.isoformat(), "figures": {}, "working": [], "refused": refused}
