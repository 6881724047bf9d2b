"""The course of a contribution: the spans on which it stays the same, found from the days of change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hub.charging.allowances import allowance_change_days
from hub.charging.assessment import Contribution, assess_shares
from hub.charging.case import Case, case_of
from hub.charging.circumstances import Capital, Circumstances, Span, UpratingNotice
from hub.charging.costs import CostShare, cost_shares
from hub.charging.income_changes import income_change_days
from hub.charging.refusals import CannotAssess
from hub.charging.stays import stay_change_days
from hub.rates import Rates, RatesNotPublished
from hub.rates.policy import Policy

_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class Unworkable:
    """Why the contribution of a span cannot be worked out; `key` is the same for the same cause."""

    code: str
    key: str
    message: str


@dataclass(slots=True, frozen=True)
class Segment:
    """Days with one and the same contribution; absent, with a refusal, if it cannot be worked out."""

    first: date
    last: date
    contribution: Contribution | None
    shares: tuple[CostShare, ...] = ()
    refusal: Unworkable | None = None


def schedule(
    circumstances: Circumstances,
    notices: Sequence[UpratingNotice],
    rates: Rates,
    policy: Policy,
    first: date,
    last: date,
) -> list[Segment]:
    """Gives the longest spans from `first` to `last` on which the contribution is one and the same, in order.

    Days without care are in no span. A span that cannot be worked out is there with its refusal.

    Source: Care Act 2014, s.14; charging section 13 (each week from the facts valid in it).
    """
    case = case_of(circumstances, notices, rates, policy)
    days = set(_facts_change(case)) | {notice.effective_from for notice in notices}
    days.update(rates.change_days(first, last), policy.change_days(first, last))
    starts = [first, *sorted(day for day in days if first < day <= last)] if first <= last else []
    segments: list[Segment] = []
    for place, start in enumerate(starts):
        if not any(its.runs(start) for its in case.running):
            continue
        end = starts[place + 1] - _DAY if place + 1 < len(starts) else last
        segment = _segment(case, start, end)
        if segments and _is_same(segments[-1], segment):
            before = segments.pop()
            segment = Segment(before.first, end, before.contribution, before.shares, before.refusal)
        segments.append(segment)
    return segments


def _segment(case: Case, first: date, last: date) -> Segment:
    try:
        shares = cost_shares(case, first)
        contribution = assess_shares(case, shares, first)
    except RatesNotPublished as refused:
        cause = Unworkable(refused.code, f"{refused.code}:{refused.figure}", str(refused))
        return Segment(first, last, None, (), cause)
    except CannotAssess as refused:
        cause = Unworkable(refused.code, f"{refused.code}:{refused.field}", str(refused))
        return Segment(first, last, None, (), cause)
    return Segment(first, last, contribution, shares)


def _is_same(before: Segment, after: Segment) -> bool:
    if before.last + _DAY != after.first or before.shares != after.shares:
        return False
    one, other = before.contribution, after.contribution
    if one is None or other is None:
        return (
            one is other
            and before.refusal is not None
            and after.refusal is not None
            and before.refusal.key == after.refusal.key
        )
    return _tells(one) == _tells(other)


def _tells(its: Contribution) -> tuple[object, ...]:
    return its.weekly_pence, its.deferred_weekly_pence, its.is_billed, its.basis, its.setting, its.assessment


def _facts_change(case: Case) -> Iterator[date]:
    circumstances = case.circumstances
    yield from stay_change_days(case.stays, case.policy.on(date.max).short_stay_days)
    for its in case.running:
        yield from _edges(Span(its.first, its.last))
        if its.charged_from is not None:
            yield its.charged_from
        for suspension in its.line.suspensions:
            yield from _edges(suspension)
    for funding in circumstances.fundings.values():
        yield from _edges(funding.span)
    for agreement in circumstances.deferred_payments.values():
        yield from _edges(agreement.span)
    for exemption in circumstances.exemptions.values():
        yield from _edges(exemption.span)
    for sale in circumstances.property_sales.values():
        yield sale.completed_on
    for assessment in circumstances.assessments.values():
        yield assessment.effective_from
        if assessment.rises_from is not None:
            yield assessment.rises_from
        yield from _disregards_end(assessment.capital)
    for statement in circumstances.capital_statements.values():
        yield statement.effective_from
        if statement.rises_from is not None:
            yield statement.rises_from
        yield from _disregards_end(statement.capital)
    yield from income_change_days(case)
    yield from allowance_change_days(case)


def _disregards_end(holdings: Sequence[Capital]) -> Iterator[date]:
    return (its.disregarded_to + _DAY for its in holdings if its.disregarded_to is not None)


def _edges(span: Span) -> Iterator[date]:
    yield span.first
    if span.last is not None:
        yield span.last + _DAY
