"""Published worked examples, put through the same rules as everybody's facts so that they can be checked."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.inbound.care_packages import Setting
from contracts.money import pounds_from_pence
from hub.charging.capital import is_over_upper_limit, tariff_income
from hub.charging.contribution import weekly_contribution
from hub.charging.example_inputs import (
    GIVEN,
    capital_of,
    cost_of,
    counts,
    day_of,
    limits_of,
    pence_of,
    percent,
)
from hub.charging.refusals import CannotAssess
from hub.charging.rounding import PARTS, part_weeks
from hub.charging.working import WorkingLine
from hub.rates import Rates, RatesNotPublished

Figures = dict[str, int | bool | str]
_WEEKS = 52


def assess_example(example: Mapping[str, Any], rates: Rates) -> dict[str, Any]:
    """Gives the figures that an example prints, worked out by the rules here, or why they cannot be.

    Local amounts that the example gives, such as a higher guarantee, are used as given.

    Source: SI 2014/2672, regs 6, 7, 11, 12 and 25; charging section 15 (how the examples are to be read).
    """
    lines: list[WorkingLine] = []
    refused: dict[str, str] | None = None
    figures: dict[str, Any] = {}
    try:
        rule = _RULES.get(example["kind"])
        if rule is None:
            raise CannotAssess("kind_not_supported", "kind", "expected a kind of example that a rule knows")
        figures = _as_printed(rule(example, rates, lines), example.get("expected"))
    except KeyError as missing:
        field = str(missing.args[0])
        refused = {"code": "missing", "field": field, "message": f"expected {field}"}
    except CannotAssess as cannot:
        refused = {"code": cannot.code, "field": cannot.field, "message": cannot.message}
    except RatesNotPublished as absent:
        refused = {"code": absent.code, "field": absent.figure, "message": str(absent)}
    working = [
        {"label": its.label, "amount": pounds_from_pence(its.amount_pence), "source": its.source} for its in lines
    ]
    return {"id": example.get("id"), "figures": figures, "working": working, "refused": refused}


def _as_printed(found: Figures, expected: Mapping[str, Any] | None) -> dict[str, Any]:
    printed: dict[str, Any] = {}
    for key in found if expected is None else expected:
        if key not in found:
            raise CannotAssess("figure_not_supported", f"expected.{key}", "expected a figure that a rule gives")
        value = found[key]
        if isinstance(value, int) and not isinstance(value, bool):
            in_whole_pounds = expected is not None and "." not in str(expected[key]) and not value % 100
            printed[key] = str(value // 100) if in_whole_pounds else pounds_from_pence(value)
        else:
            printed[key] = value
    return printed


def _full_assessment(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> Figures:
    inputs = example["inputs"]
    is_community = example["setting"] == Setting.COMMUNITY
    total, counted = _incomes(example, lines)
    tariff, is_over = _tariff(example, rates, lines)
    housing = _outgoings(inputs.get("housing_costs_weekly", ()), "Housing", "Schedule 1, para 2", lines)
    disability = _outgoings(inputs.get("dre_weekly", ()), "Disability", "Schedule 1, para 4", lines)
    both = pence_of(inputs.get("housing_and_dre_weekly", "0"), "housing_and_dre_weekly")
    if both:
        lines.append(WorkingLine("Housing and disability", -both, GIVEN))
    kept = 0
    if not is_over:
        kept = _guarantee(example, rates, lines) if is_community else _personal_expenses(example, rates, lines)
    protected = kept + housing + disability + both if is_community else kept
    cost = cost_of(inputs)
    if is_over:
        if cost is None:
            raise CannotAssess("missing", "care_cost_weekly", "expected the cost, as all of it is charged")
        weekly = cost
    else:
        weekly = weekly_contribution((counted + tariff) * PARTS, protected, percent(inputs), cost)
    lines.append(WorkingLine("Contribution", weekly, "SI 2014/2672, reg 11"))
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


def _incomes(example: Mapping[str, Any], lines: list[WorkingLine]) -> tuple[int, int]:
    """All incomes, and what counts of them."""
    inputs = example["inputs"]
    total = counted = 0
    has_disregarded_savings = False
    for income in inputs["incomes"]:
        kind, weekly = income["type"], pence_of(income["weekly"], f"incomes.{income['type']}")
        does_count, source = counts(kind, income.get("treatment"), example["setting"])
        has_disregarded_savings = has_disregarded_savings or ("savings_credit" in kind and not does_count)
        total += weekly
        counted += weekly if does_count else 0
        label = kind.replace("_", " ").capitalize()
        lines.append(WorkingLine(label if does_count else f"{label}, disregarded", weekly if does_count else 0, source))
    savings = pence_of(inputs.get("savings_credit_disregard", "0"), "savings_credit_disregard")
    if savings and not has_disregarded_savings:
        counted -= savings
        lines.append(WorkingLine("Savings disregard", -savings, "SI 2014/2672, Schedule 1, para 40"))
    return total, counted


def _tariff(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> tuple[int, bool]:
    """Tariff income in pence, and whether capital is over the upper limit."""
    capital, limits = capital_of(example), limits_of(example, rates)
    is_over = is_over_upper_limit(capital, limits)
    tariff = 0 if is_over else tariff_income(capital, limits)
    if not is_over:
        lines.append(WorkingLine("Tariff income from capital", tariff, "SI 2014/2672, reg 25"))
    if is_over:
        lines.append(WorkingLine("Full cost: capital over the upper limit", 0, "SI 2014/2672, reg 12"))
    return tariff, is_over


def _guarantee(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> int:
    given = example["inputs"]["mig"]
    if given.get("total_published") is not None:
        pence = pence_of(given["total_published"], "mig.total_published")
        lines.append(WorkingLine("Minimum income guarantee", -pence, f"SI 2014/2672, reg 7; {GIVEN}"))
        return pence
    day = day_of(example)
    household = example["inputs"].get("household", "single")
    names = [given["base"]]
    names += [
        "carer_premium" if premium == "carer" else f"{household}_{premium}_premium"
        for premium in sorted(given.get("premiums", ()))
    ]
    names += ["per_child"] * int(given.get("children", 0))
    figures = [f"minimum_income_guarantee_{name}" for name in names]
    for figure in figures:
        label = figure.replace("_", " ").capitalize()
        lines.append(WorkingLine(label, -rates.pence(figure, day), rates.source(figure, day)))
    return sum(rates.pence(figure, day) for figure in figures)


def _personal_expenses(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> int:
    given = example["inputs"].get("pea")
    if given is not None:
        pence, source = pence_of(given, "pea"), GIVEN
    else:
        day = day_of(example)
        pence = rates.pence("personal_expenses_allowance", day)
        source = rates.source("personal_expenses_allowance", day)
    lines.append(WorkingLine("Personal expenses allowance", -pence, f"SI 2014/2672, reg 6; {source}"))
    return pence


def _outgoings(costs: Any, label: str, source: str, lines: list[WorkingLine]) -> int:
    total = 0
    for cost in costs:
        pence = pence_of(cost["weekly"], cost["type"])
        total += pence
        lines.append(WorkingLine(f"{label}: {cost['type'].replace('_', ' ')}", -pence, f"SI 2014/2672, {source}"))
    return total


def _tariff_only(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> Figures:
    tariff, is_over = _tariff(example, rates, lines)
    return {"tariff_income": tariff, "above_upper_capital_limit": is_over}


def _apportionment(example: Mapping[str, Any], _: Rates, lines: list[WorkingLine]) -> Figures:
    inputs = example["inputs"]
    days = [int(inputs["days"])]
    gross = part_weeks(pence_of(inputs["weekly_gross"], "weekly_gross"), days)[0]
    contribution = part_weeks(pence_of(inputs["weekly_contribution"], "weekly_contribution"), days)[0]
    lines.append(WorkingLine("Gross for the period", gross, "weekly x days / 7, to the nearest penny"))
    lines.append(WorkingLine("Contribution for the period", -contribution, "the same"))
    return {
        "period_gross": gross,
        "period_contribution": contribution,
        "period_net": gross - contribution,
    }


def _deferred_payment_interest(example: Mapping[str, Any], _: Rates, lines: list[WorkingLine]) -> Figures:
    inputs = example["inputs"]
    # Hundredths of a per cent have the shape of pence.
    hundredths = sum(pence_of(inputs[key], key) for key in ("gilt_rate_percent", "default_component_percent"))
    lines.append(WorkingLine("Highest interest in per cent", hundredths, "SI 2014/2671, reg 9"))
    return {"max_interest_percent": pounds_from_pence(hundredths)}


def _spend_down(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> Figures:
    inputs = example["inputs"]
    capital, limits = pence_of(inputs["capital"], "capital"), limits_of(example, rates)
    cost = pence_of(inputs["care_cost_weekly"], "care_cost_weekly")
    drawn = cost - _incomes(example, lines)[0]
    if drawn <= 0:
        raise CannotAssess("never_spent_down", "care_cost_weekly", "expected a cost above the income")
    weeks = max(0, -(-(capital - limits.upper) // drawn))
    lines.append(WorkingLine("Drawn from capital each week", -drawn, "cost of care less income"))
    return {
        "capital_after_1_week": capital - drawn,
        "first_week_at_or_below_upper_limit": str(weeks),
    }


def _annual(example: Mapping[str, Any], rates: Rates, lines: list[WorkingLine]) -> Figures:
    inputs = example["inputs"]
    if int(inputs.get("weeks_in_year", _WEEKS)) != _WEEKS:
        raise CannotAssess("year_not_supported", "weeks_in_year", "expected a year of 52 weeks")
    tariff, is_over = _tariff(example, rates, lines)
    cost = pence_of(inputs["care_cost_annual"], "care_cost_annual")
    income = pence_of(inputs["assessable_income_annual"], "assessable_income_annual") + tariff * _WEEKS
    kept = pence_of(inputs["pea_weekly"], "pea_weekly") * _WEEKS
    # A year's pence go in as they are: as parts of a penny they would be the weekly amount.
    annual = cost if is_over else weekly_contribution(income * PARTS, kept, percent(inputs), cost)
    lines.append(WorkingLine("Contribution for the year", annual, "Care Act 2014, s.14(4) and (7)"))
    return {"annual_contribution": annual, "tariff_income": tariff}


_RULES: dict[str, Callable[[Mapping[str, Any], Rates, list[WorkingLine]], Figures]] = {
    "full_assessment": _full_assessment,
    "tariff_only": _tariff_only,
    "capital_only": _tariff_only,
    "apportionment": _apportionment,
    "dpa_interest": _deferred_payment_interest,
    "spend_down": _spend_down,
    "annual": _annual,
}
