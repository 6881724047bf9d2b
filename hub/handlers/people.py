"""People: registered, changed, represented, and died."""

from datetime import date

from contracts.envelope import Event
from contracts.inbound.people import (
    DeathReport as DeathReportTold,
)
from contracts.inbound.people import (
    DeathReported,
    DeathVerified,
    DeathWithdrawn,
    PersonDetails,
    RepresentativeAppointed,
    RepresentativeEnded,
)
from hub.charging.circumstances import Version
from hub.deciding import Deciding
from hub.differences.money import claim_references
from hub.handlers.change import NO_CHANGE, Aspect, Change
from hub.standing.person import (
    DeathReport,
    Details,
    Ending,
    PersonStanding,
    Representative,
    keep_latest,
)


def on_person_details(deciding: Deciding, standing: PersonStanding, event: Event[PersonDetails]) -> Change:
    """The latest details stand; money waiting under the person's references comes to the person."""
    told = event.data
    version = Version(told.revision, event.time.date(), event.id)
    present = standing.details
    claimed = claim_references(deciding, standing, told.payer_references)
    if present is not None and not version.supersedes(present.version):
        return Change(Aspect.MONEY | Aspect.COLLECTIONS | Aspect.REFERRALS) if claimed else NO_CHANGE
    standing.details = Details(
        version,
        told.given_name,
        told.family_name,
        told.date_of_birth,
        () if told.address is None else (*told.address.lines, told.address.postcode),
        told.payer_references,
        told.letter_format,
        told.vulnerable,
    )
    circumstances = standing.circumstances
    aspects = Aspect.REFERRALS
    if claimed:
        aspects |= Aspect.MONEY | Aspect.COLLECTIONS
    if circumstances.date_of_birth != told.date_of_birth:
        circumstances.date_of_birth = told.date_of_birth
        aspects |= Aspect.CHARGES
    return Change(aspects)


def on_representative_appointed(
    deciding: Deciding, standing: PersonStanding, event: Event[RepresentativeAppointed]
) -> Change:
    """The latest statement of an authority stands."""
    told = event.data
    version = Version(told.revision, told.authority_from, event.id)
    keep_latest(
        standing.representatives,
        told.representative,
        Representative(version, told.role, told.name, told.authority_from, told.receives_letters),
    )
    return NO_CHANGE


def on_representative_ended(deciding: Deciding, standing: PersonStanding, event: Event[RepresentativeEnded]) -> Change:
    """An authority ends on its last day, told before or after its beginning."""
    told = event.data
    version = Version(told.revision, told.authority_to, event.id)
    keep_latest(standing.representative_endings, told.representative, Ending(version, told.authority_to))
    return NO_CHANGE


def on_death_reported(deciding: Deciding, standing: PersonStanding, event: Event[DeathReported]) -> Change:
    """Charges end with the day of death, and every adverse step is closed."""
    return _death(standing, event, verified=False)


def on_death_verified(deciding: Deciding, standing: PersonStanding, event: Event[DeathVerified]) -> Change:
    """A verified report outweighs an unverified one."""
    return _death(standing, event, verified=True)


def _death(standing: PersonStanding, event: Event[DeathReported] | Event[DeathVerified], *, verified: bool) -> Change:
    told: DeathReportTold = event.data
    version = Version(told.revision, told.reported_on, event.id)
    report = DeathReport(version, told.date_of_death, told.reported_on, verified, withdrawn=False)
    return _report(standing, told.report, report)


def on_death_withdrawn(deciding: Deciding, standing: PersonStanding, event: Event[DeathWithdrawn]) -> Change:
    """A withdrawn report puts everything back."""
    told = event.data
    version = Version(told.revision, told.withdrawn_on, event.id)
    report = DeathReport(version, None, told.withdrawn_on, verified=False, withdrawn=True)
    return _report(standing, told.report, report)


def _report(standing: PersonStanding, reference: str, report: DeathReport) -> Change:
    before = standing.date_of_death
    if not keep_latest(standing.deaths, reference, report):
        return NO_CHANGE
    after = standing.date_of_death
    standing.circumstances.date_of_death = after
    since = min((day for day in (before, after) if day is not None), default=date.max)
    return Change(Aspect.EVERYTHING, since if since != date.max else None)
