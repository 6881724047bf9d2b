"""Deferred payment: what of a charge is owed later, so that the person keeps an income to live on."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.case import AssessedDay, Case
from hub.charging.circumstances import Circumstances, DeferredPayment
from hub.charging.coming import Coming
from hub.charging.rounding import PARTS
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine

_ALLOWANCE = "disposable_income_allowance"
_DAY = timedelta(days=1)


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


def deferral_comings(case: Case, first: date, last: date) -> Iterator[Coming]:
    """Gives the days after the last one of an agreement, from the first day to the last, unless another goes on.

    Source: SI 2014/2671, regs 7, 8 and 11 (what falls due when deferral stops).
    """
    for reference, agreement in case.circumstances.deferred_payments.items():
        end = agreement.span.last
        if end is None:
            continue
        day = end + _DAY
        if first <= day <= last and agreement_on(case.circumstances, day) is None:
            message = (
                "The deferred payment agreement ends on the day before: from this day the whole charge is to be paid "
                "as it falls due. Agree with the person or their representative how, and what becomes of the debt."
            )
            yield Coming(day, "deferred_payment_ends", reference, message)
