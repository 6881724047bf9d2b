"""People whom nobody chose: facts of every kind that the means test looks at, on days where something changes."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.inbound.assessments import (
    ExemptionKind,
    Frequency,
    Household,
    Occupant,
    OccupationEnd,
    Premium,
)
from contracts.inbound.benefits import NhsFunding
from contracts.inbound.care_packages import Collector, NursingFeeBasis, Service, Setting, Stay
from hub.charging.circumstances import (
    AssessmentBasis,
    Award,
    Capital,
    CapitalStatement,
    CarePackage,
    Ceasing,
    Circumstances,
    DeferredPayment,
    Delivery,
    Exemption,
    FinancialAssessment,
    Funding,
    Income,
    Outgoing,
    PropertySale,
    SavingsCredit,
    ServiceLine,
    Span,
    Suspension,
    UpratingNotice,
    Version,
)
from tests.charging.facts import CARE_BEGAN, council
from tests.charging.second_reading import kinds

LAST = date(2026, 3, 31)
# Few enough days that things fall together, and each kind of clock runs out between some of them.
DAYS = [
    CARE_BEGAN + timedelta(days=place)
    for place in (-400, -90, -28, 0, 1, 5, 27, 28, 29, 41, 42, 55, 56, 57, 83, 84, 85, 120, 182, 183, 240, 300)
]
days = st.sampled_from(DAYS)
later = st.none() | st.sampled_from([0, 1, 6, 27, 28, 55, 84, 100, 200])
early = st.sampled_from(DAYS[1:5])
asked = st.sampled_from(DAYS[3:])
pence = st.sampled_from([1, 999, 1000, 1250, 7390, 11040, 22711, 23025, 30003, 60000, 80001])
cost = st.sampled_from([60000, 130000, 25001, 5000, 0])
worth = st.sampled_from(
    [0, 1, 100000, 100000, 300000, 700000, 1424900, 1425000, 1425001, 1450001, 2325000, 2325001, 2600000, 9000000]
)


def some(items: st.SearchStrategy[Any], at_most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of something."""
    return st.lists(items, max_size=at_most).map(tuple)


def rarely(unusual: st.SearchStrategy[Any], usual: Any = None) -> st.SearchStrategy[Any]:
    """What is usual six times out of seven."""
    return st.sampled_from([False, False, False, False, False, False, True]).flatmap(
        lambda is_so: unusual if is_so else st.just(usual)
    )


def ending(first: date, length: int | None) -> date | None:
    """The last day of a span of some days, or none."""
    return None if length is None else first + timedelta(days=length)


spans = st.builds(lambda first, length: Span(first, ending(first, length)), days, later)
versions = st.builds(Version, st.integers(1, 3), days, st.sampled_from(["m-1", "m-2", "m-3"]))
suspensions = st.builds(
    lambda span, paid, why: Suspension(span.first, span.last, paid, why),
    spans,
    st.sampled_from([0, 0, 20000]),
    st.sampled_from(["hospital", "holiday"]),
)


def line(name: str, when: st.SearchStrategy[Span]) -> st.SearchStrategy[ServiceLine]:
    """A service line, at home or in a home."""
    rest = {
        "line": st.just(name),
        "collector": st.sampled_from(Collector),
        "weekly_cost_pence": cost,
        "span": when,
        "suspensions": rarely(some(suspensions, 1), ()),
        "nhs_share_weekly_pence": rarely(st.just(10000), 0),
    }
    at_home = st.builds(
        ServiceLine,
        service=rarely(
            st.sampled_from(
                [
                    Service.REABLEMENT,
                    Service.REABLEMENT,
                    Service.ADAPTATION,
                    Service.EQUIPMENT,
                    Service.AFTERCARE,
                    Service.CARER_SUPPORT,
                ]
            ),
            Service.HOME_CARE,
        ),
        setting=st.just(Setting.COMMUNITY),
        total_cost_pence=st.sampled_from([99999, 100000, 100001]),
        arranged_on_request=st.booleans(),
        **rest,
    )
    in_a_home = st.builds(
        ServiceLine,
        service=st.sampled_from([*[Service.RESIDENTIAL] * 3, Service.NURSING, Service.NURSING, Service.REABLEMENT]),
        setting=st.just(Setting.CARE_HOME),
        nursing_fee_basis=st.sampled_from([*[*NursingFeeBasis] * 4, None]),
        stay=st.none() | st.sampled_from(Stay),
        **rest,
    )
    turned = st.builds(
        lambda its, day: replace(its, permanent_from=day) if its.stay in (Stay.TEMPORARY, Stay.SHORT_TERM) else its,
        in_a_home,
        st.none() | days,
    )
    return at_home | turned


incomes = st.builds(
    Income,
    income=st.just("i"),
    kind=st.sampled_from(sorted(kinds.EVERY_INCOME)) | st.sampled_from([*kinds.DISABILITY, *kinds.TEN_POUNDS]),
    amount_pence=pence,
    frequency=st.sampled_from(Frequency),
    benefit_rate=st.none() | st.just("attendance_allowance_higher"),
    share_percent=st.sampled_from([100, 100, 50]),
    paid_to_spouse_pence=st.sampled_from([0, 0, 5000, 12000]),
    outgoings_pence=st.sampled_from([0, 0, 2500]),
    assessment_period_day=st.none() | st.sampled_from([1, 15, 31]),
    paid_from=rarely(days),
    paid_to=rarely(days),
)
holdings = st.builds(
    Capital,
    capital=st.sampled_from(["k-1", "k-2"]),
    kind=st.sampled_from(sorted(kinds.EVERY_CAPITAL))
    | st.sampled_from(["savings", kinds.MAIN_HOME, kinds.MAIN_HOME, *kinds.LAND, *kinds.NOTIONAL]),
    value_pence=worth,
    share_percent=st.sampled_from([100, 100, 50, 33]),
    disregarded=rarely(st.just(True), False),
    disregarded_to=st.none() | days,
    surrender_value_pence=rarely(worth),
    sale_would_cost=st.booleans(),
    secured_debt_pence=st.sampled_from([0, 0, 50001]),
    received_on=st.one_of(days, days, days, days, st.none()),
    occupied_by=st.none() | st.sampled_from(Occupant),
    occupied_from=st.none() | days,
    occupied_to=st.none() | days,
    occupation_ended=st.sampled_from(OccupationEnd),
)
capital = st.builds(
    lambda its, owners: replace(
        its,
        joint_owners=owners,
        share_percent=its.share_percent if owners is None else 100,
        # A sale names land: nobody sells savings, or what they do not have.
        capital=its.capital if its.kind in kinds.LAND else f"{its.capital}-no-land",
    ),
    holdings,
    st.sampled_from([None, None, None, 2, 3]),
)
outgoings = st.builds(
    Outgoing,
    kind=st.just("rent"),
    weekly_pence=st.sampled_from([1000, 3333]),
    share_percent=st.sampled_from([100, 50, 33]),
    paid_from=rarely(days),
    paid_to=rarely(days),
)
savings_credit = st.builds(
    SavingsCredit,
    st.none() | st.sampled_from([22710, 22711, 34660, 34661]),
    st.none() | st.sampled_from([date(1940, 1, 1), date(1960, 8, 31), date(1975, 1, 1)]),
    st.booleans(),
    st.booleans(),
)


def assessed(when: st.SearchStrategy[date], basis: st.SearchStrategy[AssessmentBasis]) -> st.SearchStrategy[Any]:
    """An assessment from one of some days, on one of some footings; an interim one always has a sum."""
    return st.builds(
        FinancialAssessment,
        version=versions,
        basis=basis,
        effective_from=when,
        household=st.sampled_from(Household),
        lone_parent=rarely(st.just(True), False),
        children_count=st.integers(0, 2),
        premiums=st.lists(st.sampled_from(Premium), max_size=3, unique=True).map(tuple),
        incomes=some(incomes, 5),
        capital=some(capital, 3),
        housing_costs=some(outgoings, 2),
        disability_related_expenditure=some(outgoings, 2),
        contribution_weekly_pence=st.none() | pence,
        charging_information_given_on=st.none() | days,
        non_care_support_weekly_pence=rarely(st.sampled_from([1200, 40000]), 0),
        personal_allowance_extra_weekly_pence=rarely(st.just(1500), 0),
        savings_credit=st.none() | savings_credit,
        rises_from=rarely(st.just(CARE_BEGAN + timedelta(days=60))),
    ).map(
        lambda its: (
            replace(its, contribution_weekly_pence=its.contribution_weekly_pence or 5000)
            if its.basis is AssessmentBasis.INTERIM
            else its
        )
    )


statements = st.builds(
    CapitalStatement,
    versions,
    days,
    some(capital, 2),
    st.sampled_from([None, None, CARE_BEGAN + timedelta(days=90)]),
)
sales = st.builds(PropertySale, versions, days, worth, st.none() | st.just("k-1"), st.booleans())
awards = st.builds(
    Award,
    version=versions,
    award=st.sampled_from(["w-1", "w-2"]),
    kind=st.sampled_from(["state_pension", "attendance_allowance", "universal_credit", "housing_benefit"]),
    amount_pence=pence,
    frequency=st.sampled_from(Frequency),
    effective_from=days,
    ended_on=st.none() | days,
    benefit_rate=st.none() | st.just("attendance_allowance_higher"),
    share_percent=st.sampled_from([100, 50]),
    assessment_period_day=st.none() | st.just(20),
    rises_from=st.sampled_from([None, None, CARE_BEGAN + timedelta(days=60)]),
)
notices = st.builds(
    UpratingNotice,
    versions,
    st.sampled_from([date(2025, 7, 7), date(2025, 10, 6)]),
    st.just({}) | st.just({"attendance_allowance_higher": 11500}),
    st.just({}) | st.just({"state_pension": "4.8", "universal_credit": "1.7"}),
)


def named(items: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some of something, each under a name of its own."""
    return st.dictionaries(st.sampled_from(names), items, max_size=len(names))


long_spans = st.builds(lambda first, length: Span(first, ending(first, length)), early, rarely(later))
deliveries = st.builds(
    Delivery,
    versions,
    st.sampled_from(["l-1", "l-1", "l-2"]),
    asked.map(lambda day: day - timedelta(days=day.weekday())),
    st.sampled_from([0, 4999, 20000, 90000]),
)
packages = st.builds(
    lambda first, rest: {"p-1": CarePackage(Version(1, CARE_BEGAN, "m-1"), (first, *rest))},
    line("l-1", long_spans),
    st.just(()) | st.tuples(line("l-2", spans)) | st.tuples(line("l-2", spans), line("l-3", spans)),
)
people = st.builds(
    Circumstances,
    date_of_birth=st.sampled_from(
        [
            date(1940, 1, 1),
            date(1953, 4, 5),
            date(1953, 4, 6),
            date(1959, 9, 1),
            date(1960, 8, 31),
            date(1975, 1, 1),
            date(2000, 8, 15),
            None,
        ]
    ),
    date_of_death=rarely(days),
    packages=packages,
    ceasings=rarely(named(st.builds(Ceasing, versions, days), "p-1"), {}),
    assessments=st.builds(
        lambda first, others: {"a-1": first} | others,
        assessed(early, st.just(AssessmentBasis.FULL)),
        rarely(named(assessed(days, st.sampled_from(AssessmentBasis)), "a-1", "a-2"), {}),
    ),
    capital_statements=rarely(named(statements, "c-1", "c-2"), {}),
    property_sales=rarely(named(sales, "s-1", "s-2"), {}),
    awards=rarely(some(awards, 3), ()).map(lambda told: {f"{its.award}:{its.effective_from}": its for its in told}),
    fundings=rarely(named(st.builds(Funding, versions, st.sampled_from(NhsFunding), spans), "f-1", "f-2"), {}),
    deferred_payments=rarely(
        named(
            st.builds(
                DeferredPayment,
                versions,
                spans,
                st.sampled_from([None, None, 2000, 9000, 20000]),
                st.sampled_from([None, None, 10000]),
            ),
            "d-1",
        ),
        {},
    ),
    exemptions=rarely(
        named(st.builds(Exemption, versions, st.sampled_from(ExemptionKind), spans, st.none() | st.just("l-1")), "e-1"),
        {},
    ),
    deliveries=rarely(named(deliveries, "v-1", "v-2", "v-3"), {}),
)
policies = st.builds(
    lambda **decided: council(**decided),
    percent_of_available_income=st.sampled_from([100, 100, 80]),
    standard_disability_expenditure_weekly_pence=st.sampled_from([0, 1000]),
    arrangement_fee_weekly_pence=st.sampled_from([0, 500]),
    minimum_weekly_charge_pence=st.sampled_from([0, 500]),
    full_cost_over_limit_in_community=st.booleans(),
    short_stay_rules=st.sampled_from(["care_home", "community"]),
    short_stay_days=st.sampled_from([28, 56]),
    reablement_free_days=st.sampled_from([42, 84]),
    discharge_day_charged=st.booleans(),
    death_day_charged=st.booleans(),
    nursing_care_pauses_in_hospital=st.booleans(),
    year_for_weekly_amounts=st.sampled_from(["52_weeks", "365_days"]),
    savings_disregard_flat_sum_from=st.sampled_from(["age_65", "pension_age_before_april_2016"]),
    charitable_payments_under_ceiling=st.booleans(),
    lone_parent_has_pension_age_guarantee=st.booleans(),
    charging_information_required=rarely(st.just(True), False),
    home_care_charged_on=st.sampled_from(["planned", "delivered"]),
    local_disregards=st.sampled_from([{}, {}, {"attendance_allowance": 3650, "state_pension": None}]),
)
