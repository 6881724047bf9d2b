"""Bacs ARUDD: the report of direct debits that came back unpaid, one event for each.

A return code is four characters: the reason, then the day of the year of the original processing date. No public
document says so, real files do; a one-character code is accepted too. The original processing date is the Bacs
processing day of the collection, a working day before the payer's account was due to be debited.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.inbound.banking import DirectDebitReturned
from contracts.money import pounds_from_pence
from producers.sources.errors import Faulty
from producers.sources.fields import Field, payer_reference
from producers.sources.reading import FileRead, Reading, Source
from producers.sources.xml import Node, parse

FORMAT = "arudd"
STERLING = "GBP"

_SERVICE_USER_NUMBER = re.compile(r"[0-9A-Z]{6}")
_SORT_CODE = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{2}")
_ACCOUNT_NUMBER = re.compile(r"[0-9]{8}")
_RETURN_CODE = re.compile(r"([0-9A-Z])([0-9]{3})?")


@dataclass(slots=True)
class _Tally:
    """How many items, and how many pence, are declared or found."""

    count: int = 0
    pence: int = 0

    def add(self, count: int, pence: int) -> None:
        self.count += count
        self.pence += pence


@dataclass(slots=True)
class _Report:
    """What an item needs to know of the report it stands in."""

    identity: tuple[str, ...]
    reported_on: date
    declared: _Tally = field(default_factory=_Tally)
    found: _Tally = field(default_factory=_Tally)


def read(content: bytes) -> FileRead:
    """An ARUDD report as one `direct_debit.returned.v1` for each item, or its faults."""
    reading = Reading(FORMAT)
    with reading.refusing():
        _read_report(parse(content, "BACSDocument").root, reading)
    return reading.done()


def _read_report(root: Node, reading: Reading) -> None:
    advice = root.only("Data", "ARUDD")
    report = _read_header(advice, reading)
    accounts = advice.every("Advice", "OriginatingAccountRecords", "OriginatingAccountRecord")
    if not accounts:
        raise Faulty(advice.where, "OriginatingAccountRecord", "expected at least one")
    reading.control["originating_account_count"] = len(accounts)
    items = 0
    for ordinal, account in enumerate(accounts, 1):
        items += len(account.every("ReturnedDebitItem"))
        with reading.refusing():
            _read_account(account, f"account_{ordinal}", report, reading)
    if root.count("ReturnedDebitItem") != items:
        reading.refuse(Faulty(root.where, "ReturnedDebitItem", "expected every item inside an originating account"))
    reading.control.update(_figures("declared", report.declared) | _figures("found", report.found))


def _read_header(advice: Node, reading: Reading) -> _Report:
    header = advice.only("Header")
    number = advice.only("ServiceLicenseInformation").attribute("userNumber")
    service_user = number.matching(_SERVICE_USER_NUMBER, "a service user number of six characters").group()
    kind = header.attribute("reportType").required()
    advice_number = header.attribute("adviceNumber").required()
    reported_on = header.attribute("currentProcessingDate").day()
    reading.control.update(
        service_user_number=service_user,
        report_type=kind,
        advice_number=advice_number,
        report_date=reported_on.isoformat(),
    )
    return _Report((service_user, kind, advice_number, reported_on.isoformat()), reported_on)


def _read_account(account: Node, name: str, report: _Report, reading: Reading) -> None:
    holder = account.only("OriginatingAccount")
    sort_code = holder.attribute("sortCode").matching(_SORT_CODE, "a sort code such as 01-02-03").group()
    number = holder.attribute("number").matching(_ACCOUNT_NUMBER, "an account number of eight digits").group()
    reading.control[name] = f"{sort_code} {number}"
    found = _Tally()
    for item in account.every("ReturnedDebitItem"):
        with reading.refusing():
            _read_item(item, (sort_code, number), found, report, reading)
    report.found.add(found.count, found.pence)
    reading.control.update(_figures(f"{name}_found", found))

    totals = account.only("Totals")
    _require_sterling(totals)
    count = totals.attribute("numberOf")
    value = totals.attribute("valueOf")
    declared = _Tally(count.whole_number(), value.total_pence())
    report.declared.add(declared.count, declared.pence)
    reading.control.update(_figures(f"{name}_declared", declared))
    if declared.count != found.count:
        reading.refuse(count.refused("the number of items in this account"))
    if declared.pence != found.pence:
        reading.refuse(value.refused("the sum of the items in this account"))


def _read_item(item: Node, account: Sequence[str], found: _Tally, report: _Report, reading: Reading) -> None:
    found.count += 1
    pence = item.attribute("valueOf").pence()
    found.pence += pence
    if not pence:
        raise item.attribute("valueOf").refused("an amount of 0.01 or more")
    _require_sterling(item)
    processed_on = item.attribute("originalProcessingDate").day()
    if processed_on > report.reported_on:
        raise item.attribute("originalProcessingDate").refused("a day not after the day of the report")
    reason = _reason_in(item.attribute("returnCode"), processed_on)
    payer = item.only("PayerAccount")
    carried = payer_reference((item.attribute("ref").text, payer.attribute("ref").text))
    if carried is None:
        raise item.attribute("ref").refused("a reference of at most 18 of the characters that Bacs allows")
    reference = reading.reference(
        report.identity,
        (
            *account,
            carried,
            item.attribute("transCode").required(),
            item.attribute("returnCode").text,
            processed_on,
            pence,
            payer.attribute("sortCode").text,
            payer.attribute("number").text,
        ),
    )
    returned = DirectDebitReturned(
        returned=reference,
        payer_reference=carried,
        amount=pence,
        originally_processed_on=processed_on,
        returned_on=report.reported_on,
        reason_code=reason,
    )
    reading.tell(reference, report.reported_on, returned)


def _reason_in(code: Field, processed_on: date) -> str:
    reason, day_of_year = code.matching(_RETURN_CODE, "a reason and a day of the year, such as 0303").groups()
    if day_of_year is not None and int(day_of_year) != processed_on.timetuple().tm_yday:
        raise code.refused("its last three digits to be the day of the year of originalProcessingDate")
    return str(reason)


def _require_sterling(node: Node) -> None:
    currency = node.attribute("currency")
    if currency.text != STERLING:
        raise currency.refused(STERLING)


def _figures(name: str, tally: _Tally) -> dict[str, str | int]:
    return {f"{name}_count": tally.count, f"{name}_total": pounds_from_pence(tally.pence)}


SOURCE = Source(FORMAT, "Bacs ARUDD report (XML): direct debits returned unpaid", read)
