"""Free care: why a service that runs may not be charged for on a day."""

from datetime import date, timedelta

from contracts.inbound.assessments import ExemptionKind
from hub.charging.care import RunningLine
from hub.charging.tables import service_rules
from hub.charging.working import WorkingLine
from hub.rates import Rates

_DAY = timedelta(days=1)
_EXEMPT = {
    ExemptionKind.SECTION_117: WorkingLine(
        "After-care under section 117 is free", 0, "Mental Health Act 1983, s.117", "section_117"
    ),
    ExemptionKind.CREUTZFELDT_JAKOB_DISEASE: WorkingLine(
        "Care of a person with variant Creutzfeldt-Jakob disease is free",
        0,
        "SI 2014/2672, reg 4",
        "creutzfeldt_jakob_disease",
    ),
}


def why_free(its: RunningLine, rates: Rates, day: date) -> WorkingLine | None:
    """Gives the line of the working that says why a service is free on a day, or nothing if it may be charged for.

    Raises:
        RatesNotPublished: nobody published for the day up to what cost the service is free.

    Source: SI 2014/2672, regs 3 and 4; Care Act 2014, s.14(3); Mental Health Act 1983, s.117.
    """
    for exemption in its.exemptions:
        if exemption.span.covers(day):
            return _EXEMPT[exemption.kind]
    rule = service_rules()[its.line.service]
    if its.charged_from is None:
        return WorkingLine(rule.free_because, 0, rule.source, "free_service")
    if day < its.charged_from:
        label = f"{rule.free_because}, until {(its.charged_from - _DAY).isoformat()}"
        return WorkingLine(label, 0, rule.source, "free_weeks")
    limit = rule.free_up_to
    if limit is None:
        return None
    # Without a cost nobody said that it is more than a minor one.
    if its.line.total_cost_pence is not None and its.line.total_cost_pence > rates.pence(limit, day):
        return None
    return WorkingLine(rule.free_because, 0, rule.source, "free_up_to_a_limit", limit, rates.source(limit, day))
