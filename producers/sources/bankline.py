"""Bankline data services statements (fixed columns): one payment for each credit.

The trailer declares totals and counts, and banks differ in what they count: the details alone, or the details and
the total records among them. A file must agree with one of the two throughout. The bank's own codes tell money in
from money out; debits, unpaid direct debits among them, are counted and become no payments.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts.inbound.banking import PaymentMethod, PaymentReceived
from contracts.money import pounds_from_pence
from producers.sources.bankline_records import (
    BACS_CREDIT,
    BALANCE_COUNT,
    CREDIT_COUNT,
    CREDIT_TOTAL,
    DEBIT_COUNT,
    DEBIT_TOTAL,
    Kind,
    Record,
    Section,
    record_in,
    sections_in,
)
from producers.sources.fields import bank_text, payer_reference
from producers.sources.reading import Control, FileRead, Reading, Source

FORMAT = "bankline"
FARTHEST = timedelta(days=92)
"""A day farther than a quarter from the middle one of its file is a slip, and is not booked."""

_ACCOUNT = re.compile(r"[0-9]{14}")
_DETAIL_OF_TOTAL = {Kind.DEBIT_TOTAL: Kind.DEBIT, Kind.CREDIT_TOTAL: Kind.CREDIT}


@dataclass(slots=True)
class _Tally:
    """Records and pence by account and kind."""

    counts: Counter[tuple[str, Kind]] = field(default_factory=Counter)
    pence: Counter[tuple[str, Kind]] = field(default_factory=Counter)

    def add(self, other: "_Tally") -> None:
        self.counts.update(other.counts)
        self.pence.update(other.pence)

    def count_of(self, *kinds: Kind) -> int:
        return sum(count for (_, kind), count in self.counts.items() if kind in kinds)

    def pence_of(self, *kinds: Kind) -> int:
        return sum(pence for (_, kind), pence in self.pence.items() if kind in kinds)


@dataclass(slots=True, frozen=True)
class _Detail:
    """A debit or credit that could be read, with the labels it stands under."""

    record: Record
    booked_on: date
    header: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """What a file holds and declares, all its sections together."""

    tally: _Tally = field(default_factory=_Tally)
    declared: Counter[str] = field(default_factory=Counter)
    details: list[_Detail] = field(default_factory=list)


def read(content: bytes, *, account: str | None = None) -> FileRead:
    """A statement as one `payment.received.v1` for each credit, or its faults.

    `account` is a sort code and account number, 14 digits: details of other accounts are then only counted.
    Without it, every account in the file is the council's, and the control figures list them.

    Raises:
        ValueError: `account` is not 14 digits.
    """
    if account is not None and not _ACCOUNT.fullmatch(account):
        raise ValueError("account: expected six digits of sort code and eight of account number")
    reading = Reading(FORMAT)
    with reading.refusing():
        found = _Found()
        for section in sections_in(content):
            _read_section(section, found, reading)
        _tell_credits(found.details, account, reading)
        reading.control.update(_control(found, account))
    return reading.done()


def _read_section(section: Section, found: _Found, reading: Reading) -> None:
    tally = _Tally()
    totals: list[Record] = []
    for line in section.records:
        with reading.refusing():
            record = record_in(line)
            key = (record.account, record.kind)
            tally.counts[key] += 1
            if record.kind is Kind.BALANCE:
                continue
            tally.pence[key] += record.pence
            if record.kind in _DETAIL_OF_TOTAL:
                totals.append(record)
            else:
                found.details.append(_Detail(record, record.booked_on, section.header))
    for total in totals:
        if total.pence != tally.pence[total.account, _DETAIL_OF_TOTAL[total.kind]]:
            reading.refuse(total.amount.refused("the sum of the details of this account"))
    found.tally.add(tally)
    with reading.refusing():
        declared = section.declared()
        found.declared.update(declared)
        for name in _disagreeing(declared, tally):
            reading.refuse(section.declared_field(name).refused("what the records before it come to"))


def _disagreeing(declared: Mapping[str, int], tally: _Tally) -> list[str]:
    """The declared figures that are wrong, by the convention of the two that fits better."""
    conventions = (
        _figures(tally, (Kind.DEBIT,), (Kind.CREDIT,)),
        _figures(tally, (Kind.DEBIT, Kind.DEBIT_TOTAL), (Kind.CREDIT, Kind.CREDIT_TOTAL)),
    )
    wrong = [[name for name, figure in declared.items() if figure != figures[name]] for figures in conventions]
    return min(wrong, key=len)


def _figures(tally: _Tally, debits: Sequence[Kind], credits_: Sequence[Kind]) -> dict[str, int]:
    return {
        DEBIT_TOTAL: tally.pence_of(*debits),
        CREDIT_TOTAL: tally.pence_of(*credits_),
        DEBIT_COUNT: tally.count_of(*debits),
        CREDIT_COUNT: tally.count_of(*credits_),
        BALANCE_COUNT: tally.count_of(Kind.BALANCE),
    }


def _tell_credits(details: Sequence[_Detail], account: str | None, reading: Reading) -> None:
    days = sorted(detail.booked_on for detail in details)
    for detail in details:
        with reading.refusing():
            record = detail.record
            if abs(detail.booked_on - days[len(days) // 2]) > FARTHEST:
                raise record.day.refused(f"a day at most {FARTHEST.days} days from the others of the file")
            if record.kind is Kind.CREDIT and record.pence and account in (None, record.account):
                _tell(detail, reading)


def _tell(detail: _Detail, reading: Reading) -> None:
    record = detail.record
    # The line without its padding is the whole record: the payer's account is in it, and stays in it.
    reference = reading.reference(detail.header, (record.line.text.rstrip(),))
    payment = PaymentReceived(
        payment=reference,
        amount=record.pence,
        received_on=detail.booked_on,
        method=PaymentMethod.BANK_TRANSFER if record.code == BACS_CREDIT else PaymentMethod.OTHER,
        payer_reference=payer_reference([record.reference_text]),
        bank_text=bank_text([record.payer_text, record.reference_text]),
    )
    reading.tell(reference, detail.booked_on, payment)


def _control(found: _Found, account: str | None) -> Control:
    tally = found.tally
    control: Control = {
        "declared_debit_count": found.declared[DEBIT_COUNT],
        "declared_debit_total": pounds_from_pence(found.declared[DEBIT_TOTAL]),
        "declared_credit_count": found.declared[CREDIT_COUNT],
        "declared_credit_total": pounds_from_pence(found.declared[CREDIT_TOTAL]),
        "declared_balance_count": found.declared[BALANCE_COUNT],
        "found_debit_count": tally.count_of(Kind.DEBIT),
        "found_debit_total": pounds_from_pence(tally.pence_of(Kind.DEBIT)),
        "found_credit_count": tally.count_of(Kind.CREDIT),
        "found_credit_total": pounds_from_pence(tally.pence_of(Kind.CREDIT)),
        "found_balance_count": tally.count_of(Kind.BALANCE),
        "found_total_record_count": tally.count_of(Kind.DEBIT_TOTAL, Kind.CREDIT_TOTAL),
    }
    accounts = sorted({of for of, _ in tally.counts})
    control["accounts"] = ", ".join(accounts)
    for of in accounts:
        whose = f"account_{of}" if account in (None, of) else f"other_account_{of}"
        control[f"{whose}_credit_count"] = tally.counts[of, Kind.CREDIT]
        control[f"{whose}_credit_total"] = pounds_from_pence(tally.pence[of, Kind.CREDIT])
    return control


SOURCE = Source(FORMAT, "Bankline data services statement (NatWest, RBS; fixed columns): money received", read)
