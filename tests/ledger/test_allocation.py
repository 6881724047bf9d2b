"""Which receipt settles which item: the same in any order, to the penny."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.ledger.allocation import Allocation, Item, Receipt, allocate


def item(first: str, pence: int) -> Item:
    day = date.fromisoformat(first)
    return Item(first, day, day, day, pence)


def settled(allocation: Allocation) -> dict[str, list[tuple[str, int]]]:
    return {its.item: its.settled_by for its in allocation.items}


def received(name: str, day: str, pence: int) -> Receipt:
    return Receipt(name, date.fromisoformat(day), pence)


APRIL, MAY = "2026-04-06", "2026-05-04"


def test_the_oldest_item_is_settled_first_by_the_oldest_receipt() -> None:
    allocation = allocate(
        [item(MAY, 300), item(APRIL, 200)], [received("b", "2026-05-10", 250), received("a", "2026-05-01", 150)]
    )
    assert settled(allocation) == {APRIL: [("a", 150), ("b", 50)], MAY: [("b", 200)]}
    assert [its.outstanding_pence for its in allocation.items] == [0, 100]
    assert allocation.unallocated_pence == 0


@pytest.mark.parametrize(
    ("pence", "outstanding", "left"), [(99, [1, 50], 0), (100, [0, 50], 0), (101, [0, 49], 0), (151, [0, 0], 1)]
)
def test_a_penny_under_at_and_over_what_is_owed(pence: int, outstanding: list[int], left: int) -> None:
    allocation = allocate([item(APRIL, 100), item(MAY, 50)], [received("a", APRIL, pence)])
    assert [its.outstanding_pence for its in allocation.items] == outstanding
    assert allocation.unallocated_pence == left


def test_a_credit_is_spent_before_money() -> None:
    allocation = allocate([item(APRIL, -30), item(MAY, 100)], [received("a", "2026-01-01", 100)])
    assert settled(allocation)[MAY] == [(f"credit:{APRIL}", 30), ("a", 70)]
    assert allocation.unallocated_pence == 30
    assert [its.outstanding_pence for its in allocation.items] == [0, 0]


def test_an_item_of_nothing_is_passed_over() -> None:
    assert settled(allocate([item(APRIL, 0), item(MAY, 5)], [received("a", APRIL, 5)])) == {APRIL: [], MAY: [("a", 5)]}


def test_nothing_owed_leaves_everything_over() -> None:
    assert allocate([], [received("a", APRIL, 5)]).unallocated_pence == 5


DAYS = st.sampled_from([APRIL, MAY, "2026-06-01", "2026-06-29"])
ITEMS = st.dictionaries(DAYS, st.integers(-300, 300), max_size=4)
RECEIPTS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(DAYS, st.integers(1, 400)), max_size=6)


@settings(max_examples=200, deadline=None)
@given(ITEMS, RECEIPTS, st.randoms(use_true_random=False))
def test_any_order_of_items_and_receipts_settles_the_same(
    owed: dict[str, int], money: dict[str, tuple[str, int]], random: object
) -> None:
    def told(order: list[int]) -> Allocation:
        items = [item(first, pence) for first, pence in owed.items()]
        receipts = [received(name, day, pence) for name, (day, pence) in money.items()]
        if order:
            items.reverse()
            random.shuffle(receipts)  # type: ignore[attr-defined]
        return allocate(items, receipts)

    straight, mixed = told([]), told([1])
    assert (settled(straight), straight.unallocated_pence) == (settled(mixed), mixed.unallocated_pence)
    # nothing is made and nothing is lost
    assert sum(its.settled_pence for its in straight.items) + straight.unallocated_pence == sum(
        pence for _, pence in money.values()
    ) + sum(-pence for pence in owed.values() if pence < 0)
    # no later item is settled while an earlier one is not
    positive = [its for its in straight.items if its.charged_pence > 0]
    for before, after in pairwise(positive):
        assert not (before.outstanding_pence and after.settled_pence)
