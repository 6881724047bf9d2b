"""The incomes of a day: those assessed, or as awarded since, each at its amount of the day and the person's share."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from contracts.inbound.assessments import Frequency
from hub.charging.case import AssessedDay
from hub.charging.circumstances import Award, Circumstances, Income
from hub.charging.rounding import DAYS_IN_WEEK, PARTS
from hub.charging.uprating import Upratings, uprated

_DAY = timedelta(days=1)
_WHOLE = 100
_52_WEEKS = "52_weeks"


def _parts_of_a_penny(years_weeks: int, years_days: int) -> dict[Frequency, int]:
    """What one penny of each period comes to a week, if the year has so many weeks, given in days."""
    yearly = PARTS * years_weeks // years_days
    return {
        Frequency.WEEKLY: PARTS,
        Frequency.FORTNIGHTLY: PARTS // 2,
        Frequency.FOUR_WEEKLY: PARTS // 4,
        Frequency.MONTHLY: 12 * yearly,
        Frequency.YEARLY: yearly,
    }


_PARTS_BY_YEAR = {_52_WEEKS: _parts_of_a_penny(1, 52), "365_days": _parts_of_a_penny(DAYS_IN_WEEK, 365)}


class HeldIncome(Struct, frozen=True):
    """An income on a day: its amounts are weekly, in parts of a penny, and the person's own share of them.

    `whole_parts` is the amount before it is shared, `told_parts` the share as it was before notices changed it.
    """

    reference: str
    kind: str
    weekly_parts: int
    since: date
    whole_parts: int
    told_parts: int
    uprated_on: date | None = None
    uprated_by: str | None = None
    is_award: bool = False
    is_assumed: bool = False
    paid_to_spouse_parts: int = 0
    outgoings_parts: int = 0


def weekly_parts(amount_pence: int, frequency: Frequency, year: str = _52_WEEKS) -> int:
    """Gives the weekly equivalent of an amount exactly, in parts of a penny.

    Source: charging section 5 (monthly x 12 / 52, four-weekly / 4, yearly / 52, or by a year of 365 days).
    """
    return amount_pence * _PARTS_BY_YEAR[year][frequency]


def incomes_on(its: AssessedDay) -> list[HeldIncome]:
    """Gives the incomes of a day: those assessed, kind by kind replaced by newer awards, all uprated.

    Source: SI 2014/2672, reg 13; charging section 9 (a change counts from its own day) and decision 22 (shares).
    """
    assessment, upratings, day = its.assessment, its.case.upratings, its.day
    in_parts = _PARTS_BY_YEAR[its.terms.year_for_weekly_amounts]
    assessed_from = assessment.effective_from
    live, restated = awards_on(its.case.circumstances, assessed_from, day)
    held = [
        _assessed(income, assessed_from, upratings, day, in_parts)
        for income in assessment.incomes
        if income.kind not in restated and is_paid(income, day)
    ]
    held += [_awarded(award, upratings, day, in_parts) for award in live if award.kind in restated]
    return held


def is_paid(income: Income, day: date) -> bool:
    """Says whether an assessed income is paid on a day, the first and the last of its days included.

    Source: charging section 9 (a change counts from its own day).
    """
    return (income.paid_from is None or income.paid_from <= day) and (income.paid_to is None or day <= income.paid_to)


def dates_from(income: Income, assessed_from: date) -> date:
    """Gives the day that the amount of an assessed income dates from.

    Source: charging section 9.
    """
    return assessed_from if income.paid_from is None else max(assessed_from, income.paid_from)


def _assessed(
    income: Income, assessed_from: date, upratings: Upratings, day: date, in_parts: dict[Frequency, int]
) -> HeldIncome:
    since, share = dates_from(income, assessed_from), income.share_percent
    payment = uprated(upratings, income, since, day)
    penny = in_parts[income.frequency]
    told = income.amount_pence * penny
    whole = told if payment.changed_on is None else payment.amount_pence * in_parts[payment.frequency]
    return HeldIncome(
        income.income,
        income.kind,
        whole * share // _WHOLE,
        since,
        whole,
        told * share // _WHOLE,
        payment.changed_on,
        payment.by_rate,
        is_assumed=income.assumed,
        paid_to_spouse_parts=income.paid_to_spouse_pence * penny,
        outgoings_parts=income.outgoings_pence * penny * share // _WHOLE,
    )


def _awarded(award: Award, upratings: Upratings, day: date, in_parts: dict[Frequency, int]) -> HeldIncome:
    payment = uprated(upratings, award, award.effective_from, day)
    whole = payment.amount_pence * in_parts[payment.frequency]
    return HeldIncome(
        award.award,
        award.kind,
        whole * award.share_percent // _WHOLE,
        award.effective_from,
        whole,
        award.amount_pence * in_parts[award.frequency] * award.share_percent // _WHOLE,
        payment.changed_on,
        payment.by_rate,
        is_award=True,
        is_assumed=award.assumed,
    )


def awards_on(circumstances: Circumstances, assessed_from: date, day: date) -> tuple[list[Award], frozenset[str]]:
    """Gives the awards that run on a day, and the kinds that changed on or after the day of the assessment.

    Source: charging section 9 (a change counts from its own day).
    """
    if not circumstances.awards:
        return [], frozenset()
    live, restated = [], set()
    for award in _latest(circumstances, day):
        ended = award.ended_on is not None and award.ended_on < day
        if not ended:
            live.append(award)
        changed_on = award.ended_on + _DAY if ended and award.ended_on is not None else award.effective_from
        if changed_on >= assessed_from:
            restated.add(award.kind)
    return live, frozenset(restated)


def _latest(circumstances: Circumstances, day: date) -> Iterator[Award]:
    latest: dict[str, Award] = {}
    for award in circumstances.awards.values():
        if award.effective_from <= day:
            known = latest.get(award.award)
            if known is None or _later(award, known):
                latest[award.award] = award
    return (latest[reference] for reference in sorted(latest))


def _later(award: Award, known: Award) -> bool:
    if award.effective_from != known.effective_from:
        return award.effective_from > known.effective_from
    return award.version.supersedes(known.version)


def assumed_incomes(its: AssessedDay) -> list[HeldIncome]:
    """Gives the incomes of a day whose amount somebody assumed, until it is confirmed.

    Source: charging section 9 (keep what is assumed on the income, and list it).
    """
    return [held for held in incomes_on(its) if held.is_assumed]
