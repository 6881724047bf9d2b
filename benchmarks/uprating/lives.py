"""The lives that the caseload is made of, all plainly fictional, and the notice that touches them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.throughput.lives import event
from hub.rates.policy import load_policy

CYCLES = 13
DAY = timedelta(days=1)
POLICY = load_policy()
TODAY = POLICY.cycle_of(date(2026, 6, 1)).first
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
CARE_BEGAN = TODAY - CYCLES * timedelta(days=28)
NOTICE_FROM = date(2026, 4, 6)
NOTICE = "uprating-2026"
KINDS = 8


def reference(number: int) -> str:
    """The reference of a life; copies of it add a number of their own."""
    return f"life-{number:04d}"


def beginnings(lives: int) -> Iterator[bytes]:
    """What makes each life known: details, a financial assessment, and care."""
    for number in range(lives):
        person = reference(number)
        yield event(f"registered-{number}", "person.registered.v1", person, _details(number))
        yield event(f"care-{number}", "care_package.changed.v1", person, _care(number))
        yield event(f"assessed-{number}", "financial_assessment.completed.v1", person, _assessment(number))


def openings() -> Iterator[tuple[bytes, date]]:
    """The first day of every cycle since care began, as the event that opens it."""
    for number in range(CYCLES + 1):
        day = CARE_BEGAN + number * timedelta(days=28)
        yield event(f"day-{day}", "day.opened.v1", None, {"day": day}), day


def payments_of_a_cycle(lives: int, day: date) -> Iterator[bytes]:
    """Everybody's payment for the cycle that ended before the day."""
    for number in range(lives):
        told = {
            "payment": f"paid-{day}-{number}",
            "amount": f"{100 + number % 90}.00",
            "received_on": day,
            "method": "bank_transfer",
            "payer_reference": f"LIFE {number}",
        }
        yield event(f"paid-{day}-{number}", "payment.received.v1", reference(number), told)


def notice() -> bytes:
    """The yearly notice, eight weeks late: two cycles that were charged already come to something else."""
    rates = {
        "state_pension_new_full": "241.30",
        "state_pension_basic_category_a": "184.90",
        "attendance_allowance_lower": "76.70",
        "attendance_allowance_higher": "114.60",
        "pip_daily_living_standard": "76.70",
        "pip_daily_living_enhanced": "114.60",
    }
    rises = {"occupational_pension": "3.8", "employment_support_allowance": "3.8", "pension_credit_guarantee": "4.8"}
    told = {
        "notice": NOTICE,
        "revision": 1,
        "effective_from": NOTICE_FROM,
        "rates": [{"benefit_rate": rate, "weekly": weekly} for rate, weekly in rates.items()],
        "rises": [{"kind": kind, "percent": percent} for kind, percent in rises.items()],
        "published_by": "Sample Department, sample order",
    }
    return event(NOTICE, "benefit.rates_published.v1", None, told)


def _details(number: int) -> dict[str, Any]:
    is_young = number % KINDS in (3, 6)
    return {
        "revision": 1,
        "given_name": "Testa",
        "family_name": f"Person-{number:04d}",
        "date_of_birth": date(1988 if is_young else 1939, 1 + number % 12, 1 + number % 28),
        "address": {"lines": [f"{number} Sample Street"], "postcode": "ZZ1 1ZZ"},
        "payer_references": [f"LIFE {number}"],
    }


def _income(kind: str, amount: str, frequency: str = "weekly", **more: Any) -> dict[str, Any]:
    return {"income": kind, "kind": kind, "amount": amount, "frequency": frequency, **more}


def _assessment(number: int) -> dict[str, Any]:
    """One of eight kinds of means, each with amounts of its own."""
    kind, step = number % KINDS, number // KINDS % 40
    pension = _income("state_pension", "230.25", benefit_rate="state_pension_new_full")
    basic = _income("state_pension", "176.45", benefit_rate="state_pension_basic_category_a")
    attendance = _income("attendance_allowance", "73.90", benefit_rate="attendance_allowance_lower")
    work = _income("occupational_pension", f"{200 + 10 * step}.00", "monthly")
    independence = _income("pip_daily_living", "110.40", benefit_rate="pip_daily_living_enhanced")
    support = _income("employment_support_allowance", "138.20")
    savings = {"capital": "bank", "kind": "savings", "value": f"{9000 + 300 * step}.00"}
    home = {"capital": "home", "kind": "main_home", "value": "180000.00"}
    means: list[dict[str, Any]] = [
        {"incomes": [pension, work, attendance], "capital": [savings]},
        {"incomes": [basic, work], "capital": [savings, home], "household": "couple"},
        {"incomes": [pension, work, attendance], "capital": [savings]},
        {"incomes": [support, independence], "premiums": ["disability"]},
        {"incomes": [pension, work], "capital": [savings, home]},
        {"incomes": [basic, _income("pension_credit_guarantee", "50.65")], "capital": [savings]},
        {"incomes": [support, independence, _income("pip_mobility", "29.20")]},
        {"incomes": [pension, attendance], "capital": [{**savings, "value": "40000.00"}]},
    ]
    return {
        "assessment": f"assessment-{number}",
        "revision": 1,
        "effective_from": CARE_BEGAN - DAY,
        "household": "single",
        "capital": [],
        "housing_costs": [{"kind": "council_tax", "weekly": "18.40"}, {"kind": "rent", "weekly": "31.50"}],
        "disability_related_expenditure": [{"kind": "cleaner", "weekly": "12.00"}, {"kind": "alarm", "weekly": "4.10"}],
        **means[kind],
    }


def _care(number: int) -> dict[str, Any]:
    in_a_home = number % KINDS in (2, 4, 7)
    line = {
        "line": "first",
        "service": "residential" if in_a_home else "home_care",
        "setting": "care_home" if in_a_home else "community",
        "provider": "provider-1",
        "collector": "council",
        "weekly_cost": "980.00" if in_a_home else f"{150 + number % 200}.00",
        "starts_on": CARE_BEGAN,
    }
    return {"care_package": f"care-{number}", "revision": 1, "effective_from": CARE_BEGAN, "lines": [line]}
