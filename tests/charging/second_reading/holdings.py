"""Capital on a day: what is held, what each holding is worth to the person, and what of it is ignored."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from contracts.inbound.assessments import Occupant, OccupationEnd
from hub.charging.circumstances import Capital, FinancialAssessment, PropertySale
from tests.charging.second_reading import kinds
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO, Refused, figure, pounds
from tests.charging.second_reading.residence import (
    TWELVE_WEEKS,
    Rules,
    first_in_a_home,
    is_in_the_twelve_weeks,
    rules_on,
)

SALE_PROCEEDS_WEEKS = 26
# Schedule 2, para 4(1)(b): they must have lived there since before the resident's first stay in a care home.
QUALIFYING = (
    Occupant.PARTNER,
    Occupant.RELATIVE_AGED_60_OR_OVER,
    Occupant.RELATIVE_INCAPACITATED,
    Occupant.CHILD_UNDER_18,
)
# Paras 4(1)(a) and 5: any premises, whenever they moved in.
FORMER = (Occupant.FORMER_PARTNER, Occupant.LONE_PARENT_FORMER_PARTNER)


def capital_on(case: Case, assessment: FinancialAssessment, day: date, notional: Fraction) -> Fraction:
    """The capital that counts on a day, in pounds, with what is left of notional capital."""
    stated_on, holdings = held_on(case, assessment, day)
    sales = [its for its in case.who.property_sales.values() if stated_on < its.completed_on <= day]
    holdings = _without_what_was_sold(holdings, sales)
    total = notional
    for sale in sales:
        if not (sale.for_another_home and day < sale.completed_on + timedelta(weeks=SALE_PROCEEDS_WEEKS)):
            total += pounds(sale.net_proceeds_pence)
    return total + sum((_counted(case, its, day) for its in holdings if its.kind not in kinds.NOTIONAL), ZERO)


def held_on(case: Case, assessment: FinancialAssessment, day: date) -> tuple[date, Sequence[Capital]]:
    """Every holding as last stated, by the assessment or by a statement of capital since, and the day of that."""
    statements = [
        its for its in case.who.capital_statements.values() if assessment.effective_from <= its.effective_from <= day
    ]
    if not statements:
        return assessment.effective_from, assessment.capital
    newest = max(its.effective_from for its in statements)
    standing = [its for its in statements if its.effective_from == newest]
    stated = next(its for its in standing if not any(other.version.supersedes(its.version) for other in standing))
    return stated.effective_from, stated.capital


def _without_what_was_sold(holdings: Sequence[Capital], sales: Sequence[PropertySale]) -> list[Capital]:
    named = {its.holding for its in sales if its.holding is not None}
    kept = [its for its in holdings if its.capital not in named]
    land = [its for its in kept if its.kind in kinds.LAND]
    if land and named - {its.capital for its in holdings}:
        raise Refused("property_sales: a holding that nobody stated, which may be any land that is left")
    unnamed = sum(its.holding is None for its in sales)
    if not unnamed:
        return kept
    if len(land) > unnamed:
        land = [its for its in land if its.kind == kinds.MAIN_HOME]
        if unnamed > 1 or not land:
            raise Refused("property_sales: which land was sold")
    return [its for its in kept if its not in land]


def value_of(holding: Capital) -> Fraction:
    """What the person's share is worth: the higher value, less a tenth for a sale, less debts (regs 20 and 24)."""
    value = pounds(max(holding.value_pence, holding.surrender_value_pence or 0))
    if holding.sale_would_cost:
        value -= value / 10
    value = max(ZERO, value - pounds(holding.secured_debt_pence))
    if holding.joint_owners is not None:
        return value / holding.joint_owners
    return value * holding.share_percent / 100


def _counted(case: Case, holding: Capital, day: date) -> Fraction:
    kind = holding.kind
    if kind not in kinds.EVERY_CAPITAL:
        raise Refused(kind)
    value = value_of(holding)
    if kind in kinds.ALWAYS_IGNORED_CAPITAL:
        return ZERO
    if the_council_ignores(holding, day) or (kind in kinds.LAND and _is_lived_in(case, holding, day)):
        return ZERO
    if kind in kinds.IGNORED_UP_TO:
        return max(ZERO, value - kinds.IGNORED_UP_TO[kind])
    if kind in (*kinds.IGNORED_FOR_26_WEEKS, *kinds.IGNORED_FOR_52_WEEKS, *kinds.IGNORED_FOR_TWO_YEARS):
        return ZERO if _is_ignored_for_a_time(case, holding, day) else value
    if kind == kinds.MAIN_HOME and _home_is_ignored(case, day):
        return ZERO
    return value


def _is_ignored_for_a_time(case: Case, holding: Capital, day: date) -> bool:
    """Whether the weeks from the day of receipt have not run out, that day being the first."""
    kind, since = holding.kind, holding.received_on
    if kind == kinds.ARREARS_OF_DISABILITY_BENEFITS and rules_on(case, day) is not Rules.TEMPORARY:
        return False
    if since is None and kind == kinds.WHILE_ILL:
        since = first_in_a_home(case)
    if since is None:
        raise Refused("received_on")
    if kind in kinds.IGNORED_FOR_TWO_YEARS:
        return day < since.replace(year=since.year + 2)
    return day < since + timedelta(weeks=26 if kind in kinds.IGNORED_FOR_26_WEEKS else 52)


def the_council_ignores(holding: Capital, day: date) -> bool:
    """Whether the council decided that a holding does not count on a day."""
    return holding.disregarded and (holding.disregarded_to is None or day <= holding.disregarded_to)


def _lives_there(holding: Capital, day: date) -> bool:
    return (holding.occupied_from is None or holding.occupied_from <= day) and (
        holding.occupied_to is None or day <= holding.occupied_to
    )


def _home_is_ignored(case: Case, day: date) -> bool:
    return rules_on(case, day) is not Rules.PERMANENT or is_in_the_twelve_weeks(case, day)


def _is_lived_in(case: Case, premises: Capital, day: date) -> bool:
    """Whether premises are ignored for those who live there, or lived there until they died or went into care."""
    if premises.occupied_by in FORMER:
        return _lives_there(premises, day)
    first_stay = first_in_a_home(case)
    if premises.occupied_by not in QUALIFYING or first_stay is None or rules_on(case, day) is Rules.COMMUNITY:
        return False
    since_before = premises.occupied_from is None or premises.occupied_from < first_stay
    if since_before and _lives_there(premises, day):
        return True
    # Para 4(3): twelve weeks from the day after.
    gone_on = premises.occupied_to
    if gone_on is None or premises.occupation_ended not in (OccupationEnd.DIED, OccupationEnd.WENT_INTO_CARE):
        return False
    was_ignored = gone_on >= first_stay and (since_before or the_council_ignores(premises, gone_on))
    return was_ignored and gone_on < day <= gone_on + TWELVE_WEEKS


def is_over_the_limit(case: Case, capital: Fraction, day: date) -> bool:
    """Whether capital exceeds the upper limit: exactly the limit does not (reg 12)."""
    return capital > figure(case.rates, "capital_limit_upper", day)


def tariff(case: Case, capital: Fraction, day: date) -> Fraction:
    """A pound for every 250, or part of 250, over the lower limit (reg 25)."""
    over = capital - figure(case.rates, "capital_limit_lower", day)
    if over <= 0:
        return ZERO
    bands = ceil(over / figure(case.rates, "tariff_income_band", day))
    return bands * figure(case.rates, "tariff_income_per_band", day)
