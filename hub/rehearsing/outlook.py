"""The outlook of one account: what it comes to under one set of rules, on one day and in what is charged already."""

from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from contracts.inbound.care_packages import Collector, Setting
from contracts.outbound.contributions import Basis
from hub.charging.charge_weeks import charge_weeks, first_chargeable_day
from hub.charging.schedule import Segment, schedule
from hub.differences.notices import NOTICE_AHEAD
from hub.differences.upratings import Course, Rules, course_of
from hub.rates.policy import Policy
from hub.standing.person import HeldUprating, PersonStanding

DAY = timedelta(days=1)
_SUMMING_UP = frozenset({"contribution", "cost_of_care", "minimum_charge"})


class Line(Struct, frozen=True, array_like=True):
    """A line of the working: its label, and its weekly amount in pence."""

    label: str
    pence: int


class Outlook(Struct, frozen=True, omit_defaults=True):
    """What an account comes to; amounts are pence, and those a week are of the day `on`.

    `on` is the day compared, or the first day after it on which care runs: absent, if there is none. `weekly` is
    absent if the contribution cannot be worked out; then `cause` is the same for the same cause, and `why` tells it.
    `charged` is what the council charges for the days of the window that are charged already.
    """

    on: date | None = None
    weekly: int | None = None
    basis: Basis | None = None
    setting: Setting | None = None
    cost: int = 0
    cause: str | None = None
    why: str | None = None
    charged: int = 0
    held: dict[str, HeldUprating] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


@dataclass(slots=True, frozen=True)
class Window:
    """The days looked at: from `since` on (absent: from the beginning), and among them the `day` compared.

    `today` is the business day, which says what is charged already.
    """

    since: date | None
    day: date
    today: date

    @property
    def last(self) -> date:
        """The last day looked at."""
        return max(self.day, self.today) + NOTICE_AHEAD

    def lower(self, policy: Policy) -> date:
        """The day from which charges are worked out: a Monday, and at least a day before anything can differ."""
        return date.min if self.since is None else policy.week_of(self.since - DAY).first


def outlook_of(standing: PersonStanding, rules: Rules, window: Window) -> Outlook:
    """The outlook of the account under the rules; without the lines of the working."""
    policy = rules.policy
    first = first_chargeable_day(standing.circumstances, policy)
    if first is None:
        return Outlook()
    lower = window.lower(policy)
    begin = max(lower, policy.week_of(first - DAY).first)
    course = course_of(
        standing.circumstances,
        rules,
        standing.released_upratings(),
        {notice: its for notice, its in standing.worked.held_upratings.items() if its.first <= lower},
        begin,
        max(window.last, begin),
        window.last,
    )
    closed_to = policy.cycle_of(window.today).first - DAY
    weeks = charge_weeks(standing.circumstances, course.segments, policy, begin, closed_to)
    charged = sum(week.pence for week in weeks if week.collector is Collector.COUNCIL)
    return _on_the_day(course, window.day, charged)


def _on_the_day(course: Course, day: date, charged: int) -> Outlook:
    segment = next((its for its in course.segments if its.last >= day), None)
    if segment is None:
        return Outlook(charged=charged, held=course.held)
    on = max(day, segment.first)
    if segment.contribution is None:
        cause, why = _refusal(segment)
        return Outlook(on, cause=cause, why=why, charged=charged, held=course.held)
    its = segment.contribution
    return Outlook(
        on, its.weekly_pence, its.basis, its.setting, its.cost_weekly_pence, charged=charged, held=course.held
    )


def _refusal(segment: Segment) -> tuple[str | None, str | None]:
    return (None, None) if segment.refusal is None else (segment.refusal.key, segment.refusal.message)


def with_lines(outlook: Outlook, standing: PersonStanding, rules: Rules) -> Outlook:
    """The outlook with the working of its day, line by line, as far as its lines are no sums of the others."""
    if outlook.on is None or outlook.weekly is None:
        return outlook
    notices = [notice for reference, notice in rules.notices.items() if reference not in outlook.held]
    # A span of the course keeps the working of its first day, and this asks for that of another.
    segments = schedule(standing.circumstances, notices, rules.rates, rules.policy, outlook.on, outlook.on)
    working = [line for its in segments if its.contribution is not None for line in its.contribution.working]
    lines = tuple(Line(line.label, line.amount_pence) for line in working if line.rule not in _SUMMING_UP)
    return replace(outlook, lines=lines)
