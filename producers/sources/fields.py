"""From the text of a field to a value: exactly, or a fault that names place, field and expectation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pydantic import TypeAdapter, ValidationError

from contracts.periods import Day
from contracts.references import PayerReference
from producers.sources.errors import Faulty

_DAY: TypeAdapter[date] = TypeAdapter(Day)
_PAYER_REFERENCE: TypeAdapter[str] = TypeAdapter(PayerReference)

# Digits are spelt out: \d would let in those of other scripts.
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?\Z")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_DECIMAL = re.compile(r"[0-9]{1,13}(\.[0-9]{1,5})?\Z")
_DIGITS = re.compile(r"[0-9]+\Z")

PENNY = Decimal("0.01")
MOST_PENCE = 99_999_999_999
"""The most that an amount on the wire may be: nine digits of pounds."""


@dataclass(slots=True, frozen=True)
class Field:
    """One field of a file: where it is, what it is called, and its text; an absent field has no text."""

    where: str
    name: str
    text: str

    def refused(self, expected: str) -> Faulty:
        """The fault of this field."""
        return Faulty(self.where, self.name, f"expected {expected}")

    def required(self) -> str:
        """Its text without surrounding blanks.

        Raises:
            Faulty: absent or blank.
        """
        text = self.text.strip()
        if not text:
            raise self.refused("a value")
        return text

    def matching(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """The match of its whole text, blanks included.

        Raises:
            Faulty: the text is not as expected.
        """
        match = pattern.fullmatch(self.text)
        if match is None:
            raise self.refused(expected)
        return match

    def whole_number(self) -> int:
        """A number of digits only.

        Raises:
            Faulty: anything else.
        """
        return int(self.matching(_DIGITS, "digits only").group())

    def decimal(self) -> Decimal:
        """An amount without sign, in units of its currency, exact.

        Raises:
            Faulty: not digits with at most five decimals after a point.
        """
        return Decimal(self.matching(_DECIMAL, "an amount such as 12.34, without sign").group())

    def total_pence(self) -> int:
        """Whole pence from an amount in pounds, however large.

        Raises:
            Faulty: not an amount, or a fraction of a penny.
        """
        pence = self.decimal() / PENNY
        if pence != int(pence):
            raise self.refused("no fraction of a penny")
        return int(pence)

    def pence(self) -> int:
        """Whole pence from an amount in pounds that an event may carry.

        Raises:
            Faulty: not an amount, a fraction of a penny, or a thousand million pounds or more.
        """
        pence = self.total_pence()
        if pence > MOST_PENCE:
            raise self.refused("an amount below a thousand million pounds")
        return pence

    def day(self) -> date:
        """A day written as 2026-04-06, alone or before a time; the day is the one written, in its own offset.

        Raises:
            Faulty: not such a day, or a year outside 1900 to 2199.
        """
        try:
            written = _DATE.match(self.text) or _INSTANT.match(self.text)
            if written is None:
                raise self.refused("a date such as 2026-04-06")
            if "T" in self.text:
                datetime.fromisoformat(self.text)
            return _DAY.validate_python(date.fromisoformat(written.group(1)))
        except ValueError:
            raise self.refused("a day of the calendar from 1900 to 2199, such as 2026-04-06") from None


def payer_reference(candidates: Iterable[str]) -> str | None:
    """The first candidate that a payment could carry as its reference, in upper case; None if none could."""
    for candidate in candidates:
        # Upper-casing may turn a letter of another alphabet into one of ours, and so into somebody's reference.
        if not candidate.isascii():
            continue
        try:
            return _PAYER_REFERENCE.validate_python(candidate.strip().upper())
        except ValidationError:
            continue
    return None


def bank_text(lines: Iterable[str]) -> str | None:
    """What the bank wrote, blanks collapsed and repeats left out, cut where the contract ends; None if nothing."""
    collapsed = (" ".join(line.split()) for line in lines)
    text = "; ".join(dict.fromkeys(line for line in collapsed if line))
    return text[:BANK_TEXT_LENGTH].rstrip() or None


BANK_TEXT_LENGTH = 500
