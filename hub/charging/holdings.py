"""Holdings: what capital a person has on a day, as last stated, and what was sold since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.charging.capital_kinds import CapitalKind, CapitalTreatment
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    CapitalStatement,
    Circumstances,
    FinancialAssessment,
    PropertySale,
)
from hub.charging.refusals import CannotAssess

MAIN_HOME = "main_home"


@dataclass(slots=True, frozen=True)
class Held:
    """Every holding of a day as it was last stated, the day of that, and the sales since by their references."""

    stated_on: date
    holdings: Sequence[Capital]
    sales: Mapping[str, PropertySale]


def held_on(circumstances: Circumstances, assessment: FinancialAssessment, day: date) -> Held:
    """Gives what a person holds on a day: by the newest statement since the assessment, or by the assessment itself.

    Source: SI 2014/2672, reg 18; charging section 9 (capital counts as it is on the day).
    """
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
    stated: CapitalStatement | FinancialAssessment = assessment if newest is None else newest
    since = stated.effective_from
    sales = {
        reference: sale for reference, sale in circumstances.property_sales.items() if since < sale.completed_on <= day
    }
    return Held(since, stated.capital, sales)


def unsold(held: Held, kinds: Mapping[str, CapitalKind]) -> Sequence[Capital]:
    """Gives the holdings without the land that was sold: as the sale names it, or the only land that it can be.

    Raises:
        CannotAssess: which land was sold cannot be told.

    Source: SI 2014/2672, reg 18 (proceeds are capital in place of what was sold).
    """
    if not held.sales:
        return held.holdings
    named = {sale.holding for sale in held.sales.values()}
    left = [its for its in held.holdings if its.capital not in named or is_notional(its, kinds)]
    land = [holding for holding in left if (kind := kinds.get(holding.kind)) is not None and kind.is_land]
    if land:
        _require_names_of_holdings(held)
    unnamed = sum(sale.holding is None for sale in held.sales.values())
    gone = _land_that_went(land, unnamed) if unnamed else []
    return [holding for holding in left if holding not in gone]


def _require_names_of_holdings(held: Held) -> None:
    """A name that no holding has may mean any land that is still there."""
    stated = {holding.capital for holding in held.holdings}
    for reference, sale in held.sales.items():
        if sale.holding is not None and sale.holding not in stated:
            field = f"property_sales.{reference}.holding"
            raise CannotAssess("unclear_sale", field, "expected the reference of a holding as last stated")


def _land_that_went(land: Sequence[Capital], sold: int) -> Sequence[Capital]:
    if len(land) <= sold:
        return land
    home = [holding for holding in land if holding.kind == MAIN_HOME]
    if sold > 1 or not home:
        raise CannotAssess(
            "unclear_sale", "property_sales", "expected a statement of capital saying which land was sold"
        )
    return home


def is_disregarded_by_council(holding: Capital, day: date) -> bool:
    """Says whether the council decided that a holding does not count on a day.

    Source: SI 2014/2672, Schedule 2, paras 2 to 4, 7, 9, 12 and 24 (what the council may disregard, and for longer).
    """
    return holding.disregarded and (holding.disregarded_to is None or day <= holding.disregarded_to)


def is_notional(holding: Capital, kinds: Mapping[str, CapitalKind]) -> bool:
    """Says whether a holding is capital that the person is only treated as having, and so can neither sell nor spend.

    Source: SI 2014/2672, reg 22.
    """
    kind = kinds.get(holding.kind)
    return kind is not None and kind.treatment is CapitalTreatment.NOTIONAL


def stated_holdings(circumstances: Circumstances) -> Iterator[Capital]:
    """Gives every holding that any full assessment or statement of capital tells of, whether it stands or not.

    Source: none of its own; the days of all of them are looked at.
    """
    for assessment in circumstances.assessments.values():
        if assessment.basis is AssessmentBasis.FULL:
            yield from assessment.capital
    for statement in circumstances.capital_statements.values():
        yield from statement.capital
