"""Birthdays: the day on which somebody is of an age, and of pension credit age."""

from calendar import monthrange
from datetime import date

FIRST_BORN_LATER = date(1960, 4, 6)
FIRST_BORN_AT_67 = date(1961, 3, 6)


def age_on(born: date, day: date) -> int:
    """Full years on a day; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_of_pension_age(born: date, day: date) -> bool:
    """Whether somebody is of pension credit age: 66, 67, or by the month between the two (Pensions Act 2014, s.26)."""
    if born < FIRST_BORN_LATER:
        return age_on(born, day) >= 66
    if born >= FIRST_BORN_AT_67:
        return age_on(born, day) >= 67
    months = 12 * 66 + 1 + _months_since(FIRST_BORN_LATER, born)
    place = born.year * 12 + born.month - 1 + months
    year, month = divmod(place, 12)
    return day >= date(year, month + 1, min(born.day, monthrange(year, month + 1)[1]))


def _months_since(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month - (day.day < first.day)
