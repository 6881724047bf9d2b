"""What becomes of a worked example of each kind: the hub's own rules on what the example gives."""

from collections.abc import Sequence
from typing import assert_never

from contracts.inbound.assessments import Premium
from contracts.inbound.care_packages import Setting
from contracts.money import pounds_from_pence
from hub.charging.capital import CapitalLimits, is_over_upper_limit, limits_on, tariff_income
from hub.charging.contribution import weekly_contribution
from hub.charging.example_inputs import (
    Annual,
    Apportionment,
    AssessmentInputs,
    CapitalInputs,
    CapitalOnly,
    FullAssessment,
    GivenCost,
    GivenGuarantee,
    GivenIncome,
    Interest,
    Read,
    SpendDown,
)
from hub.charging.income_kinds import IncomeTreatment, income_kinds
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, half_up, part_weeks
from hub.charging.working import WorkingLine
from hub.rates import Rates

Figures = dict[str, int | bool | str]
Lines = list[WorkingLine]

_GIVEN = "as the example gives it"
_WEEKS = 52
_WHOLE_SHARE, _HALF_SHARE = 100, 50
_COUNTED, _DISREGARDED = "taken_into_account", ("disregarded", "disregarded in full", "disregarded_in_full")


def figures_of(example: Read, rates: Rates, lines: Lines) -> Figures:
    """Gives every figure that a rule has for an example, and adds to the working how it came to them.

    Raises:
        CannotAssess: no rule knows the kind of an income, or the example contradicts itself.
        RatesNotPublished: a figure that the example leaves to its year was not published.

    Source: SI 2014/2672, regs 6, 7, 11, 12 and 25; SI 2014/2671, reg 9.
    """
    match example:
        case FullAssessment():
            return _full_assessment(example, rates, lines)
        case CapitalOnly():
            tariff, is_over = _tariff(example, example.inputs, rates, lines)
            return {"tariff_income": tariff, "above_upper_capital_limit": is_over}
        case Apportionment():
            return _apportionment(example, lines)
        case Interest():
            return _deferred_payment_interest(example, lines)
        case SpendDown():
            return _spend_down(example, rates, lines)
        case Annual():
            return _annual(example, rates, lines)
        case _:
            assert_never(example)


def _full_assessment(example: FullAssessment, rates: Rates, lines: Lines) -> Figures:
    inputs = example.inputs
    is_community = example.setting is Setting.COMMUNITY
    total, counted = _incomes(inputs.incomes, inputs.savings_credit_disregard, example.setting, lines)
    tariff, is_over = _tariff(example, inputs, rates, lines)
    cost = _cost(inputs)
    if is_over and cost is None:
        raise CannotAssess("missing", "care_cost_weekly", "expected the cost, as all of it is charged")
    housing = _outgoings(inputs.housing_costs_weekly, "Housing", "Schedule 1, para 2", lines)
    disability = _outgoings(inputs.dre_weekly, "Disability", "Schedule 1, para 4", lines)
    if inputs.housing_and_dre_weekly:
        lines.append(WorkingLine("Housing and disability", -inputs.housing_and_dre_weekly, _GIVEN, "outgoings"))
    kept = 0
    if not is_over:
        kept = _guarantee(example, rates, lines) if is_community else _personal_expenses(example, rates, lines)
    both = inputs.housing_and_dre_weekly
    protected = kept + housing + disability + both if is_community else kept
    if is_over and cost is not None:
        weekly = cost
    else:
        percent = inputs.percent_of_available_income
        weekly = weekly_contribution((counted + tariff) * PARTS, protected, percent, cost)
    if cost is not None:
        lines.append(WorkingLine("Cost of care, the most that may be charged", cost, _COST_RULE, "cost_of_care"))
    lines.append(WorkingLine("Contribution", weekly, "SI 2014/2672, reg 11", "contribution"))
    figures: Figures = {
        "total_income": total,
        "disregarded_income": total - counted,
        "assessable_income": counted + tariff,
        "total_income_with_tariff": total + tariff,
        "housing_total": housing,
        "dre_total": disability,
        "mig_or_pea": kept,
        "protected_total": protected,
        "tariff_income": tariff,
        "above_upper_capital_limit": is_over,
        "weekly_contribution": weekly,
    }
    return figures if cost is None else figures | {"care_cost_weekly": cost}


_COST_RULE = "Care Act 2014, s.14(4)"


def _cost(inputs: AssessmentInputs) -> int | None:
    if inputs.care_cost_parts:
        cost = sum(part.units * part.rate for part in inputs.care_cost_parts) * 100
        return half_up(cost.numerator, cost.denominator)
    return inputs.care_cost_weekly


def _incomes(incomes: Sequence[GivenIncome], savings: int, setting: Setting, lines: Lines) -> tuple[int, int]:
    """All incomes, and what counts of them."""
    total = counted = 0
    has_disregarded_savings = False
    for income in incomes:
        does_count, source = _counts(income, setting)
        has_disregarded_savings = has_disregarded_savings or ("savings_credit" in income.kind and not does_count)
        total += income.weekly
        counted += income.weekly if does_count else 0
        label = income.kind.replace("_", " ").capitalize()
        label = label if does_count else f"{label}, disregarded"
        lines.append(WorkingLine(label, income.weekly if does_count else 0, source, "income"))
    if savings and not has_disregarded_savings:
        counted -= savings
        source = "SI 2014/2672, Schedule 1, para 40"
        lines.append(WorkingLine("Savings disregard", -savings, source, "savings_disregard"))
    return total, counted


def _counts(income: GivenIncome, setting: Setting) -> tuple[bool, str]:
    """Whether an income counts, and by what rule: the example's own word comes first."""
    if income.treatment == _COUNTED or income.treatment in _DISREGARDED:
        return income.treatment == _COUNTED, f"SI 2014/2672, reg 13 and Schedule 1; treatment {_GIVEN}"
    known = income_kinds().get(income.kind)
    ruled = None if known is None else known.community if setting is Setting.COMMUNITY else known.permanent
    if (
        known is None
        or ruled not in (IncomeTreatment.COUNTED, IncomeTreatment.DISREGARDED)
        or income.treatment is not None
    ):
        raise CannotAssess("unknown_income_kind", f"incomes.{income.kind}", "expected a treatment that a rule knows")
    return ruled is IncomeTreatment.COUNTED, known.source


def _capital(example: FullAssessment | CapitalOnly | SpendDown | Annual, inputs: CapitalInputs) -> int:
    """Capital in hundredths of a penny: half of what is joint, and the home of somebody in a care home."""
    total = inputs.capital * _WHOLE_SHARE + inputs.joint_capital * _HALF_SHARE
    home = inputs.property
    if home is None or home.disregarded or example.setting is Setting.COMMUNITY:
        return total
    return total + home.value * _WHOLE_SHARE


def _limits(
    example: FullAssessment | CapitalOnly | SpendDown | Annual, inputs: CapitalInputs, rates: Rates
) -> CapitalLimits:
    limits = limits_on(rates, example.in_force)
    given = inputs.capital_limits_override
    if given is None:
        return limits
    return CapitalLimits(given.lower, given.upper, limits.band, limits.per_band)


def _tariff(
    example: FullAssessment | CapitalOnly | SpendDown | Annual, inputs: CapitalInputs, rates: Rates, lines: Lines
) -> tuple[int, bool]:
    """Tariff income in pence, and whether capital is over the upper limit."""
    capital, limits = _capital(example, inputs), _limits(example, inputs, rates)
    limit = "capital_limit_upper" if is_over_upper_limit(capital, limits) else "capital_limit_lower"
    source = _GIVEN if inputs.capital_limits_override is not None else rates.source(limit, example.in_force)
    if is_over_upper_limit(capital, limits):
        label = "Full cost: capital over the upper limit"
        lines.append(WorkingLine(label, 0, "SI 2014/2672, reg 12", "full_cost", limit, source))
        return 0, True
    tariff = tariff_income(capital, limits)
    label = "Tariff income from capital"
    lines.append(WorkingLine(label, tariff, "SI 2014/2672, reg 25", "tariff_income", limit, source))
    return tariff, False


def _guarantee(example: FullAssessment, rates: Rates, lines: Lines) -> int:
    given = example.inputs.mig
    assert given is not None, "an example at home is read with its guarantee"
    rule = "minimum_income_guarantee"
    if given.total_published is not None:
        pence = given.total_published
        lines.append(WorkingLine("Minimum income guarantee", -pence, f"SI 2014/2672, reg 7; {_GIVEN}", rule))
        return pence
    total = 0
    for figure in _parts_of(given, example):
        pence = rates.pence(figure, example.in_force)
        label = figure.replace("_", " ").capitalize()
        source = rates.source(figure, example.in_force)
        lines.append(WorkingLine(label, -pence, "SI 2014/2672, reg 7", rule, figure, source))
        total += pence
    return total


def _parts_of(given: GivenGuarantee, example: FullAssessment) -> list[str]:
    names = [given.base]
    names += [
        "carer_premium" if premium is Premium.CARER else f"{example.inputs.household}_{premium}_premium"
        for premium in sorted(given.premiums)
    ]
    names += ["per_child"] * given.children
    return [f"minimum_income_guarantee_{name}" for name in names]


def _personal_expenses(example: FullAssessment, rates: Rates, lines: Lines) -> int:
    figure, label, law = "personal_expenses_allowance", "Personal expenses allowance", "SI 2014/2672, reg 6"
    given = example.inputs.pea
    if given is not None:
        lines.append(WorkingLine(label, -given, f"{law}; {_GIVEN}", figure))
        return given
    pence, source = rates.pence(figure, example.in_force), rates.source(figure, example.in_force)
    lines.append(WorkingLine(label, -pence, law, figure, figure, source))
    return pence


def _outgoings(costs: Sequence[GivenCost], label: str, source: str, lines: Lines) -> int:
    for cost in costs:
        text = f"{label}: {cost.kind.replace('_', ' ')}"
        lines.append(WorkingLine(text, -cost.weekly, f"SI 2014/2672, {source}", "outgoings"))
    return sum(cost.weekly for cost in costs)


def _apportionment(example: Apportionment, lines: Lines) -> Figures:
    inputs = example.inputs
    gross = part_weeks(inputs.weekly_gross, [inputs.days])[0]
    contribution = part_weeks(inputs.weekly_contribution, [inputs.days])[0]
    source = "charging decision 3: weekly x days / 7, to the nearest penny"
    lines.append(WorkingLine("Gross for the period", gross, source, "part_week"))
    lines.append(WorkingLine("Contribution for the period", -contribution, source, "part_week"))
    return {
        "period_gross": gross,
        "period_contribution": contribution,
        "period_net": gross - contribution,
    }


def _deferred_payment_interest(example: Interest, lines: Lines) -> Figures:
    inputs = example.inputs
    hundredths = inputs.gilt_rate_percent + inputs.default_component_percent
    lines.append(WorkingLine("Highest interest in per cent", hundredths, "SI 2014/2671, reg 9", "highest_interest"))
    return {"max_interest_percent": pounds_from_pence(hundredths)}


def _spend_down(example: SpendDown, rates: Rates, lines: Lines) -> Figures:
    inputs = example.inputs
    limits = _limits(example, inputs, rates)
    income = _incomes(inputs.incomes, inputs.savings_credit_disregard, example.setting, lines)[0]
    drawn = inputs.care_cost_weekly - income
    if drawn <= 0:
        raise CannotAssess("never_spent_down", "care_cost_weekly", "expected a cost above the income")
    weeks = max(0, -(-(inputs.capital - limits.upper) // drawn))
    lines.append(WorkingLine("Drawn from capital each week", -drawn, "cost of care less income", "spend_down"))
    return {
        "capital_after_1_week": inputs.capital - drawn,
        "first_week_at_or_below_upper_limit": str(weeks),
    }


def _annual(example: Annual, rates: Rates, lines: Lines) -> Figures:
    inputs = example.inputs
    tariff, is_over = _tariff(example, inputs, rates, lines)
    income = inputs.assessable_income_annual + tariff * _WEEKS
    kept = inputs.pea_weekly * _WEEKS
    percent, cost = inputs.percent_of_available_income, inputs.care_cost_annual
    # A year's pence go in as they are: as parts of a penny they would be the weekly amount.
    annual = cost if is_over else weekly_contribution(income * PARTS, kept, percent, cost)
    lines.append(WorkingLine("Contribution for the year", annual, "Care Act 2014, s.14(4) and (7)", "contribution"))
    return {"annual_contribution": annual, "tariff_income": tariff}
