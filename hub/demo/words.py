"""Events as the council's other systems would say them: plainly fictional, and named so that people can follow them."""

from datetime import UTC, date, datetime, time
from typing import Any

Event = dict[str, Any]

COUNCIL = "urn:training-council"
SOCIAL_CARE = f"{COUNCIL}:social-care"
ASSESSMENTS = f"{COUNCIL}:financial-assessments"
BUREAU = f"{COUNCIL}:direct-debit-bureau"
OFFICERS = f"{COUNCIL}:officers"
AGENTS = f"{COUNCIL}:agents"
GOVERNMENT = "urn:training-government:rates"


def event(
    name: str, person: str | None, day: date, data: dict[str, Any], source: str = SOCIAL_CARE, label: str = "1"
) -> Event:
    """An event of version 1; `label` tells apart what is said several times in the same words."""
    document: Event = {
        "specversion": "1.0",
        "id": ":".join(part for part in (name, person, label) if part is not None),
        "source": source,
        "type": f"{name}.v1",
        "time": datetime.combine(day, time(8), UTC).isoformat().replace("+00:00", "Z"),
        "data": {field: value for field, value in data.items() if value is not None},
    }
    if person is not None:
        document["subject"] = person
    return document


def reference_of(number: int) -> str:
    """What the hub calls the person of this number."""
    return f"P-{number:04d}"


def payer_reference_of(number: int) -> str:
    """What the payments and the mandate of the person of this number carry."""
    return f"CARE{number:07d}"


def mandate_of(number: int) -> str:
    """The direct debit mandate of the person of this number."""
    return f"DDM-{number:04d}"
