"""Referrals: which should be with an agent by all the facts and decisions, less what the agent was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import orjson
from pydantic import BaseModel

from contracts.inbound.agents import Acknowledged, AnswerOutcome
from contracts.inbound.decisions import DecisionKind
from contracts.outbound.referrals import (
    EnforcementReferralAmended,
    EnforcementReferralRecalled,
    EnforcementReferralSent,
    RecallReason,
    TracingReferralAmended,
    TracingReferralRecalled,
    TracingReferralSent,
)
from hub.deciding import Deciding, ReferralRow, WantedTask, identity
from hub.differences.account import account_of
from hub.rates.policy import Policy
from hub.recovery.agents import AgentKind
from hub.recovery.gates import DEATH, AdverseStep, closed_gates
from hub.recovery.working_days import add_working_days
from hub.standing.person import Decision, PersonStanding, SaidReferral

SCOPE = "referral"
KIND_OF_DECISION = {
    DecisionKind.REFER_FOR_TRACING: AgentKind.TRACING,
    DecisionKind.REFER_FOR_ENFORCEMENT: AgentKind.ENFORCEMENT,
}
STEP_OF_KIND = {
    AgentKind.TRACING: AdverseStep.TRACING_REFERRAL,
    AgentKind.ENFORCEMENT: AdverseStep.ENFORCEMENT_REFERRAL,
}
WORDS: dict[AgentKind, dict[str, type[BaseModel]]] = {
    AgentKind.TRACING: {
        "sent": TracingReferralSent,
        "amended": TracingReferralAmended,
        "recalled": TracingReferralRecalled,
    },
    AgentKind.ENFORCEMENT: {
        "sent": EnforcementReferralSent,
        "amended": EnforcementReferralAmended,
        "recalled": EnforcementReferralRecalled,
    },
}


@dataclass(slots=True, frozen=True)
class WantedReferral:
    """A referral as it should be: with the agent and saying `fields`, or not with the agent, and why."""

    referral: str
    agent: str
    kind: AgentKind
    decided_on: date
    fields: Mapping[str, object] | None
    reason: RecallReason | None


def wanted_referrals(standing: PersonStanding, policy: Policy, today: date) -> list[WantedReferral]:
    """Every referral ever decided upon, as it should stand today by all the facts."""
    latest: dict[str, Decision] = {}
    for decision in standing.decisions.values():
        if decision.kind in KIND_OF_DECISION and decision.referral and decision.agent:
            known = latest.get(decision.referral)
            if known is None or _age(decision) > _age(known):
                latest[decision.referral] = decision
    return [_wanted(standing, policy, today, decision) for _, decision in sorted(latest.items())]


def _age(decision: Decision) -> tuple[date, int, str]:
    return decision.decided_on, decision.version.revision, decision.version.message_id


def _wanted(standing: PersonStanding, policy: Policy, today: date, decision: Decision) -> WantedReferral:
    kind = KIND_OF_DECISION[decision.kind]
    referral, agent = str(decision.referral), str(decision.agent)
    fields: Mapping[str, object] | None = None
    reason = _reason_to_recall(standing, today, decision, kind)
    if reason is None:
        fields = (
            _tracing_fields(standing) if kind is AgentKind.TRACING else _enforcement_fields(standing, policy, decision)
        )
        reason = None if fields is not None else _reason_without_fields(standing)
    return WantedReferral(referral, agent, kind, decision.decided_on, fields, reason)


def _reason_to_recall(
    standing: PersonStanding, today: date, decision: Decision, kind: AgentKind
) -> RecallReason | None:
    closed = closed_gates(standing, STEP_OF_KIND[kind], today)
    if DEATH in closed:
        return RecallReason.DECEASED
    if closed:
        return RecallReason.ON_HOLD
    recalled = any(
        other.kind is DecisionKind.RECALL_REFERRAL
        and other.referral == decision.referral
        and other.decided_on >= decision.decided_on
        for other in standing.decisions.values()
    )
    if recalled or decision.referral in standing.handbacks:
        return RecallReason.WITHDRAWN
    answered = any(
        answer.referral == decision.referral
        and answer.outcome not in (AnswerOutcome.PART_PAID, AnswerOutcome.ARRANGEMENT)
        for answer in standing.answers.values()
    )
    return RecallReason.SETTLED if answered else None


def _reason_without_fields(standing: PersonStanding) -> RecallReason:
    return RecallReason.WITHDRAWN if standing.details is None else RecallReason.SETTLED


def _tracing_fields(standing: PersonStanding) -> Mapping[str, object] | None:
    details = standing.details
    if details is None:
        return None
    return {
        "given_name": details.given_name,
        "family_name": details.family_name,
        "date_of_birth": details.date_of_birth,
        "last_known_address": details.address,
    }


def _enforcement_fields(standing: PersonStanding, policy: Policy, decision: Decision) -> Mapping[str, object] | None:
    details = standing.details
    overdue = sum(
        item.outstanding_pence for item in account_of(standing, policy).items if item.due_on <= decision.decided_on
    )
    if details is None or overdue < max(1, decision.minimum_debt_pence):
        return None
    # Charges that fell due since are no part of what the court ordered.
    ordered = overdue if decision.judgment_pence is None else min(overdue, decision.judgment_pence)
    return {
        "given_name": details.given_name,
        "family_name": details.family_name,
        "address": details.address,
        "judgment": decision.judgment,
        "amount": ordered,
        "vulnerable": details.vulnerable,
    }


def settle_referrals(deciding: Deciding, standing: PersonStanding) -> None:
    """Send, amend or recall each referral, as the difference between what should be and what was said."""
    wanted = wanted_referrals(standing, deciding.almanac.policy, deciding.today)
    for wish in wanted:
        said = standing.said.referrals.get(wish.referral)
        if said is not None and said.live and (wish.fields is None or said.agent != wish.agent):
            _recall(deciding, standing, wish, said)
        if wish.fields is not None:
            _tell(deciding, standing, wish, standing.said.referrals.get(wish.referral))
    deciding.settle_tasks(standing, SCOPE, _wanted_tasks(deciding, standing, wanted))
    for wish in wanted:
        _note(deciding, standing, wish)


def _fingerprint(fields: Mapping[str, object]) -> str:
    return identity(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode())


def _tell(deciding: Deciding, standing: PersonStanding, wish: WantedReferral, said: SaidReferral | None) -> None:
    assert wish.fields is not None
    fingerprint = _fingerprint(wish.fields)
    if said is not None and said.live and said.fingerprint == fingerprint:
        return
    version = 1 if said is None else said.version + 1
    began = version
    if said is not None and said.live:
        began = said.began
        if deciding.withdraw(standing, f"{wish.referral}#{said.version}"):
            # The agent has not heard of that version, and is told this one instead.
            version = said.version
    acknowledge_by = add_working_days(deciding.today, deciding.terms.acknowledgement_working_days)
    standing.said.referrals[wish.referral] = SaidReferral(
        wish.agent, wish.kind, began, version, live=True, fingerprint=fingerprint, acknowledge_by=acknowledge_by
    )
    told = WORDS[wish.kind]["sent" if version == began else "amended"].model_validate(
        {
            "referral": wish.referral,
            "agent": wish.agent,
            "version": version,
            "acknowledge_by": acknowledge_by,
            **wish.fields,
        }
    )
    deciding.say(standing, told, f"{wish.referral}#{version}", STEP_OF_KIND[wish.kind], wish.agent)


def _recall(deciding: Deciding, standing: PersonStanding, wish: WantedReferral, said: SaidReferral) -> None:
    heard = said.version
    if deciding.withdraw(standing, f"{wish.referral}#{heard}"):
        heard -= 1
    if heard == 0:
        del standing.said.referrals[wish.referral]
        return
    said.live, said.fingerprint, said.version = False, "", heard
    said.recall_reason = wish.reason or RecallReason.WITHDRAWN
    if heard < said.began:
        # The last that the agent heard of it was a recall.
        return
    said.version += 1
    said.acknowledge_by = add_working_days(deciding.today, deciding.terms.acknowledgement_working_days)
    told = WORDS[AgentKind(said.kind)]["recalled"].model_validate(
        {
            "referral": wish.referral,
            "agent": said.agent,
            "version": said.version,
            "acknowledge_by": said.acknowledge_by,
            "reason": said.recall_reason,
        }
    )
    # A recall protects the person, so no gate may ever hold it back.
    deciding.say(standing, told, f"{wish.referral}#{said.version}", None, said.agent)


def is_acknowledged(standing: PersonStanding, referral: str, of: Acknowledged, version: int = 1) -> bool:
    """Whether the agent acknowledged this word about the referral, in this version or a later one."""
    return any(
        word.referral == referral and word.of is of and word.version >= version
        for word in standing.acknowledgements.values()
    )


def _wanted_tasks(deciding: Deciding, standing: PersonStanding, wanted: list[WantedReferral]) -> dict[str, WantedTask]:
    tasks: dict[str, WantedTask] = {}
    days = deciding.terms.acknowledgement_working_days
    for wish in wanted:
        due_on = add_working_days(wish.decided_on, days)
        missing = not is_acknowledged(standing, wish.referral, Acknowledged.SENT)
        if wish.fields is not None and missing and due_on < deciding.today:
            tasks[f"unacknowledged:{wish.referral}"] = WantedTask(
                "unacknowledged",
                "An agent has not acknowledged a referral in time. Ask the agent whether it arrived.",
                add_working_days(due_on, 1),
                2,
            )
        said = standing.said.referrals.get(wish.referral)
        if said is None or said.live or said.acknowledge_by >= deciding.today:
            continue
        if wish.referral in standing.handbacks:
            continue
        if not is_acknowledged(standing, wish.referral, Acknowledged.RECALLED, said.version):
            tasks[f"recall_unacknowledged:{wish.referral}"] = WantedTask(
                "recall_unacknowledged",
                "An agent has not acknowledged a recall in time. Telephone the agent: it must stop at once.",
                add_working_days(said.acknowledge_by, 1),
                1,
            )
    for reference, answer in standing.answers.items():
        tasks[f"answered:{reference}"] = WantedTask(
            "answered",
            f"An agent answered a referral: {answer.outcome}. Decide what follows.",
            add_working_days(answer.answered_on, days),
            3,
        )
    return tasks


def _note(deciding: Deciding, standing: PersonStanding, wish: WantedReferral) -> None:
    said = standing.said.referrals.get(wish.referral)
    if said is None:
        state, version, by = "withheld", 0, wish.decided_on
    else:
        confirmed = is_acknowledged(
            standing,
            wish.referral,
            Acknowledged.SENT if said.live else Acknowledged.RECALLED,
            1 if said.live else said.version,
        )
        state = ("live" if said.live else "recalled") + (", acknowledged" if confirmed else "")
        version, by = said.version, said.acknowledge_by
    deciding.outcome.referrals[wish.referral] = ReferralRow(
        wish.referral, standing.person, wish.agent, wish.kind, version, state, by
    )
