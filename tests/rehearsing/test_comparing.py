"""Two outlooks of an account: what changes, which limit is crossed, which lines moved."""

from datetime import date

import pytest

from contracts.outbound.contributions import Basis
from hub.rehearsing.comparing import Change, Crossing, Held, compare
from hub.rehearsing.outlook import Line, Outlook
from hub.standing.person import HeldUprating

DAY = date(2026, 4, 6)


def assessed(weekly: int, *lines: Line, cost: int = 50000, basis: Basis = Basis.ASSESSED) -> Outlook:
    return Outlook(DAY, weekly, basis, cost=cost, lines=lines)


UNKNOWN = Outlook(DAY, cause="rates_not_published:a_figure", why="no published rate a_figure for 2026-04-06")
NO_CARE = Outlook()
TARIFF = Line("Tariff income from capital", 100)


@pytest.mark.parametrize(
    ("before", "after", "change", "difference"),
    [
        (assessed(7000), assessed(7000), Change.SAME, 0),
        (assessed(7000), assessed(7001), Change.RISES, 1),
        (assessed(7000), assessed(6999), Change.FALLS, -1),
        (UNKNOWN, assessed(7000), Change.BEGINS, 7000),
        (assessed(7000), UNKNOWN, Change.ENDS, -7000),
        (UNKNOWN, UNKNOWN, Change.UNKNOWN, 0),
        (NO_CARE, NO_CARE, Change.NO_CARE, 0),
        (NO_CARE, assessed(7000), Change.BEGINS, 7000),
        (assessed(7000), NO_CARE, Change.ENDS, -7000),
    ],
)
def test_what_becomes_of_a_contribution(before: Outlook, after: Outlook, change: Change, difference: int) -> None:
    row = compare("P-0042", before, after)
    assert (row.change, row.difference) == (change, difference)


@pytest.mark.parametrize(
    ("before", "after", "crossings"),
    [
        (assessed(7000), assessed(8000), []),
        (assessed(0), assessed(1), [Crossing.FROM_NIL, Crossing.FROM_GUARANTEE]),
        (assessed(1), assessed(0), [Crossing.TO_NIL, Crossing.TO_GUARANTEE]),
        (assessed(0, basis=Basis.NOT_CHARGEABLE), assessed(1), [Crossing.FROM_NIL]),
        (assessed(49999), assessed(50000), [Crossing.TO_CAP]),
        (assessed(50000), assessed(49999), [Crossing.FROM_CAP]),
        (
            assessed(7000, TARIFF),
            assessed(50000, basis=Basis.FULL_COST_CAPITAL),
            [Crossing.TO_FULL_COST, Crossing.OVER_UPPER_CAPITAL],
        ),
        (
            assessed(50000, basis=Basis.FULL_COST_CAPITAL),
            assessed(7000),
            [Crossing.FROM_FULL_COST, Crossing.UNDER_UPPER_CAPITAL, Crossing.UNDER_LOWER_CAPITAL],
        ),
        (assessed(50000, basis=Basis.FULL_COST_DECLINED), assessed(7000), [Crossing.FROM_FULL_COST]),
        (assessed(7000), assessed(7100, TARIFF), [Crossing.OVER_LOWER_CAPITAL]),
        (assessed(7100, TARIFF), assessed(7000), [Crossing.UNDER_LOWER_CAPITAL]),
        (UNKNOWN, assessed(7000), []),
        (assessed(0), UNKNOWN, []),
    ],
)
def test_which_limits_are_crossed(before: Outlook, after: Outlook, crossings: list[Crossing]) -> None:
    assert list(compare("P-0042", before, after).crossings) == crossings


def test_the_lines_that_moved_are_told_each_with_its_difference() -> None:
    pension, more = Line("State pension", 23025), Line("State pension", 24130)
    guarantee, extra = Line("Guarantee", -23260), Line("Premium", -500)
    row = compare("P-0042", assessed(0, pension, guarantee), assessed(370, more, guarantee, extra))
    assert row.moved == (("Premium", -500), ("State pension", 1105))


def test_several_lines_of_one_label_are_one_line() -> None:
    before = assessed(0, Line("Pension", 100), Line("Pension", 200))
    assert compare("P-0042", before, assessed(0, Line("Pension", 200), Line("Pension", 150))).moved == (
        ("Pension", 50),
    )


def test_a_refusal_is_told_with_its_cause_and_that_of_afterwards_first() -> None:
    other = Outlook(DAY, cause="unknown_kind:incomes.sample", why="incomes.sample: expected a kind")
    assert compare("P-0042", UNKNOWN, other).cause == other.cause
    assert compare("P-0042", UNKNOWN, assessed(7000)).why == UNKNOWN.why
    assert compare("P-0042", assessed(7000), assessed(8000)).cause is None


def test_what_is_held_is_told_if_it_is_new_or_what_the_rehearsal_is_about() -> None:
    its = {"N-1": HeldUprating(1, DAY, 7000, 18000)}
    old, new = Outlook(DAY, 7000, held=its), Outlook(DAY, 7000, held={**its, "N-2": HeldUprating(1, DAY, 7000, 20000)})
    assert compare("P-0042", old, new).held == (Held("N-2", 7000, 20000),)
    assert compare("P-0042", old, old).held == ()
    assert compare("P-0042", old, old, frozenset({"N-1"})).held == (Held("N-1", 7000, 18000),)
    assert compare("P-0042", old, new).held[0].rise == 13000


def test_what_would_be_charged_beside_what_is_charged_is_told() -> None:
    before, after = Outlook(DAY, 7000, charged=28000), Outlook(DAY, 8000, charged=32000)
    assert compare("P-0042", before, after).charged_difference == 4000
