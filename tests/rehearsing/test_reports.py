"""The page and the CSV file: whole, safe to open, readable by everybody, and about nobody by name."""

import csv
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from contracts.outbound.contributions import Basis
from hub.rehearsing.comparing import Held, Row, compare
from hub.rehearsing.document import document_of
from hub.rehearsing.outlook import Line, Outlook, Window
from hub.rehearsing.page import page_of, pounds, signed
from hub.rehearsing.plans import Rehearsal
from hub.rehearsing.rows_file import HEADINGS, cells_of, plain, rows_file
from hub.rehearsing.summary import Summary
from hub.standing.person import HeldUprating
from tests.rehearsing.test_summary import DAY, RULES

MINUS = "\N{MINUS SIGN}"


def outlook(weekly: int | None, *lines: Line, **more: Any) -> Outlook:
    if weekly is None:
        return Outlook(DAY, cause="a_cause:a_field", why="a_field: expected <something> else")
    return Outlook(DAY, weekly, more.pop("basis", Basis.ASSESSED), cost=50000, lines=lines, **more)


ROWS = [
    compare("P-0001", outlook(7000, Line("State pension", 23025)), outlook(8105, Line("State pension", 24130))),
    compare("P-0002", outlook(7000, Line("Guarantee", -20000)), outlook(6500, Line("Guarantee", -20500))),
    compare("P-0003", outlook(7000), outlook(None)),
    compare("P-0004", outlook(7000), outlook(7000, held={"N-1": HeldUprating(1, DAY, 7000, 18000)})),
    compare("P-0005", outlook(0), outlook(50000, basis=Basis.FULL_COST_CAPITAL)),
    compare("<b>P-0006", Outlook(), Outlook()),
]
NOTICE = Rehearsal(
    "notice",
    "Uprating notice N-1 <script>alert(1)</script>",
    Window(DAY, DAY, date(2026, 3, 30)),
    RULES,
    RULES,
    frozenset({"N-1"}),
    {"Published by": "Sample Department & others"},
)


def document(*rows: Row) -> dict[str, Any]:
    summary = Summary()
    summary.add(rows)
    return document_of(NOTICE, summary, 10)


FULL = page_of(document(*ROWS))
PAGES = {"full": FULL, "empty": page_of(document())}


@pytest.fixture(params=PAGES.values(), ids=list(PAGES))
def page(request: pytest.FixtureRequest) -> html.HtmlElement:
    """A page, read as a browser would."""
    return html.document_fromstring(request.param)


def text_of(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_page_fetches_nothing_and_runs_nothing(page: html.HtmlElement) -> None:
    assert page.xpath("//script | //link | //img | //iframe | //object | //@style") == []
    assert [its for its in page.xpath("//@href | //@src") if not its.startswith("#")] == []
    assert not re.search(r"url\(|@import|https?://", html.tostring(page, encoding="unicode"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert page.xpath("//*[starts-with(name(@*), 'on')]") == []


def test_what_comes_from_outside_is_text_and_never_markup(page: html.HtmlElement) -> None:
    assert "N-1 <script>alert(1)</script>" in text_of(page.xpath("//h1")[0])
    assert "Sample Department & others" in text_of(page)
    assert "<b>P-0006" not in FULL


def test_the_page_says_its_language_its_title_and_its_parts(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en-GB"
    assert text_of(page.xpath("//title")[0]).startswith("Rehearsal: ")
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == len(page.xpath("//nav")) == 1
    levels = [int(its.tag[1]) for its in page.xpath("//h1 | //h2 | //h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_leads_to_a_part_and_no_two_parts_have_one_name(page: html.HtmlElement) -> None:
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    wanted = [its.removeprefix("#") for its in page.xpath("//a/@href")]
    wanted += [its for every in page.xpath("//@aria-labelledby") for its in every.split()]
    assert wanted
    assert set(wanted) <= set(names)


def test_every_table_has_a_caption_and_headings_that_say_what_they_head(page: html.HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert len(table.xpath("caption")) == 1
        assert table.xpath("thead//th")
        assert table.xpath(".//th[not(@scope)]") == []
        for row in table.xpath("tbody/tr"):
            assert len(row.xpath("th[@scope='row']")) == 1
            assert len(row.xpath("th | td")) == len(table.xpath("thead/tr/th | thead/tr/td"))


def test_every_chart_stands_beside_the_numbers_it_draws(page: html.HtmlElement) -> None:
    charts = page.xpath("//svg")
    assert charts
    for chart in charts:
        assert chart.get("aria-hidden") == "true"
        assert re.search(r"\d|\N{EN DASH}", text_of(chart.xpath("ancestor::tr")[0]))


def test_bars_are_as_long_as_their_numbers_and_falls_point_the_other_way() -> None:
    page: Any = html.document_fromstring(FULL)
    rows = page.xpath("//section[h2/@id='causes']//table[1]/tbody/tr[.//rect]")
    drawn = {text_of(its.xpath("th")[0]): its.xpath(".//rect")[0] for its in rows}
    rise, fall = drawn["Contributions that rise"], drawn["Contributions that fall"]
    # 11.05 + 500.00 more, 5.00 less, and 70.00 that cannot be worked out any more: 586.05 in all, 75.00 of it below
    assert (rise.get("class"), fall.get("class")) == ("rise", "fall")
    nought = float(rise.get("x"))
    assert nought == float(rows[0].xpath(".//line/@x1")[0])
    assert float(rise.get("width")) / 1000 == pytest.approx(511.05 / 581.05, abs=0.002)
    assert float(fall.get("x")) + float(fall.get("width")) == nought


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (its / 12.92 if its <= 0.04045 else ((its + 0.055) / 1.055) ** 2.4 for its in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_bars_can_be_told_from_the_paper() -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", FULL))
    for name in ("ink", "quiet", "link", "rise", "fall", "same"):
        # 4.5 for text (WCAG 1.4.3); the bars, which need 3 (1.4.11), keep to it too
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
        assert contrast(colours[name], colours["shade"]) >= 4.5, name


def test_the_page_tells_what_the_rehearsal_came_to() -> None:
    told = text_of(html.document_fromstring(FULL))
    for sentence in (
        "2 people would pay more, 1 person less, and 1 person the same",
        "Together that is +£436.05 a week, or +£22,674.60 in a year of 52 weeks",
        "1 rise is further than the policy lets a notice raise anybody",
        "From the means test to full cost 1 +£500.00 P-0005",
        "P-0004 N-1 £70.00 £180.00 +£110.00",
        "a_field: expected <something> else 1 0 P-0003",
        f"Guarantee 1 {MINUS}£5.00",
    ):
        assert sentence in told


def test_a_page_of_nothing_says_so_in_words() -> None:
    told = text_of(html.document_fromstring(PAGES["empty"]))
    for sentence in ("Nobody crosses a limit", "Nobody would pay more", "Everybody can be worked out"):
        assert sentence in told


@pytest.mark.parametrize(
    ("amount", "shown", "change"),
    [
        ("0.00", "£0.00", "no change"),
        ("1234.50", "£1,234.50", "+£1,234.50"),
        ("-0.05", f"{MINUS}£0.05", f"{MINUS}£0.05"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount: str, shown: str, change: str) -> None:
    assert (pounds(amount), signed(amount)) == (shown, change)


def test_a_spreadsheet_has_a_row_for_everybody(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    with rows_file(file) as kept:
        kept.add(ROWS)
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert tuple(rows[0]) == HEADINGS
    assert [row["person"] for row in rows] == [row.person for row in ROWS]
    first, held = rows[0], rows[3]
    assert (first["weekly_before"], first["weekly_after"], first["weekly_change"]) == ("70.00", "81.05", "11.05")
    assert first["moved_lines"] == "State pension: 11.05"
    assert (held["flags"], held["held_notices"], held["weekly_if_released"]) == ("held", "N-1", "180.00")
    assert rows[1]["weekly_change"] == "-5.00"
    assert rows[2]["reason"] == "a_field: expected <something> else"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(formula: str) -> None:
    row = compare(formula, Outlook(DAY, cause=formula, why=formula), Outlook(DAY, cause=formula, why=formula))
    cells = dict(zip(HEADINGS, cells_of(row), strict=True))
    assert cells["person"] == cells["reason"] == f"'{formula}"
    assert plain("P-0042") == "P-0042"
    assert Held("N-1", 7000, 18000).rise == 11000
