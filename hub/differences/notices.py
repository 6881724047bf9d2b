"""Notices: the course of the contribution, less what the person was told of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.outbound.contributions import CapitalLine, ContributionChanged, WorkingLine
from hub.charging.assessment import Contribution
from hub.charging.schedule import Segment
from hub.deciding import Deciding
from hub.standing.person import PersonStanding, SaidContribution

NOTICE_AHEAD = timedelta(days=28)
DAY = timedelta(days=1)


_Weekly = tuple[int, int]
"""What a person pays a week and what is deferred besides, in pence."""


@dataclass(slots=True)
class _Run:
    """Days on which the person pays and defers one and the same amount, its working apart."""

    first: date
    last: date
    contribution: Contribution

    @property
    def weekly(self) -> _Weekly:
        return self.contribution.weekly_pence, self.contribution.deferred_weekly_pence


def tell_course(deciding: Deciding, standing: PersonStanding, segments: list[Segment]) -> None:
    """Say each amount up to the horizon that is not what the person was told for its first day.

    An amount of days gone by is said too: somebody is going to be charged it.
    """
    standing.said.is_silent = standing.died
    if standing.died:
        return
    said = standing.said.contribution
    course = {} if said is None else {first: (paid, said.deferred.get(first, 0)) for first, paid in said.course.items()}
    began: date | None = None
    for run in _runs(segments, deciding.today + NOTICE_AHEAD):
        day = _first_news(run, course)
        if day is None:
            continue
        before = _told_on(course, day)
        _say(deciding, standing, day, run.contribution, None if before is None else before[0])
        within = {first for first in course if day.isoformat() <= first <= run.last.isoformat()}
        course = {first: weekly for first, weekly in course.items() if first not in within}
        course[day.isoformat()] = run.weekly
        began = began or day
    if began is not None:
        standing.said.contribution = SaidContribution(
            began,
            {first: paid for first, (paid, _) in course.items()},
            1 if said is None else said.notice + 1,
            {first: deferred for first, (_, deferred) in course.items() if deferred},
        )


def _runs(segments: list[Segment], horizon: date) -> list[_Run]:
    runs: list[_Run] = []
    for segment in segments:
        contribution = segment.contribution
        if contribution is None or contribution.is_awaiting_assessment or segment.first > horizon:
            continue
        last = runs[-1] if runs else None
        run = _Run(segment.first, segment.last, contribution)
        if last is not None and last.weekly == run.weekly and last.last + DAY == segment.first:
            last.last, last.contribution = segment.last, contribution
        else:
            runs.append(run)
    return runs


def _first_news(run: _Run, told: dict[str, _Weekly]) -> date | None:
    """The first day of the run for which the person was told nothing, or something else; None if there is none."""
    changes = [day for day in map(date.fromisoformat, sorted(told)) if run.first < day <= run.last]
    return next((day for day in [run.first, *changes] if _told_on(told, day) != run.weekly), None)


def _told_on(told: dict[str, _Weekly], day: date) -> _Weekly | None:
    known = [first for first in told if first <= day.isoformat()]
    return told[max(known)] if known else None


def _say(
    deciding: Deciding, standing: PersonStanding, day: date, contribution: Contribution, before: int | None
) -> None:
    changed = ContributionChanged(
        effective_from=day,
        weekly_before=before,
        weekly_now=contribution.weekly_pence,
        basis=contribution.basis,
        working=tuple(
            WorkingLine(
                label=line.label,
                amount=line.amount_pence,
                source=line.source,
                rule=line.rule or None,
                rate=line.rate,
                rate_source=line.rate_source,
            )
            for line in contribution.working
        ),
        capital=tuple(
            CapitalLine(label=line.label, amount=line.amount_pence, source=line.source, rule=line.rule or None)
            for line in contribution.capital
        )
        or None,
        deferred_weekly=contribution.deferred_weekly_pence or None,
    )
    deciding.say(standing, changed, f"contribution:{day.isoformat()}")
