"""Contributions: what a person has to pay each week, and why it changed."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Spoken
from contracts.money import Amount, SignedAmount
from contracts.periods import Day
from contracts.references import Text
from contracts.registry import outbound

FAMILY = "contributions"


class Basis(StrEnum):
    """On what footing the contribution rests."""

    ASSESSED = "assessed"
    FULL_COST_CAPITAL = "full_cost_capital"
    FULL_COST_DECLINED = "full_cost_declined"
    LIGHT_TOUCH = "light_touch"
    NOT_CHARGEABLE = "not_chargeable"
    PROVISIONAL = "provisional"


class WorkingLine(Spoken):
    """One line of the working."""

    label: Text = Field(description="What the line is, in plain English.")
    amount: SignedAmount = Field(description="Weekly amount of the line.")
    source: Text = Field(description="Rule or rate the line rests on.")
    rule: Text | None = Field(default=None, description="Name of the rule that gives the line.")
    rate: Text | None = Field(default=None, description="Name of the published figure the line rests on, if any.")
    rate_source: Text | None = Field(default=None, description="Where that figure was published.")


class CapitalLine(Spoken):
    """One holding of capital, as it was counted."""

    label: Text = Field(description="What the holding is, in plain English.")
    amount: SignedAmount = Field(description="What of it is counted; nothing if it is disregarded.")
    source: Text = Field(description="Rule the counting rests on.")
    rule: Text | None = Field(default=None, description="Name of the rule that gives the line.")


@outbound("contribution.changed", FAMILY)
class ContributionChanged(Spoken):
    """The person's weekly contribution is now this, from this day."""

    effective_from: Day = Field(description="First day of the new contribution.")
    weekly_before: Amount | None = Field(description="Weekly contribution before; null if there was none.")
    weekly_now: Amount = Field(description="Weekly contribution now.")
    basis: Basis = Field(description="On what footing it rests.")
    capital: tuple[CapitalLine, ...] | None = Field(
        default=None, description="What of the person's capital was counted, holding by holding; null without a count."
    )
    deferred_weekly: Amount | None = Field(
        default=None, description="What is deferred each week beside what is paid; null without an agreement."
    )
    working: tuple[WorkingLine, ...] = Field(description="How it was worked out, line by line.")
