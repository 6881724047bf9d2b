"""The table of contents of the hub: each event that concerns one person, and the function that decides on it."""

from collections.abc import Callable
from typing import Any

from contracts.envelope import Event
from hub.deciding import Deciding
from hub.handlers import agents, assessments, banking, benefits, care_packages, decisions, people, stops
from hub.handlers.change import Change
from hub.standing.person import PersonStanding

Handler = Callable[[Deciding, PersonStanding, Event[Any]], Change]

HANDLERS: dict[str, Handler] = {
    "person.registered.v1": people.on_person_details,
    "person.details_changed.v1": people.on_person_details,
    "representative.appointed.v1": people.on_representative_appointed,
    "representative.ended.v1": people.on_representative_ended,
    "death.reported.v1": people.on_death_reported,
    "death.verified.v1": people.on_death_verified,
    "death.withdrawn.v1": people.on_death_withdrawn,
    "care_package.changed.v1": care_packages.on_care_package_changed,
    "care_package.ceased.v1": care_packages.on_care_package_ceased,
    "care.delivered.v1": care_packages.on_care_delivered,
    "financial_assessment.completed.v1": assessments.on_assessment_completed,
    "financial_assessment.light_touch.v1": assessments.on_assessment_light_touch,
    "financial_assessment.declined.v1": assessments.on_assessment_declined,
    "financial_assessment.interim.v1": assessments.on_assessment_interim,
    "deferred_payment.agreed.v1": assessments.on_deferred_payment_agreed,
    "charging_exemption.decided.v1": assessments.on_charging_exemption_decided,
    "capital.changed.v1": assessments.on_capital_changed,
    "property.sale_notified.v1": assessments.on_property_sale_notified,
    "benefit.award_changed.v1": benefits.on_award_changed,
    "nhs_funding.decided.v1": benefits.on_nhs_funding_decided,
    "payment.received.v1": banking.on_payment_received,
    "mandate.changed.v1": banking.on_mandate_changed,
    "direct_debit.collected.v1": banking.on_direct_debit_collected,
    "direct_debit.returned.v1": banking.on_direct_debit_returned,
    "direct_debit.indemnity_claimed.v1": banking.on_indemnity_claimed,
    "moratorium.started.v1": stops.on_moratorium_started,
    "moratorium.ended.v1": stops.on_stop_ended,
    "insolvency.started.v1": stops.on_insolvency_started,
    "insolvency.ended.v1": stops.on_stop_ended,
    "dispute.started.v1": stops.on_dispute_started,
    "dispute.ended.v1": stops.on_stop_ended,
    "hold.started.v1": stops.on_hold_started,
    "hold.ended.v1": stops.on_stop_ended,
    "officer.decided.v1": decisions.on_officer_decided,
    "referral.acknowledged.v1": agents.on_referral_acknowledged,
    "referral.answered.v1": agents.on_referral_answered,
    "referral.returned.v1": agents.on_referral_returned,
}
