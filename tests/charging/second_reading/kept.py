"""What the person keeps: the guarantee at home, the allowance in a care home, and what comes on top."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from contracts.inbound.assessments import Household, Premium
from contracts.inbound.care_packages import Setting
from hub.charging.circumstances import FinancialAssessment, Outgoing
from tests.charging.second_reading.ages import age_on, is_of_pension_age
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.figures import PENNY, ZERO, Refused, figure, pounds, whole_pence
from tests.charging.second_reading.incomes import received_on
from tests.charging.second_reading.kinds import HELP_WITH_HOUSING
from tests.charging.second_reading.residence import Rules, rules_on

GUARANTEE = "minimum_income_guarantee_"


def kept(case: Case, assessment: FinancialAssessment, day: date, *, has_disability_benefit: bool) -> Fraction:
    """Everything that is protected from the charge, in pounds a week."""
    rules = rules_on(case, day)
    if rules is Rules.COMMUNITY:
        total = guarantee(case, assessment, day)
        total += _housing_costs(case, assessment, day)
        if has_disability_benefit:
            total += _disability_costs(case, assessment, day)
    else:
        total = personal_allowance(case, assessment, day)
        if rules is Rules.TEMPORARY:
            total += _housing_costs(case, assessment, day)
    at_home = rules is Rules.COMMUNITY
    for allowance in case.terms(day).local_allowances:
        if (allowance.setting is Setting.COMMUNITY) == at_home:
            total += Fraction(allowance.weekly)
    return total


def personal_allowance(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    """The personal expenses allowance, with what the council adds in this case (reg 6)."""
    return figure(case.rates, "personal_expenses_allowance", day) + pounds(
        assessment.personal_allowance_extra_weekly_pence
    )


def guarantee(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    """The minimum income guarantee: base, children and premiums, less support other than care (reg 7)."""
    born = case.who.date_of_birth
    if born is None:
        raise Refused("date_of_birth")
    names = [_base(case, assessment, born, day)]
    names += ["per_child"] * assessment.children_count
    names += _premiums(assessment, is_of_pension_age=is_of_pension_age(born, day))
    total = sum((figure(case.rates, GUARANTEE + name, day) for name in names), ZERO)
    return max(ZERO, total - pounds(assessment.non_care_support_weekly_pence))


def _base(case: Case, assessment: FinancialAssessment, born: date, day: date) -> str:
    is_old = is_of_pension_age(born, day)
    if assessment.household is Household.COUPLE:
        if assessment.lone_parent:
            raise Refused("lone_parent")
        told = assessment.savings_credit
        partner = None if told is None else told.partner_date_of_birth
        either_is = is_old or (partner is not None and is_of_pension_age(partner, day))
        return "couple_one_or_both_pension_credit_age" if either_is else "couple_one_or_both_18_plus"
    if assessment.lone_parent and not (is_old and case.terms(day).lone_parent_has_pension_age_guarantee):
        return "lone_parent_18_plus"
    if is_old:
        return "single_pension_credit_age"
    return "single_25_to_pension_credit_age" if age_on(born, day) >= 25 else "single_18_24"


def _premiums(assessment: FinancialAssessment, *, is_of_pension_age: bool) -> list[str]:
    """Those for disability end with pension credit age; the carer premium is for any age, and each is given once."""
    size = "couple" if assessment.household is Household.COUPLE else "single"
    found = []
    if Premium.DISABILITY in assessment.premiums and not is_of_pension_age:
        found.append(f"{size}_disability_premium")
    if Premium.ENHANCED_DISABILITY in assessment.premiums and not is_of_pension_age:
        found.append(f"{size}_enhanced_disability_premium")
    if Premium.CARER in assessment.premiums:
        found.append("carer_premium")
    return found


def _paid(outgoings: Sequence[Outgoing], day: date) -> Fraction:
    return sum(
        (
            _up_to_a_penny(pounds(its.weekly_pence) * its.share_percent / 100)
            for its in outgoings
            if (its.paid_from is None or its.paid_from <= day) and (its.paid_to is None or day <= its.paid_to)
        ),
        ZERO,
    )


def _up_to_a_penny(amount: Fraction) -> Fraction:
    """The amount with its fraction of a penny made up, which is to the person's advantage (reg 11)."""
    return ceil(amount / PENNY) * PENNY


def _housing_costs(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    help_with_them = sum(
        (its.weekly for its in received_on(case, assessment, day) if its.kind in HELP_WITH_HOUSING), ZERO
    )
    return max(ZERO, _paid(assessment.housing_costs, day) - whole_pence(help_with_them))


def _disability_costs(case: Case, assessment: FinancialAssessment, day: date) -> Fraction:
    """What disability costs, and without proof no less than the council's standard sum."""
    standard = pounds(case.terms(day).standard_disability_expenditure_weekly_pence)
    return max(standard, _paid(assessment.disability_related_expenditure, day))
