"""Decisions of officers and panels: the only beginning of an adverse step."""

from datetime import date

from contracts.envelope import Event
from contracts.inbound.decisions import DecisionKind, OfficerDecided
from hub.charging.circumstances import Version
from hub.deciding import Deciding
from hub.differences.referrals import KIND_OF_DECISION
from hub.errors import DecisionNotAllowedInRole, UnknownAgent
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.recovery.authority import roles_that_may
from hub.standing.person import Decision, PersonStanding, keep_latest


def on_officer_decided(deciding: Deciding, standing: PersonStanding, event: Event[OfficerDecided]) -> Change:
    """A decision stands if the role may take it and the agent is one the council has a contract with.

    Raises:
        DecisionNotAllowedInRole: the role may not decide this.
        UnknownAgent: no contract with the agent for this kind of work.
    """
    told = event.data
    allowed = roles_that_may(told.kind)
    if told.role not in allowed:
        raise DecisionNotAllowedInRole("data.role", f"expected one of {', '.join(sorted(allowed))} for {told.kind}")
    kind = KIND_OF_DECISION.get(told.kind)
    if kind is not None and deciding.almanac.agents.kinds.get(told.agent or "") is not kind:
        known = ", ".join(deciding.almanac.agents.of_kind(kind)) or "none"
        raise UnknownAgent("data.agent", f"expected an agent with a contract for {kind}: {known}")
    before = standing.decisions.get(told.decision)
    decision = Decision(
        Version(told.revision, told.decided_on, event.id),
        told.kind,
        told.decided_on,
        told.decided_by,
        told.role,
        told.referral,
        told.agent,
        told.judgment,
        told.judgment_amount,
        told.minimum_debt or 0,
        told.task,
        told.notice,
        told.notice_revision,
    )
    if not keep_latest(standing.decisions, told.decision, decision):
        return NO_CHANGE
    since = _releases_from(deciding, before, decision)
    return Change(Aspect.EVERYTHING & ~Aspect.CHARGES) if since is None else Change(Aspect.EVERYTHING, since)


def _releases_from(deciding: Deciding, *decisions: Decision | None) -> date | None:
    """The first day from which the notices that the decisions release hold; None if none is released, or known yet."""
    released = {its.notice for its in decisions if its is not None and its.kind is DecisionKind.RELEASE_UPRATING}
    notices = deciding.council.notices
    return min((notices[its].effective_from for its in released if its in notices), default=None)
