"""The days on which care, what it costs and what may be charged for it change without any other fact changing."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.charging.case import Case
from hub.charging.circumstances import Span
from hub.charging.stays import stay_change_days

_DAY = timedelta(days=1)


def care_change_days(case: Case) -> Iterator[date]:
    """Gives the days on which a service begins, ends, is suspended, becomes chargeable or free, or the NHS pays.

    Source: charging section 9 (when changes take effect).
    """
    circumstances = case.circumstances
    yield from stay_change_days(case.stays, case.policy)
    for its in case.running:
        yield its.first
        if its.last is not None:
            yield its.last + _DAY
        if its.charged_from is not None:
            yield its.charged_from
        for suspension in its.line.suspensions:
            yield from _edges(suspension)
    for funding in circumstances.fundings.values():
        yield from _edges(funding.span)
    for exemption in circumstances.exemptions.values():
        yield from _edges(exemption.span)


def _edges(span: Span) -> Iterator[date]:
    yield span.first
    if span.last is not None:
        yield span.last + _DAY
