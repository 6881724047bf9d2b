"""The working: what the person is told is what an officer is shown, line by line, capital included."""

from datetime import date

from hub.explaining import explain_day
from tests import builders as told
from tests.builders import a_care_package, a_line, an_assessment, an_income, savings
from tests.stories import ALMANAC, Story

BEGINS = "2026-04-06"


def test_a_notice_has_the_lines_that_an_officer_sees(story: Story) -> None:
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", a_line("500.00", BEGINS)),
        an_assessment(
            "P-0042",
            an_income("occupational_pension", "290.00"),
            effective_from=BEGINS,
            capital=[savings("14750.00"), {"capital": "home", "kind": "main_home", "value": "180000.00"}],
        ),
    )
    notice = story.told("contribution.changed", "P-0042")[-1]
    with story.connection() as connection:
        shown = explain_day(connection, ALMANAC, "P-0042", date(2026, 4, 6)) or {}
    assert [(line["label"], line["amount"], line["rule"]) for line in notice["working"]] == [
        (line["label"], line["amount"], line["rule"]) for line in shown["working"]
    ]
    assert [(line["amount"], line["rule"]) for line in notice["capital"]] == [
        (line["amount"], line["rule"]) for line in shown["capital"]
    ]
    assert [line["amount"] for line in notice["capital"]] == ["14750.00", "0.00"]
    # 290.00 + 2.00 from 500.00 over the lower limit - 241.45
    assert notice["weekly_now"] == "50.55"


def test_every_line_names_its_rule_and_its_law_and_a_published_figure_says_where_it_was_published(
    story: Story,
) -> None:
    story.open_day(BEGINS)
    story.live(
        told.a_person(),
        a_care_package("P-0042", told.a_care_home("1000.00", BEGINS)),
        an_assessment("P-0042", an_income("occupational_pension", "290.00"), effective_from=BEGINS),
    )
    working = story.told("contribution.changed", "P-0042")[-1]["working"]
    assert all(line["rule"] and line["source"] for line in working)
    (allowance,) = (line for line in working if line["rate"] == "personal_expenses_allowance")
    assert allowance["amount"] == "-31.80"
    assert allowance["rate_source"]
