"""The standing of one person, or of a payer reference that nobody has claimed yet."""

from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct, field

from contracts.inbound.agents import Acknowledged, AnswerOutcome, ReturnReason
from contracts.inbound.banking import MandateState, PaymentMethod
from contracts.inbound.decisions import DecisionKind, OfficerRole
from contracts.inbound.people import LetterFormat, RepresentativeRole
from contracts.outbound.referrals import RecallReason
from hub.charging.circumstances import Circumstances, Span, Version

UNCLAIMED = "reference:"
_ANSWERS = frozenset({DecisionKind.CLOSE_TASK, DecisionKind.RELEASE_UPRATING})


class Details(Struct, frozen=True, omit_defaults=True):
    """Who the person is; never logged, and told only to those whose contract permits it."""

    version: Version
    given_name: str
    family_name: str
    date_of_birth: date
    address: tuple[str, ...]
    payer_references: tuple[str, ...]
    letter_format: LetterFormat
    vulnerable: bool


class Representative(Struct, frozen=True, omit_defaults=True):
    """Somebody's authority to act for the person."""

    version: Version
    role: RepresentativeRole
    name: str
    authority_from: date
    receives_letters: bool


class Ending(Struct, frozen=True, omit_defaults=True):
    """The day something ended, as a statement that may arrive before the thing itself."""

    version: Version
    last_day: date


class DeathReport(Struct, frozen=True, omit_defaults=True):
    """A report of a death, standing or withdrawn."""

    version: Version
    date_of_death: date | None
    reported_on: date
    verified: bool
    withdrawn: bool


class Mandate(Struct, frozen=True, omit_defaults=True):
    """A direct debit mandate as its publisher tells it."""

    version: Version
    payer_reference: str
    state: MandateState
    effective_from: date
    reason_code: str | None


class Payment(Struct, frozen=True, omit_defaults=True):
    """Money received."""

    message_id: str
    amount_pence: int
    received_on: date
    method: PaymentMethod
    payer_reference: str | None


class Collection(Struct, frozen=True, omit_defaults=True):
    """A direct debit presented to the payer's bank."""

    message_id: str
    payer_reference: str
    amount_pence: int
    processed_on: date


class TakenBack(Struct, frozen=True, omit_defaults=True):
    """A collection that came back: returned by the bank, or claimed under the guarantee."""

    message_id: str
    payer_reference: str
    amount_pence: int
    originally_processed_on: date
    takes_effect_on: date
    reason_code: str
    report: str


class Stop(Struct, frozen=True, omit_defaults=True):
    """A reason to stop recovery, with its days."""

    version: Version
    kind: str
    started_on: date
    ends_on: date | None


class Decision(Struct, frozen=True, omit_defaults=True):
    """What an officer or a panel decided."""

    version: Version
    kind: DecisionKind
    decided_on: date
    decided_by: str
    role: OfficerRole
    referral: str | None
    agent: str | None
    judgment: str | None
    judgment_pence: int | None
    minimum_debt_pence: int
    task: str | None
    notice: str | None = None
    notice_revision: int | None = None


class Acknowledgement(Struct, frozen=True, omit_defaults=True):
    """An agent's word that it has received something."""

    message_id: str
    referral: str
    agent: str
    of: Acknowledged
    version: int
    acknowledged_on: date


class Answer(Struct, frozen=True, omit_defaults=True):
    """What an agent says came of a referral."""

    message_id: str
    referral: str
    agent: str
    outcome: AnswerOutcome
    answered_on: date


class Handback(Struct, frozen=True, omit_defaults=True):
    """A referral that an agent gave back."""

    message_id: str
    agent: str
    reason: ReturnReason
    returned_on: date


class OpenTask(Struct, omit_defaults=True):
    """A task that has been raised and not withdrawn."""

    task: str
    kind: str
    reason: str
    due_on: date
    priority: int


class SaidReferral(Struct, omit_defaults=True):
    """What an agent was last told about a referral; `began` is the version in which it was last sent."""

    agent: str
    kind: str
    began: int
    version: int
    live: bool
    fingerprint: str
    acknowledge_by: date
    recall_reason: RecallReason | None = None


class SaidContribution(Struct, omit_defaults=True):
    """The weekly contribution the person was told, by its first day; the latest notice begins with `effective_from`.

    `deferred` has what was told to be deferred besides, for those of the first days that have any.
    """

    effective_from: date
    course: dict[str, int]
    notice: int
    deferred: dict[str, int] = field(default_factory=dict)


class Posted(Struct, omit_defaults=True):
    """What the ledger already holds because of these facts; a cache of the journal."""

    charges: dict[str, int] = field(default_factory=dict)
    deferred: dict[str, int] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)
    entries_count: int = 0
    chain_hash: str = ""


class Said(Struct, omit_defaults=True):
    """What has been said because of these facts.

    `is_silent` says that the course of the contribution was not told when it was worked out last.
    """

    contribution: SaidContribution | None = None
    tasks: dict[str, OpenTask] = field(default_factory=dict)
    referrals: dict[str, SaidReferral] = field(default_factory=dict)
    statements_to: date | None = None
    statement_charges_pence: int = 0
    statement_money_pence: int = 0
    claims: dict[str, int] = field(default_factory=dict)
    cancelled_mandates: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    is_silent: bool = False


class Refusal(Struct, omit_defaults=True):
    """Why the contribution cannot be worked out, and from which day."""

    message: str
    first: date


class HeldUprating(Struct, frozen=True, omit_defaults=True):
    """An uprating notice that waits for an officer: what its first day comes to a week without it, and with it."""

    revision: int
    first: date
    weekly_pence: int
    weekly_if_released_pence: int


class ComingUp(Struct, frozen=True, omit_defaults=True):
    """Something that time alone will change, and an officer has to act on."""

    day: date
    kind: str
    message: str


class Worked(Struct, omit_defaults=True):
    """What the last working-out of the contribution left to be remembered; all of it follows from the facts.

    `next_change_on` is the next day on which the course asks for another look, for a change of that day or for
    the notice of a later one.
    """

    large_changes: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    is_provisional: bool = False
    next_change_on: date | None = None
    charged_to: date | None = None
    held_upratings: dict[str, HeldUprating] = field(default_factory=dict)
    comings: dict[str, ComingUp] = field(default_factory=dict)


class PersonStanding(Struct, omit_defaults=True):
    """Everything the hub knows of a person, and everything it has done about it."""

    person: str
    details: Details | None = None
    representatives: dict[str, Representative] = field(default_factory=dict)
    representative_endings: dict[str, Ending] = field(default_factory=dict)
    deaths: dict[str, DeathReport] = field(default_factory=dict)
    circumstances: Circumstances = field(default_factory=Circumstances)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    taken_back: dict[str, TakenBack] = field(default_factory=dict)
    stops: dict[str, Stop] = field(default_factory=dict)
    stop_endings: dict[str, Ending] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    acknowledgements: dict[str, Acknowledgement] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    handbacks: dict[str, Handback] = field(default_factory=dict)
    worked: Worked = field(default_factory=Worked)
    posted: Posted = field(default_factory=Posted)
    said: Said = field(default_factory=Said)
    next_due_on: date | None = None

    @property
    def is_unclaimed(self) -> bool:
        """Whether this stands for a payer reference that no person has claimed."""
        return self.person.startswith(UNCLAIMED)

    @property
    def letter_format(self) -> LetterFormat:
        """The format the person needs letters in."""
        return LetterFormat.STANDARD if self.details is None else self.details.letter_format

    @property
    def date_of_death(self) -> date | None:
        """The date of death by the reports that stand: verified before unverified, then the earliest."""
        standing = [report for report in self.deaths.values() if not report.withdrawn]
        dated = [report for report in standing if report.date_of_death is not None]
        if not dated:
            return None
        surest = [report for report in dated if report.verified] or dated
        return min(report.date_of_death for report in surest if report.date_of_death is not None)

    @property
    def died(self) -> bool:
        """Whether any report of the person's death stands."""
        return any(not report.withdrawn for report in self.deaths.values())

    @property
    def has_records(self) -> bool:
        """Whether any money or mandate is recorded."""
        return bool(self.payments or self.collections or self.taken_back or self.mandates)

    def answered_tasks(self) -> set[str]:
        """Tasks an officer has answered by a decision."""
        return {
            decision.task
            for decision in self.decisions.values()
            if decision.kind in _ANSWERS and decision.task is not None
        }

    def released_upratings(self) -> dict[str, int]:
        """Uprating notices that an officer has let hold for the person, each up to the latest revision looked at."""
        released: dict[str, int] = {}
        for its in self.decisions.values():
            if its.kind is DecisionKind.RELEASE_UPRATING and its.notice is not None and its.notice_revision is not None:
                released[its.notice] = max(its.notice_revision, released.get(its.notice, 0))
        return released

    def stop_spans(self) -> list[tuple[str, str, Span]]:
        """Each stop as reference, kind and days, with its end from whichever statement tells it."""
        spans = []
        for reference, stop in self.stops.items():
            ending = self.stop_endings.get(reference)
            last = ending.last_day if ending is not None else stop.ends_on
            spans.append((reference, stop.kind, Span(stop.started_on, last)))
        return spans


class Versioned(Protocol):
    """Anything said in versions."""

    @property
    def version(self) -> Version: ...


Statement = TypeVar("Statement", bound=Versioned)


class Named(Protocol):
    """Anything said once, in one message."""

    @property
    def message_id(self) -> str: ...


Record = TypeVar("Record", bound=Named)


def keep_first(records: dict[str, Record], reference: str, record: Record) -> bool:
    """Keep one record of a reference, by message id and not by arrival; True if it is the new one."""
    present = records.get(reference)
    if present is not None and present.message_id <= record.message_id:
        return False
    records[reference] = record
    return True


def keep_latest(statements: dict[str, Statement], reference: str, statement: Statement) -> bool:
    """Keep the statement that stands; True if it is the new one. Order of arrival never matters."""
    present = statements.get(reference)
    if present is not None and not statement.version.supersedes(present.version):
        return False
    statements[reference] = statement
    return True
