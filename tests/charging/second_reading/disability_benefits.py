"""When attendance allowance and its like stop: after four weeks in a home that the council pays for."""

from datetime import date

from contracts.inbound.care_packages import Stay
from tests.charging.second_reading.care import A_DAY
from tests.charging.second_reading.case import Case
from tests.charging.second_reading.residence import stretches


def have_stopped(case: Case, day: date) -> bool:
    """Whether the days in homes up to this one, with those of stays not long before, are more than the benefit bears.

    A stay is linked to the one before if fewer days lie between the two than the policy says.
    """
    terms = case.terms(day)
    stays = [(first, min(last, day)) for first, last in stretches(case, *Stay) if first <= day]
    if not stays or stays[-1][1] < day:
        return False
    days = 0
    ended: date | None = None
    for first, last in stays:
        if ended is None or (first - ended).days - 1 >= terms.stays_link_within_days:
            days = 0
        days += (last + A_DAY - first).days
        ended = last
    return days > terms.disability_benefits_stop_after_days
