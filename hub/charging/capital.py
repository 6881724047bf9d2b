"""Capital: what a person has on a day, what of it counts, and the income it is taken to give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.case import AssessedDay
from hub.charging.circumstances import Capital, CapitalStatement, Circumstances, FinancialAssessment
from hub.charging.refusals import CannotAssess
from hub.charging.stays import Treatment
from hub.charging.tables import CapitalKind, CapitalTreatment, capital_kinds
from hub.rates import Rates

_WHOLE = 100
_MAIN_HOME = "main_home"


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


def is_over_upper_limit(capital_hundredths: int, limits: CapitalLimits) -> bool:
    """Says whether capital, in hundredths of a penny, exceeds the upper limit; exactly at it does not.

    Source: SI 2014/2672, reg 12(1).
    """
    return capital_hundredths > limits.upper * _WHOLE


def tariff_income(capital_hundredths: int, limits: CapitalLimits) -> int:
    """Gives weekly tariff income in pence: an amount for each band, or part of one, above the lower limit.

    Source: SI 2014/2672, reg 25.
    """
    over = capital_hundredths - limits.lower * _WHOLE
    return -(-over // (limits.band * _WHOLE)) * limits.per_band if over > 0 else 0


def capital_on(its: AssessedDay) -> int:
    """Gives the capital that counts on a day, in hundredths of a penny so that shares stay exact.

    The newest statement of holdings stands; proceeds of a sale after it take the place of the land sold.

    Raises:
        CannotAssess: no rule knows the kind of a holding, or which land was sold cannot be told.

    Source: SI 2014/2672, regs 18, 20 and 24, Schedule 2.
    """
    circumstances, day = its.case.circumstances, its.day
    stated_on, holdings = _holdings(circumstances, its.assessment, day)
    proceeds = [
        sale.net_proceeds_pence
        for sale in circumstances.property_sales.values()
        if stated_on < sale.completed_on <= day
    ]
    if proceeds:
        holdings = _without_sold_land(holdings, len(proceeds))
    return sum(proceeds) * _WHOLE + sum(_counted(holding, its.treatment, day) for holding in holdings)


def _holdings(
    circumstances: Circumstances, assessment: FinancialAssessment, day: date
) -> tuple[date, Sequence[Capital]]:
    newest: CapitalStatement | None = None
    for statement in circumstances.capital_statements.values():
        if not assessment.effective_from <= statement.effective_from <= day:
            continue
        if (
            newest is None
            or statement.effective_from > newest.effective_from
            or (statement.effective_from == newest.effective_from and statement.version.supersedes(newest.version))
        ):
            newest = statement
    if newest is None:
        return assessment.effective_from, assessment.capital
    return newest.effective_from, newest.capital


def _without_sold_land(holdings: Sequence[Capital], sold: int) -> Sequence[Capital]:
    land = [holding for holding in holdings if _kind(holding).is_land]
    if len(land) <= sold:
        gone = land
    else:
        gone = [holding for holding in land if holding.kind == _MAIN_HOME]
        if not gone or sold > 1:
            raise CannotAssess(
                "unclear_sale", "property_sales", "expected a statement of capital saying which land was sold"
            )
    return [holding for holding in holdings if holding not in gone]


def _counted(holding: Capital, treatment: Treatment, day: date) -> int:
    kind = _kind(holding)
    if kind.treatment is CapitalTreatment.DISREGARDED:
        return 0
    if kind.treatment is CapitalTreatment.MAIN_HOME and treatment is not Treatment.PERMANENT:
        return 0
    if holding.disregarded and (holding.disregarded_to is None or day <= holding.disregarded_to):
        return 0
    return holding.value_pence * holding.share_percent


def _kind(holding: Capital) -> CapitalKind:
    kind = capital_kinds().get(holding.kind)
    if kind is None:
        raise CannotAssess(
            "unknown_capital_kind", f"capital.{holding.kind}", "expected a kind of capital that a rule knows"
        )
    return kind
