"""The council: two hundred people, of whom some have a story and the others an ordinary life."""

from collections.abc import Iterator
from itertools import chain

from hub.demo.care_stories import care_stories
from hub.demo.facts import Data, uprating_notice
from hub.demo.lives import Life
from hub.demo.money_stories import money_stories
from hub.demo.ordinary import ordinary_life
from hub.demo.words import Event

PEOPLE = 200


def council() -> list[Life]:
    """Everybody, in order of number."""
    notable = {life.number: life for life in (*care_stories(), *money_stories())}
    return [notable.get(number) or ordinary_life(number) for number in range(1, PEOPLE + 1)]


def records_of(lives: list[Life]) -> Iterator[Event]:
    """What the council's records say of everybody when they come to the hub."""
    for life in lives:
        yield from life.first_events()


def notice_for(lives: list[Life]) -> Data:
    """The yearly notice with every rate that somebody in the council is paid at, now or later."""
    later = (told.event for life in lives for told in life.later)
    incomes = (income for event in chain(records_of(lives), later) for income in event["data"].get("incomes", ()))
    return uprating_notice({income["benefit_rate"] for income in incomes if "benefit_rate" in income})
