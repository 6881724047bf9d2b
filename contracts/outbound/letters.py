"""Letters: what the print and post service is asked to send."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Spoken
from contracts.inbound.people import LetterFormat
from contracts.references import Reference
from contracts.registry import outbound

FAMILY = "letters"


class LetterKind(StrEnum):
    """The letters that the hub may ask for."""

    CONTRIBUTION_NOTICE = "contribution_notice"
    DIRECT_DEBIT_RETURNED = "direct_debit_returned"


@outbound("letter.requested", FAMILY)
class LetterRequested(Spoken):
    """A letter is to be written to the person or to who acts for the person."""

    letter: Reference = Field(description="Reference of the letter.")
    kind: LetterKind = Field(description="Which letter.")
    about: Reference = Field(description="What it is about: a contribution, a return.")
    addressee: Reference | None = Field(description="Representative it goes to; the person if null.")
    letter_format: LetterFormat = Field(description="Format the reader needs.")
