"""Tasks: what an officer is asked to look at."""

from pydantic import Field

from contracts.base import Spoken
from contracts.periods import Day
from contracts.references import Reference, Text
from contracts.registry import outbound

FAMILY = "tasks"


@outbound("task.raised", FAMILY)
class TaskRaised(Spoken):
    """An officer should look at something."""

    task: Reference = Field(description="Reference of the task.")
    kind: Reference = Field(description="Kind of task.")
    reason: Text = Field(description="What happened, without names or sums.")
    due_on: Day = Field(description="Day by which somebody should have looked.")
    priority: int = Field(ge=1, le=5, description="1 is the most urgent.")


@outbound("task.withdrawn", FAMILY)
class TaskWithdrawn(Spoken):
    """A task is no longer needed: its cause went away or somebody answered it."""

    task: Reference = Field(description="Reference of the task.")
    reason: Text = Field(description="Why it is withdrawn.")
