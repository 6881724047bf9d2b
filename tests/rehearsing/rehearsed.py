"""Rehearsing on a story: the rows and the document that a change comes to, and a whole store to hold against."""

from typing import Any

from sqlalchemy import MetaData, inspect, select

from hub.ledger.store import read_council
from hub.rehearsing.comparing import Row
from hub.rehearsing.plans import Rehearsal, of_notice, read_notice
from hub.rehearsing.running import rehearse
from tests.builders import Event, body_of
from tests.stories import ALMANAC, Story


def rehearsal_of(story: Story, notice: Event) -> Rehearsal:
    """The notice, to be rehearsed."""
    with story.connection() as connection:
        return of_notice(ALMANAC, read_council(connection), read_notice(body_of(notice)))


def run(story: Story, rehearsal: Rehearsal, **how: Any) -> tuple[dict[str, Row], dict[str, Any]]:
    """What a rehearsal comes to: its rows by person, and its document."""
    rows: list[Row] = []
    with story.connection() as connection:
        document = rehearse(connection, rehearsal, [rows.extend], **how)
    assert len({row.person for row in rows}) == len(rows)
    return {row.person: row for row in rows}, document


def rehearsed(story: Story, notice: Event, **how: Any) -> tuple[dict[str, Row], dict[str, Any]]:
    """What the notice comes to."""
    return run(story, rehearsal_of(story, notice), **how)


def everything_in(story: Story) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the store."""
    with story.connection() as connection:
        tables = MetaData()
        tables.reflect(connection)
        assert {"fact", "outbox", "person_standing"} <= set(inspect(connection).get_table_names())
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in sorted(tables.tables.items())
        }
