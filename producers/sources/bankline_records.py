"""The layout of Bankline data services files: lines, columns, and the order of labels and records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from producers.sources.errors import Faulty
from producers.sources.fields import Field
from producers.sources.reading import within_limits

_RECORD = "record"
# What may follow what; the end of the file must follow a trailer.
_FOLLOWS = {
    "": ("VOL1",),
    "VOL1": ("HDR1",),
    "HDR1": ("HDR2", "UHL1"),
    "HDR2": ("UHL1",),
    "UHL1": (_RECORD, "EOF1", "UTL1"),
    _RECORD: (_RECORD, "EOF1", "UTL1"),
    "EOF1": ("EOF2", "UTL1"),
    "EOF2": ("UTL1",),
    "UTL1": ("HDR1",),
}
_LABELS = frozenset(_FOLLOWS) - {"", _RECORD}

DEBIT_TOTAL = "debit_total"
CREDIT_TOTAL = "credit_total"
DEBIT_COUNT = "debit_count"
CREDIT_COUNT = "credit_count"
BALANCE_COUNT = "balance_count"

# Columns are counted from one, and both ends are meant, as banks print them.
_ACCOUNT = (1, 14)
_CODE = (16, 17)
_AMOUNT = (36, 46)
_PAYER = (47, 64)
_REFERENCE = (65, 82)
_DATE = (101, 106)
_CURRENCY = (21, 22)
_TRAILER = {
    DEBIT_TOTAL: (5, 17),
    CREDIT_TOTAL: (18, 30),
    DEBIT_COUNT: (31, 37),
    CREDIT_COUNT: (38, 44),
    BALANCE_COUNT: (45, 51),
}

_PRINTABLE = re.compile(r"[ -~]*")
_ACCOUNT_DIGITS = re.compile(r"[0-9]{14}")
_STERLING = re.compile(r"00")
_BYYDDD = re.compile(r" ([0-9]{2})([0-9]{3})")
_FIRST_YEAR = 2000


class Kind(Enum):
    """What a record is, by its transaction code."""

    CREDIT = "credit"
    DEBIT = "debit"
    BALANCE = "balance"
    DEBIT_TOTAL = "total of debits"
    CREDIT_TOTAL = "total of credits"


BACS_CREDIT = "99"
_KIND_OF_CODE = (
    dict.fromkeys(("86", "90", "93", BACS_CREDIT, "Z4", "Z5", "RA"), Kind.CREDIT)
    | dict.fromkeys(("01", "03", "11", "17", "18", "19", "U1", "U7", "U8", "U9"), Kind.DEBIT)
    | {"Y1": Kind.BALANCE, "44": Kind.DEBIT_TOTAL, "54": Kind.CREDIT_TOTAL}
)


@dataclass(slots=True, frozen=True)
class Line:
    """One line of the file and its number, counted from one."""

    number: int
    text: str

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return f"line {self.number}"

    def columns(self, columns: tuple[int, int], name: str) -> Field:
        """The field in these columns, blanks included; shorter if the line ends before."""
        first, last = columns
        return Field(self.where, name, self.text[first - 1 : last])


@dataclass(slots=True, frozen=True)
class Record:
    """A line between header and trailer, of a known kind."""

    line: Line
    kind: Kind

    @property
    def account(self) -> str:
        """Sort code and account number of the account it is about, 14 digits.

        Raises:
            Faulty: other characters.
        """
        field = self.line.columns(_ACCOUNT, "account")
        return field.matching(_ACCOUNT_DIGITS, "six digits of sort code and eight of account number").group()

    @property
    def code(self) -> str:
        """The transaction code."""
        return self.line.columns(_CODE, "transaction_code").text

    @property
    def pence(self) -> int:
        """The amount.

        Raises:
            Faulty: not digits only, or fewer than the layout has.
        """
        return _number(self.amount, _AMOUNT)

    @property
    def amount(self) -> Field:
        """The field of the amount."""
        return self.line.columns(_AMOUNT, "amount")

    @property
    def day(self) -> Field:
        """The field of the day it was booked."""
        return self.line.columns(_DATE, "date")

    @property
    def booked_on(self) -> date:
        """The day it was booked.

        Raises:
            Faulty: not a blank, two digits of year and a day of that year; so for a line that slipped by a column.
        """
        expected = "a blank, two digits of the year and three of the day of the year"
        year, day_of_year = (int(digits) for digits in self.day.matching(_BYYDDD, expected).groups())
        booked_on = date(_FIRST_YEAR + year, 1, 1) + timedelta(days=day_of_year - 1)
        if booked_on.year != _FIRST_YEAR + year:
            raise self.day.refused(expected)
        return booked_on

    @property
    def payer_text(self) -> str:
        """The first narrative: mostly the payer's name, sometimes a roll number."""
        return self.line.columns(_PAYER, "narrative_1").text

    @property
    def reference_text(self) -> str:
        """The second narrative: mostly the payer's reference."""
        return self.line.columns(_REFERENCE, "narrative_2").text


@dataclass(slots=True, frozen=True)
class Section:
    """Everything from a HDR1 to its UTL1; `header` is what its labels say, without padding."""

    header: tuple[str, ...]
    records: tuple[Line, ...]
    trailer: Line

    def declared(self) -> dict[str, int]:
        """The figures of the trailer by name; without a count of balances if it is left blank, as some banks do.

        Raises:
            Faulty: not digits only, or fewer than the layout has.
        """
        blank = not self.declared_field(BALANCE_COUNT).text.strip()
        names = [name for name in _TRAILER if name != BALANCE_COUNT or not blank]
        return {name: _number(self.declared_field(name), _TRAILER[name]) for name in names}

    def declared_field(self, name: str) -> Field:
        """The field of a figure of the trailer."""
        return self.trailer.columns(_TRAILER[name], name)


def record_in(line: Line) -> Record:
    """The record on a line.

    Raises:
        Faulty: a transaction code that the layout does not have.
    """
    field = line.columns(_CODE, "transaction_code")
    kind = _KIND_OF_CODE.get(field.text)
    if kind is None:
        raise field.refused(f"one of {', '.join(sorted(_KIND_OF_CODE))}")
    return Record(line, kind)


def sections_in(content: bytes) -> list[Section]:
    """The sections of a file, each with a header, records and a trailer.

    Raises:
        Faulty: too large, other than printable ASCII, labels out of order, cut short, or not in sterling.
    """
    sections: list[Section] = []
    volume: tuple[str, ...] = ()
    header: list[str] = []
    records: list[Line] = []
    last = ""
    for line in _lines(within_limits(content)):
        label = line.text[:4]
        kind = label if label in _LABELS else _RECORD
        if kind not in _FOLLOWS[last]:
            raise Faulty(line.where, "label", f"expected {' or '.join(_FOLLOWS[last])}")
        last = kind
        if kind == "VOL1":
            volume = (line.text.rstrip(),)
        elif kind in ("HDR1", "HDR2", "UHL1"):
            header.append(line.text.rstrip())
            if kind == "UHL1":
                line.columns(_CURRENCY, "currency").matching(_STERLING, "00, which is sterling")
        elif kind == _RECORD:
            records.append(line)
        elif kind == "UTL1":
            sections.append(Section((*volume, *header), tuple(records), line))
            header, records = [], []
    if last != "UTL1":
        raise Faulty("end of file", "label", f"expected {' or '.join(_FOLLOWS[last])}")
    return sections


def _lines(content: bytes) -> Iterator[Line]:
    for number, raw in enumerate(content.rstrip().split(b"\n"), 1):
        # Each character is one column here, so an encoding with longer ones would shift what follows.
        text = raw.removesuffix(b"\r").decode("latin-1")
        if not _PRINTABLE.fullmatch(text):
            raise Faulty(f"line {number}", "text", "expected printable ASCII characters only")
        yield Line(number, text)


def _number(field: Field, columns: tuple[int, int]) -> int:
    first, last = columns
    width = last - first + 1
    return int(field.matching(re.compile(f"[0-9]{{{width}}}"), f"{width} digits").group())
