"""Two consumers at once on PostgreSQL: about one person they wait for each other, and never for ever."""

import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from hub.intake import Ending
from tests.builders import PERSON, a_payment
from tests.services.postgresql import connect
from tests.stories import Story, delivery

DEADLINE = 30.0
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def stories(database_url: str) -> Iterator[list[Story]]:
    """Two hubs on one store."""
    made = [Story(database_url), Story(database_url)]
    yield made
    for story in made:
        story.close()


def until_it_waits_or_ends(url: str, thread: Thread) -> None:
    deadline = time.monotonic() + DEADLINE
    with connect(url) as connection:
        while thread.is_alive() and connection.execute(WAITING).fetchone() == (0,):
            assert time.monotonic() < deadline, "it neither waits nor ends"
            time.sleep(0.01)


def begun(work: Callable[[], Any]) -> Thread:
    thread = Thread(target=work)
    thread.start()
    return thread


def test_two_consumers_on_one_person_wait_for_each_other(stories: list[Story], database_url: str) -> None:
    one, other = stories
    one.tell(a_payment("1.00", person=PERSON))
    endings: list[Ending] = []
    threads: list[Thread] = []

    def settled(*_: object) -> None:
        # the first is about to commit, and the second comes with a payment of the same person
        second = a_payment("3.00", payment="PAY-3", person=PERSON)
        threads.append(begun(lambda: endings.extend(other.tell(second))))
        until_it_waits_or_ends(database_url, threads[0])

    one.hub.intake.process([delivery(a_payment("2.00", payment="PAY-2", person=PERSON))], settled)
    threads[0].join(DEADLINE)
    assert endings == [Ending.APPLIED]
    assert one.balance() == "-6.00"
    assert [entry["position"] for entry in one.entries()] == [1, 2, 3]
    assert one.parked() == []


def test_people_are_locked_in_order_of_their_references(database_url: str) -> None:
    early, late = "P-0001", "P-0002"
    before = Story(database_url)
    # so the later one lies first on the disk, and no index leads to them in order
    for person in (late, early):
        before.tell(a_payment("1.00", payment=f"PAY-{person}", person=person))
    before.close()
    with connect(database_url) as connection:
        for way in ("indexscan", "bitmapscan"):
            connection.execute(f"ALTER DATABASE {make_url(database_url).database} SET enable_{way} = off".encode())
    story = Story(database_url)
    lock = text("SELECT person FROM person_standing WHERE person = :person FOR UPDATE SKIP LOCKED")
    both = [a_payment("2.00", payment=f"PAY-2-{person}", person=person) for person in (late, early)]
    endings: list[Ending] = []
    with story.connection() as held:
        assert held.execute(lock, {"person": early}).all()
        thread = begun(lambda: endings.extend(story.tell(*both)))
        until_it_waits_or_ends(database_url, thread)
        with story.connection() as looking:
            free = looking.execute(lock, {"person": late}).all()
    thread.join(DEADLINE)
    story.close()
    assert free, "somebody later was locked before somebody earlier"
    assert endings == [Ending.APPLIED] * 2
