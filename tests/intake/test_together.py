"""Several consumers at once, on the same people: each message has one effect, and nobody waits for ever."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from threading import Barrier, Thread

from hub.composition import assemble
from hub.intake import Ending
from hub.ledger.engine import open_engine
from tests import builders as told
from tests.builders import Event
from tests.stories import ALMANAC, Story, delivery

CONSUMERS = 3
PEOPLE = [f"P-{number:04}" for number in range(1, 7)]


def lives() -> list[Event]:
    """Care, money in suspense and claimed, and returns, for a few people."""
    events = [told.an_opened_day("2026-06-02")]
    for person in PEOPLE:
        reference = f"TEST{person[-4:]}"
        events += [
            told.a_person(person, references=[reference]),
            told.a_care_package(person),
            told.a_light_touch(person),
            told.a_mandate(person, reference=reference, mandate=f"DDM-{person}"),
            told.a_tracing_decision(person, referral=f"REF-{person}"),
            told.a_collection(collection=f"COL-{person}", reference=reference),
            told.a_return(returned=f"RET-{person}", reference=reference),
            *(told.a_payment("1.00", payment=f"PAY-{person}-{number}", reference=reference) for number in range(8)),
        ]
    return events


def test_consumers_at_once_take_each_message_once(database_url: str) -> None:
    events = lives()
    start = Barrier(CONSUMERS)
    endings: Counter[Ending] = Counter()
    failures: list[BaseException] = []

    def consume(seed: int, shared: Sequence[Event]) -> None:
        # every consumer is handed everything, in an order and in batches of its own
        random = Random(seed)
        mine = random.sample(shared, len(shared))
        engine = open_engine(database_url)
        hub = assemble(engine, ALMANAC, story.clock)
        start.wait()
        try:
            while mine:
                size = random.randint(1, 15)
                endings.update(hub.intake.process([delivery(event) for event in mine[:size]]))
                del mine[:size]
        except BaseException as failure:
            failures.append(failure)
        finally:
            engine.dispose()

    story = Story(database_url)
    threads = [Thread(target=consume, args=(seed, events)) for seed in range(CONSUMERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads)
    assert failures == []
    assert endings == {Ending.APPLIED: len(events), Ending.DUPLICATE: (CONSUMERS - 1) * len(events)}
    story.relay()
    alone = Story()
    alone.live(*events)
    assert story.digest() == alone.digest()
    story.close()
    alone.close()
