"""The rates: dated figures with sources, and refusals where nobody published one."""

import json
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from hub.rates import Rates, RatesNotPublished, load_rates, rates_from
from hub.rates.schema import RatesYear, read_year

RATES = load_rates()
FILES = sorted(
    (file for file in resources.files("hub.rates").iterdir() if file.name.endswith(".yaml")),
    key=lambda file: file.name,
)
YEARS = [read_year(file.name, file.read_text("utf-8")) for file in FILES]


@pytest.mark.parametrize(
    ("figure", "day", "pence"),
    [
        ("personal_expenses_allowance", date(2025, 4, 5), 3015),
        ("personal_expenses_allowance", date(2025, 4, 6), 3065),  # the sixth, a Sunday
        ("attendance_allowance_higher", date(2025, 4, 6), 10855),
        ("attendance_allowance_higher", date(2025, 4, 7), 11040),  # the first Monday
        ("nhs_funded_nursing_care_standard", date(2026, 3, 31), 25406),
        ("nhs_funded_nursing_care_standard", date(2026, 4, 1), 26768),
        ("nhs_funded_nursing_care_higher", date(2025, 3, 31), 32450),
        ("nhs_funded_nursing_care_higher", date(2025, 4, 1), 34950),
        ("personal_expenses_allowance", date(2022, 4, 6), 2565),
        ("personal_expenses_allowance", date(2023, 4, 5), 2565),
        ("personal_expenses_allowance", date(2023, 4, 6), 2825),
        ("minimum_income_guarantee_couple_disability_premium", date(2023, 4, 5), 2960),
        ("uc_standard_single_25_plus", date(2026, 4, 5), 40014),
        ("uc_standard_single_25_plus", date(2026, 4, 6), 42490),
        ("uc_standard_single_25_plus", date(2027, 4, 11), 42490),
        ("disposable_income_allowance", date(2015, 4, 1), 14400),
        ("capital_limit_upper", date(2015, 4, 1), 2325000),
        ("capital_limit_upper", date(2023, 4, 5), 2325000),
        ("capital_limit_upper", date(2026, 11, 24), 2325000),
    ],
)
def test_a_figure_changes_on_its_own_day(figure: str, day: date, pence: int) -> None:
    assert RATES.pence(figure, day) == pence
    assert RATES.source(figure, day)


@pytest.mark.parametrize(
    ("figure", "day"),
    [
        ("minimum_income_guarantee_couple_one_or_both_18_plus", date(2026, 4, 6)),  # looked for, not found
        ("nhs_funded_nursing_care_higher", date(2023, 6, 1)),
        ("personal_expenses_allowance", date(2022, 4, 5)),  # the day before the first year
        ("personal_expenses_allowance", date(2027, 4, 6)),  # the day after the last
        ("nhs_funded_nursing_care_standard", date(2027, 4, 1)),
        ("price_of_tea", date(2026, 4, 6)),
        ("nhs_funded_nursing_care_higher", date(2024, 3, 31)),
        ("attendance_allowance_higher", date(2023, 4, 9)),  # of 2022/23 the regulations alone were read
        ("uc_lcwra", date(2026, 4, 6)),  # two rates took its place
    ],
)
def test_a_figure_nobody_published_is_refused_by_name_and_day(figure: str, day: date) -> None:
    for ask in (RATES.pence, RATES.source):
        with pytest.raises(RatesNotPublished) as refused:
            ask(figure, day)
        assert (refused.value.figure, refused.value.day) == (figure, day)
        assert refused.value.code == "rates_not_published"
        assert figure in str(refused.value)
        assert day.isoformat() in str(refused.value)


def test_a_percentage_and_a_number_of_weeks_are_figures_too_and_are_no_money() -> None:
    day = date(2026, 4, 6)
    assert RATES.number("uprating_percent_cpi_september_previous_year", day) == Decimal("3.8")
    assert RATES.number("property_disregard_permanent_weeks", day) == 12
    assert RATES.number("personal_expenses_allowance", day) == Decimal("31.80")
    with pytest.raises(ValueError, match="property_disregard_permanent_weeks: expected a figure in pounds"):
        RATES.pence("property_disregard_permanent_weeks", day)
    with pytest.raises(RatesNotPublished):
        RATES.number("deferred_payment_max_interest_percent", day)


def test_a_figure_that_was_announced_late_says_when() -> None:
    nursing = RATES.spans("nhs_funded_nursing_care_standard")
    assert [(its.first.year, its.announced_on) for its in nursing] == [
        (2023, None),
        (2024, None),
        (2025, date(2025, 3, 4)),
        (2026, date(2026, 3, 9)),
    ]


def test_the_benefits_of_2026_hold_to_the_day_before_the_monday_of_2027() -> None:
    assert RATES.pence("state_pension_new_full", date(2027, 4, 11))
    with pytest.raises(RatesNotPublished):
        RATES.pence("state_pension_new_full", date(2027, 4, 12))


def test_the_days_of_change_are_those_on_which_a_figure_begins_or_ends() -> None:
    assert RATES.change_days(date(2025, 3, 1), date(2025, 12, 31)) == [
        date(2025, 4, 1),
        date(2025, 4, 6),
        date(2025, 4, 7),
    ]
    assert RATES.change_days(date(2025, 4, 6), date(2025, 4, 6)) == [date(2025, 4, 6)]
    assert RATES.change_days(date(2025, 5, 1), date(2025, 12, 31)) == []
    assert RATES.change_days(date.min, date.max)[0] == date(2015, 4, 1)
    # Benefits change on the first Monday from 6 April on, which in 2027 is the twelfth.
    assert RATES.change_days(date(2027, 1, 1), date.max) == [date(2027, 4, 1), date(2027, 4, 6), date(2027, 4, 12)]


def test_a_percentage_moves_no_charge_on_the_day_on_which_it_begins() -> None:
    first = RATES.spans("deferred_payment_max_interest_percent")[0].first
    assert first not in RATES.change_days(first, first)


def test_no_figure_changes_but_on_a_day_of_change() -> None:
    day, last = date(2023, 4, 20), date(2027, 4, 5)
    changes = set(RATES.change_days(day, last))
    figure = "minimum_income_guarantee_single_pension_credit_age"
    while day < last:
        day += timedelta(days=1)
        if RATES.pence(figure, day) != RATES.pence(figure, day - timedelta(days=1)):
            assert day in changes


@pytest.mark.parametrize("year", YEARS, ids=lambda year: year.year)
def test_every_figure_has_a_source_or_says_it_was_not_found(
    year: RatesYear,
) -> None:
    for group in year.groups.values():
        assert group.first <= group.last
        for name, figure in group.figures.items():
            assert figure.source, name
            assert (figure.value is None) == (figure.read == "not_found"), name


def test_each_rates_year_is_named_by_its_first_day() -> None:
    assert [file.name for file in FILES] == [
        "2015-04-01.yaml",
        "2022-04-06.yaml",
        "2023-04-06.yaml",
        "2024-04-06.yaml",
        "2025-04-06.yaml",
        "2026-04-06.yaml",
    ]
    for file, year in zip(FILES[1:], YEARS[1:], strict=True):
        assert year.groups["national"].first.isoformat() == file.name.removesuffix(".yaml")


def _text(**changed: object) -> str:
    figure = {"value": "1.00", "unit": "pounds", "source": "a page", "read": "direct"} | changed
    group = {"from": "2026-04-06", "to": "2027-04-05", "figures": {"f": figure}}
    return json.dumps({"year": "2026/27", "jurisdiction": "England", "groups": {"national": group}})


@pytest.mark.parametrize("changed", [{"value": "1.005"}, {"source": ""}, {"read": "guessed"}, {"more": 1}])
def test_a_file_that_does_not_say_what_it_must_is_refused_with_its_name(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"bad\.yaml: groups\.national\.figures\.f"):
        read_year("bad.yaml", _text(**changed))


def test_two_values_of_one_figure_for_one_day_are_refused() -> None:
    year = read_year("good.yaml", _text())
    assert isinstance(rates_from([year]), Rates)
    with pytest.raises(ValueError, match="f: two values for 2026-04-06"):
        rates_from([year, year])
