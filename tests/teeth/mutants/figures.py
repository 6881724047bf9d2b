"""Figures: whole pence, published rates, and never more than the care costs."""

from tests.teeth.mutant import Mutant

ASSESSMENT = "tests/charging/test_assessment.py"
MONEY = "tests/contracts/test_money.py"
POISON = "tests/intake/test_poison.py"
RATES = "tests/rates/test_rates.py"

MUTANTS = (
    Mutant(
        name="float-pence",
        safeguard="Pence are counted in whole numbers",
        promise="P12",
        does="reads pounds as a floating-point number",
        file="contracts/money.py",
        old="amount = int(pounds) * 100 + int(pence)",
        new='amount = int(float(f"{pounds}.{pence}") * 100)',
        killed_by=(f"{MONEY}::test_every_penny_is_read_as_it_is_written",),
    ),
    Mutant(
        name="numbers-for-money",
        safeguard="A JSON number is no amount of money",
        promise="P12",
        does="accepts whole numbers where pounds are expected",
        file="contracts/money.py",
        old='if type(value) is int and info.mode == "python":',
        new="if type(value) is int:",
        killed_by=(
            f"{POISON}::test_what_cannot_be_read_is_set_aside_with_its_field[a whole number for a decimal string]",
        ),
    ),
    Mutant(
        name="third-decimal",
        safeguard="An amount has exactly two decimals",
        promise="P12",
        does="drops what is written after the second",
        file="contracts/money.py",
        old=r"\.([0-9]{2})\Z",
        new=r"\.([0-9]{2})[0-9]*\Z",
        killed_by=(f"{POISON}::test_what_cannot_be_read_is_set_aside_with_its_field[a third decimal]",),
    ),
    Mutant(
        name="negative-payment",
        safeguard="Money received is at least a penny",
        promise="P12",
        does="accepts payments of less than nothing",
        file="contracts/money.py",
        old="    if pence <= 0:\n",
        new="    if False:\n",
        killed_by=(f"{POISON}::test_what_cannot_be_read_is_set_aside_with_its_field[a negative amount]",),
    ),
    Mutant(
        name="year-20025",
        safeguard="A slip in a year is refused",
        promise="P12",
        does="accepts any year a calendar has",
        file="contracts/periods.py",
        old="Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))",
        new="Field(ge=date(1, 1, 1))",
        killed_by=(f"{POISON}::test_what_cannot_be_read_is_set_aside_with_its_field[a date in the year 2205]",),
    ),
    Mutant(
        name="last-years-rate",
        safeguard="A day without a published rate is refused by name",
        promise="P12",
        does="falls back to the figure that was published last",
        file="hub/rates/figures.py",
        old="return dated if dated is not None and day <= dated.last else None",
        new="return dated",
        killed_by=(
            f"{RATES}::test_a_figure_nobody_published_is_refused_by_name_and_day[personal_expenses_allowance-day3]",
        ),
    ),
    Mutant(
        name="two-rates-for-a-day",
        safeguard="No day has two values of one figure",
        promise="P12",
        does="lets a later file overrule an earlier one",
        file="hub/rates/reading.py",
        old="if after.first <= before.last:",
        new="if False:",
        killed_by=(f"{RATES}::test_two_values_of_one_figure_for_one_day_are_refused",),
    ),
    Mutant(
        name="assessed-above-the-cost",
        safeguard="Nobody pays more than the care costs, whatever the income",
        promise="P12",
        does="charges a contribution above the cost of care",
        file="hub/charging/contribution.py",
        old="return contribution if cost_pence is None else min(contribution, cost_pence)",
        new="return contribution",
        killed_by=(f"{ASSESSMENT}::test_nobody_pays_more_than_the_care_costs",),
    ),
    Mutant(
        name="agreed-above-the-cost",
        safeguard="Nobody pays more than the care costs, whatever was agreed",
        promise="P12",
        does="charges an agreed contribution above the cost of care",
        file="hub/charging/assessment.py",
        old="weekly = min(agreed, cost)",
        new="weekly = agreed",
        killed_by=(f"{ASSESSMENT}::test_other_footings_need_no_means_test[assessed3-light_touch-50000]",),
    ),
    Mutant(
        name="below-nothing",
        safeguard="Nobody is paid for receiving care",
        promise="P12",
        does="gives a contribution below nothing",
        file="hub/charging/contribution.py",
        old="available = max(0, income_parts - protected_pence * PARTS)",
        new="available = income_parts - protected_pence * PARTS",
        killed_by=(f"{ASSESSMENT}::test_income_below_the_guarantee_gives_nothing_to_pay_and_never_less",),
    ),
    Mutant(
        name="part-week-above-its-cost",
        safeguard="The days of a part week are not charged more than they cost",
        promise="P12",
        does="charges the odd penny of a week whatever its days cost",
        file="hub/charging/charge_weeks.py",
        old="_shared(part.segment, min(pence, cost), cost)",
        new="_shared(part.segment, pence, cost)",
        killed_by=(
            "tests/charging/test_charge_weeks.py::"
            "test_the_residual_penny_is_not_charged_where_it_would_exceed_the_cost_of_its_days",
        ),
    ),
    Mutant(
        name="charged-after-death",
        safeguard="Charges end with the day of death",
        promise="P12",
        does="charges on after a death",
        file="hub/charging/charge_weeks.py",
        old="    if circumstances.date_of_death is not None:\n",
        new="    if False:\n",
        killed_by=(
            "tests/charging/test_charge_weeks.py::"
            "test_the_day_of_death_is_charged_and_nothing_later_even_for_a_course_made_before",
        ),
    ),
    Mutant(
        name="unknown-income-passed-over",
        safeguard="An income that no rule knows stops for an officer",
        promise="P12",
        does="leaves an unknown kind of income out",
        file="hub/charging/income.py",
        old="        kind = _known_kind(held.kind)\n",
        new="        kind = income_kinds().get(held.kind)\n        if kind is None:\n            continue\n",
        killed_by=("tests/charging/test_income.py::test_an_unknown_kind_of_income_stops_for_an_officer_and_is_named",),
    ),
)
