"""What forbids an adverse step, read at the moment of acting."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.standing.person import PersonStanding


class AdverseStep(StrEnum):
    """A step that bears on the person, so its gates are read when it is proposed and when it is published."""

    DIRECT_DEBIT_CLAIM = "direct_debit_claim"
    TRACING_REFERRAL = "tracing_referral"
    ENFORCEMENT_REFERRAL = "enforcement_referral"
    LETTER_TO_PERSON = "letter_to_person"


@dataclass(slots=True, frozen=True)
class Gate:
    """A reason to forbid steps, with where it comes from."""

    name: str
    forbids: frozenset[AdverseStep]
    source: str


_ALL = frozenset(AdverseStep)
_MONEY = frozenset({AdverseStep.DIRECT_DEBIT_CLAIM, AdverseStep.ENFORCEMENT_REFERRAL})

DEATH = Gate(
    "death",
    _ALL,
    "Administration of Estates Act 1925, s.1: liabilities pass to the estate; Bacs code 2 ends the mandate",
)
GATES_OF_STOPS = {
    "moratorium": Gate(
        "moratorium",
        frozenset({AdverseStep.DIRECT_DEBIT_CLAIM, AdverseStep.ENFORCEMENT_REFERRAL, AdverseStep.TRACING_REFERRAL}),
        "Debt Respite Scheme (Breathing Space Moratorium and Mental Health Crisis Moratorium) "
        "(England and Wales) Regulations 2020 (SI 2020/1311), reg 7",
    ),
    "insolvency": Gate("insolvency", _MONEY, "Insolvency Act 1986, ss.251G, 260, 285"),
    "dispute": Gate("dispute", _MONEY, "Care and Support Statutory Guidance, Annex D"),
    "hold": Gate("hold", _ALL, "The council's own decision, by a named officer"),
}


def closed_gates(standing: PersonStanding, step: AdverseStep, day: date) -> list[Gate]:
    """The gates that forbid the step on the day; none means it may go ahead.

    Source: each gate names its own.
    """
    closed = [DEATH] if standing.died else []
    for _, kind, span in standing.stop_spans():
        gate = GATES_OF_STOPS[kind]
        if span.covers(day) and gate not in closed:
            closed.append(gate)
    return [gate for gate in closed if step in gate.forbids]
