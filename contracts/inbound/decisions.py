"""Decisions: what an officer or a panel decided, and in which role."""

from enum import StrEnum

from pydantic import Field, model_validator

from contracts.base import Received
from contracts.inbound.people import Revision
from contracts.money import Amount, PositiveAmount
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import inbound

FAMILY = "decisions"


class DecisionKind(StrEnum):
    """What an officer or panel may decide."""

    REFER_FOR_TRACING = "refer_for_tracing"
    REFER_FOR_ENFORCEMENT = "refer_for_enforcement"
    RECALL_REFERRAL = "recall_referral"
    CLOSE_TASK = "close_task"
    RELEASE_UPRATING = "release_uprating"


class OfficerRole(StrEnum):
    """The role in which somebody decides."""

    ACCOUNT_MANAGEMENT_OFFICER = "account_management_officer"
    DEBT_RECOVERY_OFFICER = "debt_recovery_officer"
    TEAM_LEADER = "team_leader"
    DEBT_PANEL = "debt_panel"


@inbound("officer.decided", FAMILY)
class OfficerDecided(Received):
    """An officer or panel took a decision about the person."""

    decision: Reference = Field(description="Reference of the decision.")
    revision: int = Revision
    kind: DecisionKind = Field(description="What was decided.")
    decided_on: Day = Field(description="Day of the decision.")
    decided_by: Reference = Field(description="Reference of the officer or panel meeting.")
    role: OfficerRole = Field(description="Role in which it was decided.")
    reason: Text = Field(description="Why, in the decider's words.")
    referral: Reference | None = Field(default=None, description="Referral to send or recall.")
    agent: Reference | None = Field(default=None, description="Agent to refer to.")
    judgment: Reference | None = Field(default=None, description="Court judgment relied on, for enforcement.")
    judgment_amount: PositiveAmount | None = Field(
        default=None, description="Sum the court ordered, for enforcement; no agent is asked for more."
    )
    minimum_debt: Amount | None = Field(
        default=None, description="Do not refer while less than this is overdue, for enforcement."
    )
    task: Reference | None = Field(default=None, description="Task that the decision answers.")
    notice: Reference | None = Field(
        default=None, description="Uprating notice that holds for the person from its own first day, to release it."
    )
    notice_revision: int | None = Field(
        default=None, ge=1, description="Revision of the notice that was looked at; a later one is held again."
    )

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> "OfficerDecided":
        needed: dict[DecisionKind, tuple[str, ...]] = {
            DecisionKind.REFER_FOR_TRACING: ("referral", "agent"),
            DecisionKind.REFER_FOR_ENFORCEMENT: ("referral", "agent", "judgment", "judgment_amount"),
            DecisionKind.RECALL_REFERRAL: ("referral",),
            DecisionKind.CLOSE_TASK: ("task",),
            DecisionKind.RELEASE_UPRATING: ("notice", "notice_revision"),
        }
        for field in needed[self.kind]:
            if getattr(self, field) is None:
                raise ValueError(f"{field}: expected when kind is {self.kind}")
        return self
