"""The days on which what counts of a person's capital may change without anybody stating it anew."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.capital_kinds import all_capital_kinds, capital_kinds
from hub.charging.case import Case
from hub.charging.circumstances import Capital
from hub.charging.disregards import last_day_of_proceeds, last_day_of_weeks
from hub.charging.holdings import stated_holdings
from hub.charging.property import property_change_days

_DAY = timedelta(days=1)


def capital_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which a disregard begins or ends, a property is sold, or notional capital diminishes.

    Source: charging section 9 (a disregard expires on the day after); SI 2014/2672, reg 23 and Schedule 2.
    """
    yield from stated_capital_change_days(case)
    if case.notional is not None:
        yield from case.notional.change_days


def stated_capital_change_days(case: Case) -> Iterator[date]:
    """Gives those of the days that turn on nothing but what was stated of the capital.

    Source: charging section 9 (a disregard expires on the day after); SI 2014/2672, Schedule 2.
    """
    yield from all_capital_kinds().change_days
    for sale in case.circumstances.property_sales.values():
        yield sale.completed_on
        if sale.for_another_home:
            yield last_day_of_proceeds(sale.completed_on) + _DAY
    for holding in stated_holdings(case.circumstances):
        yield from _changes_of(case, holding)


def _changes_of(case: Case, holding: Capital) -> Iterator[date]:
    if holding.disregarded_to is not None:
        yield holding.disregarded_to + _DAY
    kind = capital_kinds().get(holding.kind)
    if kind is None:
        return
    if kind.is_land:
        yield from property_change_days(case, holding)
    if holding.received_on is not None:
        yield holding.received_on
    last = last_day_of_weeks(case, holding, kind)
    if last is not None:
        yield last + _DAY
