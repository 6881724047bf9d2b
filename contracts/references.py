"""Opaque references: what parties call a person, a care package, a mandate or a message."""

from typing import Annotated

from pydantic import StringConstraints

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/\-]{0,63}$")]
"""An opaque identifier of 1 to 64 letters, digits and `. _ : / -`; it never holds a name."""

PayerReference = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9 ./&\-]{0,17}$")]
"""The reference a payment or direct debit carries: at most 18 of the characters that Bacs allows."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A sentence or a name for people to read."""
