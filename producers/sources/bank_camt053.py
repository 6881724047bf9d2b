"""camt.053 bank statements: one payment for each booked credit, or for each part of a batch that adds up to it.

Versions 02 and later differ in where they keep a status, a part's amount and a payer's name, and all are read; so
are files without a namespace. The entry is what the bank booked and is authoritative; its details only say how it
was made up. Debits and reversals are counted and tie the balances, and become no payments.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from producers.sources.camt_entries import STERLING, Entry, currency_of, entry_in, is_credit, tell_payments
from producers.sources.errors import Faulty
from producers.sources.fields import PENNY
from producers.sources.reading import Control, FileRead, Reading, Source
from producers.sources.xml import Node, parse

FORMAT = "camt053"

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(?!0[01])[0-9]{2}")
# A bank that states no opening balance states the closing balance of the day before.
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
# A message may summarise its entries in these three groups: all, money in, money out.
_SUMMARIES = (("TtlNtries", (True, False)), ("TtlCdtNtries", (True,)), ("TtlDbtNtries", (False,)))


@dataclass(slots=True, frozen=True)
class _Balance:
    """A balance with its sign; `name` is where it stands in the statement."""

    name: str
    amount: Decimal
    currency: str


@dataclass(slots=True)
class _Found:
    """What a message holds, all its statements together."""

    entries: list[Entry]
    payments: int = 0
    batches_as_one: int = 0
    statements_tied: int = 0


def read(content: bytes) -> FileRead:
    """A statement as one `payment.received.v1` for each payment in it, or its faults."""
    reading = Reading(FORMAT)
    with reading.refusing():
        document = parse(content, "Document")
        if document.namespace and not _NAMESPACE.fullmatch(document.namespace):
            # Reports and notices (052, 054) tell of the same money as the statement; booked too, it would count twice.
            raise Faulty("/Document", "xmlns", "expected camt.053.001.02 or a later version, or no namespace")
        _read_message(document.root, reading)
    return reading.done()


def _read_message(root: Node, reading: Reading) -> None:
    message = root.only("BkToCstmrStmt")
    statements = message.every("Stmt")
    if not statements:
        raise Faulty(message.where, "Stmt", "expected at least one")
    reading.control["message_id"] = message.field("GrpHdr", "MsgId").required()
    reading.control["statement_count"] = len(statements)
    page = message.field("GrpHdr", "MsgPgntn", "PgNb").text
    found = _Found([])
    identities: set[tuple[str, ...]] = set()
    for ordinal, statement in enumerate(statements, 1):
        with reading.refusing():
            identity = (*_identity_of(statement), page)
            if identity in identities:
                raise statement.field("Id").refused("each statement of an account once")
            identities.add(identity)
            reading.control[f"statement_{ordinal}_account"] = identity[0]
            _read_statement(statement, f"statement_{ordinal}", identity, found, reading)
    if root.count("Ntry") != sum(len(statement.every("Ntry")) for statement in statements):
        reading.refuse(Faulty(root.where, "Ntry", "expected every entry inside a statement"))
    reading.control.update(_figures(found))


def _identity_of(statement: Node) -> tuple[str, str, str]:
    """What a statement is: its account, its identification and its page.

    The id of the message is left out on purpose: a bank sends the same statement again in another message.
    """
    account = statement.field("Acct", "Id", "IBAN").text or statement.field("Acct", "Id", "Othr", "Id").required()
    return account, statement.field("Id").required(), statement.field("StmtPgntn", "PgNb").text


def _read_statement(statement: Node, name: str, identity: Sequence[str], found: _Found, reading: Reading) -> None:
    nodes = statement.every("Ntry")
    entries: list[Entry] = []
    for node in nodes:
        with reading.refusing():
            entry = entry_in(node)
            entries.append(entry)
            _tell_entry(entry, identity, found, reading)
    found.entries.extend(entries)
    opening = _balance(statement, _OPENING)
    closing = _balance(statement, _CLOSING)
    for end, balance in (("opening", opening), ("closing", closing)):
        if balance is not None:
            reading.control[f"{name}_{end}"] = f"{_plain(balance.amount)} {balance.currency}"
    if len(entries) < len(nodes):
        # The unreadable entry is a fault already, and without it nothing can add up.
        return
    _check_summaries(statement, entries)
    if opening is not None and closing is not None:
        _tie(statement, opening, closing, [entry for entry in entries if entry.is_booked])
        found.statements_tied += 1


def _tell_entry(entry: Entry, identity: Sequence[str], found: _Found, reading: Reading) -> None:
    if entry.currency != STERLING:
        raise Faulty(entry.node.where, "Amt/@Ccy", f"expected {STERLING}")
    if entry.is_credit and entry.is_booked and not entry.is_reversal:
        payments, as_one = tell_payments(entry, identity, reading)
        found.payments += payments
        found.batches_as_one += as_one


def _balance(statement: Node, kinds: Iterable[str]) -> _Balance | None:
    """The balance of the first of these kinds that is there; of several days, the end of the period it marks."""
    balances = statement.every("Bal")
    for kind in kinds:
        of_kind = [balance for balance in balances if balance.field("Tp", "CdOrPrtry", "Cd").text == kind]
        if not of_kind:
            continue
        # Days are read only to choose among several, and ISO dates sort as text.
        of_kind.sort(key=lambda balance: "".join(balance.texts("Dt", "Dt") or balance.texts("Dt", "DtTm")))
        chosen = of_kind[-1] if kind in _CLOSING else of_kind[0]
        amount = chosen.field("Amt").decimal()
        signed = amount if is_credit(chosen) else -amount
        return _Balance(f"Bal[{kind}]/Amt", signed, currency_of(chosen, "Amt"))
    return None


def _tie(statement: Node, opening: _Balance, closing: _Balance, entries: Sequence[Entry]) -> None:
    if closing.currency != opening.currency:
        raise Faulty(statement.where, f"{closing.name}/@Ccy", "expected the currency of the opening balance")
    if any(entry.currency != opening.currency for entry in entries):
        raise Faulty(statement.where, f"{opening.name}/@Ccy", "expected the currency of the entries")
    if opening.amount + sum(entry.signed for entry in entries) != closing.amount:
        raise Faulty(statement.where, closing.name, "expected the opening balance and the booked entries together")


def _check_summaries(statement: Node, entries: Sequence[Entry]) -> None:
    for name, directions in _SUMMARIES:
        summary = statement.maybe("TxsSummry", name)
        if summary is None:
            continue
        summed = [entry for entry in entries if entry.is_credit in directions]
        count = summary.field("NbOfNtries")
        total = summary.field("Sum")
        if count.text and count.whole_number() != len(summed):
            raise count.refused("the number of entries it sums up")
        if total.text and total.decimal() != sum(entry.amount for entry in summed):
            raise total.refused("the sum of the entries it sums up")


def _figures(found: _Found) -> Control:
    booked = [entry for entry in found.entries if entry.is_booked]
    credits_ = [entry.amount for entry in booked if entry.is_credit]
    debits = [entry.amount for entry in booked if not entry.is_credit]
    return {
        "entry_count": len(found.entries),
        "not_booked_count": len(found.entries) - len(booked),
        "credit_count": len(credits_),
        "credit_total": _plain(sum(credits_, Decimal(0))),
        "debit_count": len(debits),
        "debit_total": _plain(sum(debits, Decimal(0))),
        "reversal_count": sum(entry.is_reversal for entry in booked),
        "currencies": ", ".join(sorted({entry.currency for entry in found.entries})),
        "payment_count": found.payments,
        "batch_as_one_count": found.batches_as_one,
        "statement_tied_count": found.statements_tied,
    }


def _plain(amount: Decimal) -> str:
    # Some currencies have a third decimal, and some banks write one that is zero.
    return f"{amount:.2f}" if amount == amount.quantize(PENNY) else str(amount)


SOURCE = Source(FORMAT, "ISO 20022 camt.053 bank statement (XML), version 02 and later: money received", read)
