"""Entries of camt statements, and the payments inside a booked credit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.inbound.banking import PaymentMethod, PaymentReceived
from producers.sources.fields import bank_text, payer_reference
from producers.sources.reading import Reading
from producers.sources.xml import Node

STERLING = "GBP"
CREDIT = "CRDT"
BOOKED = "BOOK"

_CURRENCY = re.compile(r"[A-Z]{3}")
_DIRECTION = re.compile(r"CRDT|DBIT")
_STATUS = re.compile(r"BOOK|PDNG|INFO|FUTR")
_FLAG = re.compile(r"|true|false|1|0")
_RAISED = frozenset({"true", "1"})
# What the standard has banks write where the payer gave no reference; it would pass for one.
_NO_REFERENCE = "NOTPROVIDED"
_CASH_DEPOSIT = ("CNTR", "CDPT")
_METHOD_OF_FAMILY = {
    "RCDT": PaymentMethod.BANK_TRANSFER,
    "RRCT": PaymentMethod.BANK_TRANSFER,
    "RCHQ": PaymentMethod.CHEQUE,
    "MCRD": PaymentMethod.CARD,
    "IDDT": PaymentMethod.DIRECT_DEBIT,
}
# Where versions from 03 on and version 02 keep the amount of a part; the first that is there counts.
_AMOUNTS_OF_A_PART = (("Amt",), ("AmtDtls", "TxAmt", "Amt"))


@dataclass(slots=True, frozen=True)
class Entry:
    """What a bank booked, or gives notice of: an amount without sign, and which way the money went."""

    node: Node
    amount: Decimal
    currency: str
    is_credit: bool
    is_booked: bool
    is_reversal: bool

    @property
    def signed(self) -> Decimal:
        """The amount as the account saw it: money in is positive, also when it reverses money out."""
        return self.amount if self.is_credit else -self.amount


@dataclass(slots=True, frozen=True)
class _Part:
    """One payment of an entry: its pence, and the details that tell of it."""

    pence: int
    details: tuple[Node, ...]


def entry_in(node: Node) -> Entry:
    """The entry at a node.

    Raises:
        Faulty: amount, currency, direction, status or reversal flag is not as the standard says.
    """
    return Entry(
        node,
        node.field("Amt").decimal(),
        currency_of(node, "Amt"),
        is_credit(node),
        _status_of(node) == BOOKED,
        node.field("RvslInd").matching(_FLAG, "true or false").group() in _RAISED,
    )


def currency_of(node: Node, *path: str) -> str:
    """The currency of the amount by this path.

    Raises:
        Faulty: no amount there, or no currency of three letters.
    """
    return node.only(*path).attribute("Ccy").matching(_CURRENCY, "a currency of three letters").group()


def is_credit(node: Node) -> bool:
    """Whether the money of an entry or a balance is ours.

    Raises:
        Faulty: CdtDbtInd is neither of the two words.
    """
    return node.field("CdtDbtInd").matching(_DIRECTION, "CRDT or DBIT").group() == CREDIT


def tell_payments(entry: Entry, identity: Sequence[str], reading: Reading) -> tuple[int, bool]:
    """Tell the payments of a booked sterling credit: how many, and whether a batch could not be told apart.

    Raises:
        Faulty: a day or a sum inside it is not as the standard says.
    """
    booked_on = entry.node.field(*_day_path(entry.node, "BookgDt")).day()
    parts = [part for part in _parts_of(entry) if part.pence]
    for part in parts:
        carried = payer_reference(_references(entry, part))
        text = bank_text(_texts(entry, part))
        method = _method_of(entry, part)
        reference = reading.reference(
            identity, (booked_on, part.pence, carried, text, method.value, *_bank_references(entry, part))
        )
        payment = PaymentReceived(
            payment=reference,
            amount=part.pence,
            received_on=booked_on,
            method=method,
            payer_reference=carried,
            bank_text=text,
        )
        reading.tell(reference, booked_on, payment)
    return len(parts), any(len(part.details) > 1 for part in parts)


def _status_of(node: Node) -> str:
    path = ("Sts", "Cd") if node.maybe("Sts", "Cd") is not None else ("Sts",)
    return node.field(*path).matching(_STATUS, "BOOK, PDNG, INFO or FUTR").group()


def _day_path(node: Node, name: str) -> tuple[str, str]:
    return (name, "DtTm") if node.maybe(name, "DtTm") is not None else (name, "Dt")


def _parts_of(entry: Entry) -> list[_Part]:
    """The payments of an entry: its details where they add up to it, else the entry as one."""
    details = tuple(entry.node.every("NtryDtls", "TxDtls"))
    pence = entry.node.field("Amt").pence()
    if len(details) > 1:
        shares = [_pence_of_part(part) for part in details]
        known = [share for share in shares if share is not None]
        if len(known) == len(shares) and sum(known) == pence:
            return [_Part(share, (part,)) for share, part in zip(known, details, strict=True)]
    return [_Part(pence, details)]


def _pence_of_part(details: Node) -> int | None:
    """The pence of a part of a sterling credit; None if it states none, or went the other way."""
    for path in _AMOUNTS_OF_A_PART:
        if details.maybe(*path) is None:
            continue
        went_our_way = details.field("CdtDbtInd").text in ("", CREDIT)
        if not went_our_way or currency_of(details, *path) != STERLING:
            return None
        return details.field(*path).pence()
    return None


def _references(entry: Entry, part: _Part) -> Iterator[str]:
    """What may be the payer's reference, likeliest first; a batch told as one carries many, and so none."""
    if not part.details:
        yield from entry.node.texts("AddtlNtryInf")
    if len(part.details) == 1:
        yield from _structured(part.details[0])
        yield from _end_to_end(part.details[0])
        yield from part.details[0].texts("RmtInf", "Ustrd")


def _texts(entry: Entry, part: _Part) -> Iterator[str]:
    for details in part.details:
        yield from details.texts("RltdPties", "Dbtr", "Nm")
        yield from details.texts("RltdPties", "Dbtr", "Pty", "Nm")
        yield from _structured(details)
        yield from _end_to_end(details)
        yield from details.texts("RmtInf", "Ustrd")
        yield from details.texts("AddtlTxInf")
    yield from entry.node.texts("AddtlNtryInf")


def _structured(details: Node) -> list[str]:
    return details.texts("RmtInf", "Strd", "CdtrRefInf", "Ref")


def _end_to_end(details: Node) -> list[str]:
    return [text for text in details.texts("Refs", "EndToEndId") if text.upper() != _NO_REFERENCE]


def _bank_references(entry: Entry, part: _Part) -> Iterator[str]:
    yield from entry.node.texts("NtryRef")
    yield from entry.node.texts("AcctSvcrRef")
    for details in part.details:
        for name in ("AcctSvcrRef", "InstrId", "TxId"):
            yield from details.texts("Refs", name)


def _method_of(entry: Entry, part: _Part) -> PaymentMethod:
    for node in (entry.node, *part.details):
        domain = node.maybe("BkTxCd", "Domn")
        if domain is None or domain.field("Cd").text != "PMNT":
            continue
        family = domain.field("Fmly", "Cd").text
        if (family, domain.field("Fmly", "SubFmlyCd").text) == _CASH_DEPOSIT:
            return PaymentMethod.CASH
        return _METHOD_OF_FAMILY.get(family, PaymentMethod.OTHER)
    return PaymentMethod.OTHER
