"""The course of a contribution: the spans on which it stays the same, found from the days of change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hub.charging.assessment import Contribution, assess_shares, ready_case
from hub.charging.case import Case
from hub.charging.change_days import facts_change_days
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.costs import CostShare, cost_shares
from hub.charging.refusals import CannotAssess
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
    case = ready_case(circumstances, notices, rates, policy, last)
    days = set(facts_change_days(case)) | {notice.effective_from for notice in notices}
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
    # Where more may be delivered than was planned, what is due beyond the planned cost matters as well.
    more_may_be_due = any(share.measured for share in after.shares)
    return _tells(one) == _tells(other) and (
        not more_may_be_due or one.by_means_weekly_pence == other.by_means_weekly_pence
    )


def _tells(its: Contribution) -> tuple[object, ...]:
    return its.weekly_pence, its.deferred_weekly_pence, its.is_billed, its.basis, its.setting, its.assessment
