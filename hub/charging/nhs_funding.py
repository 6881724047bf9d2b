"""What the NHS pays: continuing healthcare ends charging, funded nursing care lowers a home's cost."""

from datetime import date

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import NursingFeeBasis, Service
from hub.charging.circumstances import Circumstances, ServiceLine
from hub.charging.refusals import CannotAssess
from hub.charging.working import WorkingLine
from hub.rates import Rates

_FIGURES = {
    NhsFunding.FNC_STANDARD: "nhs_funded_nursing_care_standard",
    NhsFunding.FNC_HIGHER: "nhs_funded_nursing_care_higher",
}
CONTINUING_HEALTHCARE = WorkingLine(
    "The NHS pays for all of the care",
    0,
    "National Health Service Act 2006, s.1(4); the NHS continuing healthcare framework",
    "continuing_healthcare",
)


def is_continuing_healthcare(circumstances: Circumstances, day: date) -> bool:
    """Says whether the NHS pays for the whole of the care on a day, so that nothing may be charged.

    Source: the NHS continuing healthcare framework; National Health Service Act 2006, s.1(4).
    """
    return any(
        funding.kind is NhsFunding.CHC and funding.span.covers(day) for funding in circumstances.fundings.values()
    )


def nursing_care_in_fee(line: ServiceLine, circumstances: Circumstances, rates: Rates, day: date) -> WorkingLine | None:
    """Gives what the NHS pays for nursing care of a line's fee, taken off it; nothing if the fee is without it.

    Of two decisions on one day the higher counts.

    Raises:
        CannotAssess: a nursing home's fee does not say whether it includes NHS-funded nursing care.
        RatesNotPublished: the rate was not published for the day.

    Source: Care Act 2014, s.14(4) and s.22; SI 2012/2996, reg 28 (nursing care paid by the NHS).
    """
    if line.service is not Service.NURSING:
        return None
    if line.nursing_fee_basis is None:
        raise CannotAssess("fee_basis_missing", f"{line.line}.nursing_fee_basis", "expected gross or net")
    if line.nursing_fee_basis is NursingFeeBasis.NET:
        return None
    paid = [
        (rates.pence(figure, day), figure)
        for funding in circumstances.fundings.values()
        if (figure := _FIGURES.get(funding.kind)) is not None and funding.span.covers(day)
    ]
    if not paid:
        return None
    pence, figure = max(paid)
    return WorkingLine(
        "Nursing care that the NHS pays the home for",
        -pence,
        "Care Act 2014, s.22; SI 2012/2996, reg 28",
        "nhs_funded_nursing_care",
        figure,
        rates.source(figure, day),
    )
