"""Capital: what of a person's holdings counts on a day, line by line, and the income it is taken to give."""

from dataclasses import dataclass
from datetime import date

from contracts.money import pounds_from_pence
from hub.charging.capital_kinds import CapitalKind, CapitalTreatment, capital_kinds, known_capital_kind
from hub.charging.case import AssessedDay
from hub.charging.circumstances import Capital, PropertySale
from hub.charging.disregards import Disregard, disregard_by_council, disregard_for_weeks, last_day_of_proceeds
from hub.charging.holdings import held_on, unsold
from hub.charging.notional import taken_on
from hub.charging.property import may_disregard_property, property_disregard
from hub.charging.valuation import WHOLE, Hundredths, in_pence, value_of
from hub.charging.working import WorkingLine
from hub.rates import Rates

_PROCEEDS = "Proceeds of a property that was sold"


@dataclass(slots=True, frozen=True)
class CountedCapital:
    """What counts of all holdings, exactly and in hundredths of a penny, with a line for each.

    A line shows the nearest penny; what does not count is there with nothing, and says why.
    """

    hundredths: Hundredths
    working: tuple[WorkingLine, ...]


@dataclass(slots=True, frozen=True)
class CapitalLimits:
    """The limits and the tariff of a day, in pence."""

    lower: int
    upper: int
    band: int
    per_band: int


def limits_on(rates: Rates, day: date) -> CapitalLimits:
    """Gives the capital limits and the tariff of a day.

    Raises:
        RatesNotPublished: one of them was not published for the day.

    Source: SI 2014/2672, regs 12 and 25.
    """
    return CapitalLimits(
        rates.pence("capital_limit_lower", day),
        rates.pence("capital_limit_upper", day),
        rates.pence("tariff_income_band", day),
        rates.pence("tariff_income_per_band", day),
    )


def is_over_upper_limit(capital_hundredths: Hundredths, limits: CapitalLimits) -> bool:
    """Says whether capital, in hundredths of a penny, exceeds the upper limit; exactly at it does not.

    Source: SI 2014/2672, reg 12(1).
    """
    return capital_hundredths > limits.upper * WHOLE


def tariff_income(capital_hundredths: Hundredths, limits: CapitalLimits) -> int:
    """Gives weekly tariff income in pence: an amount for each band, or part of one, above the lower limit.

    Source: SI 2014/2672, reg 25.
    """
    over = capital_hundredths - limits.lower * WHOLE
    return -(-over // (limits.band * WHOLE)) * limits.per_band if over > 0 else 0


def capital_on(its: AssessedDay) -> CountedCapital:
    """Gives the capital that counts on a day, exactly, with its working.

    The newest statement of holdings stands; proceeds of a sale after it take the place of the land sold.

    Raises:
        CannotAssess: no rule knows the kind of a holding, a day that its rule turns on is missing, or which land was
            sold cannot be told.

    Source: SI 2014/2672, regs 18 to 24, Schedule 2.
    """
    held = held_on(its.case.circumstances, its.assessment, its.day)
    kinds = capital_kinds(its.day)
    total: Hundredths = 0
    lines: list[WorkingLine] = []
    notional: list[Capital] = []
    for holding in unsold(held, kinds):
        kind = known_capital_kind(holding.kind, kinds)
        if kind.nothing is not None:
            lines.append(kind.nothing)
        elif kind.treatment is CapitalTreatment.NOTIONAL:
            notional.append(holding)
        else:
            counted, line = _counted(its, holding, kind)
            total += counted
            lines.append(line)
    for sale in held.sales.values():
        counted, line = _proceeds(sale, its.day)
        total += counted
        lines.append(line)
    if notional:
        counted, line = _notional(its, kinds[notional[0].kind])
        total += counted
        lines.append(line)
    return CountedCapital(total, tuple(lines))


def why_disregarded(its: AssessedDay, holding: Capital, kind: CapitalKind) -> Disregard | None:
    """Gives why a holding does not count on a day although its kind may, or nothing if it counts.

    What the council must disregard comes before what it may, and that before a clock that may lack its first day.

    Raises:
        CannotAssess: a day that its rule turns on is missing.

    Source: SI 2014/2672, Schedule 2.
    """
    law = kind.source
    if kind.is_land:
        why = property_disregard(its, holding)
        if why is not None:
            return why
        law = may_disregard_property(holding)
    why = disregard_by_council(holding, law, its.day)
    if why is None and kind.treatment is CapitalTreatment.FOR_WEEKS:
        why = disregard_for_weeks(its, holding, kind)
    return why


def _counted(its: AssessedDay, holding: Capital, kind: CapitalKind) -> tuple[Hundredths, WorkingLine]:
    why = why_disregarded(its, holding, kind)
    if why is not None:
        return 0, WorkingLine(f"{kind.label}, disregarded: {why.why}", 0, why.source, why.rule)
    value = value_of(holding)
    label = f"{kind.label}{_share(holding)}"
    if kind.treatment is CapitalTreatment.UP_TO:
        value = max(0, value - kind.amount_pence * WHOLE)
        label = f"{label}, above the {pounds_from_pence(kind.amount_pence)} that is disregarded"
    return value, WorkingLine(label, in_pence(value), kind.source, "capital_counted")


def _share(holding: Capital) -> str:
    if holding.joint_owners is not None:
        return f", one of {holding.joint_owners} equal shares"
    return "" if holding.share_percent == WHOLE else f", {holding.share_percent} per cent"


def _proceeds(sale: PropertySale, day: date) -> tuple[Hundredths, WorkingLine]:
    last = last_day_of_proceeds(sale.completed_on)
    if sale.for_another_home and day <= last:
        label = f"{_PROCEEDS}, disregarded: for another home, until {last.isoformat()}"
        return 0, WorkingLine(label, 0, "SI 2014/2672, Schedule 2, para 7", "proceeds_for_another_home")
    line = WorkingLine(_PROCEEDS, sale.net_proceeds_pence, "SI 2014/2672, reg 18", "capital_counted")
    return sale.net_proceeds_pence * WHOLE, line


def _notional(its: AssessedDay, kind: CapitalKind) -> tuple[Hundredths, WorkingLine]:
    taken: Hundredths = sum(
        told.hundredths for told in taken_on(its.case.circumstances, its.assessment, its.day) if told.since <= its.day
    )
    left = taken if its.case.notional is None else min(taken, its.case.notional.on(its.day))
    label = kind.label
    if left < taken:
        label = f"{label}, diminished from {pounds_from_pence(in_pence(taken))}"
    return left, WorkingLine(label, in_pence(left), kind.source, "notional_capital")
