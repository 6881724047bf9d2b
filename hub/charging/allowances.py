"""What a person keeps before anything is charged: minimum income guarantee or personal expenses allowance."""

from datetime import date

from contracts.inbound.assessments import Household, Premium
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.case import AssessedDay
from hub.charging.circumstances import FinancialAssessment
from hub.charging.refusals import CannotAssess
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine
from hub.rates import Rates

_GUARANTEE = "minimum_income_guarantee"
_ADULT, _FULL_RATE = 18, 25
_LABELS = {
    "personal_expenses_allowance": "Personal expenses allowance",
    f"{_GUARANTEE}_single_18_24": "Minimum income guarantee, single, 18 to 24",
    f"{_GUARANTEE}_single_25_to_pension_credit_age": "Minimum income guarantee, single, 25 or over",
    f"{_GUARANTEE}_single_pension_credit_age": "Minimum income guarantee, single, pension credit age",
    f"{_GUARANTEE}_lone_parent_18_plus": "Minimum income guarantee, lone parent",
    f"{_GUARANTEE}_couple_one_or_both_18_plus": "Minimum income guarantee, one of a couple",
    f"{_GUARANTEE}_couple_one_or_both_pension_credit_age": (
        "Minimum income guarantee, one of a couple, pension credit age"
    ),
    f"{_GUARANTEE}_per_child": "Children",
    f"{_GUARANTEE}_single_disability_premium": "Disability premium",
    f"{_GUARANTEE}_single_enhanced_disability_premium": "Enhanced disability premium",
    f"{_GUARANTEE}_couple_disability_premium": "Disability premium, one of a couple",
    f"{_GUARANTEE}_couple_enhanced_disability_premium": "Enhanced disability premium, one of a couple",
    f"{_GUARANTEE}_carer_premium": "Carer premium",
}
_RULES = {"personal_expenses_allowance": "reg 6"}


def protected(its: AssessedDay, *, has_disability_benefit: bool) -> list[WorkingLine]:
    """Gives everything a person keeps each week before anything is charged, as deductions.

    Raises:
        CannotAssess, RatesNotPublished: as the guarantee and the allowance do.

    Source: SI 2014/2672, regs 6 and 7, Schedule 1, paras 2 and 4.
    """
    assessment, rates, day = its.assessment, its.case.rates, its.day
    if its.treatment is Treatment.PERMANENT:
        return personal_expenses_allowance(rates, day)
    if its.treatment is Treatment.TEMPORARY:
        return personal_expenses_allowance(rates, day) + _housing_costs(assessment)
    lines = minimum_income_guarantee(assessment, its.case.circumstances.date_of_birth, rates, day)
    lines += _housing_costs(assessment)
    if has_disability_benefit:
        lines += [
            WorkingLine(
                f"Disability: {cost.kind.replace('_', ' ')}",
                -cost.weekly_pence,
                "SI 2014/2672, Schedule 1, para 4",
                "disability_related_expenditure",
            )
            for cost in assessment.disability_related_expenditure
        ]
    return lines


def _housing_costs(assessment: FinancialAssessment) -> list[WorkingLine]:
    return [
        WorkingLine(
            f"Housing: {cost.kind.replace('_', ' ')}",
            -cost.weekly_pence,
            "SI 2014/2672, Schedule 1, para 2",
            "housing_costs",
        )
        for cost in assessment.housing_costs
    ]


def personal_expenses_allowance(rates: Rates, day: date) -> list[WorkingLine]:
    """Gives what a resident of a care home keeps each week, as a deduction.

    Raises:
        RatesNotPublished: the allowance was not published for the day.

    Source: SI 2014/2672, reg 6.
    """
    return [_line("personal_expenses_allowance", rates, day)]


def minimum_income_guarantee(
    assessment: FinancialAssessment, born: date | None, rates: Rates, day: date
) -> list[WorkingLine]:
    """Gives the parts of what a person outside a care home keeps each week, as deductions.

    Raises:
        CannotAssess: the date of birth is missing, the person is a child, or household facts contradict.
        RatesNotPublished: a part was not published for the day.

    Source: SI 2014/2672, reg 7(1) to (7) and (10).
    """
    if born is None:
        raise CannotAssess("date_of_birth_missing", "date_of_birth", "expected a date of birth")
    if day < birthday(born, _ADULT):
        raise CannotAssess("under_18", "date_of_birth", "expected a person aged 18 or over")
    is_of_pension_credit_age = day >= pension_credit_day(born)
    lines = [_line(_base(assessment, born, day), rates, day)]
    if assessment.children_count:
        lines.append(_line(f"{_GUARANTEE}_per_child", rates, day, assessment.children_count))
    household = "couple" if assessment.household is Household.COUPLE else "single"
    for premium in sorted(set(assessment.premiums)):
        if premium is Premium.CARER:
            lines.append(_line(f"{_GUARANTEE}_carer_premium", rates, day))
        elif not is_of_pension_credit_age:
            # Income Support, on whose premiums these rest, ends at pension credit age.
            lines.append(_line(f"{_GUARANTEE}_{household}_{premium}_premium", rates, day))
    return lines


def _base(assessment: FinancialAssessment, born: date, day: date) -> str:
    is_couple = assessment.household is Household.COUPLE
    if assessment.lone_parent and is_couple:
        raise CannotAssess("contradiction", "lone_parent", "expected a lone parent to be assessed as single")
    if assessment.lone_parent:
        return f"{_GUARANTEE}_lone_parent_18_plus"
    if day >= pension_credit_day(born):
        return f"{_GUARANTEE}_{'couple_one_or_both' if is_couple else 'single'}_pension_credit_age"
    if is_couple:
        return f"{_GUARANTEE}_couple_one_or_both_18_plus"
    is_young = day < birthday(born, _FULL_RATE)
    return f"{_GUARANTEE}_single_{'18_24' if is_young else '25_to_pension_credit_age'}"


def _line(figure: str, rates: Rates, day: date, times: int = 1) -> WorkingLine:
    published = rates.source(figure, day)
    law = f"SI 2014/2672, {_RULES.get(figure, 'reg 7')}"
    rule = figure if figure in _RULES else _GUARANTEE
    return WorkingLine(_LABELS[figure], -times * rates.pence(figure, day), law, rule, figure, published)
