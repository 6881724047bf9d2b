"""Stops: each begins and ends by statements of its own, in any order."""

from contracts.envelope import Event
from contracts.inbound import stops as told_stops
from hub.charging.circumstances import Version
from hub.deciding import Deciding
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.standing.person import Ending, PersonStanding, Stop, keep_latest

Started = (
    told_stops.MoratoriumStarted | told_stops.InsolvencyStarted | told_stops.DisputeStarted | told_stops.HoldStarted
)
Ended = told_stops.MoratoriumEnded | told_stops.InsolvencyEnded | told_stops.DisputeEnded | told_stops.HoldEnded

FROZEN = Change(Aspect.TASKS | Aspect.COLLECTIONS | Aspect.REFERRALS)


def on_moratorium_started(
    deciding: Deciding, standing: PersonStanding, event: Event[told_stops.MoratoriumStarted]
) -> Change:
    """Breathing space closes recovery from its first day."""
    return _started(standing, event.id, event.data, "moratorium")


def on_insolvency_started(
    deciding: Deciding, standing: PersonStanding, event: Event[told_stops.InsolvencyStarted]
) -> Change:
    """Insolvency closes recovery from its first day."""
    return _started(standing, event.id, event.data, "insolvency")


def on_dispute_started(deciding: Deciding, standing: PersonStanding, event: Event[told_stops.DisputeStarted]) -> Change:
    """A dispute closes recovery from its first day."""
    return _started(standing, event.id, event.data, "dispute")


def on_hold_started(deciding: Deciding, standing: PersonStanding, event: Event[told_stops.HoldStarted]) -> Change:
    """A hold closes recovery from its first day."""
    return _started(standing, event.id, event.data, "hold")


def _started(standing: PersonStanding, message_id: str, told: Started, kind: str) -> Change:
    stop = Stop(Version(told.revision, told.started_on, message_id), kind, told.started_on, told.ends_on)
    return FROZEN if keep_latest(standing.stops, told.stop, stop) else NO_CHANGE


def on_stop_ended(deciding: Deciding, standing: PersonStanding, event: Event[Ended]) -> Change:
    """A stop ends with its last day."""
    told = event.data
    ending = Ending(Version(told.revision, told.ended_on, event.id), told.ended_on)
    return FROZEN if keep_latest(standing.stop_endings, told.stop, ending) else NO_CHANGE
