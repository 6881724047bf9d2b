"""What a person keeps before anything is charged: minimum income guarantee or personal expenses allowance."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.inbound.assessments import Household, Premium
from contracts.inbound.care_packages import Setting
from hub.charging.ages import birthday, pension_credit_day
from hub.charging.allowed_costs import disability_costs, housing_costs
from hub.charging.case import AssessedDay, Case
from hub.charging.income import CountedIncome
from hub.charging.refusals import CannotAssess
from hub.charging.stays import Treatment
from hub.charging.working import WorkingLine
from hub.rates import Rates

_DAY = timedelta(days=1)
_GUARANTEE = "minimum_income_guarantee"
_ALLOWANCE = "personal_expenses_allowance"
_ADULT, _FULL_RATE = 18, 25
_LABELS = {
    _ALLOWANCE: "Personal expenses allowance",
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
_LAW = {
    _ALLOWANCE: "reg 6",
    f"{_GUARANTEE}_single_18_24": "reg 7(2)(a)",
    f"{_GUARANTEE}_single_25_to_pension_credit_age": "reg 7(2)(b)",
    f"{_GUARANTEE}_single_pension_credit_age": "reg 7(2)(c)",
    f"{_GUARANTEE}_lone_parent_18_plus": "reg 7(3)",
    f"{_GUARANTEE}_couple_one_or_both_18_plus": "reg 7(4)(a)",
    f"{_GUARANTEE}_couple_one_or_both_pension_credit_age": "reg 7(4)(b)",
    f"{_GUARANTEE}_per_child": "reg 7(1)(b)",
    f"{_GUARANTEE}_single_disability_premium": "reg 7(5)(a)",
    f"{_GUARANTEE}_single_enhanced_disability_premium": "reg 7(5)(b)",
    f"{_GUARANTEE}_couple_disability_premium": "reg 7(6)(a)",
    f"{_GUARANTEE}_couple_enhanced_disability_premium": "reg 7(6)(b)",
    f"{_GUARANTEE}_carer_premium": "reg 7(7)",
}


def protected(its: AssessedDay, counted: CountedIncome) -> list[WorkingLine]:
    """Gives everything a person keeps each week before anything is charged, as deductions.

    Outside care homes that is the guarantee, in them the allowance, and never both. Costs of a disability are allowed
    only where a disability benefit counts.

    Raises:
        CannotAssess, RatesNotPublished: as the guarantee and the allowance do.

    Source: SI 2014/2672, regs 6 and 7, Schedule 1, paras 2 and 4.
    """
    is_community = its.treatment is Treatment.COMMUNITY
    lines = minimum_income_guarantee(its) if is_community else personal_expenses_allowance(its)
    if its.treatment is not Treatment.PERMANENT:
        lines += housing_costs(its, counted.housing_help_parts)
    if is_community and counted.has_disability_benefit:
        lines += disability_costs(its)
    if its.terms.local_allowances:
        lines += _local_allowances(its)
    return lines


def _local_allowances(its: AssessedDay) -> Iterator[WorkingLine]:
    setting = Setting.CARE_HOME if its.treatment.is_care_home else Setting.COMMUNITY
    regulation = "reg 6" if its.treatment.is_care_home else "reg 15(2)"
    source = f"SI 2014/2672, {regulation}; {its.terms.source}"
    for allowance in its.terms.local_allowances:
        if allowance.setting is setting:
            yield WorkingLine(allowance.label, -allowance.weekly_pence, source, "local_allowance")


def personal_expenses_allowance(its: AssessedDay) -> list[WorkingLine]:
    """Gives what a resident of a care home keeps each week, as deductions: the same for all, and more in a case.

    Raises:
        RatesNotPublished: the allowance was not published for the day.

    Source: SI 2014/2672, reg 6.
    """
    lines = [_line(_ALLOWANCE, its.case.rates, its.day)]
    extra = its.assessment.personal_allowance_extra_weekly_pence
    if extra:
        lines.append(
            WorkingLine(
                "Added to the allowance in this case", -extra, "SI 2014/2672, reg 6", "personal_allowance_extra"
            )
        )
    return lines


def minimum_income_guarantee(its: AssessedDay) -> list[WorkingLine]:
    """Gives the parts of what a person outside a care home keeps each week, as deductions; support besides care is not.

    Raises:
        CannotAssess: the date of birth is missing, the person is a child, or household facts contradict.
        RatesNotPublished: a part was not published for the day.

    Source: SI 2014/2672, reg 7(1) to (10).
    """
    born, assessment, rates, day = its.case.circumstances.date_of_birth, its.assessment, its.case.rates, its.day
    if born is None:
        raise CannotAssess("date_of_birth_missing", "date_of_birth", "expected a date of birth")
    if day < birthday(born, _ADULT):
        raise CannotAssess("under_18", "date_of_birth", "expected a person aged 18 or over")
    lines = [_line(_base(its, born), rates, day)]
    if assessment.children_count:
        lines.append(_line(f"{_GUARANTEE}_per_child", rates, day, assessment.children_count))
    household = "couple" if assessment.household is Household.COUPLE else "single"
    for premium in sorted(set(assessment.premiums)):
        if premium is Premium.CARER:
            lines.append(_line(f"{_GUARANTEE}_carer_premium", rates, day))
        elif day < pension_credit_day(born):
            # Income Support, on whose premiums these rest, ends at pension credit age.
            lines.append(_line(f"{_GUARANTEE}_{household}_{premium}_premium", rates, day))
    support = min(assessment.non_care_support_weekly_pence, -sum(line.amount_pence for line in lines))
    if support:
        law = "SI 2014/2672, reg 7(8) and (9)"
        lines.append(WorkingLine("Less support that the council provides besides care", support, law, "other_support"))
    return lines


def _base(its: AssessedDay, born: date) -> str:
    assessment, day = its.assessment, its.day
    is_couple = assessment.household is Household.COUPLE
    is_of_pension_age = day >= pension_credit_day(born)
    if assessment.lone_parent and is_couple:
        raise CannotAssess("contradiction", "lone_parent", "expected a lone parent to be assessed as single")
    if assessment.lone_parent and not (is_of_pension_age and its.terms.lone_parent_has_pension_age_guarantee):
        return f"{_GUARANTEE}_lone_parent_18_plus"
    if is_couple:
        partner = _partner_born(its)
        if is_of_pension_age or (partner is not None and day >= pension_credit_day(partner)):
            return f"{_GUARANTEE}_couple_one_or_both_pension_credit_age"
        return f"{_GUARANTEE}_couple_one_or_both_18_plus"
    if is_of_pension_age:
        return f"{_GUARANTEE}_single_pension_credit_age"
    is_young = day < birthday(born, _FULL_RATE)
    return f"{_GUARANTEE}_single_{'18_24' if is_young else '25_to_pension_credit_age'}"


def _partner_born(its: AssessedDay) -> date | None:
    told = its.assessment.savings_credit
    return None if told is None else told.partner_date_of_birth


def _line(figure: str, rates: Rates, day: date, times: int = 1) -> WorkingLine:
    published = rates.source(figure, day)
    rule = _ALLOWANCE if figure == _ALLOWANCE else _GUARANTEE
    law = f"SI 2014/2672, {_LAW[figure]}"
    return WorkingLine(_LABELS[figure], -times * rates.pence(figure, day), law, rule, figure, published)


def allowance_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which what a person keeps may change by the facts alone: ages, and costs that begin or end.

    Source: SI 2014/2672, reg 7(2) to (4) and (10); charging section 9 (a birthday comes without a message).
    """
    born = case.circumstances.date_of_birth
    if born is not None:
        yield from (birthday(born, _ADULT), birthday(born, _FULL_RATE), pension_credit_day(born))
    for assessment in case.circumstances.assessments.values():
        told = assessment.savings_credit
        if told is not None and told.partner_date_of_birth is not None:
            yield pension_credit_day(told.partner_date_of_birth)
        for cost in (*assessment.housing_costs, *assessment.disability_related_expenditure):
            if cost.paid_from is not None:
                yield cost.paid_from
            if cost.paid_to is not None:
                yield cost.paid_to + _DAY
