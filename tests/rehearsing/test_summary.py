"""Adding rows up: totals, the histogram's edges, the largest changes, and how much is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.outbound.contributions import Basis
from hub.differences.upratings import Rules
from hub.rehearsing.comparing import Change, Row, compare
from hub.rehearsing.document import document_of
from hub.rehearsing.outlook import Outlook, Window
from hub.rehearsing.plans import Rehearsal
from hub.rehearsing.summary import EDGES_PENCE, LARGEST, PERSONS_NAMED, Summary, place_of
from tests.stories import ALMANAC

DAY = date(2026, 4, 6)
RULES = Rules({}, ALMANAC.rates, ALMANAC.policy)
REHEARSAL = Rehearsal("almanac", "A sample", Window(DAY, DAY, DAY), RULES, RULES)


def a_row(before: int | None, after: int | None, person: str = "P-0042") -> Row:
    return compare(person, outlook(before), outlook(after))


def outlook(weekly: int | None) -> Outlook:
    if weekly is None:
        return Outlook(DAY, cause="a_cause:a_field", why="a_field: expected something else")
    return Outlook(DAY, weekly, Basis.ASSESSED, cost=100_000_000)


def summed(*rows: Row) -> Summary:
    summary = Summary()
    summary.add(rows)
    return summary


amounts = st.none() | st.integers(0, 50_000)


@given(st.lists(st.tuples(amounts, amounts)))
def test_whatever_the_rows_the_parts_add_up_to_the_whole(pairs: list[tuple[int | None, int | None]]) -> None:
    rows = [a_row(before, after, f"P-{number:04}") for number, (before, after) in enumerate(pairs)]
    summary = summed(*rows)
    assert summary.after - summary.before == sum(its.weekly for its in summary.changes.values())
    assert sum(its.people for its in summary.changes.values()) == summary.compared == len(rows)
    known = [row for row in rows if row.before is not None and row.after is not None]
    assert sum(its.people for its in summary.histogram) == len(known)
    assert sum(its.weekly for its in summary.histogram) == sum(row.difference for row in known)
    assert sum(its.people for its in summary.refused.values()) == len(rows) - len(known)
    rises = sorted((row.difference for row in known if row.difference > 0), reverse=True)
    assert [row.difference for row in summary.largest_rises] == rises[:LARGEST]


@pytest.mark.parametrize(
    ("pence", "label"),
    [
        (0, "No change"),
        (1, "Up to £2 more"),
        (200, "Up to £2 more"),
        (201, "£2 to £5 more"),
        (10000, "£50 to £100 more"),
        (10001, "Over £100 more"),
        (-1, "Up to £2 less"),
        (-200, "Up to £2 less"),
        (-201, "£2 to £5 less"),
        (-10000, "£50 to £100 less"),
        (-10001, "Over £100 less"),
    ],
)
def test_each_change_is_in_the_bar_of_its_size(pence: int, label: str) -> None:
    document = document_of(REHEARSAL, summed(a_row(20000, 20000 + pence)), 1)
    (bar,) = [its for its in document["histogram"] if its["people"]]
    assert bar["label"] == label


def test_the_bars_go_from_the_largest_fall_to_the_largest_rise() -> None:
    edges = [-999_999, *(-edge for edge in reversed(EDGES_PENCE)), 0, *EDGES_PENCE, 999_999]
    assert [place_of(pence) for pence in edges] == list(range(len(edges)))


def test_of_equal_changes_the_first_by_reference_are_shown() -> None:
    rows = [a_row(0, 100, f"P-{number:04}") for number in range(LARGEST + 5, 0, -1)]
    assert [row.person for row in summed(*rows).largest_rises] == [f"P-{number:04}" for number in range(1, LARGEST + 1)]


def test_the_largest_falls_are_shown_the_largest_first() -> None:
    summary = summed(a_row(9000, 8000, "P-0001"), a_row(9000, 7000, "P-0002"), a_row(9000, 9500, "P-0003"))
    assert [row.person for row in summary.largest_falls] == ["P-0002", "P-0001"]


def test_what_is_kept_does_not_grow_with_the_number_of_people() -> None:
    summary = summed(*(a_row(0, 100, f"P-{number:05}") for number in range(PERSONS_NAMED + 10)))
    (crossing, _) = document_of(REHEARSAL, summary, PERSONS_NAMED + 10)["crossings"]
    assert (crossing["people"], len(crossing["persons"]), crossing["left_out"]) == (
        PERSONS_NAMED + 10,
        PERSONS_NAMED,
        10,
    )


def test_those_who_cannot_be_worked_out_are_told_by_cause_and_whether_they_could_be_before() -> None:
    summary = summed(a_row(None, None, "P-0001"), a_row(7000, None, "P-0002"), a_row(None, 7000, "P-0003"))
    (refused,) = document_of(REHEARSAL, summary, 3)["cannot_be_worked_out"]
    assert refused == {
        "cause": "a_cause:a_field",
        "why": "a_field: expected something else",
        "before_too": 1,
        "people": 3,
        "weekly": "0.00",
        "persons": ["P-0001", "P-0002", "P-0003"],
        "left_out": 0,
    }
    assert summary.changes[Change.ENDS].people == 1


def test_a_year_is_fifty_two_weeks() -> None:
    document = document_of(REHEARSAL, summed(a_row(7000, 7001)), 1)
    assert (document["weekly"], document["yearly"]) == (
        {"before": "70.00", "after": "70.01", "change": "0.01"},
        {"weeks": 52, "change": "0.52"},
    )
