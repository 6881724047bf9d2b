"""What one message comes to: entries, messages, tasks and referrals, gathered while its handler decides.

Pure: everything it needs is given, and nothing here touches a clock, a database or a bus.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b

import orjson
from pydantic import BaseModel
from pydantic_core import to_json

from contracts.outbound.postings import EntryKind, LedgerEntryPosted
from contracts.outbound.tasks import TaskRaised, TaskWithdrawn
from contracts.registry import type_of
from hub.ledger.journal import Entry, Line, make_entry
from hub.rates import Rates
from hub.rates.policy import Policy, PolicyTerms
from hub.recovery.agents import Agents
from hub.recovery.gates import AdverseStep
from hub.standing.council import CouncilStanding
from hub.standing.person import OpenTask, PersonStanding

HUB_SOURCE = "urn:care-contributions-hub"


def identity(*parts: str) -> str:
    """A name made of its cause, so that deciding the same thing again gives the same name."""
    return blake2b("|".join(parts).encode(), digest_size=16).hexdigest()


@dataclass(slots=True, frozen=True)
class Almanac:
    """What holds whoever the message is about: rates, policy and agents."""

    rates: Rates
    policy: Policy
    agents: Agents


@dataclass(slots=True, frozen=True)
class Message:
    """Something to be said: a row of the outbox. `step` is set when its gates must be read again."""

    cause: str
    message_id: str
    person: str
    type: str
    routing_key: str
    key: str
    step: AdverseStep | None
    body: bytes


@dataclass(slots=True, frozen=True)
class Unsaid:
    """An adverse message that has been decided and has not left the hub."""

    message_id: str
    step: AdverseStep


@dataclass(slots=True, frozen=True)
class TaskRow:
    """A task as the officers' list shows it."""

    task: str
    person: str
    kind: str
    reason: str
    due_on: date
    priority: int
    raised_by: str
    open: bool


@dataclass(slots=True, frozen=True)
class ReferralRow:
    """A referral as the officers' list shows it."""

    referral: str
    person: str
    agent: str
    kind: str
    version: int
    state: str
    acknowledge_by: date


@dataclass(slots=True)
class Outcome:
    """Everything one message comes to, before anything is written."""

    entries: list[Entry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    withdrawals: list[str] = field(default_factory=list)
    tasks: dict[str, TaskRow] = field(default_factory=dict)
    referrals: dict[str, ReferralRow] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class WantedTask:
    """A task that should be open by the facts."""

    kind: str
    reason: str
    due_on: date
    priority: int


@dataclass(slots=True)
class Deciding:
    """One message being decided upon."""

    cause: str
    recorded_at: datetime
    recorded_on: date
    council: CouncilStanding
    almanac: Almanac
    standings: Mapping[str, PersonStanding]
    unsaid: dict[tuple[str, str], Unsaid]
    correlation: str
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def today(self) -> date:
        """The business day that is open."""
        return self.council.business_day

    @property
    def terms(self) -> PolicyTerms:
        """The council's policy on the business day."""
        return self.almanac.policy.on(self.today)

    def post(
        self,
        standing: PersonStanding,
        kind: EntryKind,
        about: str,
        effective_on: date,
        lines: tuple[Line, ...],
        detail: Mapping[str, object],
    ) -> Entry:
        """Post a balanced entry to the person's chain, and tell the finance system."""
        posted = standing.posted
        entry = make_entry(
            entry=identity(self.cause, standing.person, kind, about),
            person=standing.person,
            kind=kind,
            effective_on=effective_on,
            recorded_at=self.recorded_at,
            recorded_on=self.recorded_on,
            cause=self.cause,
            lines=lines,
            detail=orjson.dumps(detail).decode(),
            position=posted.entries_count + 1,
            previous_hash=posted.chain_hash,
        )
        posted.entries_count = entry.position
        posted.chain_hash = entry.hash
        self.outcome.entries.append(entry)
        # Validated as a whole: a model made for each line first costs twice as much, for every entry there is.
        told = LedgerEntryPosted.model_validate(
            {
                "entry": entry.entry,
                "kind": kind,
                "effective_on": effective_on,
                "recorded_on": self.recorded_on,
                "lines": tuple([{"account": its.account, "item": its.item, "amount": its.pence} for its in lines]),
            }
        )
        self.say(standing, told, entry.entry)
        return entry

    def say(
        self,
        standing: PersonStanding,
        data: BaseModel,
        key: str,
        step: AdverseStep | None = None,
        addressee: str | None = None,
    ) -> None:
        """Put a message into the outbox; `addressee` is the agent whose queue it goes to.

        An agent knows the referral and nothing else: not our reference of the person, nor the message that
        caused it, whose id its publisher chose and which may tell why.
        """
        event_type = type_of(type(data))
        message_id = identity(self.cause, standing.person, event_type, key)
        to_agent = addressee is not None
        envelope = {
            "specversion": "1.0",
            "id": message_id,
            "source": HUB_SOURCE,
            "type": event_type,
            "subject": None if to_agent or standing.is_unclaimed else standing.person,
            "time": self.recorded_at,
            "datacontenttype": "application/json",
            "dataschema": f"urn:care-contributions-hub:schema:{event_type}",
            "correlationid": None if to_agent else self.correlation,
            "causationid": None if to_agent else self.cause,
            # Written once, and set into the envelope as it is.
            "data": orjson.Fragment(to_json(data)),
        }
        if step is not None:
            self.unsaid[(standing.person, key)] = Unsaid(message_id, step)
        self.outcome.messages.append(
            Message(
                self.cause,
                message_id,
                standing.person,
                event_type,
                event_type if addressee is None else f"{event_type}.{addressee}",
                key,
                step,
                orjson.dumps(envelope),
            )
        )

    def withdraw(self, standing: PersonStanding, key: str) -> bool:
        """Take back what is decided but not yet said; False if it was said already."""
        unsaid = self.unsaid.pop((standing.person, key), None)
        if unsaid is None:
            return False
        kept = [message for message in self.outcome.messages if message.message_id != unsaid.message_id]
        if len(kept) == len(self.outcome.messages):
            self.outcome.withdrawals.append(unsaid.message_id)
        self.outcome.messages = kept
        return True

    def adverse_unsaid(self, standing: PersonStanding) -> list[tuple[str, AdverseStep]]:
        """Keys and steps of the adverse messages about the person that have not left the hub."""
        return [(key, unsaid.step) for (person, key), unsaid in self.unsaid.items() if person == standing.person]

    def settle_tasks(self, standing: PersonStanding, scope: str, wanted: Mapping[str, WantedTask]) -> None:
        """Raise what should be open and is not or says something else, withdraw what should not be open."""
        answered = standing.answered_tasks()
        named = {identity("task", standing.person, scope, key): task for key, task in wanted.items()}
        open_tasks = standing.said.tasks
        prefix = f"{scope}."
        for task_id, task in list(open_tasks.items()):
            if not task.kind.startswith(prefix):
                continue
            if task_id not in named or task_id in answered:
                self._withdraw_task(standing, task, answered=task_id in answered)
        for task_id, wish in named.items():
            if task_id not in answered and _differs(open_tasks.get(task_id), wish):
                self._raise_task(standing, task_id, f"{prefix}{wish.kind}", wish)

    def _raise_task(self, standing: PersonStanding, task_id: str, kind: str, wish: WantedTask) -> None:
        task = OpenTask(task_id, kind, wish.reason, wish.due_on, wish.priority)
        standing.said.tasks[task_id] = task
        self._note(standing, task, is_open=True)
        raised = TaskRaised(task=task_id, kind=kind, reason=wish.reason, due_on=wish.due_on, priority=wish.priority)
        self.say(standing, raised, task_id)

    def _withdraw_task(self, standing: PersonStanding, task: OpenTask, *, answered: bool) -> None:
        del standing.said.tasks[task.task]
        self._note(standing, task, is_open=False)
        reason = "an officer answered it" if answered else "its cause went away"
        self.say(standing, TaskWithdrawn(task=task.task, reason=reason), task.task)

    def _note(self, standing: PersonStanding, task: OpenTask, *, is_open: bool) -> None:
        self.outcome.tasks[task.task] = TaskRow(
            task.task,
            standing.person,
            task.kind,
            task.reason,
            task.due_on,
            task.priority,
            self.cause,
            is_open,
        )


def _differs(task: OpenTask | None, wish: WantedTask) -> bool:
    return task is None or (task.reason, task.due_on, task.priority) != (
        wish.reason,
        wish.due_on,
        wish.priority,
    )
