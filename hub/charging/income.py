"""Income: how much of each income of a day counts, and what is ignored of several together."""

from dataclasses import dataclass

from hub.charging.case import AssessedDay
from hub.charging.circumstances import Span
from hub.charging.disability_benefits import stopped_span_on
from hub.charging.held_incomes import HeldIncome, incomes_on
from hub.charging.income_kinds import IncomeKind, IncomeRule, IncomeTreatment, all_income_kinds
from hub.charging.partial_disregards import (
    CEILING,
    LODGER_DISREGARD,
    first_ten_pounds,
    own_disregard,
    under_ceiling,
)
from hub.charging.pensions import half_paid_over
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, half_up
from hub.charging.savings_disregard import is_one_of_a_couple, savings_disregard
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine

_LAW = "SI 2014/2672, "
_OWN_DISREGARDS = {
    IncomeTreatment.FIRST_TWENTY_POUNDS: ("the first 20.00 disregarded", "lodger_disregard", LODGER_DISREGARD),
    IncomeTreatment.FIRST_TWENTY_POUNDS_AND_HALF_THE_REST: (
        "the first 20.00 and half the rest disregarded",
        "boarder_disregard",
        LODGER_DISREGARD,
    ),
    IncomeTreatment.LESS_OUTGOINGS: ("what has to be paid out of it", "income_outgoings", None),
}


@dataclass(slots=True, frozen=True)
class CountedIncome:
    """What counts of all incomes, in parts of a penny, and what of it bears on what a person keeps.

    `housing_help_parts` is the help with housing costs that does not count as income.
    """

    parts: int
    has_disability_benefit: bool
    working: tuple[WorkingLine, ...]
    housing_help_parts: int = 0


def counted_income(its: AssessedDay) -> CountedIncome:
    """Gives what counts of the incomes of a day; a kind that no rule knows is refused, never counted.

    Raises:
        CannotAssess: no rule knows the kind of an income, or the date of birth is missing and decides.
        RatesNotPublished: a figure that the sum needs was not published for the day.

    Source: SI 2014/2672, regs 13 to 17 and Schedule 1.
    """
    summing = _Summing(its)
    rules = all_income_kinds().rules(its.treatment, its.day)
    for held in incomes_on(its):
        rule = rules.get(held.kind)
        if rule is None:
            raise CannotAssess(
                "unknown_income_kind", f"incomes.{held.kind}", "expected a kind of income that a rule knows"
            )
        summing.add(held, rule)
    return summing.result()


def has_stopped(held: HeldIncome, kind: IncomeKind, stopped: Span | None) -> bool:
    """Says whether an income has stopped because of a stay in a care home; an award made since then says it has not.

    Source: charging section 7 and decision 19 (confirm against benefit data).
    """
    return kind.stops_in_homes and stopped is not None and not (held.is_award and held.since >= stopped.first)


class _Summing:
    """The sum while it is made: one income after another, and then what is ignored of several together."""

    __slots__ = (
        "charitable", "credit", "has_disability_benefit", "help", "is_couple", "its", "lines", "local", "pensions",
        "pensions_counted", "qualifying", "ten_pounds", "total",
    )  # fmt: skip

    def __init__(self, its: AssessedDay) -> None:
        self.its = its
        self.lines: list[WorkingLine] = []
        self.total = self.ten_pounds = self.charitable = self.credit = self.qualifying = self.help = 0
        self.pensions: list[HeldIncome] = []
        self.pensions_counted = 0
        self.has_disability_benefit = False
        self.is_couple = is_one_of_a_couple(its)
        self.local = _local_disregards(its)

    def add(self, held: HeldIncome, rule: IncomeRule) -> None:
        """Adds one income: what counts of it by itself, and what it bears on besides.

        Source: SI 2014/2672, reg 13 and Schedule 1.
        """
        kind = rule.kind
        if kind.is_qualifying:
            self.qualifying += held.whole_parts if self.is_couple else held.weekly_parts
        if kind.is_help_with_housing:
            self.help += held.weekly_parts
        if rule.nothing is not None:
            self.lines.append(rule.nothing)
        elif kind.stops_in_homes and has_stopped(held, kind, stopped_span_on(self.its.case, self.its.day)):
            label = f"{kind.label}, stopped in a home that the council pays for"
            self.lines.append(WorkingLine(label, 0, "charging decision 19", "disability_benefit_stopped"))
        else:
            self._count(held, rule)

    def _count(self, held: HeldIncome, rule: IncomeRule) -> None:
        kind, treatment = rule.kind, rule.treatment
        self.lines.append(_line(held, kind))
        weekly = held.weekly_parts
        if treatment in _OWN_DISREGARDS:
            weekly -= self._own_disregard(held, rule)
        if kind.name in self.local:
            weekly -= self._local_disregard(kind, weekly)
        self.total += weekly
        if kind.is_disability_benefit and weekly:
            self.has_disability_benefit = True
        if kind.is_shared_pension:
            self.pensions.append(held)
            self.pensions_counted += weekly
        if treatment is IncomeTreatment.FIRST_TEN_POUNDS:
            self.ten_pounds += first_ten_pounds(weekly, self.its.case.rates, self.its.day)
        elif treatment is IncomeTreatment.UNDER_CEILING:
            self.charitable += weekly
        elif treatment is IncomeTreatment.SAVINGS_CREDIT:
            self.credit += weekly

    def _own_disregard(self, held: HeldIncome, rule: IncomeRule) -> int:
        ignored = own_disregard(rule.treatment, held, self.its.case.rates, self.its.day)
        what, name, figure = _OWN_DISREGARDS[rule.treatment]
        self._ignore(f"{rule.kind.label}, {what}", ignored, rule.kind.source, name, figure)
        return ignored

    def _local_disregard(self, kind: IncomeKind, weekly: int) -> int:
        left = self.local[kind.name]
        ignored = weekly if left is None else min(weekly, left)
        self.local[kind.name] = None if left is None else left - ignored
        source = f"{_LAW}reg 15(2); {self.its.terms.source}"
        self._ignore(f"{kind.label}, disregarded by the council", ignored, source, "local_disregard", None)
        return ignored

    def result(self) -> CountedIncome:
        """Gives the sum, less what is ignored of several incomes together.

        Source: SI 2014/2672, Schedule 1, paras 15 to 17, 40 and 46.
        """
        self._half_of_pensions()
        self._under_ceiling()
        self._savings()
        return CountedIncome(self.total, self.has_disability_benefit, tuple(self.lines), self.help)

    def _half_of_pensions(self) -> None:
        if not self.pensions or not self.its.treatment.is_care_home:
            return
        ignored = half_paid_over(self.pensions, self.pensions_counted)
        self.total -= ignored
        label = "Half of pensions, as half is paid over to a spouse"
        self._ignore(label, ignored, f"{_LAW}Schedule 1, para 16", "half_pension", None)

    def _under_ceiling(self) -> None:
        if not self.ten_pounds and not self.charitable:
            return
        within, beyond = under_ceiling(
            self.ten_pounds,
            self.charitable,
            both_under_it=self.its.terms.charitable_payments_under_ceiling,
            rates=self.its.case.rates,
            day=self.its.day,
        )
        self.total -= within + beyond
        label = "Partial disregard of pensions and payments" if self.charitable else "Partial disregard of pensions"
        self._ignore(label, within, f"{_LAW}Schedule 1, paras 15, 17, 19 and 46", "partial_disregard", CEILING)
        source = f"{_LAW}Schedule 1, para 15; {self.its.terms.source}"
        self._ignore("Charitable payments, disregarded", beyond, source, "charitable_payments", None)

    def _savings(self) -> None:
        # Of nothing nothing can be ignored, and then no fact and no figure is asked for in vain.
        found = savings_disregard(self.its, self.credit, self.qualifying) if self.total else None
        if found is not None:
            ignored = min(found.parts, self.total)
            self.total -= ignored
            source = f"{_LAW}Schedule 1, {found.source}"
            self._ignore("Savings disregard", ignored, source, "savings_disregard", found.figure)

    def _ignore(self, label: str, parts: int, source: str, rule: str, figure: str | None) -> None:
        if parts:
            cited = None if figure is None else self.its.case.rates.source(figure, self.its.day)
            self.lines.append(WorkingLine(label, -half_up(parts, PARTS), source, rule, figure, cited))


def _local_disregards(its: AssessedDay) -> dict[str, int | None]:
    """What is left to ignore of each kind, in parts of a penny; absent for all of it."""
    told = its.terms.local_disregards if its.treatment is Treatment.COMMUNITY else {}
    return {kind: None if pence is None else pence * PARTS for kind, pence in told.items()}


def _line(held: HeldIncome, kind: IncomeKind) -> WorkingLine:
    label = f"{kind.label}, assumed" if held.is_assumed else kind.label
    pence = half_up(held.weekly_parts, PARTS)
    if held.uprated_on is None:
        return WorkingLine(label, pence, kind.source, "income")
    since = held.uprated_on.isoformat()
    notice = None if held.uprated_by is None else f"uprating notice from {since}"
    return WorkingLine(label, pence, f"{kind.source}; uprated from {since}", "income", held.uprated_by, notice)
