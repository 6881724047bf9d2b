"""Six people of the demo, worked out by hand to the penny.

Cycles: 9 February to 8 March, 9 March to 5 April, 6 April to 3 May; four weeks each.
Full new state pension 230.25 and 241.30 from 6 April; higher attendance allowance 110.40 and 114.60; minimum income
guarantee of a single person of pension credit age 232.60 and 241.45. Whoever is single and has more qualifying income
than the standard minimum guarantee of 227.10 and 238.00 has 7.05 and 7.30 of it ignored for savings; for a couple, who
are measured by 346.60 and 363.25, that is 10.60 and 11.00.
"""

import pytest
from sqlalchemy import Connection

from hub.composition import load_almanac
from hub.history import account_history, statements_of
from tests.demo.conftest import Lived

BY_HAND = {
    # Uprated. Pension 230.25, allowance 110.40, and 200.00 a month, which is 2400.00 / 52 = 46.1538 a week: 386.8038.
    # Kept: 7.05, 232.60 and 12.50 for a cleaner. 386.8038 - 252.15 = 134.6538, and a fraction is dropped: 134.65.
    # From 6 April: 241.30 + 114.60 + 47.9077 (200.00 and 3.8 per cent is 207.60 a month) = 403.8077;
    # 403.8077 - 7.30 - 241.45 - 12.50 = 142.5577. Every direct debit is collected.
    "P-0001": (["538.60", "538.60", "570.20"], "1647.40", "0.00"),
    # 230.25 + 110.40 - 7.05 - 232.60 = 101.00 a week, and 241.30 + 114.60 - 7.30 - 241.45 = 107.15 from 6 April. The
    # first direct debit comes back, the mandate is cancelled with it, and nothing is paid.
    "P-0015": (["404.00", "404.00", "428.60"], "0.00", "1236.60"),
    # Full cost: 12 hours at 22.50 are 270.00 a week; from 16 March 16 hours, 360.00. The second cycle has one week of
    # 270.00 and three of 360.00. Paid are the statements: 1080.00, 1080.00 (the hours were not yet told), 1710.00.
    "P-0028": (["1080.00", "1350.00", "1440.00"], "3870.00", "0.00"),
    # 101.00 a week until death on Tuesday 24 March: two whole weeks of the second cycle are 202.00, and two days
    # 101.00 x 2 / 7 = 28.8571, so 28.86. Both cycles were collected in full before the death was told: 808.00.
    "P-0042": (["404.00", "230.86"], "808.00", "-173.14"),
    # A nursing home at 1180.00. The NHS pays 254.06 to 31 March and 267.68 from 1 April: 925.94 and 912.32 are left.
    # First cycle 4 x 925.94. Second: 3 x 925.94 = 2777.82, and in the week from 30 March two days of the old,
    # 925.94 x 2 / 7 = 264.5543, and five of the new, 912.32 x 5 / 7 = 651.6571: 264.55 + 651.66. Third 4 x 912.32.
    "P-0106": (["3703.76", "3694.03", "3649.28"], "11047.07", "0.00"),
    # One of a couple: 230.25 and 500.00 a month, 6000.00 / 52 = 115.3846, less the guarantee for each of a couple of
    # pension credit age, 177.55: 168.08. From 6 April 241.30 + 119.7692 (519.00 a month, which is 3.8 per cent more),
    # less 184.30, which is the training council's own figure: 176.7692. What the statements show is paid.
    "P-0112": (["672.32", "672.32", "707.04"], "2051.68", "0.00"),
}


@pytest.mark.parametrize("person", sorted(BY_HAND))
def test_what_a_person_owes_is_what_comes_out_by_hand(lived: Lived, store: Connection, person: str) -> None:
    charged, paid, balance = BY_HAND[person]
    account = account_history(store, load_almanac(lived.settings), person)
    assert account is not None
    assert [item["charged"] for item in account["items"]] == charged
    assert account["paid"] == paid
    assert account["balance"] == balance


def test_the_story_tells_the_same_figures_as_the_account(lived: Lived) -> None:
    late_death = lived.story("late death", "P-0042")
    assert late_death["moved"] == "-173.14"
    assert late_death["owes"] == "-173.14"
    # Three weeks, 16 March to 5 April, at 90.00 more.
    assert lived.story("back-dated care", "P-0028")["moved"] == "270.00"


def test_a_statement_shows_what_came_before_what_moved_and_what_is_owed(store: Connection) -> None:
    first, second, third = statements_of(store, "P-0028")
    figures = ("opening_balance", "charges", "payments", "closing_balance")
    assert [first[name] for name in figures] == ["0.00", "1080.00", "0.00", "1080.00"]
    assert [second[name] for name in figures] == ["1080.00", "1080.00", "1080.00", "1080.00"]
    # The 270.00 told late and the third cycle together.
    assert [third[name] for name in figures] == ["1080.00", "1710.00", "1080.00", "1710.00"]


def test_the_totals_of_the_cycles_are_the_balances_of_the_ledger(lived: Lived) -> None:
    in_all, books = lived.told["in_all"], lived.told["trial_balance"]
    pence = {name: int(amount.replace(".", "")) for name, amount in (*in_all.items(), *books.items())}
    assert in_all["balance"] == books["contribution_debtors"]
    assert pence["charged"] == -pence["income_community"] - pence["income_care_home"]
    assert pence["collected"] - pence["returned"] == pence["direct_debit_control"]
    assert pence["paid"] == pence["bank"] + pence["suspense"]
    for column in ("charged", "collected", "returned", "paid"):
        cycles = (int(cycle[column].replace(".", "")) for cycle in lived.told["cycles"])
        assert sum(cycles) == pence[column]
