"""Income: which incomes a person has on a day, at what weekly amount, and how much of each counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.inbound.assessments import Frequency, Household
from hub.charging.case import AssessedDay
from hub.charging.circumstances import Award, Circumstances
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, half_up
from hub.charging.tables import IncomeKind, IncomeTreatment, income_kinds
from hub.charging.uprating import uprated
from hub.charging.working import WorkingLine
from hub.rates import Rates

_PAYMENTS_IN_52_WEEKS = {
    Frequency.WEEKLY: 52,
    Frequency.FORTNIGHTLY: 26,
    Frequency.FOUR_WEEKLY: 13,
    Frequency.MONTHLY: 12,
    Frequency.YEARLY: 1,
}
_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class HeldIncome:
    """An income on a day: its weekly amount in parts of a penny, and the notice that last raised it."""

    kind: str
    weekly_parts: int
    uprated_on: date | None = None


@dataclass(slots=True, frozen=True)
class CountedIncome:
    """What counts of all incomes, in parts of a penny, and whether a disability benefit is among it."""

    parts: int
    has_disability_benefit: bool
    working: tuple[WorkingLine, ...]


def weekly_parts(amount_pence: int, frequency: Frequency) -> int:
    """Gives the weekly equivalent of an amount exactly, in fifty-second parts of a penny.

    Source: charging section 5 (monthly x 12 / 52, four-weekly / 4, yearly / 52).
    """
    return amount_pence * _PAYMENTS_IN_52_WEEKS[frequency]


def incomes_on(its: AssessedDay) -> list[HeldIncome]:
    """Gives the incomes of a day: those assessed, kind by kind replaced by newer awards, all uprated.

    Source: SI 2014/2672, reg 13; charging section 9 (a change counts from its own day).
    """
    assessment, upratings, day = its.assessment, its.case.upratings, its.day
    live, restated = _awards_on(its.case.circumstances, assessment.effective_from, day)
    held = []
    for income in assessment.incomes:
        if income.kind not in restated:
            weekly = weekly_parts(income.amount_pence, income.frequency)
            since = assessment.effective_from
            held.append(
                HeldIncome(income.kind, *uprated(upratings, income.kind, income.benefit_rate, weekly, since, day))
            )
    for award in live:
        if award.kind in restated:
            weekly = weekly_parts(award.amount_pence, award.frequency)
            since = award.effective_from
            held.append(HeldIncome(award.kind, *uprated(upratings, award.kind, award.benefit_rate, weekly, since, day)))
    return held


def _awards_on(circumstances: Circumstances, assessed_from: date, day: date) -> tuple[list[Award], frozenset[str]]:
    """The awards that run on the day, and the kinds that changed on or after the day of the assessment."""
    if not circumstances.awards:
        return [], frozenset()
    latest: dict[str, Award] = {}
    for award in circumstances.awards.values():
        if award.effective_from <= day:
            known = latest.get(award.award)
            if known is None or _later(award, known):
                latest[award.award] = award
    live, restated = [], set()
    for reference in sorted(latest):
        award = latest[reference]
        ended = award.ended_on is not None and award.ended_on < day
        if not ended:
            live.append(award)
        changed_on = award.ended_on + _DAY if ended and award.ended_on is not None else award.effective_from
        if changed_on >= assessed_from:
            restated.add(award.kind)
    return live, frozenset(restated)


def _later(award: Award, known: Award) -> bool:
    if award.effective_from != known.effective_from:
        return award.effective_from > known.effective_from
    return award.version.supersedes(known.version)


def counted_income(its: AssessedDay) -> CountedIncome:
    """Gives what counts of the incomes in a setting; a kind that no rule knows is refused, never counted.

    Raises:
        CannotAssess: no rule knows the kind of an income.
        RatesNotPublished: the amount of a partial disregard was not published for the day.

    Source: SI 2014/2672, regs 13 and 14, Schedule 1, paras 8 to 46.
    """
    rates, day, household = its.case.rates, its.day, its.assessment.household
    is_care_home = its.treatment.is_care_home
    total = partial = 0
    has_disability_benefit = False
    lines: list[WorkingLine] = []
    for held in incomes_on(its):
        kind = _known_kind(held.kind)
        treatment = kind.care_home if is_care_home else kind.community
        if treatment is IncomeTreatment.DISREGARDED:
            lines.append(WorkingLine(f"{kind.label}, disregarded", 0, kind.source))
            continue
        total += held.weekly_parts
        has_disability_benefit = has_disability_benefit or kind.is_disability_benefit
        lines.append(WorkingLine(kind.label, half_up(held.weekly_parts, PARTS), _source(kind, held)))
        if treatment is IncomeTreatment.FIRST_TEN_POUNDS:
            partial += min(held.weekly_parts, rates.pence("pension_partial_disregard", day) * PARTS)
        elif treatment is IncomeTreatment.SAVINGS_CREDIT:
            savings = min(held.weekly_parts, _savings_disregard(household, rates, day) * PARTS)
            total -= savings
            lines.append(WorkingLine("Savings disregard", -half_up(savings, PARTS), kind.source))
    if partial:
        partial = min(partial, rates.pence("income_disregard_ceiling", day) * PARTS)
        total -= partial
        source = rates.source("income_disregard_ceiling", day)
        lines.append(WorkingLine("Partial disregard of pensions", -half_up(partial, PARTS), source))
    return CountedIncome(total, has_disability_benefit, tuple(lines))


def _known_kind(name: str) -> IncomeKind:
    kind = income_kinds().get(name)
    if kind is None:
        raise CannotAssess("unknown_income_kind", f"incomes.{name}", "expected a kind of income that a rule knows")
    return kind


def _savings_disregard(household: Household, rates: Rates, day: date) -> int:
    figure = "savings_disregard_couple" if household is Household.COUPLE else "savings_disregard_single"
    return rates.pence(figure, day)


def _source(kind: IncomeKind, held: HeldIncome) -> str:
    if held.uprated_on is None:
        return kind.source
    return f"{kind.source}; uprated from {held.uprated_on.isoformat()}"
