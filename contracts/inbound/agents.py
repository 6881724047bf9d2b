"""Agents: what a tracing or enforcement firm answers to a referral."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Received
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import inbound

FAMILY = "agents"


class Acknowledged(StrEnum):
    """What the agent acknowledges."""

    SENT = "sent"
    AMENDED = "amended"
    RECALLED = "recalled"


class AnswerOutcome(StrEnum):
    """What came of a referral."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    DECEASED = "deceased"
    PAID = "paid"
    PART_PAID = "part_paid"
    ARRANGEMENT = "arrangement"
    NO_GOODS = "no_goods"


class ReturnReason(StrEnum):
    """Why an agent gives a referral back."""

    RECALLED = "recalled"
    COMPLETED = "completed"
    UNABLE = "unable"
    VULNERABLE = "vulnerable"
    REFUSED = "refused"


class _FromAgent(Received):
    """What everything that an agent says carries."""

    referral: Reference = Field(description="Referral it is about.")
    agent: Reference = Field(description="Agent that speaks.")


@inbound("referral.acknowledged", FAMILY)
class ReferralAcknowledged(_FromAgent):
    """An agent acknowledged a referral, an amendment or a recall."""

    acknowledgement: Reference = Field(description="Reference of the acknowledgement.")
    of: Acknowledged = Field(description="What is acknowledged.")
    version: int = Field(ge=1, description="Version of the referral that is acknowledged.")
    acknowledged_on: Day = Field(description="Day of the acknowledgement.")


@inbound("referral.answered", FAMILY)
class ReferralAnswered(_FromAgent):
    """An agent told what came of a referral."""

    answer: Reference = Field(description="Reference of the answer.")
    outcome: AnswerOutcome = Field(description="What came of it.")
    answered_on: Day = Field(description="Day of the answer.")
    found_address: tuple[Text, ...] = Field(default=(), max_length=6, description="Address found, for tracing.")


@inbound("referral.returned", FAMILY)
class ReferralReturned(_FromAgent):
    """An agent gave a referral back."""

    reason: ReturnReason = Field(description="Why.")
    returned_on: Day = Field(description="Day it came back.")
