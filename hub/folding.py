"""The fold: what the facts say of one person, from the facts alone, up to any one of them."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from contracts.registry import Direction, words
from hub.deciding import Almanac, Deciding
from hub.everybody import ALMANAC_ADOPTED, DAY_OPENED, RATES_PUBLISHED
from hub.handlers.calendar import on_almanac_adopted, on_day_opened, on_rates_published
from hub.handlers.table import HANDLERS
from hub.ledger.tables import fact
from hub.reading import Delivery, read
from hub.standing.council import CouncilStanding
from hub.standing.person import PersonStanding

FOR_EVERYBODY = tuple(
    word.type for word in words(Direction.INBOUND) if word.name in (DAY_OPENED, RATES_PUBLISHED, ALMANAC_ADOPTED)
)
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


def fold(connection: Connection, almanac: Almanac, person: str, up_to: int) -> tuple[PersonStanding, CouncilStanding]:
    """The standings of the person and of the council by the facts up to that number, with nothing posted or said."""
    council = CouncilStanding()
    standing = PersonStanding(person)
    deciding = Deciding("", BEGINNING, BEGINNING.date(), council, almanac, {person: standing}, {}, "")
    query = (
        select(fact.c.body)
        .where(fact.c.fact_no <= up_to, (fact.c.person == person) | fact.c.type.in_(FOR_EVERYBODY))
        .order_by(fact.c.fact_no)
    )
    for body in connection.execute(query).scalars():
        item = read(Delivery(body.encode()))
        handler = HANDLERS.get(item.word.type)
        if handler is not None:
            handler(deciding, standing, item.event)
        elif item.word.name == DAY_OPENED:
            on_day_opened(council, item.event)
        elif item.word.name == RATES_PUBLISHED:
            on_rates_published(council, item.event)
        elif item.word.name == ALMANAC_ADOPTED:
            on_almanac_adopted(council, item.event)
    return standing, council
