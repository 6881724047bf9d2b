"""A hundred days of the council, one after another: what is told, what comes in files, and what the world answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import orjson

from contracts.money import pounds_from_pence
from hub.calendar import SENDER as CALENDAR
from hub.calendar import opening_of
from hub.composition import Hub, SteppingClock
from hub.demo.bank import PAY_DAYS, Bureau, paid_besides, paid_by_statement
from hub.demo.bank_files import Credit, arudd, bankline, camt053
from hub.demo.council import notice_for, records_of
from hub.demo.facts import FIRST_DAY, LAST_DAY, LOADED
from hub.demo.lives import Life
from hub.demo.wires import Wire
from hub.demo.words import GOVERNMENT, Event, event
from hub.end_state import end_state
from hub.errors import InvariantBroken
from hub.event_files import events_in
from hub.ledger.engine import snapshot
from hub.publishing import outgoing_from
from producers.sources.registry import read_file

NOTICE_ON = date(2026, 2, 26)
SENT_AGAIN_ON = (date(2026, 3, 25), date(2026, 4, 20))
"""Days on which a file of the bank or of Bacs comes a second time."""
REPEATED_PERCENT = 15
OPENING_BALANCE_PENCE = 1_000_00
EVENTS = "events"


@dataclass(slots=True)
class Delivered:
    """A file that was delivered: its format, and what of it was told."""

    path: Path
    format: str
    day: date
    events: int
    repeats: int = 0
    again: bool = False
    changed_nothing: bool | None = None


@dataclass(slots=True)
class Days:
    """The course of the demo; `show` is told of every stage, and `advance` of every day."""

    hub: Hub
    clock: SteppingClock
    wire: Wire
    lives: Sequence[Life]
    folder: Path
    random: Random
    show: Callable[[str], None]
    delivered: list[Delivered] = field(default_factory=list)

    def live(self) -> Iterator[date]:
        """Live through all days; each is given when it is over."""
        bureau = Bureau(self.hub.almanac.policy)
        self._at(LOADED)
        self.show(f"{len(self.lives)} people, their care and their means are told to the hub, in any order")
        self._deliver_events("council", LOADED, list(records_of(list(self.lives))))
        day = FIRST_DAY
        while day <= LAST_DAY:
            self._open(day)
            bureau.hear(self.wire.hear())
            self._bank_files(day, bureau)
            self._told(day)
            self._deliver_events("collections", day, bureau.collect(day))
            bureau.hear(self.wire.hear())
            yield day
            day += timedelta(days=1)

    def _at(self, day: date) -> None:
        self.clock.moment = datetime.combine(day, time(6), UTC)

    def _open(self, day: date) -> None:
        self._at(day)
        if self.hub.almanac.policy.cycle_of(day).first == day and day > FIRST_DAY:
            self.show(f"{day:%-d %B}: a cycle is over, and is charged, claimed and stated")
        self._publish([opening_of(day)], f"{CALENDAR}.{day.isoformat()}")

    def _told(self, day: date) -> None:
        if day == NOTICE_ON:
            self.show(f"{day:%-d %B}: the yearly notice of benefit rates is published")
            notice = event("benefit.rates_published", None, day, notice_for(list(self.lives)), GOVERNMENT, "2026")
            self._deliver_events("notice", day, [notice])
        told = [its.event for life in self.lives for its in life.later if its.day == day]
        self._deliver_events("told", day, told)

    def _bank_files(self, day: date, bureau: Bureau) -> None:
        back = bureau.came_back(day)
        if back:
            self.show(f"{day:%-d %B}: {len(back)} direct debits come back")
            self._deliver_file("arudd", day, arudd(day, back), "xml")
        if day in PAY_DAYS:
            with snapshot(self.hub.engine) as connection:
                paid = list(paid_by_statement(connection, self.lives))
            self.show(f"{day:%-d %B}: {len(paid)} people pay, {_total(paid)} in all")
            self._deliver_file("camt053", day, camt053(day, OPENING_BALANCE_PENCE, paid), "xml")
        besides = list(paid_besides(day, self.lives))
        if besides:
            self._deliver_file("bankline", day, bankline(day, besides), "txt")
        if day in SENT_AGAIN_ON:
            self._deliver_again(day)

    def _deliver_again(self, day: date) -> None:
        first = next(its for its in reversed(self.delivered) if its.format in ("arudd", "camt053") and not its.again)
        self.show(f"{day:%-d %B}: {first.path.name} comes a second time")
        before = self._digest()
        again = self._deliver_file(first.format, day, first.path.read_bytes(), first.path.suffix[1:], again=True)
        again.changed_nothing = self._digest() == before

    def _digest(self) -> str:
        with snapshot(self.hub.engine) as connection:
            return str(end_state(connection, self.hub.almanac)["digest"])

    def _deliver_events(self, name: str, day: date, events: Sequence[Event]) -> None:
        if not events:
            return
        path = self.folder / f"{day.isoformat()}-{name}.jsonl"
        path.write_bytes(b"".join(orjson.dumps(its) + b"\n" for its in events))
        bodies = list(events_in([path]))
        repeats = self._publish(self._mixed(bodies), f"demo:{path.stem}") - len(bodies)
        self.delivered.append(Delivered(path, EVENTS, day, len(bodies), repeats))

    def _deliver_file(self, form: str, day: date, content: bytes, ending: str, *, again: bool = False) -> Delivered:
        path = self.folder / f"{day.isoformat()}-{form}{'-again' if again else ''}.{ending}"
        path.write_bytes(content)
        read = read_file(form, path.read_bytes(), path.name)
        if read.rejected:
            raise InvariantBroken(f"{path.name}: the demo wrote a file that its own source refuses")
        bodies = [orjson.dumps(its) for its in read.events]
        repeats = self._publish(self._mixed(bodies), f"demo:{path.stem}") - len(bodies)
        self.delivered.append(Delivered(path, form, day, len(bodies), repeats, again))
        return self.delivered[-1]

    def _mixed(self, bodies: Sequence[bytes]) -> list[bytes]:
        mixed = [*bodies, *(body for body in bodies if self.random.random() * 100 < REPEATED_PERCENT)]
        self.random.shuffle(mixed)
        return mixed

    def _publish(self, bodies: Sequence[bytes], sender: str) -> int:
        self.clock.moment += timedelta(minutes=5)
        last = len(bodies)
        window = [outgoing_from(body, sender, number, is_last=number == last) for number, body in enumerate(bodies, 1)]
        self.wire.publish(window)
        self.wire.settle()
        return len(window)


def _total(paid: Iterable[Credit]) -> str:
    return pounds_from_pence(sum(credit.pence for credit in paid))
