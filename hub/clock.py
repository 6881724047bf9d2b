"""What time it is: read at the edge, and handed to whatever needs it."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


def day_in_london(moment: datetime) -> date:
    """The calendar day in England at a moment; in summer it begins an hour before UTC's."""
    return moment.astimezone(LONDON).date()


def in_utc(moment: datetime) -> datetime:
    """A moment as stored, in UTC; SQLite keeps moments without saying that they are."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
