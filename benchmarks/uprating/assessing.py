"""How long one assessment takes with its working, and one whole course, over lives of every kind; in the core alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import select

from benchmarks.throughput.deciding_one import almanac
from benchmarks.uprating import lives
from hub.charging.assessment import assess_shares
from hub.charging.case import case_of
from hub.charging.circumstances import Circumstances, UpratingNotice
from hub.charging.costs import cost_shares
from hub.charging.schedule import schedule
from hub.ledger.engine import open_engine
from hub.ledger.tables import person_standing
from hub.standing.codec import decode_person
from hub.standing.council import CouncilStanding

ROUNDS = 7
DAYS = 8


@dataclass(slots=True, frozen=True)
class Core:
    """Microseconds of one assessment with its working, and of one course from April to eight weeks ahead."""

    assessment: float
    course: float


def measure_core(store: str, council: CouncilStanding) -> Core:
    """Assess every life on several days, ready cases first, and then work out whole courses."""
    engine = open_engine(store)
    try:
        with engine.connect() as connection:
            query = select(person_standing.c.standing).where(person_standing.c.has_care).order_by("person").limit(400)
            people = [decode_person(text).circumstances for text in connection.execute(query).scalars()]
    finally:
        engine.dispose()
    found = almanac()
    notices = council.notices_in_order()
    cases = [case_of(who, notices, found.rates, found.policy) for who in people]
    days = [lives.NOTICE_FROM + timedelta(days=number) for number in range(DAYS)]

    def assess_all() -> int:
        for case in cases:
            for day in days:
                assess_shares(case, cost_shares(case, day), day)
        return len(cases) * len(days)

    def course_of_all() -> int:
        for who in people:
            _course(who, notices)
        return len(people)

    return Core(_microseconds(assess_all), _microseconds(course_of_all))


def _course(who: Circumstances, notices: list[UpratingNotice]) -> None:
    found = almanac()
    first, last = lives.NOTICE_FROM - timedelta(days=7), lives.TODAY + timedelta(days=56)
    schedule(who, notices, found.rates, found.policy, first, last)


def _microseconds(work: Callable[[], int]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        count = work()
        taken.append((time.process_time() - began) / count * 1e6)
    return median(taken)
