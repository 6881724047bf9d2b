"""A second reading of the charging regulations: plain, slow and day by day, to set beside the hub's own.

It is written from the regulations as the charging notes give them, in pounds and exact fractions. It shares the facts
and the published figures with the hub, and none of its rules, so that a slip in either shows as a difference.
"""

from tests.charging.second_reading.day import DayReading, read_day, read_steps
from tests.charging.second_reading.figures import Refused
from tests.charging.second_reading.weeks import WeekReading, read_weeks

__all__ = ["DayReading", "Refused", "WeekReading", "read_day", "read_steps", "read_weeks"]
