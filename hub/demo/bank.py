"""The world's money: a bureau that collects what the hub claims, payers' banks that send some of it back, and payers.

All of them know only what the hub has said: the bureau its claims and cancelled mandates, the payers their statements.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import orjson
from sqlalchemy import Connection

from contracts.money import pence_from_pounds, pounds_from_pence
from hub.demo.bank_files import Credit, Returned
from hub.demo.lives import Life, Pays
from hub.demo.money_stories import STRAYS, UNPAID
from hub.demo.words import BUREAU, Event, event, payer_reference_of
from hub.history import statements_of
from hub.rates.policy import Policy
from hub.recovery.working_days import add_working_days, is_working_day

PAY_DAYS = (date(2026, 3, 20), date(2026, 4, 17), date(2026, 5, 15))
"""Fridays on which people pay their statement; each makes one statement of the bank."""

STANDING_ORDER_PENCE = 200_00

_DAYS_TO_REPORT = 2
"""Working days from the processing of a collection to the report that it came back."""


@dataclass(slots=True, frozen=True)
class Claim:
    """A sum that the hub asked the bureau to collect."""

    claim: str
    mandate: str
    payer_reference: str
    pence: int
    processed_on: date


class Bureau:
    """Keeps the hub's claims until their day, and collects them unless the mandate was cancelled meanwhile."""

    def __init__(self, policy: Policy) -> None:
        self._claims: dict[str, Claim] = {}
        self._codes = {
            (payer_reference_of(unpaid.number), policy.cycle_of(unpaid.cycle).first): unpaid.code for unpaid in UNPAID
        }
        self._coming_back: dict[date, list[Returned]] = {}

    def hear(self, bodies: Iterable[bytes]) -> None:
        """Take in what the hub has said."""
        for body in bodies:
            said = orjson.loads(body)
            data = said["data"]
            if said["type"] == "direct_debit.claim_requested.v1":
                self._claims[data["claim"]] = Claim(
                    data["claim"],
                    data["mandate"],
                    data["payer_reference"],
                    pence_from_pounds(data["amount"]),
                    _working_day_before(date.fromisoformat(data["collect_on"])),
                )
            elif said["type"] == "mandate.cancellation_requested.v1":
                kept = {name: claim for name, claim in self._claims.items() if claim.mandate != data["mandate"]}
                self._claims = kept

    def collect(self, day: date) -> list[Event]:
        """The collections that Bacs processes on the day; the payer is debited a working day later."""
        due = [claim for _, claim in sorted(self._claims.items()) if claim.processed_on == day]
        for claim in due:
            del self._claims[claim.claim]
            self._may_come_back(claim)
        return [
            event(
                "direct_debit.collected",
                None,
                day,
                {
                    "collection": f"COL:{claim.claim}",
                    "payer_reference": claim.payer_reference,
                    "amount": pounds_from_pence(claim.pence),
                    "processed_on": day.isoformat(),
                    "claim": claim.claim,
                },
                BUREAU,
                claim.claim,
            )
            for claim in due
        ]

    def _may_come_back(self, claim: Claim) -> None:
        _, _, cycle = claim.claim.rpartition(":")
        code = self._codes.get((claim.payer_reference, date.fromisoformat(cycle)))
        if code is not None:
            reported_on = add_working_days(claim.processed_on, _DAYS_TO_REPORT)
            payer = f"T PERSON-{claim.payer_reference[-4:]}"
            back = Returned(claim.pence, claim.payer_reference, payer, claim.processed_on, code)
            self._coming_back.setdefault(reported_on, []).append(back)

    def came_back(self, day: date) -> Sequence[Returned]:
        """The direct debits that the report of the day tells as unpaid."""
        return self._coming_back.pop(day, [])


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def paid_by_statement(connection: Connection, lives: Iterable[Life]) -> Iterator[Credit]:
    """What people pay on a pay day: the sum that their latest statement shows, or the sum of a standing order."""
    for life in lives:
        if life.pays not in (Pays.BY_TRANSFER, Pays.BY_STANDING_ORDER):
            continue
        statements = statements_of(connection, life.person)
        owed = pence_from_pounds(statements[-1]["closing_balance"]) if statements else 0
        pence = owed if life.pays is Pays.BY_TRANSFER else STANDING_ORDER_PENCE
        if owed > 0:
            yield Credit(pence, payer_reference_of(life.number), f"T PERSON-{life.number:04d}")


def paid_besides(day: date, lives: Iterable[Life]) -> Iterator[Credit]:
    """What else reaches the bank on the day: money that people send of their own accord, and money of nobody known."""
    for life in lives:
        for payment in life.payments:
            if payment.paid_on == day:
                yield Credit(payment.pence, payment.reference, f"T PERSON-{life.number:04d}")
    for stray in STRAYS:
        if stray.paid_on == day:
            yield Credit(stray.pence, stray.reference, "A SAMPLE PAYER")
