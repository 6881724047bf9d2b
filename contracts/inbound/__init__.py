"""What other systems tell the hub: one module a family."""

from contracts.inbound import (
    agents,
    assessments,
    banking,
    benefits,
    calendar,
    care_packages,
    decisions,
    people,
    stops,
)

__all__ = [
    "agents",
    "assessments",
    "banking",
    "benefits",
    "calendar",
    "care_packages",
    "decisions",
    "people",
    "stops",
]
