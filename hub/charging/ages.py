"""Birthdays that change an allowance: they come without any message."""

from bisect import bisect_right
from calendar import monthrange
from datetime import date
from functools import lru_cache

from hub.charging.tables import pension_ages


@lru_cache(maxsize=8192)
def birthday(born: date, years: int) -> date:
    """Gives the day on which somebody reaches an age; a leap-day birth counts on 1 March in other years.

    Source: Family Law Reform Act 1969, s.9 (an age is reached at the start of the anniversary).
    """
    if (born.month, born.day) == (2, 29) and monthrange(born.year + years, 2)[1] == 28:
        return date(born.year + years, 3, 1)
    return born.replace(year=born.year + years)


@lru_cache(maxsize=8192)
def pension_credit_day(born: date) -> date:
    """Gives the day on which somebody reaches pension credit age, by date of birth.

    Source: Pensions Act 1995, Schedule 4, Part 1, as amended up to the Pensions Act 2014, s.26;
    State Pension Credit Act 2002, s.1(6).
    """
    table = pension_ages()
    _, years, months = table[max(0, bisect_right(table, born, key=lambda row: row[0]) - 1)]
    if not months:
        return birthday(born, years)
    extra, month = divmod(born.month - 1 + months, 12)
    year = born.year + years + extra
    # The Act names the last day of a shorter month for those born on a 31st.
    return date(year, month + 1, min(born.day, monthrange(year, month + 1)[1]))
