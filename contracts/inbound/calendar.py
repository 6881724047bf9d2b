"""The calendar: time and what the council adopted, told as facts so that they can be replayed like any other."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import inbound

FAMILY = "calendar"

Account = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A person, or a payer reference that nobody has claimed: what the hub keeps a standing of."""


@inbound("day.opened", FAMILY)
class DayOpened(Received):
    """A business day began: whatever falls due by that day is looked at."""

    day: Day = Field(description="The day that began.")


Document = Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
"""A file of the council's, as text in YAML."""


class AdoptedFigures(Received):
    """One file of the council's own figures."""

    file: Reference = Field(description="Name of the file.")
    text: Document = Field(description="What it says, in YAML.")


@inbound("almanac.adopted", FAMILY)
class AlmanacAdopted(Received):
    """The council adopted a policy and figures: from now on every decision rests on them, as a whole."""

    adoption: Reference = Field(description="Reference of the adoption.")
    revision: int = Revision
    adopted_on: Day = Field(description="Day of the adoption; the latest one stands.")
    changes_from: Day = Field(description="First day for which anything comes to something else.")
    policy: Document = Field(description="The council's policy, in YAML.")
    figures: tuple[AdoptedFigures, ...] = Field(
        default=(), max_length=50, description="The council's own figures; national ones come with the hub."
    )
    reason: Text = Field(description="Why, in the words of whoever adopted it.")


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
