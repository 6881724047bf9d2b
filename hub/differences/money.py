"""Money: receipts, collections and what came back, posted as they should stand; and the tasks they ask for."""

from datetime import date
from typing import NamedTuple

from contracts.outbound.postings import EntryKind
from hub.deciding import Deciding, WantedTask
from hub.differences.matching import match_taken_back
from hub.differences.names import fitting
from hub.ledger.accounts import Account
from hub.ledger.journal import Line
from hub.recovery.reason_codes import ARUDD, ReasonCode, reason_codes
from hub.recovery.working_days import add_working_days
from hub.standing.person import UNCLAIMED, PersonStanding, TakenBack, keep_first, keep_latest

SCOPE = "money"
ADVICE_DAYS = 3
"""Working days within which a Bacs advice must be acted on; source: the notes of the reason-code table."""


class Movement(NamedTuple):
    """One movement of money that the ledger should hold: a debit of `account`, against the person."""

    kind: EntryKind
    account: Account
    effective_on: date
    pence: int


def settle_money(deciding: Deciding, standing: PersonStanding) -> None:
    """Post every movement that should stand and does not, and take back every one that should not."""
    matched = match_taken_back(standing)
    _post(deciding, standing, wanted_movements(deciding, standing, matched))
    deciding.settle_tasks(standing, SCOPE, _wanted_tasks(standing, matched))


def wanted_movements(
    deciding: Deciding, standing: PersonStanding, matched: dict[str, str | None]
) -> dict[str, Movement]:
    """Every movement of money that the ledger should hold by the facts, by its key.

    A return that has lost its collection to another one stays among them, with nothing to hold.
    """
    wanted: dict[str, Movement] = {}
    for reference, payment in standing.payments.items():
        wanted[f"payment:{reference}"] = Movement(
            EntryKind.PAYMENT, Account.BANK, payment.received_on, payment.amount_pence
        )
    for reference, collection in standing.collections.items():
        wanted[f"collection:{reference}"] = Movement(
            EntryKind.COLLECTION,
            Account.DIRECT_DEBIT_CONTROL,
            collection.processed_on,
            collection.amount_pence,
        )
    for reference, found in matched.items():
        back = standing.taken_back[reference]
        kind = EntryKind.RETURN if back.report == ARUDD else EntryKind.INDEMNITY
        pence = -back.amount_pence if found is not None and _has_settled(deciding, back) else 0
        wanted[f"taken_back:{reference}"] = Movement(kind, Account.DIRECT_DEBIT_CONTROL, back.takes_effect_on, pence)
    return wanted


def _has_settled(deciding: Deciding, back: TakenBack) -> bool:
    return back.report == ARUDD or back.takes_effect_on <= deciding.today


def _post(deciding: Deciding, standing: PersonStanding, wanted: dict[str, Movement]) -> None:
    posted = standing.posted.money
    against = Account.SUSPENSE if standing.is_unclaimed else Account.CONTRIBUTION_DEBTORS
    for key, movement in wanted.items():
        pence = movement.pence - posted.get(key, 0)
        if not pence:
            continue
        item = fitting(key)
        lines = (Line(movement.account, pence, item), Line(against, -pence, item))
        deciding.post(standing, movement.kind, key, movement.effective_on, lines, {"movement": key})
        if movement.pence:
            posted[key] = movement.pence
        else:
            del posted[key]


def claim_references(deciding: Deciding, standing: PersonStanding, references: tuple[str, ...]) -> bool:
    """Bring to the person what waits under these payer references; True if anything was waiting."""
    claimed = False
    for reference in references:
        unclaimed = deciding.standings.get(f"{UNCLAIMED}{reference}")
        if unclaimed is not None and unclaimed is not standing and unclaimed.has_records:
            _claim_from_suspense(deciding, unclaimed, standing)
            claimed = True
    return claimed


def _claim_from_suspense(deciding: Deciding, unclaimed: PersonStanding, standing: PersonStanding) -> None:
    posted = standing.posted.money
    for key, pence in sorted(unclaimed.posted.money.items()):
        item = fitting(key)
        lines = (Line(Account.SUSPENSE, pence, item), Line(Account.CONTRIBUTION_DEBTORS, -pence, item))
        deciding.post(
            standing,
            EntryKind.PAYMENT_IDENTIFIED,
            key,
            _effective_on(unclaimed, key),
            lines,
            {"movement": key},
        )
        # The same movement may have reached the person by another way; then the sum is put right by the difference.
        posted[key] = posted.get(key, 0) + pence
    for reference, payment in unclaimed.payments.items():
        keep_first(standing.payments, reference, payment)
    for reference, collection in unclaimed.collections.items():
        keep_first(standing.collections, reference, collection)
    for reference, back in unclaimed.taken_back.items():
        keep_first(standing.taken_back, reference, back)
    for reference, mandate in unclaimed.mandates.items():
        keep_latest(standing.mandates, reference, mandate)
    for records in (unclaimed.payments, unclaimed.collections, unclaimed.taken_back, unclaimed.mandates):
        records.clear()
    unclaimed.posted.money.clear()
    unclaimed.next_due_on = None
    deciding.settle_tasks(unclaimed, SCOPE, {})


def _effective_on(standing: PersonStanding, key: str) -> date:
    kind, reference = key.split(":", 1)
    if kind == "payment":
        return standing.payments[reference].received_on
    if kind == "collection":
        return standing.collections[reference].processed_on
    return standing.taken_back[reference].takes_effect_on


def reason_of(back: TakenBack) -> ReasonCode | None:
    """What the reason code of a return or claim asks for; None if nobody published such a code."""
    return reason_codes().get((back.report, back.reason_code))


def _wanted_tasks(standing: PersonStanding, matched: dict[str, str | None]) -> dict[str, WantedTask]:
    wanted: dict[str, WantedTask] = {}
    if standing.is_unclaimed:
        for reference, payment in standing.payments.items():
            wanted[f"payment_in_suspense:{reference}"] = WantedTask(
                "payment_in_suspense",
                "A payment carries a reference that belongs to nobody we know. Find out whose it is.",
                add_working_days(payment.received_on, ADVICE_DAYS),
                3,
            )
    for reference, found in matched.items():
        back = standing.taken_back[reference]
        due_on = add_working_days(back.takes_effect_on, ADVICE_DAYS)
        reason = reason_of(back)
        if found is None:
            wanted[f"collection_not_found:{reference}"] = WantedTask(
                "collection_not_found",
                "A direct debit came back, and no collection of that sum and day is known. Find it.",
                due_on,
                2,
            )
        if reason is None:
            wanted[f"reason_code_unknown:{reference}"] = WantedTask(
                "reason_code_unknown",
                f"{back.report} reason code {back.reason_code} is not in the table of published codes.",
                due_on,
                1,
            )
        else:
            wanted[f"{reason.reaction}:{reference}"] = WantedTask(
                reason.reaction,
                f"{back.report} reason {reason.code}: {reason.description}.",
                due_on,
                1 if reason.reaction == "bereavement_workflow" else 2,
            )
    return wanted
