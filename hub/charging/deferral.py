"""Deferred payment: what of a charge is owed later, so that the person keeps an income to live on."""

from datetime import date

from hub.charging.case import AssessedDay
from hub.charging.circumstances import Circumstances, DeferredPayment
from hub.charging.rounding import PARTS
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine

_ALLOWANCE = "disposable_income_allowance"


def agreement_on(circumstances: Circumstances, day: date) -> DeferredPayment | None:
    """Gives the deferred payment agreement that runs on a day: the latest, if there are several.

    Source: SI 2014/2671, regs 2 and 3.
    """
    running = [its for its in circumstances.deferred_payments.values() if its.span.covers(day)]
    return max(running, key=lambda its: (its.span.first, its.version.message_id), default=None)


def deferred_part(its: AssessedDay, income_parts: int, charge_pence: int, lines: list[WorkingLine]) -> int:
    """Gives what of a weekly charge is deferred, in pence, and adds its lines to the working.

    Without an agreement nothing is. With one the person keeps the disposable income allowance, or less by choice,
    and pays what income is over it; all else is deferred, up to the most that was agreed.

    Raises:
        RatesNotPublished: the allowance is not there for the day.

    Source: SI 2014/2671, regs 5(1) and 6; Guidance, 9.48 to 9.50.
    """
    agreement = agreement_on(its.case.circumstances, its.day) if its.treatment is Treatment.PERMANENT else None
    if agreement is None:
        return 0
    allowance = its.case.rates.pence(_ALLOWANCE, its.day)
    keeps = allowance if agreement.keeps_weekly_pence is None else min(allowance, agreement.keeps_weekly_pence)
    paid = min(charge_pence, max(0, income_parts - keeps * PARTS) // PARTS)
    deferred = charge_pence - paid
    if agreement.defers_weekly_at_most_pence is not None:
        deferred = min(deferred, agreement.defers_weekly_at_most_pence)
    law = "SI 2014/2671, reg 6"
    lines.append(WorkingLine("Income counted", income_parts // PARTS, "SI 2014/2672, regs 13 to 17", "income"))
    lines.append(
        WorkingLine(
            "Disposable income allowance",
            -keeps,
            law,
            _ALLOWANCE,
            _ALLOWANCE,
            its.case.rates.source(_ALLOWANCE, its.day),
        )
    )
    lines.append(WorkingLine("Deferred under the agreement", -deferred, "SI 2014/2671, reg 5(1)", "deferred_payment"))
    return deferred
