"""What the NHS pays: continuing healthcare ends charging, funded nursing care lowers a home's cost."""

from datetime import date

from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import NursingFeeBasis, Service
from hub.charging.circumstances import Circumstances, ServiceLine
from hub.charging.refusals import CannotAssess
from hub.rates import Rates

_FIGURES = {
    NhsFunding.FNC_STANDARD: "nhs_funded_nursing_care_standard",
    NhsFunding.FNC_HIGHER: "nhs_funded_nursing_care_higher",
}


def is_continuing_healthcare(circumstances: Circumstances, day: date) -> bool:
    """Says whether the NHS pays for the whole of the care on a day, so that nothing may be charged.

    Source: the NHS continuing healthcare framework; National Health Service Act 2006, s.1(4).
    """
    return any(
        funding.kind is NhsFunding.CHC and funding.span.covers(day) for funding in circumstances.fundings.values()
    )


def cost_after_nursing_care(line: ServiceLine, circumstances: Circumstances, rates: Rates, day: date) -> int:
    """Gives the weekly cost of a line in pence, less NHS-funded nursing care where the fee includes it.

    Raises:
        CannotAssess: a nursing home's fee does not say whether it includes NHS-funded nursing care.
        RatesNotPublished: the rate was not published for the day.

    Source: Care Act 2014, s.14(4) and s.22; SI 2012/2996, reg 28 (nursing care paid by the NHS).
    """
    if line.service is not Service.NURSING:
        return line.weekly_cost_pence
    if line.nursing_fee_basis is None:
        raise CannotAssess("fee_basis_missing", f"{line.line}.nursing_fee_basis", "expected gross or net")
    if line.nursing_fee_basis is NursingFeeBasis.NET:
        return line.weekly_cost_pence
    paid = max(
        (
            rates.pence(_FIGURES[funding.kind], day)
            for funding in circumstances.fundings.values()
            if funding.kind in _FIGURES and funding.span.covers(day)
        ),
        default=0,
    )
    return max(0, line.weekly_cost_pence - paid)
