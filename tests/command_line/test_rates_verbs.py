"""rates show, check and diff: what holds when and from where, what is missing or wrong, what a new year changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.demo.facts import TRAINING_RATES
from tests.command_line.running import Hub
from tests.command_line.test_trying import written
from tests.rates.folders import ALLOWANCE, CHILD, COUNCIL, GUARANTEE_OF_A_COUPLE, a_figure, a_group, in_a_folder

NURSING = "nhs_funded_nursing_care_standard"
PENSION = "state_pension_new_full"


def own_rates(folder: Path, figures: dict[str, Any] | None = None, first: str = "2026-04-06") -> Path:
    """A council's folder with the amount for a child, or with other figures."""
    return in_a_folder(folder / "rates", own=a_group(figures or {CHILD: a_figure("108.00")}, first))


class TestShow:
    """What holds when, and from where."""

    def test_a_figure_is_shown_with_all_that_is_known_of_it(self, hub: Hub) -> None:
        (row,) = hub.json("rates", "show", "--figure", NURSING, "--day", "2026-04-01")

        assert row == {
            "name": NURSING,
            "amount": "267.68",
            "unit": "pounds_weekly",
            "from": "2026-04-01",
            "to": "2027-03-31",
            "year": "2026/27",
            "given_by": "national",
            "council": None,
            "read": "direct",
            "source": row["source"],
            "announced_on": "2026-03-09",
            "note": None,
        }
        assert "DHSC release" in row["source"]

    @pytest.mark.parametrize(
        ("figure", "day", "amount"),
        [
            (NURSING, "2026-03-31", "254.06"),
            (NURSING, "2026-04-01", "267.68"),
            (ALLOWANCE, "2026-04-05", "30.65"),
            (ALLOWANCE, "2026-04-06", "31.80"),
            (ALLOWANCE, "2027-04-05", "31.80"),
            (PENSION, "2025-04-06", "221.20"),
            (PENSION, "2025-04-07", "230.25"),
            (PENSION, "2027-04-11", "241.30"),
        ],
    )
    def test_each_figure_changes_on_its_own_day(self, hub: Hub, figure: str, day: str, amount: str) -> None:
        assert [row["amount"] for row in hub.json("rates", "show", "--figure", figure, "--day", day)] == [amount]

    @pytest.mark.parametrize(
        ("figure", "day"), [(CHILD, "2026-04-06"), (ALLOWANCE, "2027-04-06"), (PENSION, "2027-04-12")]
    )
    def test_a_figure_nobody_published_for_the_day_is_refused_by_name_and_day(
        self, hub: Hub, figure: str, day: str
    ) -> None:
        ran = hub("rates", "show", "--figure", figure, "--day", day)

        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"hub: rates_not_published: no published rate {figure} for {day}\n"

    def test_a_figure_over_all_its_days_says_where_it_was_looked_for_and_not_found(self, hub: Hub) -> None:
        rows = hub.json("rates", "show", "--figure", CHILD)

        assert [(row["year"], row["amount"]) for row in rows] == [
            *(("2022/23", "86.20"), ("2023/24", "94.90"), ("2024/25", "101.25"), ("2025/26", "102.95")),
            ("2026/27", None),
        ]
        assert rows[-1]["read"] == "not_found"
        assert "not found" in hub("rates", "show", "--figure", CHILD).out

    def test_a_year_has_every_figure_of_its_own_and_what_holds_for_longer(self, hub: Hub) -> None:
        rows = hub.json("rates", "show", "--year", "2026/27")

        amounts = {row["name"]: row["amount"] for row in rows}
        assert len(amounts) == len(rows)
        assert {row["year"] for row in rows} == {"2026/27", "2015/16 on"}
        # From 1 April, from 6 April, from a Monday, and since 2015.
        names = (NURSING, ALLOWANCE, PENSION, "disposable_income_allowance")
        assert [amounts[name] for name in names] == ["267.68", "31.80", "241.30", "144.00"]

    def test_a_part_of_a_name_shows_all_that_hold_it(self, hub: Hub) -> None:
        rows = hub.json("rates", "show", "--figure", "nursing_care", "--day", "2026-05-01")

        assert [row["name"] for row in rows] == ["nhs_funded_nursing_care_higher", NURSING]

    def test_without_an_option_today_s_figures_are_shown(self, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
        from datetime import date

        from hub.command_line import rates

        monkeypatch.setattr(rates, "_today", lambda: date(2026, 4, 5))
        amounts = {row["name"]: row["amount"] for row in hub.json("rates", "show")}

        assert (amounts[NURSING], amounts[ALLOWANCE]) == ("267.68", "30.65")

    def test_a_figure_of_the_council_s_own_is_shown_as_such(self, hub: Hub, tmp_path: Path) -> None:
        asked = ("rates", "show", "--figure", CHILD, "--day", "2026-05-01", "--rates", own_rates(tmp_path))
        (row,) = hub.json(*asked)

        assert (row["amount"], row["given_by"], row["council"]) == ("108.00", "council", COUNCIL)
        assert row["source"] == "minutes of 3 March 2026"
        assert COUNCIL in hub(*asked).out

    def test_the_environment_names_the_council_s_folder_too_and_the_option_comes_first(
        self, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own_rates(tmp_path)
        monkeypatch.setenv("HUB_RATES_FOLDER", "rates")
        asked = ("rates", "show", "--day", "2026-05-01", "--figure")
        assert [row["amount"] for row in hub.json(*asked, CHILD)] == ["108.00"]

        ran = hub(*asked, CHILD, "--rates", TRAINING_RATES)
        assert "rates_not_published" in ran.err
        (row,) = hub.json(*asked, GUARANTEE_OF_A_COUPLE, "--rates", TRAINING_RATES)
        assert row["source"] == "training figure, invented for practice: not published"

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (("--day", "2026-02-30"), "--day: expected a date such as 2026-04-06"),
            (("--year", "2026"), "--year: expected one of 2022/23, 2023/24, 2024/25, 2025/26, 2026/27"),
            (("--year", "2015/16 on"), "--year: expected one of 2022/23"),
            (("--figure", "price_of_tea"), "--figure: expected the name of a figure or a part of it"),
            (("--day", "2026-04-06", "--year", "2026/27"), "--day or --year: expected one of them"),
            (("--rates", "missing"), "--rates or HUB_RATES_FOLDER: expected a folder that can be read"),
        ],
    )
    def test_an_option_that_cannot_be_meant_is_named(self, hub: Hub, options: tuple[str, ...], expected: str) -> None:
        ran = hub("rates", "show", *options)

        assert (ran.code, ran.out) == (2, "")
        assert expected in ran.err


class TestCheck:
    """What is missing, unsure, the council's own, or wrong."""

    def test_gaps_are_listed_by_year_and_are_no_fault(self, hub: Hub) -> None:
        report = hub.json("rates", "check")

        assert (report["usable"], report["council"], report["own"], report["wrong"]) == (True, None, [], [])
        years = {year["year"]: year for year in report["years"]}
        assert list(years) == ["2015/16 on", "2022/23", "2023/24", "2024/25", "2025/26", "2026/27"]
        assert years["2023/24"]["missing"] == [
            {
                "name": "nhs_funded_nursing_care_higher",
                "from": "2023-04-01",
                "to": "2024-03-31",
                "why": "looked for and not found",
            }
        ]
        assert years["2025/26"]["missing"] == []
        missing = {row["name"]: row["why"] for row in years["2026/27"]["missing"]}
        assert missing[CHILD] == missing["savings_disregard_couple"] == "looked for and not found"
        assert missing["uc_lcwra"] == "in the year before, not in this"

    def test_what_was_not_read_in_its_source_is_listed(self, hub: Hub) -> None:
        (year,) = (its for its in hub.json("rates", "check")["years"] if its["year"] == "2026/27")
        unsure = {row["name"]: row for row in year["not_read_directly"]}

        assert unsure[ALLOWANCE]["read"] == "secondary"
        assert unsure["minimum_income_guarantee_single_disability_premium"]["read"] == "derived"
        assert NURSING not in unsure
        assert year["read"]["secondary"] + year["read"]["derived"] == len(unsure)
        assert sum(year["read"].values()) == year["figures"]

    def test_what_the_council_completes_and_overrides_is_listed_beside_the_national_figures(
        self, hub: Hub, tmp_path: Path
    ) -> None:
        figures = {CHILD: a_figure("108.00"), ALLOWANCE: a_figure("35.00")}
        report = hub.json("rates", "check", "--rates", own_rates(tmp_path, figures, first="2026-03-01"))

        assert report["council"] == COUNCIL
        assert [(row["name"], row["from"], row["to"], row["does"], row["national"]) for row in report["own"]] == [
            (CHILD, "2026-03-01", "2026-04-05", "overrides", "102.95"),
            (CHILD, "2026-04-06", "2027-04-05", "completes", None),
            (ALLOWANCE, "2026-03-01", "2026-04-05", "overrides", "30.65"),
            (ALLOWANCE, "2026-04-06", "2027-04-05", "overrides", "31.80"),
        ]
        (year,) = (its for its in report["years"] if its["year"] == "2026/27")
        assert CHILD not in {row["name"] for row in year["missing"]}

    def test_a_year_that_the_council_completes_in_part_says_which_days_are_left(self, hub: Hub, tmp_path: Path) -> None:
        report = hub.json("rates", "check", "--rates", own_rates(tmp_path, first="2026-10-01"))

        (year,) = (its for its in report["years"] if its["year"] == "2026/27")
        assert [(row["from"], row["to"]) for row in year["missing"] if row["name"] == CHILD] == [
            ("2026-04-06", "2026-09-30")
        ]

    def test_days_between_what_is_published_and_what_the_council_gives_are_told(self, hub: Hub, tmp_path: Path) -> None:
        own = a_group({ALLOWANCE: a_figure("33.00")}, "2027-05-01", "2028-04-05")
        folder = in_a_folder(tmp_path / "rates", own=own)

        missing = [row for year in hub.json("rates", "check", "--rates", folder)["years"] for row in year["missing"]]

        assert {
            "name": ALLOWANCE,
            "from": "2027-04-06",
            "to": "2027-04-30",
            "why": "nothing between two of its spans",
        } in missing

    def test_everything_wrong_in_the_council_s_folder_is_listed_and_ends_with_one(
        self, hub: Hub, tmp_path: Path
    ) -> None:
        figures = {ALLOWANCE: a_figure("31.79"), CHILD: a_figure("108.00", unit="pounds")}
        folder = own_rates(tmp_path, figures)

        report = hub.json("rates", "check", "--rates", folder, code=1)

        assert report["usable"] is False
        fields = {fault["field"]: (fault["file"], fault["expected"]) for fault in report["wrong"]}
        assert fields.keys() == {f"groups.own.figures.{ALLOWANCE}.value", f"groups.own.figures.{CHILD}.unit"}
        file, expected = fields[f"groups.own.figures.{ALLOWANCE}.value"]
        assert file == "2026-04-06.yaml"
        assert expected.startswith("expected 31.80 or more for 2026-04-06 to 2027-04-05, which SI 2014/2672, reg 6")
        shown = hub("rates", "check", "--rates", folder)
        assert (shown.code, shown.err) == (1, "")
        assert "2 faults in the council's folder" in shown.out
        assert "Not usable before this is mended." in shown.out

    def test_the_training_council_s_rates_can_be_used(self, hub: Hub) -> None:
        shown = hub("rates", "check", "--rates", TRAINING_RATES)

        assert shown.code == 0
        assert "Training council: figures of its own" in shown.out
        assert "training figure, invented for practice: not published" in shown.out
        assert shown.out.rstrip().endswith("Usable.")


class TestDiff:
    """What a new year changes."""

    def test_each_change_has_its_day_and_its_size_in_pounds_and_per_cent(self, hub: Hub) -> None:
        changed = {row["name"]: row for row in hub.json("rates", "diff", "2025/26", "2026/27")["changed"]}

        assert changed["minimum_income_guarantee_single_25_to_pension_credit_age"] == {
            "name": "minimum_income_guarantee_single_25_to_pension_credit_age",
            "unit": "pounds_weekly",
            "on": "2026-04-06",
            "before": "112.50",
            "after": "120.40",
            "difference": "7.90",
            "percent": "7.02",
            "given_by": "national",
        }
        # 13.62 of 254.06 are 5.3609 per cent.
        assert (changed[NURSING]["on"], changed[NURSING]["difference"], changed[NURSING]["percent"]) == (
            *("2026-04-01", "13.62", "5.36"),
        )
        rise = changed["uprating_percent_nhs_fnc_standard"]
        assert (rise["difference"], rise["percent"]) == ("-2.3", None)

    def test_what_is_new_what_went_missing_and_what_stays_is_told(self, hub: Hub) -> None:
        report = hub.json("rates", "diff", "2025/26", "2026/27")

        assert "uc_lcwra_protected" in {row["name"] for row in report["new"]}
        missing = {row["name"]: (row["before"], row["until"]) for row in report["missing"]}
        assert missing[CHILD] == ("102.95", "2026-04-05")
        assert missing["uc_lcwra"] == ("423.27", "2026-04-05")
        assert {"capital_limit_upper", "disposable_income_allowance"} <= set(report["unchanged"])

    def test_backwards_amounts_fall_and_what_was_new_went_missing(self, hub: Hub) -> None:
        forth, back = (hub.json("rates", "diff", *years) for years in (("2025/26", "2026/27"), ("2026/27", "2025/26")))

        assert {row["name"] for row in back["new"]} == {row["name"] for row in forth["missing"]}
        assert {row["name"] for row in back["missing"]} == {row["name"] for row in forth["new"]}
        (allowance,) = (row for row in back["changed"] if row["name"] == ALLOWANCE)
        assert (allowance["difference"], allowance["percent"]) == ("-1.15", "-3.62")

    def test_a_change_within_the_later_year_has_a_line_of_its_own(self, hub: Hub, tmp_path: Path) -> None:
        folder = own_rates(tmp_path, {ALLOWANCE: a_figure("35.00")}, first="2026-10-01")

        changed = hub.json("rates", "diff", "2025/26", "2026/27", "--rates", folder)["changed"]

        lines = [row for row in changed if row["name"] == ALLOWANCE]
        assert [(row["on"], row["before"], row["after"], row["given_by"]) for row in lines] == [
            ("2026-04-06", "30.65", "31.80", "national"),
            ("2026-10-01", "31.80", "35.00", "council"),
        ]

    def test_what_the_council_completes_does_not_go_missing(self, hub: Hub) -> None:
        report = hub.json("rates", "diff", "2025/26", "2026/27", "--rates", TRAINING_RATES)

        names = {row["name"] for row in report["missing"]}
        assert GUARANTEE_OF_A_COUPLE not in names
        assert CHILD in names
        (couple,) = (row for row in report["changed"] if row["name"] == GUARANTEE_OF_A_COUPLE)
        assert (couple["difference"], couple["given_by"]) == ("6.20", "council")

    def test_a_person_reads_it_as_tables(self, hub: Hub) -> None:
        shown = hub("rates", "diff", "2025/26", "2026/27").out

        for words in ("figures change from 2025/26 to 2026/27", "are new", "went missing", "stay as they are."):
            assert words in shown
        assert "pounds a week" in shown

    def test_a_year_without_rates_is_named_by_its_place(self, hub: Hub) -> None:
        for years, place in ((("2021/22", "2026/27"), "BEFORE"), (("2025/26", "2030/31"), "AFTER")):
            ran = hub("rates", "diff", *years)
            assert (ran.code, ran.out) == (2, "")
            assert f"{place}: expected one of 2022/23" in ran.err


class TestEverywhere:
    """Every verb that needs a rate takes the council's folder from the same place."""

    EXAMPLE = {  # noqa: RUF012 - it is not changed
        "id": "lone-parent",
        "kind": "full_assessment",
        "year": "2026/27",
        "setting": "community",
        "inputs": {
            "incomes": [],
            "capital": "0",
            "household": "single",
            "mig": {"base": "lone_parent_18_plus", "children": 1},
        },
    }

    def test_an_example_is_assessed_by_the_council_s_figures(
        self, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "examples.json"
        file.write_text(json.dumps([self.EXAMPLE]))
        (without,) = hub.json("assess", file, code=1)
        assert (without["refused"]["code"], without["refused"]["field"]) == ("rates_not_published", CHILD)

        (by_option,) = hub.json("assess", file, "--rates", own_rates(tmp_path))
        monkeypatch.setenv("HUB_RATES_FOLDER", str(tmp_path / "rates"))
        (by_environment,) = hub.json("assess", file)

        assert by_option == by_environment
        # 120.40 and 108.00.
        assert by_option["figures"]["mig_or_pea"] == "228.40"
        assert any(
            f"{COUNCIL}, a figure of the council's own" in (line["rate_source"] or "") for line in by_option["working"]
        )

    @pytest.mark.parametrize("verb", ["assess", "play", "rates"])
    def test_no_verb_works_with_a_folder_that_is_wrong(self, hub: Hub, tmp_path: Path, verb: str) -> None:
        folder = own_rates(tmp_path, {ALLOWANCE: a_figure("31.79"), CHILD: a_figure("108.00", unit="pounds")})
        file = written(tmp_path, [])
        arguments = ("rates", "show") if verb == "rates" else (verb, file)

        ran = hub(*arguments, "--rates", folder)

        assert (ran.code, ran.out) == (2, "")
        assert (
            f"--rates or HUB_RATES_FOLDER: 2026-04-06.yaml: groups.own.figures.{ALLOWANCE}.value: expected" in ran.err
        )
        assert "and 1 more: `hub rates check` names all that is wrong" in ran.err
