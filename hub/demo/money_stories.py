"""Lives with a story about money: direct debits that come back, deaths, debts, and the agents they are given to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hub.demo.care_stories import BORN
from hub.demo.facts import Data, assessed, care, declined, details
from hub.demo.lives import Life, Note, Payment, Pays, Told, first_cycles, mandate
from hub.demo.ordinary import COMPLETED, DECLINED, HOUR_OF_CARE, pension_age_incomes
from hub.demo.words import AGENTS, BUREAU, OFFICERS, event, payer_reference_of, reference_of

TRACING_AGENT = "TRACING-AGENT-1"
ENFORCEMENT_AGENT = "ENFORCEMENT-AGENT-1"


@dataclass(slots=True, frozen=True)
class Unpaid:
    """A direct debit that the payer's bank sends back: whose, for which cycle, and with which ARUDD code."""

    number: int
    cycle: date
    code: str


_FIRST, _SECOND, _THIRD = first_cycles()
UNPAID = (
    *(Unpaid(number, _FIRST, code) for number, code in ((5, "0"), (15, "1"), (25, "2"), (35, "3"), (45, "4"))),
    *(Unpaid(number, _SECOND, code) for number, code in ((55, "5"), (65, "6"), (75, "7"), (85, "8"))),
    *(Unpaid(number, _THIRD, code) for number, code in ((95, "9"), (105, "A"), (115, "B"))),
)

STRAYS = (
    Payment(date(2026, 3, 30), 85_00, "UNKNOWN 9912"),
    Payment(date(2026, 4, 24), 12_34, ""),
)
"""Payments that nobody can place: a reference of nobody, and none at all."""


def money_stories() -> list[Life]:
    """Everybody here, by number."""
    returned = {unpaid.number: _at_home(unpaid.number) for unpaid in UNPAID}
    returned[5] = replace(returned[5], payments=(Payment(date(2026, 3, 30), 404_00, payer_reference_of(5)),))
    returned[25] = replace(returned[25], later=(_death(25, date(2026, 3, 31), died_on=date(2026, 3, 18)),))
    returned[35] = replace(returned[35], later=(_new_mandate(35, date(2026, 4, 8)),))
    returned[45] = replace(returned[45], later=(_dispute(45, date(2026, 3, 26)),))
    return [
        *returned.values(),
        _judgment_debt(7),
        _gone_away_and_died(13),
        _found_again(21),
        _death_told_late(42),
        _breathing_space(98),
        _paid_under_another_name(126),
        _negative_payment(161),
    ]


def _at_home(number: int, pays: Pays = Pays.BY_DIRECT_DEBIT) -> Life:
    """State pension and the higher attendance allowance: 101.00 a week, and 107.15 from 6 April."""
    means = assessed(number, pension_age_incomes("higher"))
    return Life(number, BORN, (care(16 * HOUR_OF_CARE),), (COMPLETED, means), pays)


def _debtor(number: int) -> Life:
    return Life(number, BORN, (care(11 * HOUR_OF_CARE),), (DECLINED, declined(number)), Pays.NOT_AT_ALL)


def _death(number: int, told_on: date, *, died_on: date, verified: bool = True) -> Told:
    data = {
        "report": f"DEATH-{number:04d}",
        "revision": 1,
        "date_of_death": died_on.isoformat(),
        "reported_on": told_on.isoformat(),
    }
    name = "death.verified" if verified else "death.reported"
    return Told(told_on, event(name, reference_of(number), told_on, data))


def _decision(number: int, day: date, kind: str, role: str, **said: str) -> Told:
    data: Data = {
        "decision": f"DEC-{number:04d}",
        "revision": 1,
        "kind": kind,
        "decided_on": day.isoformat(),
        "decided_by": "OFFICER-1",
        "role": role,
        "reason": "Reminders were not answered.",
        **said,
    }
    return Told(day, event("officer.decided", reference_of(number), day, data, OFFICERS))


def _acknowledged(number: int, day: date, referral: str, agent: str, of: str, version: int) -> Told:
    data = {
        "acknowledgement": f"ACK-{referral}-{version}",
        "referral": referral,
        "agent": agent,
        "of": of,
        "version": version,
        "acknowledged_on": day.isoformat(),
    }
    return Told(day, event("referral.acknowledged", reference_of(number), day, data, AGENTS, str(version)))


def _new_mandate(number: int, day: date) -> Told:
    data = mandate(number, name=f"DDM-{number:04d}-B", since=day)
    return Told(day, event("mandate.changed", reference_of(number), day, data, BUREAU, "B"))


def _dispute(number: int, day: date) -> Told:
    data = {"stop": "STOP-1", "revision": 1, "started_on": day.isoformat(), "about": "amount"}
    return Told(day, event("dispute.started", reference_of(number), day, data, OFFICERS))


def _judgment_debt(number: int) -> Life:
    referral = f"ENFORCE-{number:04d}"
    decided = _decision(
        number,
        date(2026, 4, 8),
        "refer_for_enforcement",
        "debt_panel",
        referral=referral,
        agent=ENFORCEMENT_AGENT,
        judgment=f"JUDGMENT-{number:04d}",
        judgment_amount="990.00",
    )
    return _debtor(number).knowing(
        Note(
            "referral",
            date(2026, 4, 8),
            "The debt panel refers a judgment debt for enforcement; 9 Apr: the agent acknowledges",
            "Nothing adverse without a decision in a permitted role; the agent is told what its contract permits",
            (str(decided.event["id"]),),
        ),
        Note(
            "recall",
            date(2026, 4, 24),
            "990.00 is paid; 28 Apr: the agent acknowledges the recall",
            "The debt that was referred is settled: the agent must stop at once",
            ("payment.received",),
        ),
        later=[
            decided,
            _acknowledged(number, date(2026, 4, 9), referral, ENFORCEMENT_AGENT, "sent", 1),
            _acknowledged(number, date(2026, 4, 28), referral, ENFORCEMENT_AGENT, "recalled", 2),
        ],
        payments=[Payment(date(2026, 4, 24), 990_00, payer_reference_of(number))],
    )


def _traced(number: int) -> tuple[Life, str, Iterable[Told]]:
    referral = f"TRACE-{number:04d}"
    decided_on = date(2026, 4, 9)
    decided = _decision(number, decided_on, "refer_for_tracing", "team_leader", referral=referral, agent=TRACING_AGENT)
    life = replace(_debtor(number), details=details(number, BORN, address=None))
    acknowledged = _acknowledged(number, date(2026, 4, 10), referral, TRACING_AGENT, "sent", 1)
    return life, referral, (decided, acknowledged)


def _gone_away_and_died(number: int) -> Life:
    life, referral, traced = _traced(number)
    death = _death(number, date(2026, 4, 30), died_on=date(2026, 4, 27))
    told = list(traced)
    return life.knowing(
        Note(
            "referral",
            date(2026, 4, 9),
            "A team leader has the person traced, whose letters come back; 10 Apr: the agent acknowledges",
            "Nothing adverse without a decision in a permitted role; the agent is told what its contract permits",
            (str(told[0].event["id"]),),
        ),
        Note(
            "recall",
            date(2026, 4, 30),
            "The person died on 27 April; 5 May: the agent acknowledges the recall",
            "A death closes every adverse step, and nothing after the day of death is charged",
            (str(death.event["id"]),),
        ),
        later=[
            *told,
            death,
            _acknowledged(number, date(2026, 5, 5), referral, TRACING_AGENT, "recalled", 2),
        ],
    )


def _found_again(number: int) -> Life:
    life, referral, traced = _traced(number)
    found_on = date(2026, 4, 21)
    answer = {
        "answer": f"ANSWER-{number:04d}",
        "referral": referral,
        "agent": TRACING_AGENT,
        "outcome": "found",
        "answered_on": found_on.isoformat(),
        "found_address": ["21 Sample Lane", "Sampleton", "ZZ1 1ZZ"],
    }
    answered = Told(found_on, event("referral.answered", reference_of(number), found_on, answer, AGENTS))
    moved = details(number, BORN, revision=2, address={"lines": ["21 Sample Lane", "Sampleton"], "postcode": "ZZ1 1ZZ"})
    changed = Told(date(2026, 4, 23), event("person.details_changed", reference_of(number), date(2026, 4, 23), moved))
    return life.knowing(
        Note(
            "referral",
            date(2026, 4, 9),
            "A team leader has the person traced; 21 Apr: the agent answers that the address is found",
            "An answered referral is called in, and its acknowledgement is chased: none has come",
            (str(answered.event["id"]), "day-opened-2026-04-24"),
        ),
        later=[*traced, answered, changed],
    )


def _death_told_late(number: int) -> Life:
    death = _death(number, date(2026, 4, 28), died_on=date(2026, 3, 24), verified=False)
    return _at_home(number).knowing(
        Note(
            "late death",
            date(2026, 4, 28),
            "The person died on 24 March, five weeks ago",
            "Nothing after the day of death is charged, the mandate ends, and what is overpaid is the estate's",
        ),
        later=[death],
    )


def _breathing_space(number: int) -> Life:
    day = date(2026, 3, 30)
    data = {
        "stop": "STOP-1",
        "revision": 1,
        "started_on": day.isoformat(),
        "ends_on": "2026-05-28",
        "kind": "standard",
    }
    return _at_home(number).knowing(
        Note(
            "breathing space",
            date(2026, 3, 30),
            "Breathing space of 60 days begins",
            "No claim and no enforcement while it lasts (SI 2020/1311, reg 7); care is charged for as before",
            ("day-opened-2026-04-06",),
        ),
        later=[Told(day, event("moratorium.started", reference_of(number), day, data, OFFICERS))],
    )


def _paid_under_another_name(number: int) -> Life:
    other = "SAMPLE MUM"
    day = date(2026, 4, 9)
    data = details(number, BORN, revision=2, payer_references=[payer_reference_of(number), other])
    return replace(_at_home(number), pays=Pays.NOT_AT_ALL).knowing(
        Note(
            "suspense",
            date(2026, 3, 30),
            "300.00 arrives under a reference of nobody; 9 Apr: the reference is this person's",
            "Unknown money waits in suspense, with a task, and comes to whoever claims its reference",
        ),
        later=[Told(day, event("person.details_changed", reference_of(number), day, data))],
        payments=[Payment(date(2026, 3, 30), 300_00, other)],
    )


def _negative_payment(number: int) -> Life:
    day = date(2026, 4, 14)
    data = {
        "payment": f"CARD-{number:04d}",
        "amount": "-12.00",
        "received_on": day.isoformat(),
        "method": "card",
        "payer_reference": payer_reference_of(number),
    }
    return _at_home(number).knowing(later=[Told(day, event("payment.received", reference_of(number), day, data))])
