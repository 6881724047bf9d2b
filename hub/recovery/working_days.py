"""Working days in England: weekdays that are not bank holidays."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether banks and councils in England work on the day.

    Source: Banking and Financial Dealings Act 1971, s.1 and Schedule 1; proclamations, as kept by `holidays`.
    """
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@cache
def add_working_days(day: date, count: int) -> date:
    """The working day that is `count` working days after the day.

    Source: Banking and Financial Dealings Act 1971, s.1 and Schedule 1.
    """
    while count:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_day_from(day: date) -> date:
    """The day itself if it is a working day, else the next one.

    Source: Banking and Financial Dealings Act 1971, s.1(4).
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
