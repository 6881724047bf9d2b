"""The calendar: time told as facts, so that it can be replayed like any other."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Received
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import inbound

FAMILY = "calendar"

Account = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A person, or a payer reference that nobody has claimed: what the hub keeps a standing of."""


@inbound("day.opened", FAMILY)
class DayOpened(Received):
    """A business day began: whatever falls due by that day is looked at."""

    day: Day = Field(description="The day that began.")


@inbound("recalculation.requested", FAMILY)
class RecalculationRequested(Received):
    """The hub asks itself to look again at some people, a chunk of everybody at a time."""

    because_of: Reference = Field(description="Message that made it necessary.")
    chunk: int = Field(ge=1, description="Number of this chunk.")
    chunks: int = Field(ge=1, description="How many chunks there are.")
    since: Day | None = Field(
        default=None, description="First day on which charges can differ; absent: since last worked out."
    )
    people: tuple[Account, ...] = Field(min_length=1, description="Whom to look at.")
