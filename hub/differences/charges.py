"""Charges: what should have been charged, less what was, posted by cycle."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from contracts.inbound.care_packages import Collector, Setting
from contracts.outbound.charges import ChargeRaised, ChargeReversed
from contracts.outbound.postings import EntryKind
from hub.charging.charge_weeks import WeekCharge, charge_weeks, first_chargeable_day
from hub.charging.schedule import Segment
from hub.deciding import Deciding
from hub.differences.ahead import look_ahead
from hub.differences.contribution import settle_contribution
from hub.differences.notices import NOTICE_AHEAD
from hub.differences.upratings import Rules, course_of
from hub.ledger.accounts import INCOME_OF_SETTING, Account
from hub.ledger.journal import Line
from hub.standing.person import PersonStanding

AHEAD = timedelta(days=56)
DAY = timedelta(days=1)

_Week = tuple[str, str, int, int]
"""A charging week by its first day, the setting, what was posted for it and what it comes to, in pence."""


def settle_charges(deciding: Deciding, standing: PersonStanding, since: date | None) -> None:
    """Post the difference between what should have been charged from `since` on and what was.

    A span that cannot be worked out, for want of a rate or of a fact, is not charged and becomes a task. A new
    contribution is told before anything is charged at it.
    """
    policy = deciding.almanac.policy
    closed_to = policy.cycle_of(deciding.today).first - DAY
    since = _earliest(standing, since)
    first = first_chargeable_day(standing.circumstances, policy)
    lower = date.min if since is None else policy.week_of(since - DAY).first
    # Segments begin at `lower` or later, so what begins earlier was looked at when it was worked out before.
    held = {notice: its for notice, its in standing.worked.held_upratings.items() if its.first <= lower}
    segments: list[Segment] = []
    wanted: list[WeekCharge] = []
    if first is not None:
        # One week early, so that a change on the very first day is seen as a change.
        begin = max(lower, policy.week_of(first - DAY).first)
        course = course_of(
            standing.circumstances,
            Rules(deciding.council.notices, deciding.almanac.rates, policy),
            standing.released_upratings(),
            held,
            begin,
            max(deciding.today + AHEAD, begin),
            deciding.today + NOTICE_AHEAD,
        )
        segments, held = course.segments, course.held
        unworkable = any(s.refusal is not None and s.first <= deciding.today for s in segments)
        if unworkable and since is not None:
            # The whole course is needed to say from when it cannot be worked out.
            settle_charges(deciding, standing, None)
            return
        wanted = charge_weeks(standing.circumstances, segments, policy, begin, closed_to)
    standing.worked.held_upratings = held
    standing.worked.comings = {} if first is None else look_ahead(deciding, standing)
    settle_contribution(deciding, standing, segments, lower)
    _post_differences(deciding, standing, wanted, lower)
    standing.worked.charged_to = closed_to


def _earliest(standing: PersonStanding, since: date | None) -> date | None:
    worked = standing.worked
    # What could not be worked out, or was told to nobody because of a death that is withdrawn, may lie before `since`:
    # then everything is looked at again.
    untold = standing.said.is_silent and not standing.died
    if since is None or worked.refusals or worked.charged_to is None or untold:
        return None
    return min(since, worked.charged_to + DAY)


def _post_differences(deciding: Deciding, standing: PersonStanding, wanted: list[WeekCharge], lower: date) -> None:
    should_be: dict[str, int] = defaultdict(int)
    deferred: dict[str, int] = defaultdict(int)
    for charge in wanted:
        key = f"{charge.week.isoformat()}/{charge.setting}"
        if charge.collector is Collector.COUNCIL:
            should_be[key] += charge.pence
        # Whoever collects what is paid now, what is deferred is owed to the council.
        if charge.deferred_pence:
            deferred[key] += charge.deferred_pence
    posted = standing.posted
    moved = _moved(posted.charges, should_be, lower)
    if moved:
        _post_charges(deciding, standing, moved)
    if deferred or posted.deferred:
        moved = _moved(posted.deferred, deferred, lower)
        if moved:
            _post_deferred(deciding, standing, moved)


def _moved(posted: dict[str, int], should_be: Mapping[str, int], lower: date) -> list[_Week]:
    """The weeks that come to something else than was posted, which is brought up to date."""
    since = lower.isoformat()
    keys = should_be.keys() | {key for key in posted if key >= since}
    moved = []
    for key in sorted(keys):
        was, now = posted.get(key, 0), should_be.get(key, 0)
        if was == now:
            continue
        week, setting = key.split("/")
        moved.append((week, setting, was, now))
        if now:
            posted[key] = now
        else:
            del posted[key]
    return moved


def _post_charges(deciding: Deciding, standing: PersonStanding, moved: list[_Week]) -> None:
    by_item = _by_item(deciding, moved)
    effective_on = date.fromisoformat(moved[0][0])
    lines = _owed(Account.CONTRIBUTION_DEBTORS, by_item) + _income(moved)
    entry = deciding.post(standing, EntryKind.CHARGE, "charges", effective_on, lines, {"weeks": moved})
    for item in sorted(by_item):
        if by_item[item]:
            _say_movement(deciding, standing, item, by_item[item], entry.entry)


def _post_deferred(deciding: Deciding, standing: PersonStanding, moved: list[_Week]) -> None:
    """What is deferred is on an account of its own: it is owed, and not due while its agreement runs."""
    effective_on = date.fromisoformat(moved[0][0])
    lines = _owed(Account.DEFERRED_PAYMENT_DEBTORS, _by_item(deciding, moved)) + _income(moved)
    deciding.post(standing, EntryKind.CHARGE, "deferred", effective_on, lines, {"weeks": moved, "deferred": True})


def _by_item(deciding: Deciding, moved: list[_Week]) -> dict[date, int]:
    by_item: dict[date, int] = defaultdict(int)
    for week, _, was, now in moved:
        by_item[deciding.almanac.policy.cycle_of(date.fromisoformat(week)).first] += now - was
    return by_item


def _owed(account: Account, by_item: Mapping[date, int]) -> tuple[Line, ...]:
    return tuple(Line(account, by_item[item], item.isoformat()) for item in sorted(by_item))


def _income(moved: list[_Week]) -> tuple[Line, ...]:
    by_account: dict[Account, int] = defaultdict(int)
    for _, setting, was, now in moved:
        by_account[INCOME_OF_SETTING[Setting(setting)]] -= now - was
    return tuple(Line(account, by_account[account]) for account in sorted(by_account))


def _say_movement(deciding: Deciding, standing: PersonStanding, item: date, pence: int, entry: str) -> None:
    cycle = deciding.almanac.policy.cycle_of(item)
    movement = ChargeRaised if pence > 0 else ChargeReversed
    told = movement(
        item=item.isoformat(),
        period_from=cycle.first,
        period_to=cycle.last,
        due_on=deciding.almanac.policy.due_on(item),
        amount=abs(pence),
        entry=entry,
    )
    deciding.say(standing, told, item.isoformat())
