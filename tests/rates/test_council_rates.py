"""A council's own rates complete the national ones or stand before them, and never fall below what the law says."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.demo.facts import TRAINING_RATES
from hub.rates import FaultyRates, RatesNotPublished, load_rates
from hub.rates.council import OwnFigure, with_own
from hub.rates.figures import Dated, Rates
from tests.rates.folders import ALLOWANCE, CHILD, COUNCIL, GUARANTEE_OF_A_COUPLE, a_figure, a_group, in_a_folder

CARERS = "carers_allowance"
DAY = timedelta(days=1)


def faults_of(folder: Path) -> list[tuple[str, str, str]]:
    """What loading the folder is refused for."""
    with pytest.raises(FaultyRates) as refused:
        load_rates(folder)
    return [(fault.file, fault.field, fault.expected) for fault in refused.value.faults]


def test_a_council_completes_what_was_published_nowhere(tmp_path: Path) -> None:
    rates = load_rates(in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("108.00")})))
    assert rates.pence(CHILD, date(2026, 4, 6)) == 10800
    assert rates.pence(CHILD, date(2027, 4, 5)) == 10800
    assert rates.pence(CHILD, date(2026, 4, 5)) == 10295  # the day before is the national figure's
    with pytest.raises(RatesNotPublished):
        rates.pence(CHILD, date(2027, 4, 6))
    # What it does not give stays as it is.
    with pytest.raises(RatesNotPublished):
        rates.pence(GUARANTEE_OF_A_COUPLE, date(2026, 4, 6))


def test_a_figure_of_the_council_says_whose_it_is_and_where_the_council_has_it_from(tmp_path: Path) -> None:
    rates = load_rates(in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("108.00")})))
    source = rates.source(CHILD, date(2026, 5, 1))
    assert source == f"{COUNCIL}, a figure of the council's own: minutes of 3 March 2026 (2026/27)"
    assert "council's own" not in rates.source(CHILD, date(2025, 5, 1))


@pytest.mark.parametrize(
    ("day", "pence"),
    [
        (date(2026, 9, 30), 3180),
        (date(2026, 10, 1), 3500),
        (date(2026, 10, 31), 3500),
        (date(2026, 11, 1), 3180),
    ],
)
def test_a_council_may_be_kinder_for_a_part_of_a_year(tmp_path: Path, day: date, pence: int) -> None:
    folder = in_a_folder(tmp_path / "rates", kinder=a_group({ALLOWANCE: a_figure("35.00")}, "2026-10-01", "2026-10-31"))
    assert load_rates(folder).pence(ALLOWANCE, day) == pence


def test_the_days_on_which_a_figure_of_the_council_begins_and_ends_are_days_of_change(tmp_path: Path) -> None:
    folder = in_a_folder(tmp_path / "rates", kinder=a_group({ALLOWANCE: a_figure("35.00")}, "2026-10-01", "2026-10-31"))
    summer_on = (date(2026, 5, 1), date(2026, 12, 31))
    assert load_rates(folder).change_days(*summer_on) == [date(2026, 10, 1), date(2026, 11, 1)]
    assert load_rates().change_days(*summer_on) == []


def test_a_figure_that_covers_two_years_stands_before_both(tmp_path: Path) -> None:
    folder = in_a_folder(tmp_path / "rates", both=a_group({ALLOWANCE: a_figure("40.00")}, "2025-10-01", "2026-09-30"))
    rates = load_rates(folder)
    days = [date(2025, 9, 30), date(2025, 10, 1), date(2026, 4, 5), date(2026, 4, 6), date(2026, 9, 30)]
    assert [rates.pence(ALLOWANCE, day) for day in days] == [3065, 4000, 4000, 4000, 4000]
    assert rates.pence(ALLOWANCE, date(2026, 10, 1)) == 3180


def test_a_council_that_knows_the_next_year_first_gives_it_before_anybody_published_it(tmp_path: Path) -> None:
    folder = in_a_folder(
        tmp_path / "rates", next_year=a_group({ALLOWANCE: a_figure("32.00")}, "2027-04-06", "2028-04-04")
    )
    assert load_rates(folder).pence(ALLOWANCE, date(2027, 4, 6)) == 3200


def test_several_files_and_several_spans_of_one_figure_are_one_council(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    in_a_folder(folder, "first.yaml", spring=a_group({CHILD: a_figure("107.00")}, "2026-04-06", "2026-09-30"))
    in_a_folder(folder, "second.yml", autumn=a_group({CHILD: a_figure("108.00")}, "2026-10-01", "2027-04-05"))
    folder.joinpath("README.txt").write_text("not read")
    rates = load_rates(folder)
    assert [rates.pence(CHILD, day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [10700, 10800]


class TestTheLaw:
    """A council may raise what the law guarantees to everybody, and not lower it."""

    @pytest.mark.parametrize(
        ("figure", "too_low", "enough", "law"),
        [
            (ALLOWANCE, "31.79", "31.80", "SI 2014/2672, reg 6"),
            ("minimum_income_guarantee_single_18_24", "95.39", "95.40", "SI 2014/2672, reg 7"),
            ("minimum_income_guarantee_single_disability_premium", "51.54", "51.55", "SI 2014/2672, reg 7"),
        ],
    )
    def test_a_penny_below_the_national_minimum_is_refused_and_the_minimum_is_not(
        self, tmp_path: Path, figure: str, too_low: str, enough: str, law: str
    ) -> None:
        ((file, field, expected),) = faults_of(in_a_folder(tmp_path / "low", own=a_group({figure: a_figure(too_low)})))
        assert (file, field) == ("2026-04-06.yaml", f"groups.own.figures.{figure}.value")
        assert expected.startswith(f"expected {enough} or more for 2026-04-06 to 2027-04-05, which {law} guarantees")
        assert too_low not in expected
        load_rates(in_a_folder(tmp_path / "enough", own=a_group({figure: a_figure(enough)})))

    def test_a_figure_that_is_overtaken_by_the_next_year_is_refused_for_those_days(self, tmp_path: Path) -> None:
        # 31.00 is more than the 30.65 of 2025/26, and less than the 31.80 of 2026/27.
        folder = in_a_folder(
            tmp_path / "rates", own=a_group({ALLOWANCE: a_figure("31.00")}, "2025-10-01", "2026-05-31")
        )
        ((_, _, expected),) = faults_of(folder)
        assert "expected 31.80 or more for 2026-04-06 to 2026-05-31" in expected

    @pytest.mark.parametrize(
        ("figure", "unit", "too_low"),
        [
            ("capital_limit_lower", "pounds", "14249.99"),
            ("capital_limit_upper", "pounds", "23249.99"),
            ("savings_disregard_single", "pounds_weekly", "7.04"),
        ],
    )
    def test_nor_may_it_count_capital_or_income_that_the_law_ignores(
        self, tmp_path: Path, figure: str, unit: str, too_low: str
    ) -> None:
        group = a_group({figure: a_figure(too_low, unit=unit)}, "2025-04-06", "2026-04-05")
        ((_, field, _),) = faults_of(in_a_folder(tmp_path / "rates", own=group))
        assert field == f"groups.own.figures.{figure}.value"

    def test_where_nobody_published_a_minimum_the_council_s_figure_is_taken(self, tmp_path: Path) -> None:
        folder = in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("1.00")}))
        assert load_rates(folder).pence(CHILD, date(2026, 4, 6)) == 100


class TestFaults:
    """What is wrong in a council's folder is named by file, field and what was expected; all of it at once."""

    def test_two_values_for_a_day_are_refused_by_files_figure_and_days(self, tmp_path: Path) -> None:
        folder = tmp_path / "rates"
        in_a_folder(folder, "a.yaml", long=a_group({CHILD: a_figure("107.00")}))
        in_a_folder(folder, "b.yaml", short=a_group({CHILD: a_figure("108.00")}, "2026-06-01", "2026-06-30"))
        in_a_folder(folder, "c.yaml", last_day=a_group({CHILD: a_figure("109.00")}, "2027-04-05", "2027-04-05"))
        field = f"figures.{CHILD}"
        already = f"and a.yaml has one at groups.long.{field} already"
        assert faults_of(folder) == [
            ("b.yaml", f"groups.short.{field}", f"expected one value for 2026-06-01 to 2026-06-30, {already}"),
            ("c.yaml", f"groups.last_day.{field}", f"expected one value for 2027-04-05, {already}"),
        ]

    def test_a_figure_that_is_there_twice_in_one_group_is_refused_by_its_line(self, tmp_path: Path) -> None:
        folder = in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("107.00")}))
        file = folder / "2026-04-06.yaml"
        text = file.read_text()
        place = text.index(f"      {CHILD}:")
        end = text.index("council:")
        file.write_text(text[:end] + text[place:end] + text[end:])
        ((name, field, expected),) = faults_of(folder)
        assert (name, expected) == ("2026-04-06.yaml", f"{CHILD}: expected once")
        assert field == f"line {text[:end].count(chr(10)) + 1}"

    @pytest.mark.parametrize(
        ("changed", "field", "expected"),
        [
            ({"value": 107.5}, "value", "expected text in quotes"),
            ({"value": "107.5"}, "value", "expected pounds as a decimal string with two places, such as '12.34'"),
            ({"value": "-1.00"}, "value", "expected pounds of 0.00 or more"),
            ({"value": None, "read": "not_found"}, "value", "expected a value: what the council does not give is left"),
            ({"value": None}, "read", "expected not_found with a value of null, and with no other"),
            ({"read": "not_found"}, "read", "expected not_found with a value of null, and with no other"),
            ({"read": "guessed"}, "read", "expected 'direct', 'secondary', 'derived' or 'not_found'"),
            ({"unit": "pence"}, "unit", "expected 'pounds', 'pounds_weekly'"),
            ({"unit": "pounds"}, "unit", "expected pounds_weekly, as the national figure has"),
            ({"source": "left out"}, "source", "expected, and not there"),
            ({"source": ""}, "source", "expected text that is not empty"),
            ({"announced_on": "soon"}, "announced_on", "expected a date such as 2026-04-06"),
            ({"colour": "red"}, "colour", "expected no such field"),
        ],
    )
    def test_a_field_that_is_not_as_it_should_be_is_named(
        self, tmp_path: Path, changed: dict[str, Any], field: str, expected: str
    ) -> None:
        folder = in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("107.00", **changed)}))
        ((file, named, said),) = faults_of(folder)
        assert (file, named) == ("2026-04-06.yaml", f"groups.own.figures.{CHILD}.{field}")
        assert said.startswith(expected)

    def test_a_name_that_no_national_figure_has_is_refused_for_a_slip_would_never_be_used(self, tmp_path: Path) -> None:
        ((_, field, expected),) = faults_of(
            in_a_folder(tmp_path / "rates", own=a_group({"personal_expense_allowance": a_figure("35.00")}))
        )
        assert field == "groups.own.figures.personal_expense_allowance"
        assert expected == "expected the name of a national figure: `hub rates show` lists them"

    def test_who_the_council_is_is_asked_for_and_is_one(self, tmp_path: Path) -> None:
        nameless = in_a_folder(tmp_path / "nameless", council=None, own=a_group({CHILD: a_figure("107.00")}))
        assert faults_of(nameless) == [("2026-04-06.yaml", "council", "expected, and not there")]
        two = in_a_folder(tmp_path / "two", "a.yaml", own=a_group({CHILD: a_figure("107.00")}))
        in_a_folder(two, "b.yaml", "Another council", own=a_group({CARERS: a_figure("90.00")}))
        assert faults_of(two) == [("b.yaml", "council", "expected the council that a.yaml names")]

    def test_days_that_end_before_they_begin_are_refused(self, tmp_path: Path) -> None:
        group = a_group({CHILD: a_figure("107.00")}, "2026-04-06", "2026-04-05")
        assert faults_of(in_a_folder(tmp_path / "rates", own=group)) == [
            ("2026-04-06.yaml", "groups.own.to", "expected the day of `from` or a later one")
        ]

    @pytest.mark.parametrize(
        ("text", "field", "expected"),
        [
            ("council: A: B", "line 1", "expected YAML"),
            ("council: A\nyear: 2026/28\n", "year", "expected a rates year such as '2026/27', or '2026/27 on'"),
            ("", "file", "expected fields and their values"),
            ("from: 2026-02-30", "file", "expected dates that there are, such as 2026-04-06"),
        ],
    )
    def test_a_file_that_is_no_file_of_rates_is_refused_by_its_place(
        self, tmp_path: Path, text: str, field: str, expected: str
    ) -> None:
        tmp_path.joinpath("mine.yaml").write_text(text)
        assert faults_of(tmp_path)[0] == ("mine.yaml", field, expected)

    def test_a_file_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        tmp_path.joinpath("mine.yaml").write_bytes(b"\xff\xfe")
        assert faults_of(tmp_path) == [("mine.yaml", "file", "expected a file of text in UTF-8 that can be read")]

    def test_an_empty_folder_is_more_likely_the_wrong_one_than_a_council_without_figures(self, tmp_path: Path) -> None:
        ((_, field, expected),) = faults_of(tmp_path)
        assert (field, expected) == ("folder", "expected at least one file *.yaml with figures of the council")

    def test_everything_that_is_wrong_is_told_at_once(self, tmp_path: Path) -> None:
        folder = tmp_path / "rates"
        in_a_folder(folder, "a.yaml", own=a_group({ALLOWANCE: a_figure("30.00"), CHILD: a_figure("107.00")}))
        in_a_folder(folder, "b.yaml", own=a_group({CHILD: a_figure("108.00")}))
        folder.joinpath("c.yaml").write_text("council: [")
        assert [file for file, _, _ in faults_of(folder)] == ["c.yaml", "a.yaml", "b.yaml"]


SPAN = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda its: (its[0], its[0] + its[1]))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those spans of a list that share no day with one before them."""
    kept: list[tuple[int, int]] = []
    for first, last in spans:
        if all(last < other_first or other_last < first for other_first, other_last in kept):
            kept.append((first, last))
    return kept


def _dated(span: tuple[int, int], pence: int | None, council: str | None = None) -> Dated:
    first, last = (date(2026, 4, 6) + DAY * days for days in span)
    value = None if pence is None else f"0.{pence:02d}"
    return Dated(first, last, value, pence, "pounds", "2026/27", "page", "page", "direct", council=council)


@given(st.lists(SPAN, max_size=4).map(_apart), st.lists(SPAN, max_size=4).map(_apart), st.sets(st.integers(0, 3)))
def test_on_each_day_the_council_s_figure_holds_where_there_is_one_and_else_the_national(
    national: list[tuple[int, int]], own: list[tuple[int, int]], not_found: set[int]
) -> None:
    nationals = [_dated(span, None if place in not_found else place + 1) for place, span in enumerate(national)]
    owns = [OwnFigure("a.yaml", "f", "f", _dated(span, 50 + place, COUNCIL)) for place, span in enumerate(own)]
    rates = Rates(with_own({"f": nationals}, owns))
    for days in range(-1, 55):
        day = date(2026, 4, 6) + DAY * days
        holding = [its for its in (*(its.dated for its in owns), *nationals) if its.first <= day <= its.last]
        expected = holding[0].pence if holding else None
        if expected is None:
            with pytest.raises(RatesNotPublished):
                rates.pence("f", day)
        else:
            assert rates.pence("f", day) == expected
            assert rates.pence("f", day) == expected, "and again, when it is remembered"


def test_the_training_council_s_figures_are_labelled_and_no_installation_has_them_by_itself() -> None:
    training, alone = load_rates(TRAINING_RATES), load_rates()
    day = date(2026, 5, 1)
    own = [its for name in training.names() for its in training.spans(name) if its.council is not None]
    assert len(own) == 8
    for its in own:
        assert (its.council, its.source) == (
            "Training council",
            "training figure, invented for practice: not published",
        )
        assert its.value is not None
    assert training.pence(GUARANTEE_OF_A_COUPLE, day) == 9455
    with pytest.raises(RatesNotPublished):
        alone.pence(GUARANTEE_OF_A_COUPLE, day)
    # Left out on purpose, so that practice shows a refusal.
    for rates in (training, alone):
        with pytest.raises(RatesNotPublished):
            rates.pence(CHILD, day)


def test_what_a_council_does_not_touch_is_as_it_was(tmp_path: Path) -> None:
    rates = load_rates(in_a_folder(tmp_path / "rates", own=a_group({CHILD: a_figure("108.00")})))
    for name in load_rates().names():
        if name != CHILD:
            assert rates.spans(name) == load_rates().spans(name)
