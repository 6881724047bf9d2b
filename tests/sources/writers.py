"""Small writers of the three formats, so that readers can be tried on files that nobody chose.

What a file declares of itself is taken from `declared` where given, so that a file can be made to contradict itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import quoteattr

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
ACCOUNT = "01020312345678"


def pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Item:
    """A direct debit that came back."""

    reference: str
    pence: int
    reason: str
    processed_on: date
    dated_reason: bool = True

    @property
    def return_code(self) -> str:
        return f"{self.reason}{self.processed_on:%j}" if self.dated_reason else self.reason


def arudd_file(
    accounts: Sequence[Sequence[Item]], reported_on: date, declared: Sequence[Sequence[Item]] | None = None
) -> bytes:
    """An ARUDD report with one originating account for each list of items."""
    records = "".join(
        _arudd_account(number, items, told)
        for number, (items, told) in enumerate(
            zip(accounts, accounts if declared is None else declared, strict=True), 1
        )
    )
    return (
        "<?xml version='1.0' encoding='ISO-8859-1'?>"
        '<BACSDocument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="newbacs-advices.xsd"><Data><ARUDD>'
        f'<Header reportType="REFT1019" adviceNumber="007" currentProcessingDate="{reported_on}"/>'
        '<AddresseeInformation name="SAMPLE COUNCIL"/>'
        '<ServiceLicenseInformation userName="SAMPLE COUNCIL" userNumber="123456"/>'
        f"<Advice><OriginatingAccountRecords>{records}</OriginatingAccountRecords></Advice></ARUDD></Data>"
        "<SignatureMethod>Vanilla</SignatureMethod><Signature/></BACSDocument>"
    ).encode("iso-8859-1")


def _arudd_account(number: int, items: Sequence[Item], declared: Sequence[Item]) -> str:
    written = "".join(
        f'<ReturnedDebitItem ref={quoteattr(item.reference.ljust(18))} transCode="17" returnCode="{item.return_code}"'
        f' returnDescription="SAMPLE" originalProcessingDate="{item.processed_on}" valueOf="{pounds(item.pence)}"'
        f' currency="GBP"><PayerAccount number="11111111" ref={quoteattr(item.reference)} name="TESTA PERSON"'
        ' sortCode="10-11-12" bankName="SAMPLE BANK" branchName="SAMPLE"/></ReturnedDebitItem>'
        for item in items
    )
    total = pounds(sum(item.pence for item in declared))
    return (
        f'<OriginatingAccountRecord><OriginatingAccount name="SAMPLE" number="{number:08d}" sortCode="01-02-03"'
        ' type="0" bankName="SAMPLE BANK" branchName="SAMPLE"/>'
        f'{written}<Totals numberOf="{len(declared)}" valueOf="{total}" currency="GBP"/></OriginatingAccountRecord>'
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a camt statement; `parts` are the pence and references of a batch."""

    pence: int
    booked_on: date
    reference: str | None = None
    is_credit: bool = True
    parts: tuple[tuple[int, str], ...] = ()
    extra: str = ""


def camt_file(
    entries: Sequence[Entry],
    declared: Sequence[Entry] | None = None,
    *,
    opening: int = 100000,
    namespace: str = NAMESPACE,
    message: str = "MSG-1",
    statement: str = "STMT-1",
    extra: str = "",
) -> bytes:
    """A camt.053 statement whose balances tie with `declared`; later versions unless the namespace says otherwise."""
    told = entries if declared is None else declared
    closing = opening + sum(entry.pence if entry.is_credit else -entry.pence for entry in told)
    written = "".join(_camt_entry(entry) for entry in entries)
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document{xmlns}><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{message}</MsgId></GrpHdr><Stmt><Id>{statement}</Id>"
        "<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id></Acct>"
        f"{_camt_balance('OPBD', opening)}{_camt_balance('CLBD', closing)}{extra}{written}</Stmt>"
        "</BkToCstmrStmt></Document>"
    ).encode()


def _camt_balance(kind: str, pence: int) -> str:
    direction = "DBIT" if pence < 0 else "CRDT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">{pounds(abs(pence))}</Amt>'
        f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>2026-04-30</Dt></Dt></Bal>"
    )


def _camt_entry(entry: Entry) -> str:
    parts = "".join(
        f'<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><Amt Ccy="GBP">{pounds(pence)}</Amt></TxDtls>'
        for pence, reference in entry.parts
    )
    if entry.reference is not None:
        parts = (
            "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
            "<RltdPties><Dbtr><Pty><Nm>Testa Person-0042</Nm></Pty></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf>"
            f"<Ref>{entry.reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        )
    details = f"<NtryDtls>{parts}</NtryDtls>" if parts else ""
    return (
        f'<Ntry><Amt Ccy="GBP">{pounds(entry.pence)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if entry.is_credit else 'DBIT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{entry.booked_on}</Dt></BookgDt>{entry.extra}{details}</Ntry>"
    )


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a Bankline statement."""

    pence: int
    booked_on: date
    reference: str = ""
    code: str = "99"
    payer: str = "TESTA PERSON"
    account: str = ACCOUNT

    @property
    def is_credit(self) -> bool:
        return self.code in {"86", "90", "93", "99", "Z4", "Z5", "RA"}


def bankline_file(
    details: Sequence[Detail],
    declared: Sequence[Detail] | None = None,
    *,
    with_total_records: bool = False,
    line_end: str = "\r\n",
) -> bytes:
    """A Bankline statement; with total records, the trailer counts those too, as some banks do."""
    told = details if declared is None else declared
    lines = [
        "VOL1SERIAL".ljust(37) + "****830000".ljust(42) + "3",
        "HDR1 A606005Z0001".ljust(39) + "F     01 26100              261000",
        "UHL1 26100606005    00000000         000              SAMPLE",
        *(_bankline_detail(detail) for detail in details),
    ]
    sums = [[detail.pence for detail in told if detail.is_credit is side] for side in (False, True)]
    if with_total_records:
        for code, pence in zip(("44", "54"), sums, strict=True):
            lines.append(f"{ACCOUNT}0{code}".ljust(31, "0") + f"0000{sum(pence):011d}")
        sums = [[*pence, sum(pence)] for pence in sums]
    totals = "".join(f"{sum(pence):013d}" for pence in sums) + "".join(f"{len(pence):07d}" for pence in sums)
    lines.append(f"UTL1{totals}0000000")
    return "".join(line.ljust(128) + line_end for line in lines).encode("ascii")


def _bankline_detail(detail: Detail) -> str:
    return (
        f"{detail.account}0{detail.code}10111211111111    {detail.pence:011d}"
        f"{detail.payer:<18}{detail.reference:<18}".ljust(82)
        + " " * 18
        + f" {detail.booked_on:%y%j}"
    )
