"""Stops: what freezes recovery for a while, and its end."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.periods import Day
from contracts.references import Reference
from contracts.registry import inbound

FAMILY = "stops"


class MoratoriumKind(StrEnum):
    """The two kinds of breathing space."""

    STANDARD = "standard"
    MENTAL_HEALTH_CRISIS = "mental_health_crisis"


class InsolvencyKind(StrEnum):
    """The insolvency procedures of an individual."""

    BANKRUPTCY = "bankruptcy"
    INDIVIDUAL_VOLUNTARY_ARRANGEMENT = "individual_voluntary_arrangement"
    DEBT_RELIEF_ORDER = "debt_relief_order"


class _Started(Received):
    """What the beginning of any stop carries."""

    stop: Reference = Field(description="Reference of the stop.")
    revision: int = Revision
    started_on: Day = Field(description="First day of the stop.")
    ends_on: Day | None = Field(default=None, description="Last day, where it is known beforehand.")


class _Ended(Received):
    """What the end of any stop carries."""

    stop: Reference = Field(description="Reference of the stop.")
    revision: int = Revision
    ended_on: Day = Field(description="Last day of the stop.")


@inbound("moratorium.started", FAMILY)
class MoratoriumStarted(_Started):
    """A breathing space moratorium began."""

    kind: MoratoriumKind = Field(description="Which of the two kinds.")


@inbound("moratorium.ended", FAMILY)
class MoratoriumEnded(_Ended):
    """A breathing space moratorium ended."""


@inbound("insolvency.started", FAMILY)
class InsolvencyStarted(_Started):
    """The person entered an insolvency procedure."""

    kind: InsolvencyKind = Field(description="Which procedure.")


@inbound("insolvency.ended", FAMILY)
class InsolvencyEnded(_Ended):
    """An insolvency procedure ended or was annulled."""


@inbound("dispute.started", FAMILY)
class DisputeStarted(_Started):
    """Somebody disputes what is charged."""

    about: Reference = Field(description="What is disputed, in the publisher's code.")


@inbound("dispute.ended", FAMILY)
class DisputeEnded(_Ended):
    """A dispute was settled."""


@inbound("hold.started", FAMILY)
class HoldStarted(_Started):
    """An officer put recovery on hold."""

    reason: Reference = Field(description="Why, in the council's code.")
    placed_by: Reference = Field(description="Reference of the officer.")


@inbound("hold.ended", FAMILY)
class HoldEnded(_Ended):
    """An officer lifted a hold."""
