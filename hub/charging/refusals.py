"""Why a contribution cannot be worked out, other than for want of a published rate."""

from hub.errors import HubError


class CannotAssess(HubError):
    """A fact is missing, contradictory or of a kind that no rule knows; an officer has to say what it is."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.code = code
        self.field = field
        self.message = message
