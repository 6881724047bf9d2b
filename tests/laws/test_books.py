"""Whatever happens to people, the books are right: balanced, never above the cost of care, and as they were told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.inbound.care_packages import Collector
from contracts.money import pence_from_pounds
from hub.charging.care import first_chargeable_day
from hub.charging.charge_weeks import WeekCharge, should_be
from hub.charging.schedule import schedule
from hub.differences.upratings import Rules, notices_that_hold
from hub.ledger.tables import council_standing, person_standing
from hub.reconciliation.ledger import find_in_balances, find_in_chains, find_in_seals, find_in_standings
from hub.standing.codec import decode_council, decode_person
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding
from tests.journeys.beginnings import one_cycle_charged
from tests.laws.histories import History, histories
from tests.laws.test_any_order import IN_MEMORY, LARGE, told_anyhow
from tests.stories import ALMANAC, Story

TRIES = settings(max_examples=30, deadline=None, suppress_health_check=LARGE)
SEEDS = st.integers(0, 2**32)


def standings(story: Story) -> tuple[CouncilStanding, list[PersonStanding]]:
    with story.connection() as connection:
        council = decode_council(connection.execute(select(council_standing.c.standing)).scalar_one())
        people = connection.execute(select(person_standing.c.standing)).scalars()
        return council, [decode_person(text) for text in people]


def weeks_from_scratch(council: CouncilStanding, standing: PersonStanding) -> Iterator[tuple[str, WeekCharge]]:
    """Each charging week as it should be by the facts, with its key."""
    first = first_chargeable_day(standing.circumstances, ALMANAC.policy)
    if first is None:
        return
    last = ALMANAC.policy.cycle_of(council.business_day).first - timedelta(days=1)
    rules = Rules(council.notices, ALMANAC.rates, ALMANAC.policy)
    released = standing.released_upratings()
    notices = notices_that_hold(standing.circumstances, rules, released, council.business_day)
    for week in should_be(standing.circumstances, notices, ALMANAC.rates, ALMANAC.policy, first, max(first, last)):
        if week.week <= last:
            yield f"{week.week.isoformat()}/{week.setting}", week


@TRIES
@given(histories(), SEEDS)
def test_what_is_charged_is_what_should_be_by_all_the_facts_and_never_above_cost(history: History, seed: int) -> None:
    with told_anyhow(IN_MEMORY, history, seed) as story:
        council, people = standings(story)
        for standing in people:
            expected: dict[str, int] = defaultdict(int)
            deferred: dict[str, int] = defaultdict(int)
            for key, week in weeks_from_scratch(council, standing):
                assert 0 <= week.pence <= week.pence + week.deferred_pence <= week.cost_pence
                expected[key] += week.pence if week.collector is Collector.COUNCIL else 0
                deferred[key] += week.deferred_pence
            assert standing.posted.charges == {key: pence for key, pence in expected.items() if pence}
            assert standing.posted.deferred == {key: pence for key, pence in deferred.items() if pence}


@TRIES
@given(histories(), SEEDS)
def test_the_books_balance_and_agree_with_the_accounts(history: History, seed: int) -> None:
    with told_anyhow(IN_MEMORY, history, seed) as story:
        assert sum(pence_from_pounds(amount) for amount in story.trial_balance().values()) == 0
        for entry in story.entries():
            assert sum(pence for _, pence in entry["lines"]) == 0
        checks = (find_in_balances, find_in_chains, find_in_seals, find_in_standings)
        with story.connection() as connection:
            assert [finding for check in checks for finding in check(connection)] == []
        for account, told in (("contribution_debtors", "balance"), ("deferred_payment_debtors", "deferred")):
            debtors = pence_from_pounds(story.trial_balance().get(account, "0.00"))
            assert debtors == sum(pence_from_pounds(person[told]) for person in story.state()["people"])


@TRIES
@given(histories(), SEEDS)
def test_what_others_were_told_adds_up_to_what_is(history: History, seed: int) -> None:
    with told_anyhow(IN_MEMORY, history, seed) as story:
        told = what_was_told(story)
        for person in story.state()["people"]:
            name = person["person"]
            assert told.charged[name] == pence_from_pounds(person["charged"])
            assert told.tasks[name] == {task["task"] for task in person["tasks"]}
            referrals = {referral["referral"]: referral["state"] == "live" for referral in person["referrals"]}
            assert {referral for referral in referrals if referral in told.live} == {
                referral for referral, is_live in referrals.items() if is_live
            }


@TRIES
@given(histories(), SEEDS)
def test_nobody_is_charged_an_amount_that_was_not_told_before(history: History, seed: int) -> None:
    with told_anyhow(IN_MEMORY, history, seed) as story:
        council, people = standings(story)
        for standing in people:
            if standing.posted.charges and not standing.died:
                assert_every_amount_was_told(council, standing)
        charged: set[tuple[str, str]] = set()
        for event in story.messages():
            decision = (str(event.get("causationid")), str(event.get("subject")))
            if event["type"] == "charge.raised.v1":
                charged.add(decision)
            # what one decision changes is told before any of it is charged
            assert event["type"] != "contribution.changed.v1" or decision not in charged


def assert_every_amount_was_told(council: CouncilStanding, standing: PersonStanding) -> None:
    assert standing.said.contribution is not None
    told = {date.fromisoformat(day): pence for day, pence in standing.said.contribution.course.items()}
    rules = Rules(council.notices, ALMANAC.rates, ALMANAC.policy)
    released = standing.released_upratings()
    notices = notices_that_hold(standing.circumstances, rules, released, council.business_day)
    first = first_chargeable_day(standing.circumstances, ALMANAC.policy)
    assert first is not None
    last = ALMANAC.policy.cycle_of(council.business_day).first - timedelta(days=1)
    for segment in schedule(standing.circumstances, notices, ALMANAC.rates, ALMANAC.policy, first, last):
        if segment.contribution is not None and not segment.contribution.is_awaiting_assessment:
            latest = max(day for day in told if day <= segment.first)
            assert told[latest] == segment.contribution.weekly_pence


class Told:
    """What somebody outside makes of the messages alone: charges, open tasks and live referrals, by person."""

    def __init__(self) -> None:
        self.charged: dict[str, int] = defaultdict(int)
        self.tasks: dict[str, set[str]] = defaultdict(set)
        self.live: set[str] = set()
        self.versions: dict[str, int] = defaultdict(int)

    def hear(self, kind: str, person: str, data: dict[str, Any]) -> None:
        if kind in ("charge.raised", "charge.reversed"):
            self.charged[person] += pence_from_pounds(data["amount"]) * (1 if kind == "charge.raised" else -1)
        elif kind == "task.raised":
            self.tasks[person].add(data["task"])
        elif kind == "task.withdrawn":
            self.tasks[person].remove(data["task"])
        elif "_referral." in kind:
            self._hear_of_referral(kind.rpartition(".")[2], data)

    def _hear_of_referral(self, word: str, data: dict[str, Any]) -> None:
        referral = data["referral"]
        # an agent hears of a case in order, and only of one it has is anything amended or recalled
        assert data["version"] == self.versions[referral] + 1
        self.versions[referral] = data["version"]
        assert (referral in self.live) is (word != "sent")
        if word == "recalled":
            self.live.remove(referral)
        else:
            self.live.add(referral)


def what_was_told(story: Story) -> Told:
    told = Told()
    for event in story.messages():
        told.hear(event["type"].removesuffix(".v1"), event.get("subject", ""), event["data"])
    return told


def test_the_law_of_weeks_looks_at_something(quick_story: Story) -> None:
    one_cycle_charged(quick_story)
    council, (standing,) = standings(quick_story)
    assert [(key, week.pence, week.cost_pence) for key, week in weeks_from_scratch(council, standing)] == [
        (f"{date(2026, 4, 6) + timedelta(days=7 * week)}/community", 7000, 50000) for week in range(4)
    ]
