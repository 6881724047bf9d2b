"""P9: from the facts alone, an empty store is rebuilt to the same ledger, entry for entry."""

from typing import Any

from hub.ledger.engine import snapshot
from hub.replaying import verify
from tests import builders as told
from tests.builders import a_collection, a_payment, a_return
from tests.journeys.beginnings import with_a_mandate
from tests.stories import ALMANAC, Story


def replayed(story: Story) -> dict[str, Any]:
    with snapshot(story.hub.engine) as connection:
        return verify(connection, ALMANAC, lambda _: None)


def a_long_story(story: Story) -> Story:
    """Charges, money that comes and goes back, money nobody claims, a referral, a death and its withdrawal."""
    with_a_mandate(story)
    story.live(
        a_collection(), a_return(), a_payment("30.00"), a_payment("7.00", payment="PAY-2", reference="TESTA0099")
    )
    story.open_day("2026-06-02")
    story.live(told.a_tracing_decision(), told.a_death(date_of_death="2026-05-20"))
    story.live(told.a_withdrawn_death())
    story.open_day("2026-06-29")
    return story


def test_the_facts_alone_rebuild_the_ledger_entry_for_entry(story: Story) -> None:
    a_long_story(story)
    found = replayed(story)
    assert found["differences"] == []
    assert found["clean"]
    assert (found["facts"], found["entries"]) == (story.count("fact"), story.count("journal_entry"))
    assert found["entries"] > 5


def test_an_entry_that_no_fact_gives_is_named(quick_story: Story) -> None:
    a_long_story(quick_story)
    (forged, *_) = quick_story.entries("payment")
    with quick_story.connection() as connection:
        for statement in (
            "DROP TRIGGER journal_entry_is_ink_UPDATE",
            f"UPDATE journal_entry SET effective_on = '2020-01-01' WHERE entry = '{forged['entry']}'",
        ):
            connection.exec_driver_sql(statement)
    found = replayed(quick_story)
    assert not found["clean"]
    assert forged["entry"] in {difference["about"] for difference in found["differences"]}
