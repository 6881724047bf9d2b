"""Referrals to outside agents: each kind of agent receives its permitted fields and no other."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Spoken
from contracts.money import PositiveAmount
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import outbound

FAMILY = "referrals"


class RecallReason(StrEnum):
    """Why a referral is taken back, in words that tell an outsider no more than it must know."""

    DECEASED = "deceased"
    SETTLED = "settled"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"


class _Referral(Spoken):
    """What every word about a referral carries."""

    referral: Reference = Field(description="Reference of the referral.")
    agent: Reference = Field(description="Agent it goes to.")
    version: int = Field(ge=1, description="Version: 1 when sent, one more with each amendment or recall.")
    acknowledge_by: Day = Field(description="Day by which the agent must acknowledge.")


class _TracingFields(_Referral):
    """All that a tracing agent may know of a person."""

    given_name: Text = Field(description="Given name.")
    family_name: Text = Field(description="Family name.")
    date_of_birth: Day = Field(description="Date of birth.")
    last_known_address: tuple[Text, ...] = Field(description="Last known address, line by line.")


@outbound("tracing_referral.sent", FAMILY)
class TracingReferralSent(_TracingFields):
    """A tracing agent is asked to find a person's address."""


@outbound("tracing_referral.amended", FAMILY)
class TracingReferralAmended(_TracingFields):
    """What a tracing agent was told has changed."""


class _EnforcementFields(_Referral):
    """All that an enforcement agent may know of a person."""

    given_name: Text = Field(description="Given name.")
    family_name: Text = Field(description="Family name.")
    address: tuple[Text, ...] = Field(description="Address, line by line.")
    judgment: Reference = Field(description="Court judgment relied on.")
    amount: PositiveAmount = Field(description="Sum to recover.")
    vulnerable: bool = Field(description="Whether the person must be treated as vulnerable.")


@outbound("enforcement_referral.sent", FAMILY)
class EnforcementReferralSent(_EnforcementFields):
    """An enforcement agent is asked to recover a judgment debt."""


@outbound("enforcement_referral.amended", FAMILY)
class EnforcementReferralAmended(_EnforcementFields):
    """What an enforcement agent was told has changed."""


class _Recalled(_Referral):
    """All that an agent may know of a recall."""

    reason: RecallReason = Field(description="Why it is taken back.")


@outbound("tracing_referral.recalled", FAMILY)
class TracingReferralRecalled(_Recalled):
    """A tracing agent must stop at once."""


@outbound("enforcement_referral.recalled", FAMILY)
class EnforcementReferralRecalled(_Recalled):
    """An enforcement agent must stop at once."""
