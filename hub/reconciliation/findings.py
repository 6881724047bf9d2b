"""What reconciliation finds wrong."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Finding:
    """One thing that is not as promised: which check, what it is about, and what was expected."""

    check: str
    about: str
    message: str
