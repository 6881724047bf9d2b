"""A stream of events about some people, and what each account must come to by arithmetic of its own.

Care begins on 6 April 2026 and costs 500.00 a week. Person number n has agreed to 60.00 and n mod 5 times 5.00 a week.
By 2 June two cycles of four weeks have ended; the care of every tenth person ended on 17 May, after six weeks.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import orjson

from hub.outbox import Outgoing
from hub.publishing import outgoing_from
from tests import builders as told
from tests.builders import Event

PUBLISHER = "publisher.stream"
REPEATED = 0.05


@dataclass(frozen=True)
class Account:
    """What a person is charged and has paid, in pence."""

    charged: int
    paid: int


@dataclass(frozen=True)
class Stream:
    """Events as they are published, repeats among them, and what they come to."""

    bodies: tuple[bytes, ...]
    accounts: dict[str, Account]

    @property
    def ids(self) -> set[str]:
        """The ids of all events; each counts once, however often it is published."""
        return {orjson.loads(body)["id"] for body in self.bodies}

    def windows(self, size: int) -> Sequence[Sequence[Outgoing]]:
        """The events as numbered messages, a window at a time."""
        count = len(self.bodies)
        outgoing = [outgoing_from(body, PUBLISHER, n, is_last=n == count) for n, body in enumerate(self.bodies, 1)]
        return [outgoing[start : start + size] for start in range(0, count, size)]


def a_stream(people: int, events: int, seed: int) -> Stream:
    """As many events about as many people, shuffled by the seed, and some of them published twice."""
    random = Random(seed)
    names = [f"P-{number:04}" for number in range(people)]
    told_once: list[Event] = [told.an_opened_day("2026-04-06"), told.an_opened_day("2026-06-02")]
    for number, person in enumerate(names):
        told_once += _life(number, person)
    paid: Counter[str] = Counter()
    while len(told_once) < events:
        number, pence = random.randrange(people), random.randrange(1, 20_000)
        paid[names[number]] += pence
        amount = f"{pence // 100}.{pence % 100:02}"
        told_once.append(told.a_payment(amount, payment=f"PAY-{len(told_once)}", reference=_reference(number)))
    bodies = [orjson.dumps(event) for event in told_once]
    bodies += random.sample(bodies, int(REPEATED * len(bodies)))
    random.shuffle(bodies)
    accounts = {person: Account(_charged(number), paid[person]) for number, person in enumerate(names)}
    return Stream(tuple(bodies), accounts)


def _life(number: int, person: str) -> list[Event]:
    weekly = f"{_weekly(number) // 100}.00"
    life = [
        told.a_person(person, references=[_reference(number)]),
        told.a_care_package(person),
        told.a_care_package(person, told.a_line("520.00"), revision=2),
        told.a_light_touch(person, weekly),
    ]
    return [*life, told.the_end_of_care(person, "2026-05-17")] if _ends(number) else life


def _reference(number: int) -> str:
    return f"TESTA{number:04}"


def _weekly(number: int) -> int:
    return 6_000 + number % 5 * 500


def _ends(number: int) -> bool:
    return number % 10 == 0


def _charged(number: int) -> int:
    return _weekly(number) * (6 if _ends(number) else 8)
