"""Income on a day: what is received each week, and what of it counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.inbound.assessments import Frequency
from hub.charging.circumstances import Award, FinancialAssessment, Income
from tests.charging.second_reading import kinds
from tests.charging.second_reading.care import A_DAY
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.disability_benefits import stopped_since
from tests.charging.second_reading.figures import FIVE_PENCE, ZERO, Refused, a_week, figure, nearest, pounds
from tests.charging.second_reading.residence import Rules, rules_on
from tests.charging.second_reading.savings_credit import savings_disregard

HALF = Fraction(1, 2)
ALL_OF_IT = Fraction(10**9)


@dataclass(frozen=True)
class Received:
    """One income on a day, in pounds a week.

    `undivided` is before it is shared with a partner, `as_told` the share before notices changed it.
    """

    kind: str
    weekly: Fraction
    undivided: Fraction
    as_told: Fraction
    to_spouse: Fraction = ZERO
    outgoings: Fraction = ZERO
    awarded_from: date | None = None


@dataclass(frozen=True)
class Counted:
    """What counts of all incomes each week, and whether a disability benefit is among it."""

    weekly: Fraction
    has_disability_benefit: bool


def received_on(case: Case, assessment: FinancialAssessment, day: date) -> list[Received]:
    """Every income of a day: as assessed, or of a kind about which an award has said more since, as awarded."""
    latest = _latest_awards(case, day)
    told_since = {its.kind for its in latest if _changed_on(its, day) >= assessment.effective_from}
    found = [
        _received(case, its, assessment.effective_from, day)
        for its in assessment.incomes
        if its.kind not in told_since and _is_paid(its, day)
    ]
    for award in latest:
        if award.kind in told_since and not _is_over(award, day):
            found.append(_awarded(case, award, day))
    return found


def _latest_awards(case: Case, day: date) -> list[Award]:
    by_reference: dict[str, list[Award]] = {}
    for award in case.who.awards.values():
        if award.effective_from <= day:
            by_reference.setdefault(award.award, []).append(award)
    latest = []
    for awards in by_reference.values():
        newest = [its for its in awards if its.effective_from == max(other.effective_from for other in awards)]
        latest += [its for its in newest if not any(other.version.supersedes(its.version) for other in newest)]
    return latest


def _is_over(award: Award, day: date) -> bool:
    return award.ended_on is not None and award.ended_on < day


def _changed_on(award: Award, day: date) -> date:
    return award.ended_on + A_DAY if award.ended_on is not None and award.ended_on < day else award.effective_from


def _is_paid(income: Income, day: date) -> bool:
    return (income.paid_from is None or income.paid_from <= day) and (income.paid_to is None or day <= income.paid_to)


def _received(case: Case, income: Income, since: date, day: date) -> Received:
    terms = case.terms(day)
    if income.paid_from is not None:
        since = max(since, income.paid_from)
    weekly = _uprated(case, income, since, day)
    return Received(
        income.kind,
        weekly * income.share_percent / 100,
        weekly,
        a_week(pounds(income.amount_pence), income.frequency, terms) * income.share_percent / 100,
        a_week(pounds(income.paid_to_spouse_pence), income.frequency, terms),
        a_week(pounds(income.outgoings_pence), income.frequency, terms) * income.share_percent / 100,
    )


def _awarded(case: Case, award: Award, day: date) -> Received:
    weekly = _uprated(case, award, award.effective_from, day)
    share = weekly * award.share_percent / 100
    return Received(award.kind, share, weekly, share, awarded_from=award.effective_from)


def _uprated(case: Case, of: Income | Award, since: date, day: date) -> Fraction:
    """What notices made of an amount since it was told: a rate's own new weekly amount, or a rise in per cent.

    A rise is to the nearest 5p of the weekly amount, and of what is paid by the month or year to the penny of that.
    """
    terms = case.terms(day)
    amount = pounds(of.amount_pence)
    weekly = a_week(amount, of.frequency, terms)
    for on in sorted({its.effective_from for its in case.notices}):
        if not since < _first_day_paid(of, on) <= day:
            continue
        rate = rise = None
        for notice in sorted(
            (its for its in case.notices if its.effective_from == on),
            key=lambda its: (its.version.revision, its.version.effective_on, its.version.message_id),
        ):
            rate = notice.rates_pence.get(of.benefit_rate or "", rate)
            rise = notice.rises_percent.get(of.kind, rise)
        if rate is not None:
            weekly = pounds(rate)
        elif rise is not None and of.frequency in (Frequency.MONTHLY, Frequency.YEARLY):
            amount = nearest(amount * (1 + Fraction(rise) / 100))
            weekly = a_week(amount, of.frequency, terms)
        elif rise is not None:
            weekly = nearest(weekly * (1 + Fraction(rise) / 100), FIVE_PENCE)
    return weekly


def _first_day_paid(of: Income | Award, on: date) -> date:
    """Universal Credit rises with the first assessment period from then on; a month later where its day is not told."""
    if of.kind not in kinds.UNIVERSAL_CREDIT:
        return on
    if of.assessment_period_day is None:
        next_month = (on.replace(day=1) + timedelta(days=31)).replace(day=1)
        return min(next_month + timedelta(days=on.day - 1), _last_of_month(next_month))
    day = on
    while not _begins_a_period(of.assessment_period_day, day):
        day += A_DAY
    return day


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - A_DAY


def _begins_a_period(period_day: int, day: date) -> bool:
    return day.day == min(period_day, _last_of_month(day).day)


def counted_income(case: Case, assessment: FinancialAssessment, day: date) -> Counted:
    """What counts of every income (regs 13 to 17 and Schedule 1)."""
    rules = rules_on(case, day)
    received = received_on(case, assessment, day)
    half_is_paid_over = _half_is_paid_over(received) and rules is not Rules.COMMUNITY
    ignored_of = _ignored_by_the_council(case, rules, day)
    total = ten_pounds = charitable = ZERO
    has_disability_benefit = False
    for its in received:
        weekly = _before_disregards(case, its, rules, day)
        ignored = min(weekly, ignored_of.get(its.kind, ZERO))
        weekly -= ignored
        if ignored:
            ignored_of[its.kind] -= ignored
        if its.kind in kinds.DISABILITY and weekly > 0:
            has_disability_benefit = True
        if its.kind in kinds.HALF_TO_A_SPOUSE and half_is_paid_over:
            weekly *= HALF
        if its.kind in kinds.TEN_POUNDS:
            ten_pounds += min(weekly, figure(case.rates, "pension_partial_disregard", day))
        if its.kind in kinds.CHARITABLE:
            charitable += weekly
        total += weekly
    total -= _partly_ignored(case, ten_pounds, charitable, day)
    # Where nothing counts there is nothing to ignore, and nothing is asked.
    savings = savings_disregard(case, assessment, received, day) if total > 0 else ZERO
    return Counted(max(ZERO, total - savings), has_disability_benefit)


def _before_disregards(case: Case, income: Received, rules: Rules, day: date) -> Fraction:
    """What of an income counts before those disregards that look at several together."""
    kind = income.kind
    if kind not in kinds.EVERY_INCOME:
        raise Refused(kind)
    if kind in (*kinds.IGNORED, *kinds.CAPITAL_WHEN_DUE):
        return ZERO
    if kind in kinds.IGNORED_AT_HOME and rules is Rules.COMMUNITY:
        return ZERO
    if kind in kinds.IGNORED_FOR_A_TIME and rules is Rules.TEMPORARY:
        return ZERO
    if kind == kinds.RENT_FROM_OWN_HOME and rules is not Rules.TEMPORARY:
        return ZERO
    if kind in kinds.ENDING_IN_A_HOME and _has_stopped(case, income, day):
        return ZERO
    weekly = income.weekly
    if kind in kinds.LESS_OUTGOINGS:
        weekly = max(ZERO, weekly - income.outgoings)
    if kind in (kinds.LODGER, kinds.BOARDER):
        weekly = max(ZERO, weekly - figure(case.rates, "lodger_disregard", day))
        weekly = weekly / 2 if kind == kinds.BOARDER else weekly
    return weekly


def _ignored_by_the_council(case: Case, rules: Rules, day: date) -> dict[str, Fraction]:
    """What the council ignores of each kind of income beyond the regulations, at home alone (reg 15(2))."""
    if rules is not Rules.COMMUNITY:
        return {}
    local = case.terms(day).local_disregards
    return {kind: ALL_OF_IT if pence is None else pounds(pence) for kind, pence in local.items()}


def _has_stopped(case: Case, income: Received, day: date) -> bool:
    """Whether a benefit has stopped in a home; an award made since then says that it has not."""
    since = stopped_since(case, day)
    return since is not None and (income.awarded_from is None or income.awarded_from < since)


def _half_is_paid_over(received: list[Received]) -> bool:
    """Whether half or more of all such pensions together goes to a spouse living elsewhere (Schedule 1, para 16).

    What goes there was told with the pension, so it is set against the pension as it was told.
    """
    pensions = [its for its in received if its.kind in kinds.HALF_TO_A_SPOUSE]
    paid_over = sum((its.to_spouse for its in pensions), ZERO)
    return paid_over > 0 and paid_over >= sum((its.as_told for its in pensions), ZERO) * HALF


def _partly_ignored(case: Case, ten_pounds: Fraction, charitable: Fraction, day: date) -> Fraction:
    if not ten_pounds and not charitable:
        return ZERO
    ceiling = figure(case.rates, "income_disregard_ceiling", day)
    if case.terms(day).charitable_payments_under_ceiling:
        return min(ten_pounds + charitable, ceiling)
    return min(ten_pounds, ceiling) + charitable
