"""Direct debit: the mandate as it really stands, claims for what is due, and mandates to cancel."""

from dataclasses import dataclass

from contracts.inbound.banking import MandateState
from contracts.outbound.collections import (
    DirectDebitClaimRequested,
    MandateCancellationRequested,
    MandateReinstatementRequested,
)
from hub.deciding import Deciding
from hub.differences.account import account_of
from hub.differences.money import reason_of
from hub.differences.names import fitting
from hub.recovery.gates import AdverseStep, closed_gates
from hub.recovery.working_days import working_day_from
from hub.standing.person import Mandate, PersonStanding

USABLE = frozenset({MandateState.LODGED, MandateState.ACTIVE})
STATE_OF_EFFECT = {
    "cancelled": MandateState.CANCELLED,
    "invalid": MandateState.CANCELLED,
    "not_held": MandateState.CANCELLED,
    "suspended": MandateState.SUSPENDED,
}


@dataclass(slots=True, frozen=True)
class StandingMandate:
    """A mandate with what returns and a death have made of it; `publisher_state` is what its keeper last said."""

    mandate: str
    payer_reference: str
    state: MandateState
    publisher_state: MandateState


def mandates_of(standing: PersonStanding) -> list[StandingMandate]:
    """Every mandate as it really stands by all the facts, in order of reference.

    A return takes effect unless the mandate's keeper has spoken since. A death ends every mandate.
    """
    return [_really(standing, reference, mandate) for reference, mandate in sorted(standing.mandates.items())]


def _really(standing: PersonStanding, reference: str, mandate: Mandate) -> StandingMandate:
    state = mandate.state
    for back in standing.taken_back.values():
        reason = reason_of(back)
        effect = STATE_OF_EFFECT.get(reason.mandate_effect) if reason is not None else None
        newer = back.takes_effect_on >= mandate.effective_from
        if effect is None or back.payer_reference != mandate.payer_reference or not newer:
            continue
        if state in USABLE or effect is MandateState.CANCELLED:
            state = effect
    if standing.died:
        state = MandateState.CANCELLED
    return StandingMandate(reference, mandate.payer_reference, state, mandate.state)


def settle_collections(deciding: Deciding, standing: PersonStanding) -> None:
    """Cancel at the bank what must not be used, lodge again what may be, and claim what is due."""
    cancelled = standing.said.cancelled_mandates
    usable: StandingMandate | None = None
    for mandate in mandates_of(standing):
        told = mandate.mandate in cancelled
        is_usable = mandate.state in USABLE
        if is_usable:
            usable = usable or mandate
        if mandate.state is MandateState.CANCELLED and mandate.publisher_state in USABLE and not told:
            cancelled.append(mandate.mandate)
            deciding.say(
                standing,
                MandateCancellationRequested(mandate=mandate.mandate, payer_reference=mandate.payer_reference),
                mandate.mandate,
            )
        elif is_usable and told:
            cancelled.remove(mandate.mandate)
            deciding.say(
                standing,
                MandateReinstatementRequested(mandate=mandate.mandate, payer_reference=mandate.payer_reference),
                mandate.mandate,
            )
    if usable is not None:
        _claim(deciding, standing, usable)


def _claim(deciding: Deciding, standing: PersonStanding, mandate: StandingMandate) -> None:
    if closed_gates(standing, AdverseStep.DIRECT_DEBIT_CLAIM, deciding.today):
        return
    for item in account_of(standing, deciding.almanac.policy).items:
        if item.item in standing.said.claims or item.due_on < deciding.today or not item.outstanding_pence:
            continue
        standing.said.claims[item.item] = item.outstanding_pence
        claim = DirectDebitClaimRequested(
            claim=fitting(f"{mandate.mandate}:{item.item}"),
            mandate=mandate.mandate,
            payer_reference=mandate.payer_reference,
            amount=item.outstanding_pence,
            collect_on=working_day_from(item.due_on),
        )
        deciding.say(standing, claim, item.item, AdverseStep.DIRECT_DEBIT_CLAIM)
