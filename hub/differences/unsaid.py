"""Second thoughts: what was decided, has not been said, and must not be said any more."""

from hub.deciding import Deciding
from hub.recovery.gates import AdverseStep, closed_gates
from hub.standing.person import PersonStanding


def withdraw_what_is_forbidden(deciding: Deciding, standing: PersonStanding) -> None:
    """Withdraw each unsaid adverse message whose gate is closed now, and forget that it was decided.

    Forgetting lets the same thing be decided again when the gate opens: a death report that is withdrawn
    puts everything back.
    """
    for key, step in deciding.adverse_unsaid(standing):
        # Referrals have a memory of their own, kept by `referrals`, which withdraws or recalls.
        if step in (AdverseStep.TRACING_REFERRAL, AdverseStep.ENFORCEMENT_REFERRAL):
            continue
        if closed_gates(standing, step, deciding.today) and deciding.withdraw(standing, key):
            forget(standing, key, step)


def forget(standing: PersonStanding, key: str, step: AdverseStep) -> None:
    """Take back the mark that something has been said, because it never was."""
    said = standing.said
    if step is AdverseStep.DIRECT_DEBIT_CLAIM:
        said.claims.pop(key, None)
    elif key in said.letters:
        said.letters.remove(key)
