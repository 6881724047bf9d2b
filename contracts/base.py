"""What every contract model has in common."""

from pydantic import BaseModel, ConfigDict


class Received(BaseModel):
    """A shape we receive: strict about what it knows, and deaf to fields it does not know.

    Unknown fields are kept with the fact, because the fact keeps the message as it came.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)


class Spoken(BaseModel):
    """A shape we send: one field too many is refused, so nobody is told more than they may know."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)
