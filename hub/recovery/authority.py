"""Who may decide what: nothing adverse without a decision in a permitted role."""

from contracts.inbound.decisions import DecisionKind, OfficerRole

_RECOVERY = frozenset({OfficerRole.DEBT_RECOVERY_OFFICER, OfficerRole.TEAM_LEADER, OfficerRole.DEBT_PANEL})

_MAY_DECIDE: dict[DecisionKind, frozenset[OfficerRole]] = {
    DecisionKind.REFER_FOR_TRACING: _RECOVERY,
    DecisionKind.REFER_FOR_ENFORCEMENT: frozenset({OfficerRole.TEAM_LEADER, OfficerRole.DEBT_PANEL}),
    DecisionKind.RECALL_REFERRAL: frozenset(OfficerRole),
    DecisionKind.CLOSE_TASK: frozenset(OfficerRole),
    DecisionKind.RELEASE_UPRATING: frozenset({OfficerRole.ACCOUNT_MANAGEMENT_OFFICER, OfficerRole.TEAM_LEADER}),
}


def roles_that_may(kind: DecisionKind) -> frozenset[OfficerRole]:
    """The roles in which this may be decided; anybody may stop a step, few may begin one.

    Source: the council's scheme of delegation (Local Government Act 1972, s.101).
    """
    return _MAY_DECIDE[kind]
