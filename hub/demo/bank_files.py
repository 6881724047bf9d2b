"""Files as banks and the Bacs scheme shape them: an ARUDD report, a camt.053 statement, a Bankline statement.

Every name, account and number in them is invented: sort code and service user number are all noughts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from lxml import etree

from contracts.money import pounds_from_pence
from hub.recovery.reason_codes import ARUDD, reason_codes

HOLDER = "TRAINING COUNCIL"
SORT_CODE = "000000"
ACCOUNT = "00000001"
SERVICE_USER = "000000"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"

_REGULAR = "17"
_BACS_CREDIT = "99"
_WIDTH = 106


@dataclass(slots=True, frozen=True)
class Credit:
    """Money that reached the council's account."""

    pence: int
    reference: str
    payer: str


@dataclass(slots=True, frozen=True)
class Returned:
    """A direct debit that came back."""

    pence: int
    reference: str
    payer: str
    processed_on: date
    code: str


def arudd(reported_on: date, items: Sequence[Returned]) -> bytes:
    """An ARUDD report with one originating account, which holds these items."""
    root = etree.Element("BACSDocument")
    advice = _under(_under(root, "Data"), "ARUDD")
    _under(advice, "Header", reportType="REFT1019", adviceNumber="000", currentProcessingDate=reported_on.isoformat())
    _under(advice, "AddresseeInformation", name=HOLDER)
    _under(advice, "ServiceLicenseInformation", userName=HOLDER, userNumber=SERVICE_USER)
    records = _under(_under(advice, "Advice"), "OriginatingAccountRecords")
    account = _under(records, "OriginatingAccountRecord")
    _under(
        account,
        "OriginatingAccount",
        name=HOLDER,
        number=ACCOUNT,
        sortCode=_hyphened(SORT_CODE),
        type="0",
        bankName="A SAMPLE BANK",
        branchName="SAMPLETON",
    )
    for item in items:
        _returned_item(account, item)
    total = pounds_from_pence(sum(item.pence for item in items))
    _under(account, "Totals", numberOf=str(len(items)), valueOf=total, currency="GBP")
    _under(root, "SignatureMethod").text = "Vanilla"
    _under(root, "Signature")
    return _document(root, "ISO-8859-1")


def _returned_item(account: etree._Element, item: Returned) -> None:
    returned = _under(
        account,
        "ReturnedDebitItem",
        ref=item.reference,
        transCode=_REGULAR,
        # The reason, then the day of the year on which the collection was processed.
        returnCode=f"{item.code}{item.processed_on:%j}",
        returnDescription=reason_codes()[(ARUDD, item.code)].description.upper(),
        originalProcessingDate=item.processed_on.isoformat(),
        valueOf=pounds_from_pence(item.pence),
        currency="GBP",
    )
    _under(
        returned,
        "PayerAccount",
        number="00000000",
        ref=item.reference,
        name=item.payer,
        sortCode=_hyphened(SORT_CODE),
        bankName="A SAMPLE BANK",
        branchName="SAMPLETON",
    )


def camt053(day: date, opening_pence: int, credits_: Sequence[Credit]) -> bytes:
    """A camt.053 statement of one day, with one booked entry for each credit."""
    root = etree.fromstring(f'<Document xmlns="{CAMT}"/>')
    message = _tag(root, "BkToCstmrStmt")
    name = f"TRAINING-{day:%Y%m%d}"
    _texts(_tag(message, "GrpHdr"), MsgId=name, CreDtTm=f"{day}T18:00:00+00:00")
    statement = _tag(message, "Stmt")
    _texts(statement, Id=name, CreDtTm=f"{day}T18:00:00+00:00")
    account = _tag(statement, "Acct")
    _texts(_tag(_tag(account, "Id"), "Othr"), Id=f"{SORT_CODE}{ACCOUNT}")
    _texts(_tag(account, "Ownr"), Nm=HOLDER)
    closing_pence = opening_pence + sum(credit.pence for credit in credits_)
    for kind, pence in (("OPBD", opening_pence), ("CLBD", closing_pence)):
        balance = _tag(statement, "Bal")
        _texts(_tag(_tag(balance, "Tp"), "CdOrPrtry"), Cd=kind)
        _amount(balance, pence)
        _texts(_tag(balance, "Dt"), Dt=day.isoformat())
    for number, credit in enumerate(credits_, 1):
        _entry(statement, f"{name}-{number:03d}", day, credit)
    return _document(root, "UTF-8")


def _entry(statement: etree._Element, bank_reference: str, day: date, credit: Credit) -> None:
    entry = _tag(statement, "Ntry")
    _amount(entry, credit.pence)
    _texts(entry, Sts="BOOK")
    _texts(_tag(entry, "BookgDt"), Dt=day.isoformat())
    _texts(_tag(entry, "ValDt"), Dt=day.isoformat())
    _texts(entry, AcctSvcrRef=bank_reference)
    domain = _tag(_tag(entry, "BkTxCd"), "Domn")
    _texts(domain, Cd="PMNT")
    _texts(_tag(domain, "Fmly"), Cd="RCDT", SubFmlyCd="DMCT")
    details = _tag(_tag(entry, "NtryDtls"), "TxDtls")
    _texts(_tag(details, "Refs"), EndToEndId="NOTPROVIDED")
    _texts(_tag(_tag(details, "RltdPties"), "Dbtr"), Nm=credit.payer)
    _texts(_tag(details, "RmtInf"), Ustrd=credit.reference)


def _amount(parent: etree._Element, pence: int) -> None:
    amount = _tag(parent, "Amt")
    amount.set("Ccy", "GBP")
    amount.text = pounds_from_pence(pence)
    _texts(parent, CdtDbtInd="CRDT")


def bankline(day: date, credits_: Sequence[Credit]) -> bytes:
    """A Bankline data services statement of one day: labels, a record for each credit, and a trailer."""
    total = sum(credit.pence for credit in credits_)
    lines = [
        _line("VOL1TRAIN"),
        _line(f"HDR1 A{SERVICE_USER}Z0001", 42, _short(day), 48, _short(day)),
        _line(f"UHL1{_short(day)}{SERVICE_USER}", 21, "00", 23, "000000"),
        *(_record(day, credit) for credit in credits_),
        _line(f"UTL1{0:013d}{total:013d}{0:07d}{len(credits_):07d}{0:07d}"),
    ]
    return "\r\n".join([*lines, ""]).encode("ascii")


def _record(day: date, credit: Credit) -> str:
    return _line(
        f"{SORT_CODE}{ACCOUNT}0{_BACS_CREDIT}{SORT_CODE}{ACCOUNT}",
        36,
        f"{credit.pence:011d}",
        47,
        credit.payer[:18],
        65,
        credit.reference[:18],
        101,
        _short(day),
    )


def _line(begin: str, *columns: int | str) -> str:
    """A line of fixed columns, counted from one: a beginning, then pairs of column and text."""
    line = begin
    pairs = iter(columns)
    for column, text in zip(pairs, pairs, strict=True):
        line = f"{line:<{int(column) - 1}}{text}"
    return f"{line:<{_WIDTH}}"


def _short(day: date) -> str:
    return f" {day:%y%j}"


def _hyphened(sort_code: str) -> str:
    return f"{sort_code[:2]}-{sort_code[2:4]}-{sort_code[4:]}"


def _under(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag, attributes)


def _tag(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{CAMT}}}{name}")


def _texts(parent: etree._Element, **texts: str) -> None:
    for name, text in texts.items():
        _tag(parent, name).text = text


def _document(root: etree._Element, encoding: str) -> bytes:
    written = BytesIO()
    etree.ElementTree(root).write(written, xml_declaration=True, encoding=encoding, pretty_print=True)
    return written.getvalue()
