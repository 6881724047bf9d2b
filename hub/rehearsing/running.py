"""Running a rehearsal over many accounts: in this process, or in several where there are enough accounts for it.

Chunks go out and come back in order, and only a few are under way at a time, so that memory does not grow with the
number of people.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

from sqlalchemy import Connection

from hub.differences.upratings import Rules
from hub.rehearsing.accounts import Known, account_count, accounts, people_in_order
from hub.rehearsing.comparing import Row, compare, differ
from hub.rehearsing.document import document_of
from hub.rehearsing.outlook import Outlook, outlook_of, with_lines
from hub.rehearsing.plans import Rehearsal, told_of_policy, told_of_rates
from hub.rehearsing.saved import FORMAT, Header, Saved, held_against, line_of
from hub.rehearsing.summary import Summary
from hub.replaying import fact_count
from hub.standing.codec import decode_person
from hub.standing.person import PersonStanding

WORTH_PROCESSES = 2000
"""So many accounts take longer here than processes take to start."""

UNDER_WAY = 3

Result = TypeVar("Result")


def rows_of(rehearsal: Rehearsal, chunk: Sequence[Known]) -> list[Row]:
    """Each account before and after."""
    return [_row(rehearsal, known) for known in chunk]


def lines_of(rehearsal: Rehearsal, chunk: Sequence[Known]) -> list[bytes]:
    """Each account as it comes out now, with its working, as a line of a file."""
    return [_line(rehearsal, known) for known in chunk]


def _line(rehearsal: Rehearsal, known: Known) -> bytes:
    standing = _standing(known)
    outlook = outlook_of(standing, rehearsal.after, rehearsal.window)
    return line_of(Saved(known.person, with_lines(outlook, standing, rehearsal.after)))


def _row(rehearsal: Rehearsal, known: Known) -> Row:
    standing = _standing(known)
    after = outlook_of(standing, rehearsal.after, rehearsal.window)
    if rehearsal.before is None:
        before = known.saved or Outlook()
    else:
        before = outlook_of(standing, rehearsal.before, rehearsal.window)
    if differ(before, after):
        before = _lines(before, standing, rehearsal.before)
        after = _lines(after, standing, rehearsal.after)
    return compare(known.person, before, after, rehearsal.about)


def _standing(known: Known) -> PersonStanding:
    return PersonStanding(known.person) if known.standing is None else decode_person(known.standing)


def _lines(outlook: Outlook, standing: PersonStanding, rules: Rules | None) -> Outlook:
    # What was saved has its lines already.
    return outlook if rules is None else with_lines(outlook, standing, rules)


def rehearse(
    connection: Connection,
    rehearsal: Rehearsal,
    takers: Sequence[Callable[[list[Row]], object]] = (),
    saved: Iterator[Saved] | None = None,
    processes: int | None = None,
) -> dict[str, Any]:
    """Run a rehearsal over every account of the store, and report; takers see the rows as they come, in order.

    Raises:
        WrongUsage: a line of the saved file is not as it should be.
    """
    people = people_in_order(connection)
    chunks = accounts(connection, people)
    known = held_against(chunks, saved) if saved is not None else ([Known(*its) for its in part] for part in chunks)
    summary = Summary()
    with working(partial(rows_of, rehearsal), len(people), processes) as work:
        for rows in work(known):
            summary.add(rows)
            for take in takers:
                take(rows)
    return document_of(rehearsal, summary, account_count(connection))


def save(
    connection: Connection,
    rehearsal: Rehearsal,
    version: str,
    takers: Sequence[Callable[[list[bytes]], object]],
    processes: int | None = None,
) -> Header:
    """Work out every account of the store; takers see the lines of the file as they come, the header first."""
    window, rules = rehearsal.window, rehearsal.after
    people = people_in_order(connection)
    header = Header(
        FORMAT,
        version,
        window.day,
        window.today,
        len(people),
        fact_count(connection),
        told_of_policy(rules.policy, window.day),
        told_of_rates(rules.rates),
    )
    for take in takers:
        take([line_of(header)])
    known = ([Known(*its) for its in part] for part in accounts(connection, people))
    with working(partial(lines_of, rehearsal), len(people), processes) as work:
        for lines in work(known):
            for take in takers:
                take(lines)
    return header


@contextmanager
def working(
    do: Callable[[Sequence[Known]], Result], people_count: int, processes: int | None = None
) -> Iterator[Callable[[Iterable[Sequence[Known]]], Iterator[Result]]]:
    """What does the work for chunks, in their order: this process alone, or one for each processor.

    `processes` says how many there are to be, whether so many people are worth it or not.
    """
    wanted = processes or (1 if people_count < WORTH_PROCESSES else os.cpu_count() or 1)
    if wanted == 1:
        yield partial(map, do)
        return
    # A new interpreter for each: one that is forked would share the connection to the database.
    pool = ProcessPoolExecutor(wanted, get_context("spawn"), _begin, (do,))
    try:
        yield partial(_side_by_side, pool, wanted * UNDER_WAY)
    finally:
        pool.shutdown(cancel_futures=True)


def _side_by_side(pool: ProcessPoolExecutor, under_way: int, chunks: Iterable[Sequence[Known]]) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(_work, chunk))
        if len(waiting) >= under_way:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_given: list[Callable[[Sequence[Known]], Any]] = []


def _begin(do: Callable[[Sequence[Known]], Any]) -> None:
    """Begin a process: what it is to do is handed over once, and interrupts are for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given[:] = [do]


def _work(chunk: Sequence[Known]) -> Any:
    return _given[0](chunk)
