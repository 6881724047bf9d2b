"""The savings disregard: for those who get savings credit, and for those whose savings are too large for it."""

from datetime import date

from msgspec import Struct

from contracts.inbound.assessments import Household
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.case import AssessedDay
from hub.charging.circumstances import SavingsCredit
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS
from hub.charging.stays import Treatment

FLAT_SUM_AGE = 65
# Whoever reached pension age before savings credit was closed was born before this day: 65 for men was reached by
# those born two years earlier, and the facts do not tell who had which age.
_BORN_BEFORE_CLOSING = date(1953, 4, 6)
_NOTHING_TOLD = SavingsCredit()


class SavingsDisregard(Struct, frozen=True):
    """What is ignored, in parts of a penny, by which paragraph, and the figure that limits it."""

    parts: int
    source: str
    figure: str


def savings_disregard(its: AssessedDay, credit_parts: int, qualifying_parts: int) -> SavingsDisregard | None:
    """Gives what is ignored for savings, or nothing: the credit that is paid, up to a sum, or the flat sum.

    `credit_parts` is the savings credit that counts, `qualifying_parts` the qualifying income as the incomes tell it;
    what the assessment says of qualifying income comes before it.

    Raises:
        CannotAssess: the date of birth is missing and decides.
        RatesNotPublished: a figure that decides, or the sum itself, is not there for the day.

    Source: SI 2014/2672, Schedule 1, para 40(1) to (5).
    """
    told = its.assessment.savings_credit or _NOTHING_TOLD
    if told.qualifying_income_weekly_pence is not None:
        qualifying_parts = told.qualifying_income_weekly_pence * PARTS
    born = its.case.circumstances.date_of_birth
    is_couple = is_one_of_a_couple(its)
    is_of_age = born is not None and _is_of_age(its, told, born, is_couple=is_couple)
    if not credit_parts and (not qualifying_parts or (born is not None and not is_of_age)):
        return None
    size = "couple" if is_couple else "single"
    rates, figure = its.case.rates, f"savings_disregard_{size}"
    if qualifying_parts <= rates.pence(guarantee_figure(size), its.day) * PARTS:
        if not credit_parts:
            return None
        most = rates.pence(figure, its.day) * PARTS
        return SavingsDisregard(min(credit_parts, most), "para 40(3)" if is_couple else "para 40(1)", figure)
    if born is None:
        raise CannotAssess("date_of_birth_missing", "date_of_birth", "expected a date of birth")
    if not is_of_age or (is_couple and (told.given_to_partner or told.partner_has_savings_credit)):
        return None
    return SavingsDisregard(
        rates.pence(figure, its.day) * PARTS, "para 40(4) and (5)" if is_couple else "para 40(2)", figure
    )


def guarantee_figure(size: str) -> str:
    """Gives the name of the standard minimum guarantee that qualifying income is compared with.

    Source: SI 2014/2672, Schedule 1, para 40; State Pension Credit Act 2002, s.2(4).
    """
    return f"pension_credit_standard_minimum_guarantee_{size}"


def is_one_of_a_couple(its: AssessedDay) -> bool:
    """Says whether somebody has a partner as the rules on a day see it: couples in permanent care are two singles.

    Source: charging section 4.
    """
    return its.assessment.household is Household.COUPLE and its.treatment is not Treatment.PERMANENT


def _is_of_age(its: AssessedDay, told: SavingsCredit, born: date, *, is_couple: bool) -> bool:
    if its.terms.savings_disregard_flat_sum_from != "age_65":
        partner = told.partner_date_of_birth
        return born < _BORN_BEFORE_CLOSING or (
            is_couple and partner is not None and partner < _BORN_BEFORE_CLOSING and its.day >= pension_credit_day(born)
        )
    # Paragraph 40(4) also names those of pension credit age with a partner of 65, from when that age was lower. In
    # every year that has rates here, whoever is of pension credit age is 65 too.
    return its.day >= birthday(born, FLAT_SUM_AGE)
