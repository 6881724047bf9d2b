"""What a death or a silence about a person asks of officers."""

from hub.deciding import Deciding, WantedTask
from hub.recovery.working_days import add_working_days
from hub.standing.person import PersonStanding

SCOPE = "person"
ESTATE_DAYS = 5


def settle_people(deciding: Deciding, standing: PersonStanding) -> None:
    """Keep the estate task open while a report of death stands."""
    wanted: dict[str, WantedTask] = {}
    if standing.died:
        reported_on = min(r.reported_on for r in standing.deaths.values() if not r.withdrawn)
        wanted["estate"] = WantedTask(
            "estate",
            "The person has died. Verify the death, find who administers the estate, and agree what is owed.",
            add_working_days(reported_on, ESTATE_DAYS),
            1,
        )
    deciding.settle_tasks(standing, SCOPE, wanted)
