"""Short ways to state facts about a person for the charging tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from contracts.inbound.assessments import Frequency
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting
from hub.charging.assessment import Contribution, assess
from hub.charging.case import AssessedDay, assessed_day, case_of
from hub.charging.charge_weeks import WeekCharge, should_be
from hub.charging.circumstances import (
    AssessmentBasis,
    Capital,
    CarePackage,
    Circumstances,
    FinancialAssessment,
    Funding,
    Income,
    SavingsCredit,
    ServiceLine,
    Span,
    Suspension,
    UpratingNotice,
    Version,
)
from hub.charging.schedule import Segment, schedule
from hub.rates import load_rates
from hub.rates.policy import Policy, load_policy

RATES = load_rates()
POLICY = load_policy()
CARE_BEGAN = date(2025, 6, 2)


def version(revision: int = 1, effective_on: date = CARE_BEGAN, message_id: str = "m-1") -> Version:
    """A version; only what differs needs saying."""
    return Version(revision, effective_on, message_id)


def home_care(
    weekly_pence: int = 50000,
    first: date = CARE_BEGAN,
    last: date | None = None,
    *,
    line: str = "l-1",
    collector: Collector = Collector.COUNCIL,
    service: Service = Service.HOME_CARE,
    suspensions: tuple[Suspension, ...] = (),
) -> ServiceLine:
    """A line of care at home."""
    return ServiceLine(line, service, Setting.COMMUNITY, collector, weekly_pence, Span(first, last), None, suspensions)


def care_home(
    weekly_pence: int = 100000,
    first: date = CARE_BEGAN,
    last: date | None = None,
    *,
    line: str = "l-2",
    service: Service = Service.RESIDENTIAL,
    collector: Collector = Collector.COUNCIL,
    basis: NursingFeeBasis | None = None,
) -> ServiceLine:
    """A line of care in a care home."""
    return ServiceLine(line, service, Setting.CARE_HOME, collector, weekly_pence, Span(first, last), basis)


def weekly(kind: str, pence: int, benefit_rate: str | None = None) -> Income:
    """A weekly income, named by its kind."""
    return Income(f"i-{kind}", kind, pence, Frequency.WEEKLY, benefit_rate)


def full(*incomes: Income, since: date = CARE_BEGAN, revision: int = 1, **rest: Any) -> FinancialAssessment:
    """A full assessment."""
    return FinancialAssessment(version(revision, since), AssessmentBasis.FULL, since, incomes=tuple(incomes), **rest)


def plain(*incomes: Income, **rest: Any) -> FinancialAssessment:
    """A full assessment of somebody without qualifying income, so that no savings disregard comes between the sums."""
    return full(*incomes, **{"savings_credit": SavingsCredit(qualifying_income_weekly_pence=0), **rest})


def savings(pence: int, **rest: Any) -> Capital:
    """Savings, wholly the person's unless said otherwise."""
    return Capital("k-1", rest.pop("kind", "savings"), pence, **rest)


def person(
    *lines: ServiceLine, assessed: FinancialAssessment | None = None, born: date | None = date(1940, 1, 1)
) -> Circumstances:
    """A person with one package, and an assessment if there is one."""
    return Circumstances(
        date_of_birth=born,
        packages={"p-1": CarePackage(version(), tuple(lines))} if lines else {},
        assessments={} if assessed is None else {"a-1": assessed},
    )


def council(**decided: Any) -> Policy:
    """The policy of a council that decided some settings otherwise."""
    return Policy(date(2026, 4, 6), 28, 14, {date(2016, 4, 4): replace(POLICY.on(CARE_BEGAN), **decided)})


def assessed_on(who: Circumstances, day: date, policy: Policy = POLICY, *notices: UpratingNotice) -> AssessedDay:
    """One day of a person whose only assessment stands."""
    return assessed_day(case_of(who, notices, RATES, policy), who.assessments["a-1"], policy.on(day), day)


def contribution(who: Circumstances, day: date, *notices: UpratingNotice, policy: Policy = POLICY) -> Contribution:
    """The contribution of a day."""
    return assess(who, day, notices, RATES, policy)


def course(
    who: Circumstances, first: date, last: date, *notices: UpratingNotice, policy: Policy = POLICY
) -> list[Segment]:
    """The course of the contribution."""
    return schedule(who, notices, RATES, policy, first, last)


def charges(
    who: Circumstances, first: date, last: date, *notices: UpratingNotice, policy: Policy = POLICY
) -> list[WeekCharge]:
    """What should be charged."""
    return should_be(who, notices, RATES, policy, first, last)


def chc(first: date, last: date | None = None) -> Funding:
    """Continuing healthcare."""
    return Funding(version(), NhsFunding.CHC, Span(first, last))
