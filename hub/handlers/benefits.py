"""Benefit awards of a person, and what the NHS pays. The yearly notice is in `calendar`, as it concerns everybody."""

from contracts.envelope import Event
from contracts.inbound.benefits import BenefitAwardChanged, NhsFundingDecided
from hub.charging.circumstances import Award, Funding, Span, Version
from hub.deciding import Deciding
from hub.handlers.change import Change
from hub.handlers.charging_facts import keep_charging_fact
from hub.standing.person import PersonStanding


def on_award_changed(deciding: Deciding, standing: PersonStanding, event: Event[BenefitAwardChanged]) -> Change:
    """Each amount of an award has a first day; the next amount or the end of the award ends it."""
    told = event.data
    key = f"{told.award}@{told.effective_from.isoformat()}"
    award = Award(
        Version(told.revision, told.effective_from, event.id),
        told.award,
        told.kind,
        told.amount,
        told.frequency,
        told.effective_from,
        told.ended_on,
        told.benefit_rate,
        told.share_percent,
        told.assessment_period_day,
        told.assumed,
        told.rises_from,
    )
    return keep_charging_fact(standing.circumstances.awards, key, award)


def on_nhs_funding_decided(deciding: Deciding, standing: PersonStanding, event: Event[NhsFundingDecided]) -> Change:
    """What the NHS pays, the person is not charged for."""
    told = event.data
    funding = Funding(
        Version(told.revision, told.funded_from, event.id), told.kind, Span(told.funded_from, told.funded_to)
    )
    return keep_charging_fact(standing.circumstances.fundings, told.funding, funding)
