"""A daily root stands on the one before it, so that no day can be taken out or put in."""

from sqlalchemy import text

from hub.reconciliation.ledger import find_in_seals
from tests.builders import PERSON, a_payment
from tests.stories import Story


def roots(story: Story) -> list[str]:
    with story.connection() as connection:
        return list(connection.execute(text("SELECT root FROM daily_seal ORDER BY day")).scalars())


def test_a_day_without_an_entry_carries_the_root_of_the_day_before(story: Story) -> None:
    for day in ("2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07"):
        story.open_day(day)
    # three days have ended; nothing was posted on any of them, and each root is another one
    assert len(set(roots(story))) == 3


def test_a_day_that_is_taken_out_is_missed_by_the_next(quick_story: Story) -> None:
    quick_story.open_day("2026-05-04")
    quick_story.live(a_payment("1.00", person=PERSON))
    for day in ("2026-05-05", "2026-05-06"):
        quick_story.open_day(day)
    with quick_story.connection() as connection:
        connection.execute(text("DROP TRIGGER daily_seal_is_ink_DELETE"))
        connection.execute(text("DELETE FROM daily_seal WHERE day = '2026-05-04'"))
        assert [finding.about for finding in find_in_seals(connection)] == ["2026-05-05"]
