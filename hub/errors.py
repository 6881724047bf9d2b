"""Every way to fail, on one screen; the second level of the tree is the ending of the message.

A text names the field and what was expected. It never holds a name, an address or a sum of money.
"""


class HubError(Exception):
    """Something went wrong; `code` is for programs, the text is for people."""

    code = "hub_error"


class Unavailable(HubError):
    """The database or the broker is away: wait and try again, never park."""

    code = "unavailable"


class Refused(HubError):
    """The message's own fault, or a rule refuses it: park it with its field and reason."""

    code = "refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class UnreadableMessage(Refused):
    """The body is not JSON, is too large, or does not fit its contract."""

    code = "unreadable_message"


class UnknownEventType(Refused):
    """Nobody declared this type."""

    code = "unknown_event_type"


class UnsupportedVersion(Refused):
    """The type is known, the version of its words is not."""

    code = "unsupported_version"


class ConflictingDuplicate(Refused):
    """The same id came before with other content."""

    code = "conflicting_duplicate"


class ReferenceTaken(Refused):
    """A payer reference already belongs to somebody else."""

    code = "reference_taken"


class DecisionNotAllowedInRole(Refused):
    """The role may not take this decision."""

    code = "decision_not_allowed_in_role"


class UnknownAgent(Refused):
    """The council has no contract with this agent for this kind of work."""

    code = "unknown_agent"


class HandlerFailed(Refused):
    """Our own code failed on this message in a way nobody foresaw."""

    code = "handler_failed"


class InvariantBroken(HubError):
    """Our own promise is broken: stop before harm is done."""

    code = "invariant_broken"


class UnbalancedEntry(InvariantBroken):
    """Debits and credits of a journal entry differ."""

    code = "unbalanced_entry"


class HashChainBroken(InvariantBroken):
    """A journal entry does not carry the seal its content gives."""

    code = "hash_chain_broken"


class TooManyUnclassified(InvariantBroken):
    """Ten unforeseen failures in a row: a bad deployment, not ten bad messages."""

    code = "too_many_unclassified"


class StoreIsNewer(HubError):
    """The tables of the store are of a version that this hub does not know: a later hub made them."""

    code = "store_is_newer"


class WiringDiffers(HubError):
    """The broker lacks an exchange or queue of ours, has it with other settings, or does not let us declare it."""

    code = "wiring_differs"


class WrongUsage(HubError):
    """The operator asked for something that cannot be done as asked."""

    code = "wrong_usage"
