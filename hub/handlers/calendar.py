"""What concerns everybody: the day that opens, the yearly uprating notice, and what the council adopts."""

from datetime import date

from contracts.envelope import Event
from contracts.inbound.benefits import BenefitRatesPublished
from contracts.inbound.calendar import AlmanacAdopted, DayOpened
from hub.charging.circumstances import UpratingNotice, Version
from hub.standing.council import Adoption, CouncilStanding
from hub.standing.person import keep_latest


def on_day_opened(council: CouncilStanding, event: Event[DayOpened]) -> bool:
    """The latest day opened is the business day; True if it moved."""
    if event.data.day <= council.business_day:
        return False
    council.business_day = event.data.day
    return True


def on_rates_published(council: CouncilStanding, event: Event[BenefitRatesPublished]) -> date | None:
    """The latest revision of a notice stands; returns the first day it makes a difference to, if any."""
    told = event.data
    before = council.notices.get(told.notice)
    notice = UpratingNotice(
        Version(told.revision, told.effective_from, event.id),
        told.effective_from,
        {rate.benefit_rate: rate.weekly for rate in told.rates},
        {rise.kind: rise.percent for rise in told.rises},
    )
    if not keep_latest(council.notices, told.notice, notice):
        return None
    return told.effective_from if before is None else min(before.effective_from, told.effective_from)


def on_almanac_adopted(council: CouncilStanding, event: Event[AlmanacAdopted]) -> date | None:
    """The latest adoption stands; returns the first day it makes a difference to, if any.

    An earlier adoption that arrives late counts too: the later one was compared with it, so what it changed has
    to be looked at as well.
    """
    told = event.data
    adoption = Adoption(
        Version(told.revision, told.adopted_on, event.id),
        told.changes_from,
        told.policy,
        tuple((its.file, its.text) for its in told.figures),
    )
    if not keep_latest(council.adoptions, told.adoption, adoption):
        return None
    return min(its.changes_from for its in council.adoptions.values())
