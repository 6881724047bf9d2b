"""What agents say about referrals."""

from contracts.envelope import Event
from contracts.inbound.agents import ReferralAcknowledged, ReferralAnswered, ReferralReturned
from hub.deciding import Deciding
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.standing.person import Acknowledgement, Answer, Handback, PersonStanding, keep_first

ANSWERED = Change(Aspect.REFERRALS)


def on_referral_acknowledged(
    deciding: Deciding, standing: PersonStanding, event: Event[ReferralAcknowledged]
) -> Change:
    """An acknowledgement ends the wait for it."""
    told = event.data
    word = Acknowledgement(event.id, told.referral, told.agent, told.of, told.version, told.acknowledged_on)
    return ANSWERED if keep_first(standing.acknowledgements, told.acknowledgement, word) else NO_CHANGE


def on_referral_answered(deciding: Deciding, standing: PersonStanding, event: Event[ReferralAnswered]) -> Change:
    """An answer is put before an officer."""
    told = event.data
    answer = Answer(event.id, told.referral, told.agent, told.outcome, told.answered_on)
    return ANSWERED if keep_first(standing.answers, told.answer, answer) else NO_CHANGE


def on_referral_returned(deciding: Deciding, standing: PersonStanding, event: Event[ReferralReturned]) -> Change:
    """A referral that was given back is no longer with the agent."""
    told = event.data
    handback = Handback(event.id, told.agent, told.reason, told.returned_on)
    return ANSWERED if keep_first(standing.handbacks, told.referral, handback) else NO_CHANGE
