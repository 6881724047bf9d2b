"""Events in the words of the domain, as other systems would send them: plainly fictional, and whole.

Each builder gives a CloudEvents document as a dict. Said twice with the same words it is the same message,
with the same id, unless an `id` is given. Whatever is given by name overrides what the builder would say.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.envelopes import Event, an_event, body_of, task_name

__all__ = ["Event", "an_event", "body_of", "task_name"]

PERSON = "P-0042"
REFERENCE = "TESTA0042"
TRACING_AGENT = "TRACING-AGENT-1"
ENFORCEMENT_AGENT = "ENFORCEMENT-AGENT-1"
CARE_BEGINS = "2026-04-06"


def a_person(person: str = PERSON, *, references: Iterable[str] = (), **said: Any) -> Event:
    """A person is registered, with the payer references given."""
    data = {
        "revision": 1,
        "given_name": "Testa",
        "family_name": f"Person-{person[-4:]}",
        "date_of_birth": "1940-05-17",
        "address": {"lines": ["1 Sample Street", "Sampleton"], "postcode": "ZZ1 1ZZ"},
        "payer_references": list(references),
    }
    return an_event("person.registered.v1", person, data, said)


def changed_details(person: str = PERSON, *, revision: int = 2, **said: Any) -> Event:
    """A person's details as they now stand."""
    registered = a_person(person, revision=revision, **said)
    return an_event(
        "person.details_changed.v1", person, registered["data"], {"id": said.get("id")} if "id" in said else None
    )


def a_representative(person: str = PERSON, representative: str = "REP-1", **said: Any) -> Event:
    """Somebody may act for the person, and receives the letters."""
    data = {
        "representative": representative,
        "revision": 1,
        "role": "attorney",
        "name": "Sample Attorney-0001",
        "authority_from": "2026-01-01",
    }
    return an_event("representative.appointed.v1", person, data, said)


def the_end_of_a_representative(person: str = PERSON, representative: str = "REP-1", **said: Any) -> Event:
    """Nobody acts for the person under this authority any more."""
    data = {"representative": representative, "revision": 1, "authority_to": "2026-05-31"}
    return an_event("representative.ended.v1", person, data, said)


def a_death(person: str = PERSON, *, date_of_death: str = "2026-05-20", report: str = "DEATH-1", **said: Any) -> Event:
    """Somebody reports that the person died."""
    data = {"report": report, "revision": 1, "date_of_death": date_of_death, "reported_on": date_of_death}
    return an_event("death.reported.v1", person, data, said)


def a_verified_death(
    person: str = PERSON, *, date_of_death: str = "2026-05-20", report: str = "DEATH-2", **said: Any
) -> Event:
    """A death is verified from the register."""
    data = {"report": report, "revision": 1, "date_of_death": date_of_death, "reported_on": date_of_death}
    return an_event("death.verified.v1", person, data, said)


def a_withdrawn_death(person: str = PERSON, *, report: str = "DEATH-1", revision: int = 2, **said: Any) -> Event:
    """A report of a death was wrong."""
    data = {"report": report, "revision": revision, "withdrawn_on": "2026-06-15"}
    return an_event("death.withdrawn.v1", person, data, said)


def a_line(weekly_cost: str = "500.00", starts_on: str = CARE_BEGINS, **said: Any) -> dict[str, Any]:
    """A service line: home care, collected by the council."""
    line = {
        "line": "L-1",
        "service": "home_care",
        "setting": "community",
        "provider": "PROVIDER-1",
        "collector": "council",
        "weekly_cost": weekly_cost,
        "starts_on": starts_on,
    }
    return {name: value for name, value in {**line, **said}.items() if value is not None}


def a_care_home(weekly_cost: str = "1000.00", starts_on: str = CARE_BEGINS, **said: Any) -> dict[str, Any]:
    """A service line: a care home."""
    return a_line(weekly_cost, starts_on, **{"line": "L-2", "service": "residential", "setting": "care_home", **said})


def a_care_package(person: str = PERSON, *lines: dict[str, Any], package: str = "CP-1", **said: Any) -> Event:
    """A care package as it now stands: home care from the first cycle of the year, unless lines are given."""
    shown = list(lines) or [a_line()]
    first = min(str(line["starts_on"]) for line in shown)
    data = {"care_package": package, "revision": 1, "effective_from": first, "lines": shown}
    return an_event("care_package.changed.v1", person, data, said)


def the_end_of_care(person: str = PERSON, last_day: str = "2026-05-17", *, package: str = "CP-1", **said: Any) -> Event:
    """A care package ends as a whole."""
    data = {"care_package": package, "revision": 1, "last_day": last_day, "reason": "ended"}
    return an_event("care_package.ceased.v1", person, data, said)


def an_income(kind: str, amount: str, frequency: str = "weekly", **said: Any) -> dict[str, Any]:
    """One income of an assessment."""
    return {"income": f"I-{kind}", "kind": kind, "amount": amount, "frequency": frequency, **said}


def an_assessment(
    person: str = PERSON, *incomes: dict[str, Any], effective_from: str = CARE_BEGINS, **said: Any
) -> Event:
    """A full financial assessment with these incomes, none of which gives a savings disregard unless said otherwise.

    No figure is published for that disregard in the year that the stories play in.
    """
    data = {
        "assessment": "FA-1",
        "revision": 1,
        "effective_from": effective_from,
        "household": "single",
        "incomes": list(incomes),
        "savings_credit": {"qualifying_income_weekly": "0.00"},
    }
    return an_event("financial_assessment.completed.v1", person, data, said)


def a_light_touch(
    person: str = PERSON, weekly: str | None = "70.00", *, effective_from: str = CARE_BEGINS, **said: Any
) -> Event:
    """The weekly contribution is agreed without a full assessment."""
    data = {
        "assessment": "FA-1",
        "revision": 1,
        "effective_from": effective_from,
        "contribution_weekly": weekly,
        "consented_on": effective_from,
        "reason": "agreed",
    }
    return an_event("financial_assessment.light_touch.v1", person, data, said)


def a_declined_assessment(person: str = PERSON, *, effective_from: str = CARE_BEGINS, **said: Any) -> Event:
    """The person does not want to be assessed."""
    data = {
        "assessment": "FA-1",
        "revision": 1,
        "effective_from": effective_from,
        "declined_on": effective_from,
    }
    return an_event("financial_assessment.declined.v1", person, data, said)


def savings(value: str, **said: Any) -> dict[str, Any]:
    """Savings of the person."""
    return {"capital": "K-1", "kind": "savings", "value": value, **said}


def changed_capital(
    person: str = PERSON, *holdings: dict[str, Any], effective_from: str = "2026-05-04", **said: Any
) -> Event:
    """The person's capital as it now stands."""
    data = {"statement": "CS-1", "revision": 1, "effective_from": effective_from, "capital": list(holdings)}
    return an_event("capital.changed.v1", person, data, said)


def a_property_sale(person: str = PERSON, *, net_proceeds: str = "60000.00", **said: Any) -> Event:
    """A property of the person is sold."""
    data = {"sale": "SALE-1", "revision": 1, "completed_on": "2026-05-04", "net_proceeds": net_proceeds}
    return an_event("property.sale_notified.v1", person, data, said)


def an_award(
    person: str = PERSON,
    kind: str = "attendance_allowance",
    amount: str = "76.70",
    *,
    effective_from: str = "2026-05-04",
    **said: Any,
) -> Event:
    """An award of a benefit begins, changes or ends."""
    data = {
        "award": f"AWARD-{kind}",
        "revision": 1,
        "kind": kind,
        "amount": amount,
        "frequency": "weekly",
        "effective_from": effective_from,
    }
    return an_event("benefit.award_changed.v1", person, data, said)


def a_notice(
    *,
    effective_from: str = "2026-04-06",
    rates: dict[str, str] | None = None,
    rises: dict[str, str] | None = None,
    **said: Any,
) -> Event:
    """The yearly uprating notice."""
    data = {
        "notice": "UPRATING-2026",
        "revision": 1,
        "effective_from": effective_from,
        "rates": [{"benefit_rate": name, "weekly": weekly} for name, weekly in (rates or {}).items()],
        "rises": [{"kind": kind, "percent": percent} for kind, percent in (rises or {}).items()],
        "published_by": "Sample Department, sample order",
    }
    return an_event("benefit.rates_published.v1", None, data, said)


def nhs_funding(person: str = PERSON, kind: str = "chc", *, funded_from: str = "2026-05-04", **said: Any) -> Event:
    """The NHS decides to pay."""
    data = {"funding": "NHS-1", "revision": 1, "kind": kind, "funded_from": funded_from}
    return an_event("nhs_funding.decided.v1", person, data, said)


def a_payment(
    amount: str = "100.00",
    *,
    payment: str = "PAY-1",
    person: str | None = None,
    reference: str | None = REFERENCE,
    received_on: str = "2026-05-10",
    **said: Any,
) -> Event:
    """Money reaches the council; it names a payer reference, and seldom the person."""
    data = {
        "payment": payment,
        "amount": amount,
        "received_on": received_on,
        "method": "bank_transfer",
        "payer_reference": reference,
    }
    return an_event("payment.received.v1", person, data, said)


def a_mandate(person: str | None = PERSON, *, state: str = "active", reference: str = REFERENCE, **said: Any) -> Event:
    """A direct debit mandate as its keeper tells it."""
    data = {
        "mandate": "DDM-1",
        "revision": 1,
        "payer_reference": reference,
        "state": state,
        "effective_from": "2026-04-01",
    }
    return an_event("mandate.changed.v1", person, data, said)


def a_collection(
    amount: str = "280.00",
    *,
    collection: str = "COL-1",
    reference: str = REFERENCE,
    processed_on: str = "2026-05-18",
    person: str | None = None,
    **said: Any,
) -> Event:
    """A direct debit is presented to the payer's bank."""
    data = {
        "collection": collection,
        "payer_reference": reference,
        "amount": amount,
        "processed_on": processed_on,
    }
    return an_event("direct_debit.collected.v1", person, data, said)


def a_return(
    amount: str = "280.00",
    reason_code: str = "0",
    *,
    returned: str = "RET-1",
    reference: str = REFERENCE,
    processed_on: str = "2026-05-18",
    returned_on: str = "2026-05-20",
    **said: Any,
) -> Event:
    """A direct debit comes back unpaid."""
    data = {
        "returned": returned,
        "payer_reference": reference,
        "amount": amount,
        "originally_processed_on": processed_on,
        "returned_on": returned_on,
        "reason_code": reason_code,
    }
    return an_event("direct_debit.returned.v1", None, data, said)


def an_indemnity(
    amount: str = "280.00",
    reason_code: str = "1",
    *,
    indemnity: str = "IND-1",
    reference: str = REFERENCE,
    processed_on: str = "2026-05-18",
    settles_on: str = "2026-06-08",
    **said: Any,
) -> Event:
    """A payer takes money back under the Direct Debit Guarantee."""
    data = {
        "indemnity": indemnity,
        "payer_reference": reference,
        "amount": amount,
        "originally_processed_on": processed_on,
        "settles_on": settles_on,
        "reason_code": reason_code,
    }
    return an_event("direct_debit.indemnity_claimed.v1", None, data, said)


STOPS: dict[str, dict[str, str]] = {
    "moratorium": {"kind": "standard"},
    "insolvency": {"kind": "bankruptcy"},
    "dispute": {"about": "charges"},
    "hold": {"reason": "asked", "placed_by": "OFFICER-1"},
}


def a_stop(kind: str, person: str = PERSON, *, started_on: str = "2026-05-04", **said: Any) -> Event:
    """A moratorium, an insolvency, a dispute or a hold begins."""
    data = {"stop": f"STOP-{kind}", "revision": 1, "started_on": started_on, **STOPS[kind]}
    return an_event(f"{kind}.started.v1", person, data, said)


def the_end_of_a_stop(kind: str, person: str = PERSON, *, ended_on: str = "2026-06-01", **said: Any) -> Event:
    """It ends."""
    data = {"stop": f"STOP-{kind}", "revision": 1, "ended_on": ended_on}
    return an_event(f"{kind}.ended.v1", person, data, said)


def a_decision(kind: str, person: str = PERSON, *, decision: str = "DEC-1", **said: Any) -> Event:
    """An officer or a panel decides."""
    data = {
        "decision": decision,
        "revision": 1,
        "kind": kind,
        "decided_on": "2026-06-02",
        "decided_by": "OFFICER-1",
        "role": "team_leader",
        "reason": "sample reason",
    }
    return an_event("officer.decided.v1", person, data, said)


def a_release(notice: str = "UPRATING-2026", person: str = PERSON, **said: Any) -> Event:
    """An officer lets an uprating notice hold that was held for the person."""
    return a_decision(
        "release_uprating", person, **{"notice": notice, "notice_revision": 1, "decision": "DEC-5", **said}
    )


def a_tracing_decision(person: str = PERSON, *, referral: str = "REF-T", **said: Any) -> Event:
    """Find out where the person lives."""
    return a_decision("refer_for_tracing", person, **{"referral": referral, "agent": TRACING_AGENT, **said})


def an_enforcement_decision(person: str = PERSON, *, referral: str = "REF-E", **said: Any) -> Event:
    """Recover a judgment debt."""
    given = {"referral": referral, "agent": ENFORCEMENT_AGENT, "judgment": "JUDGMENT-1", "decision": "DEC-2"}
    given |= {"judgment_amount": "5000.00", **said}
    return a_decision("refer_for_enforcement", person, **given)


def an_acknowledgement(
    referral: str = "REF-T", *, person: str = PERSON, agent: str = TRACING_AGENT, of: str = "sent", **said: Any
) -> Event:
    """An agent has received what it was sent."""
    data = {
        "acknowledgement": f"ACK-{referral}-{of}",
        "referral": referral,
        "agent": agent,
        "of": of,
        "version": 1,
        "acknowledged_on": "2026-06-03",
    }
    return an_event("referral.acknowledged.v1", person, data, said)


def an_answer(
    referral: str = "REF-T", *, person: str = PERSON, agent: str = TRACING_AGENT, outcome: str = "found", **said: Any
) -> Event:
    """An agent tells what came of a referral."""
    data = {
        "answer": f"ANSWER-{referral}",
        "referral": referral,
        "agent": agent,
        "outcome": outcome,
        "answered_on": "2026-06-10",
    }
    return an_event("referral.answered.v1", person, data, said)


def a_handback(
    referral: str = "REF-T", *, person: str = PERSON, agent: str = TRACING_AGENT, reason: str = "unable", **said: Any
) -> Event:
    """An agent gives a referral back."""
    data = {"referral": referral, "agent": agent, "reason": reason, "returned_on": "2026-06-10"}
    return an_event("referral.returned.v1", person, data, said)


def an_opened_day(day: str | date, **said: Any) -> Event:
    """A business day begins."""
    return an_event("day.opened.v1", None, {"day": str(day)}, {"time": f"{day}T00:30:00Z", **said})
