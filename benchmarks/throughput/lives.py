"""The people the events are about, all plainly fictional, the year behind them, and the events themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from hub.rates.policy import load_policy

SOURCE = "urn:benchmark"
CYCLES = 13
PAYMENT_PENCE = 24_000
WEEKLY_COST = ("60.00", "64.00")
DAY = timedelta(days=1)

POLICY = load_policy()
TODAY = POLICY.cycle_of(date(2026, 6, 1)).first
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
CARE_BEGAN = TODAY - CYCLES * timedelta(days=28)
# The change takes effect so long ago that charges of two ended cycles are corrected.
CHANGED_FROM = TODAY - timedelta(days=42)


def reference(person: int) -> str:
    """The reference of a person by number."""
    return f"person-{person:05d}"


def event(event_id: str, event_type: str, subject: str | None, data: dict[str, Any]) -> bytes:
    """A CloudEvent in structured mode."""
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": event_type,
        "subject": subject,
        "time": NOW,
        "datacontenttype": "application/json",
        "data": data,
    }
    return orjson.dumps({name: value for name, value in envelope.items() if value is not None})


def beginnings(people: int) -> Iterator[bytes]:
    """What makes each person known: details, a financial assessment, and care at home."""
    for number in range(people):
        person = reference(number)
        yield event(f"registered-{number}", "person.registered.v1", person, _details(number))
        yield event(f"assessed-{number}", "financial_assessment.completed.v1", person, _assessment(number))
        yield event(f"care-{number}", "care_package.changed.v1", person, _care(number, 1))


def openings() -> Iterator[tuple[bytes, date]]:
    """The first day of every cycle since care began, as the event that opens it."""
    for number in range(CYCLES + 1):
        day = CARE_BEGAN + number * timedelta(days=28)
        yield event(f"day-{day}", "day.opened.v1", None, {"day": day}), day


def payments_of_a_cycle(people: int, day: date) -> Iterator[bytes]:
    """Everybody's payment for the cycle that ended before the day."""
    for number in range(people):
        yield payment(f"paid-{day}-{number}", number, day)


def payment(payment_id: str, person: int, received_on: date = TODAY) -> bytes:
    """The light event: money for a person."""
    data = {
        "payment": payment_id,
        "amount": f"{PAYMENT_PENCE // 100}.{PAYMENT_PENCE % 100:02d}",
        "received_on": received_on,
        "method": "bank_transfer",
        "payer_reference": f"REF {person}",
    }
    return event(payment_id, "payment.received.v1", reference(person), data)


def light(people: int, events: int) -> list[bytes]:
    """Payments, spread evenly over the people."""
    return [payment(f"light-{number}", number % people) for number in range(events)]


def heavy(people: int) -> list[bytes]:
    """One back-dated change of the care package for each person."""
    return [
        event(f"heavy-{number}", "care_package.changed.v1", reference(number), _care(number, 2))
        for number in range(people)
    ]


def _details(person: int) -> dict[str, Any]:
    return {
        "revision": 1,
        "given_name": "Testa",
        "family_name": f"Person-{person:05d}",
        "date_of_birth": date(1941, 5, 17),
        "address": {"lines": [f"{person} Sample Street"], "postcode": "ZZ1 1ZZ"},
        "payer_references": [f"REF {person}"],
    }


def _assessment(person: int) -> dict[str, Any]:
    return {
        "assessment": f"assessment-{person}",
        "revision": 1,
        "effective_from": CARE_BEGAN - DAY,
        "household": "single",
        "incomes": [
            {"income": "pension", "kind": "state_pension", "amount": "230.25", "frequency": "weekly"},
            {"income": "work", "kind": "occupational_pension", "amount": "410.00", "frequency": "monthly"},
            {"income": "allowance", "kind": "attendance_allowance", "amount": "73.90", "frequency": "weekly"},
        ],
        "capital": [{"capital": "bank", "kind": "savings", "value": "9000.00"}],
        "housing_costs": [{"kind": "council_tax", "weekly": "18.40"}],
        "disability_related_expenditure": [{"kind": "cleaner", "weekly": "12.00"}],
        # Without qualifying income no savings disregard is due, for which no figure of 2026/27 is published.
        "savings_credit": {"qualifying_income_weekly": "0.00"},
    }


def _care(person: int, revision: int) -> dict[str, Any]:
    lines = [_line("first", CARE_BEGAN, CHANGED_FROM - DAY if revision > 1 else None, WEEKLY_COST[0])]
    if revision > 1:
        lines.append(_line("second", CHANGED_FROM, None, WEEKLY_COST[1]))
    return {
        "care_package": f"care-{person}",
        "revision": revision,
        "effective_from": CARE_BEGAN if revision == 1 else CHANGED_FROM,
        "lines": lines,
    }


def _line(line: str, starts_on: date, ends_on: date | None, weekly_cost: str) -> dict[str, Any]:
    return {
        "line": line,
        "service": "home_care",
        "setting": "community",
        "provider": "provider-1",
        "collector": "council",
        "units_weekly": "3",
        "weekly_cost": weekly_cost,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
