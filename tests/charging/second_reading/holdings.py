"""Capital on a day: what is held, what each holding is worth to the person, and what of it is ignored."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from contracts.inbound.assessments import Occupant, OccupationEnd
from hub.charging.circumstances import Capital, FinancialAssessment, PropertySale
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO, Refused, figure, pounds
from tests.charging.second_reading.kinds import (
    ALWAYS_IGNORED_CAPITAL,
    COUNTED_CAPITAL,
    IGNORED_FOR_WEEKS,
    IGNORED_UP_TO,
    LAND,
    MAIN_HOME,
    NOTIONAL,
)
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
# Paras 4(1)(a) and 5: whenever they moved in.
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
    return total + sum((_counted(case, its, day) for its in holdings if its.kind not in NOTIONAL), ZERO)


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
    unnamed = sum(its.holding is None for its in sales)
    if not unnamed:
        return kept
    land = [its for its in kept if its.kind in LAND]
    if len(land) > unnamed:
        land = [its for its in land if its.kind == MAIN_HOME]
        if unnamed > 1 or not land:
            raise Refused("property_sales")
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
    if kind not in (*ALWAYS_IGNORED_CAPITAL, *COUNTED_CAPITAL, *IGNORED_UP_TO, *IGNORED_FOR_WEEKS, MAIN_HOME):
        raise Refused(kind)
    value = value_of(holding)
    if kind in ALWAYS_IGNORED_CAPITAL:
        return ZERO
    if holding.disregarded and (holding.disregarded_to is None or day <= holding.disregarded_to):
        return ZERO
    if kind in IGNORED_UP_TO:
        return max(ZERO, value - IGNORED_UP_TO[kind])
    if kind in IGNORED_FOR_WEEKS:
        if holding.received_on is None:
            raise Refused("received_on")
        return ZERO if day < holding.received_on + timedelta(weeks=IGNORED_FOR_WEEKS[kind]) else value
    if kind == MAIN_HOME and _home_is_ignored(case, holding, day):
        return ZERO
    return value


def _home_is_ignored(case: Case, home: Capital, day: date) -> bool:
    if rules_on(case, day) is not Rules.PERMANENT or is_in_the_twelve_weeks(case, day):
        return True
    if home.occupied_by is None:
        return False
    lives_there = (home.occupied_from is None or home.occupied_from <= day) and (
        home.occupied_to is None or day <= home.occupied_to
    )
    if home.occupied_by in FORMER:
        return lives_there
    if home.occupied_by not in QUALIFYING or not _since_before_the_first_stay(case, home):
        return False
    if lives_there:
        return True
    ended = home.occupation_ended in (OccupationEnd.DIED, OccupationEnd.WENT_INTO_CARE)
    # Para 4(3): twelve weeks from the day after.
    return ended and home.occupied_to is not None and home.occupied_to < day <= home.occupied_to + TWELVE_WEEKS


def _since_before_the_first_stay(case: Case, home: Capital) -> bool:
    first = first_in_a_home(case)
    return home.occupied_from is None or first is None or home.occupied_from < first


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
