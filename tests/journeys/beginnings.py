"""Where most journeys begin: somebody with care and a contribution, on a business day of April or May 2026.

Charging cycles begin on 6 April, 4 May, 1 June and 29 June 2026, and are due two weeks after their last day:
on 17 May, 14 June, 12 July and 9 August.
"""

from tests.builders import REFERENCE, Event, a_care_package, a_light_touch, a_line, a_mandate, a_person
from tests.stories import Story


def care_begins(story: Story, *more: Event, weekly: str = "70.00", cost: str = "500.00") -> Story:
    """On 6 April 2026 care begins, for an agreed weekly contribution; more may be told on that day."""
    story.open_day("2026-04-06")
    story.live(
        a_person(references=[REFERENCE]), a_light_touch(weekly=weekly), a_care_package("P-0042", a_line(cost)), *more
    )
    return story


def one_cycle_charged(story: Story, *more: Event, weekly: str = "70.00") -> Story:
    """The first cycle has ended: 4 weeks at 70.00 are 280.00, due on 17 May."""
    care_begins(story, *more, weekly=weekly)
    story.open_day("2026-05-04")
    return story


def with_a_mandate(story: Story) -> Story:
    """The first cycle has ended, and 280.00 is to be collected by direct debit."""
    return one_cycle_charged(story, a_mandate())
