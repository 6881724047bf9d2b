"""The savings disregard of Schedule 1, para 40, case by case."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from contracts.inbound.assessments import Household
from hub.charging.circumstances import FinancialAssessment, SavingsCredit
from tests.charging.second_reading.ages import age_on, is_of_pension_age
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import ZERO, Refused, figure, pounds
from tests.charging.second_reading.kinds import QUALIFYING_FOR_SAVINGS_CREDIT, SAVINGS_CREDIT
from tests.charging.second_reading.residence import Rules, rules_on

# No woman born on this day or later, and no man, was of pension age before 6 April 2016; nobody tells which one is.
FIRST_BORN_TOO_LATE = date(1953, 4, 6)


class Weekly(Protocol):
    """An income with what it comes to each week."""

    @property
    def kind(self) -> str:
        """The kind of income."""

    @property
    def weekly(self) -> Fraction:
        """Pounds a week."""

    @property
    def undivided(self) -> Fraction:
        """Pounds a week for both partners."""


def savings_disregard(case: Case, assessment: FinancialAssessment, received: Sequence[Weekly], day: date) -> Fraction:
    """What is ignored for savings credit, or for savings too large for it."""
    told = assessment.savings_credit or SavingsCredit()
    paid = sum((its.weekly for its in received if its.kind == SAVINGS_CREDIT), ZERO)
    # Couples in permanent care are two single people.
    is_couple = assessment.household is Household.COUPLE and rules_on(case, day) is not Rules.PERMANENT
    if told.qualifying_income_weekly_pence is not None:
        qualifying = pounds(told.qualifying_income_weekly_pence)
    else:
        qualifying = sum(
            (
                its.undivided if is_couple else its.weekly
                for its in received
                if its.kind in QUALIFYING_FOR_SAVINGS_CREDIT
            ),
            ZERO,
        )
    size = "couple" if is_couple else "single"
    if not paid and not qualifying:
        return ZERO
    if not paid and case.who.date_of_birth is not None and not _is_old_enough(case, told, day, is_couple=is_couple):
        return ZERO
    guarantee = figure(case.rates, f"pension_credit_standard_minimum_guarantee_{size}", day)
    if qualifying <= guarantee:
        return min(paid, figure(case.rates, f"savings_disregard_{size}", day)) if paid else ZERO
    if is_couple and (told.given_to_partner or told.partner_has_savings_credit):
        return ZERO
    if not _is_old_enough(case, told, day, is_couple=is_couple):
        return ZERO
    return figure(case.rates, f"savings_disregard_{size}", day)


def _is_old_enough(case: Case, told: SavingsCredit, day: date, *, is_couple: bool) -> bool:
    """Whether the flat sum may be due: at 65, or if the council reads it so, of pension age before April 2016."""
    born, partner = case.who.date_of_birth, told.partner_date_of_birth
    if born is None:
        raise Refused("date_of_birth")
    closed = case.terms(day).savings_disregard_flat_sum_from == "pension_age_before_april_2016"
    if born < FIRST_BORN_TOO_LATE if closed else age_on(born, day) >= 65:
        return True
    if not is_couple or partner is None or not is_of_pension_age(born, day):
        return False
    return partner < FIRST_BORN_TOO_LATE if closed else age_on(partner, day) >= 65
