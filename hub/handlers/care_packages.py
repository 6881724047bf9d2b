"""Care packages: changed as a whole, or ceased."""

from datetime import date

from msgspec.structs import replace

from contracts.envelope import Event
from contracts.inbound.care_packages import CareDelivered, CarePackageCeased, CarePackageChanged
from contracts.inbound.care_packages import ServiceLine as ServiceLineTold
from hub.charging.circumstances import CarePackage, Ceasing, Delivery, ServiceLine, Span, Suspension, Version
from hub.deciding import Deciding
from hub.handlers.change import NO_CHANGE, Change
from hub.handlers.charging_facts import WHAT_DEPENDS, keep_charging_fact
from hub.standing.person import PersonStanding, keep_latest


def on_care_package_changed(deciding: Deciding, standing: PersonStanding, event: Event[CarePackageChanged]) -> Change:
    """The latest revision of a package stands, with every line it has ever had."""
    told = event.data
    packages = standing.circumstances.packages
    before = packages.get(told.care_package)
    package = CarePackage(
        Version(told.revision, told.effective_from, event.id), tuple(_line(line) for line in told.lines)
    )
    if not keep_latest(packages, told.care_package, package):
        return NO_CHANGE
    return Change(WHAT_DEPENDS, first_difference(before, package))


def _line(told: ServiceLineTold) -> ServiceLine:
    return ServiceLine(
        told.line,
        told.service,
        told.setting,
        told.collector,
        told.weekly_cost,
        Span(told.starts_on, told.ends_on),
        told.nursing_fee_basis,
        tuple(
            Suspension(its.suspended_from, its.suspended_to, its.weekly_cost or 0, its.reason)
            for its in told.suspensions
        ),
        told.stay,
        told.permanent_from,
        told.nhs_share_weekly or 0,
        told.total_cost,
        told.arranged_on_request,
        told.top_up_weekly or 0,
        told.top_up_payer,
    )


def first_difference(before: CarePackage | None, after: CarePackage) -> date:
    """The first day on which two revisions of a package can differ, by what they say of their lines.

    The publisher's own word for it is not trusted: a wrong day would leave charges standing.
    """
    old = {line.line: line for line in before.lines} if before is not None else {}
    new = {line.line: line for line in after.lines}
    days = [_line_difference(old.get(name), new.get(name)) for name in old.keys() | new.keys()]
    return min((day for day in days if day is not None), default=after.version.effective_on)


def _line_difference(old: ServiceLine | None, new: ServiceLine | None) -> date | None:
    if old is None or new is None:
        return (old or new).span.first  # type: ignore[union-attr]
    if _but_end_and_suspensions(old) != _but_end_and_suspensions(new):
        return min(old.span.first, new.span.first)
    ends = [line.span.last for line in (old, new) if line.span.last is not None and old.span != new.span]
    changed = set(old.suspensions) ^ set(new.suspensions)
    return min([*ends, *(span.first for span in changed)], default=None)


def _but_end_and_suspensions(line: ServiceLine) -> ServiceLine:
    return replace(line, span=Span(line.span.first), suspensions=())


def on_care_package_ceased(deciding: Deciding, standing: PersonStanding, event: Event[CarePackageCeased]) -> Change:
    """A package ends on its last day, told before or after the package itself."""
    told = event.data
    ceasing = Ceasing(Version(told.revision, told.last_day, event.id), told.last_day)
    return keep_charging_fact(standing.circumstances.ceasings, told.care_package, ceasing)


def on_care_delivered(deciding: Deciding, standing: PersonStanding, event: Event[CareDelivered]) -> Change:
    """What was delivered in a week stands beside the plan; the council's policy says which is charged for."""
    told = event.data
    delivery = Delivery(
        Version(told.revision, told.week_beginning, event.id), told.line, told.week_beginning, told.cost
    )
    return keep_charging_fact(standing.circumstances.deliveries, told.delivery, delivery)
