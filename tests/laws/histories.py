"""Random but plausible histories of a few people, as the events that tell them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests import builders as told
from tests.builders import Event

FIRST = date(2026, 3, 2)
LAST = date(2026, 8, 31)
REVISIONS = st.integers(1, 3)

days: SearchStrategy[str] = st.integers(0, (LAST - FIRST).days).map(lambda n: (FIRST + timedelta(n)).isoformat())
near_days: SearchStrategy[str] = st.sampled_from(
    ["2026-03-30", "2026-04-05", "2026-04-06", "2026-04-13", "2026-05-03", "2026-05-04", "2026-05-17", "2026-06-01"]
)
moments = st.one_of(near_days, days)
sums = st.sampled_from(["0.01", "35.00", "70.00", "139.99", "280.00", "280.01", "560.00"])
costs = st.sampled_from(["0.00", "65.00", "120.50", "500.00", "1000.00"])


@dataclass(frozen=True)
class History:
    """Events in the order in which the world happened to tell them."""

    events: tuple[Event, ...]

    def __repr__(self) -> str:
        return "History(\n" + "\n".join(f"  {event!r}," for event in self.events) + "\n)"


Draw = Callable[[SearchStrategy[Any]], Any]


def _after(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(count)).isoformat()


def _people(draw: Draw, person: str, reference: str) -> Iterable[Event]:
    for revision in draw(st.lists(REVISIONS, max_size=3)):
        yield told.a_person(
            person,
            references=draw(st.sampled_from([[], [reference]])),
            revision=revision,
            date_of_birth=draw(st.sampled_from(["1940-05-17", "1960-04-20", "2001-06-15"])),
            time=f"{draw(days)}T09:00:00Z",
        )
    if draw(st.booleans()):
        yield told.a_representative(person, revision=draw(REVISIONS))
    if draw(st.booleans()):
        yield told.the_end_of_a_representative(person)


def _ordinary(draw: Draw, person: str, reference: str) -> Iterable[Event]:
    """What most lives have: somebody registered, with care that runs and an assessment that may come late."""
    if draw(st.sampled_from([True, True, True, False])):
        yield told.a_person(person, references=[reference])
        since = draw(near_days)
        yield told.a_care_package(person, told.a_line("500.00", since), package="CP-0", effective_from=since)
        if draw(st.sampled_from([True, True, True, False])):
            yield told.a_light_touch(person, "90.00", effective_from=draw(near_days), assessment="FA-0")


def _line(draw: Draw) -> dict[str, Any]:
    starts = draw(moments)
    ends = draw(st.one_of(st.none(), st.integers(0, 70).map(lambda n: _after(starts, n))))
    line = told.a_line(draw(costs), starts, ends_on=ends, collector=draw(st.sampled_from(["council", "provider"])))
    kind = draw(st.sampled_from(["home", "home", "care_home", "reablement", "nursing"]))
    if kind == "care_home":
        line = {**told.a_care_home(draw(costs), starts), **({} if ends is None else {"ends_on": ends})}
    elif kind == "reablement":
        line["service"] = "reablement"
    elif kind == "nursing":
        line |= {"service": "nursing", "setting": "care_home", "nursing_fee_basis": "gross"}
    if draw(st.booleans()):
        since = draw(moments)
        line["suspensions"] = [{"suspended_from": since, "suspended_to": _after(since, 9), "reason": "away"}]
    return line


def _care(draw: Draw, person: str) -> Iterable[Event]:
    for package in ("CP-1", "CP-2")[: draw(st.integers(0, 2))]:
        for revision in draw(st.lists(REVISIONS, min_size=1, max_size=3)):
            lines = [{**_line(draw), "line": f"L-{number}"} for number in range(draw(st.integers(1, 2)))]
            yield told.a_care_package(person, *lines, package=package, revision=revision)
        if draw(st.booleans()):
            for revision in draw(st.lists(REVISIONS, min_size=1, max_size=2)):
                yield told.the_end_of_care(person, draw(moments), package=package, revision=revision)


def _assessment(draw: Draw, person: str) -> Event:
    said = {"assessment": draw(st.sampled_from(["FA-1", "FA-2"])), "revision": draw(REVISIONS)}
    since = draw(moments)
    kind = draw(st.sampled_from(["light", "light", "full", "full", "declined"]))
    if kind == "light":
        weekly = draw(st.sampled_from(["0.00", "70.00", "96.01", "70.03", None]))
        return told.a_light_touch(person, weekly, effective_from=since, **said)
    if kind == "declined":
        return told.a_declined_assessment(person, effective_from=since, **said)
    incomes = [
        told.an_income("state_pension", "230.25", benefit_rate="state_pension_new_full"),
        told.an_income("occupational_pension", draw(st.sampled_from(["50.00", "350.00"])), "monthly"),
        told.an_income("pension_of_an_unknown_kind", "5.00"),
    ]
    held = [told.savings(draw(st.sampled_from(["1000.00", "14300.00", "30000.00"])))]
    count = draw(st.sampled_from([1, 2, 2, 2, 3]))
    return told.an_assessment(person, *incomes[:count], effective_from=since, capital=held, **said)


def _means(draw: Draw, person: str) -> Iterable[Event]:
    yield from (_assessment(draw, person) for _ in range(draw(st.integers(0, 4))))
    for _ in range(draw(st.integers(0, 2))):
        since = draw(moments)
        yield told.an_award(
            person,
            amount=draw(st.sampled_from(["73.90", "110.40"])),
            effective_from=since,
            benefit_rate=draw(st.sampled_from([None, "attendance_allowance_lower"])),
            ended_on=draw(st.sampled_from([None, _after(since, 40)])),
            revision=draw(REVISIONS),
        )
    if draw(st.booleans()):
        value = draw(st.sampled_from(["15000.00", "24000.00"]))
        yield told.changed_capital(person, told.savings(value), effective_from=draw(moments), revision=draw(REVISIONS))
    if draw(st.booleans()):
        since = draw(moments)
        kind = draw(st.sampled_from(["chc", "fnc_standard"]))
        until = draw(st.sampled_from([None, _after(since, 25)]))
        yield told.nhs_funding(person, kind, funded_from=since, funded_to=until, revision=draw(REVISIONS))
    if draw(st.booleans()):
        yield told.a_property_sale(person, completed_on=draw(moments), revision=draw(REVISIONS))


def _money(draw: Draw, person: str, reference: str) -> Iterable[Event]:
    for number in range(draw(st.integers(0, 3))):
        of = draw(st.sampled_from([person, None, None]))
        by = reference if of is None else draw(st.sampled_from([None, reference]))
        name = f"PAY-{person}-{number if draw(st.booleans()) else 0}"
        yield told.a_payment(draw(sums), payment=name, person=of, reference=by, received_on=draw(days))
    for revision in draw(st.lists(REVISIONS, max_size=2)):
        state = draw(st.sampled_from(["lodged", "active", "suspended", "cancelled"]))
        of = draw(st.sampled_from([person, person, None]))
        yield told.a_mandate(
            of,
            state=state,
            reference=reference,
            mandate=f"DDM-{person}",
            revision=revision,
            effective_from=draw(days),
        )
    for number in range(draw(st.integers(0, 2))):
        amount, on = draw(sums), draw(moments)
        yield told.a_collection(amount, collection=f"COL-{person}-{number}", reference=reference, processed_on=on)
        for place in range(draw(st.integers(0, 2))):
            code = draw(st.sampled_from(["0", "1", "2", "3", "B", "X"]))
            back = {"reference": reference, "processed_on": on}
            yield told.a_return(
                amount, code, returned=f"RET-{person}-{number}-{place}", returned_on=_after(on, 2), **back
            )
        if draw(st.booleans()):
            code, settles = draw(st.sampled_from(["1", "3", "8"])), _after(on, draw(st.integers(5, 40)))
            yield told.an_indemnity(
                amount,
                code,
                indemnity=f"IND-{person}-{number}",
                reference=reference,
                processed_on=on,
                settles_on=settles,
            )


def _free_or_deferred(draw: Draw, person: str) -> Iterable[Event]:
    """After-care, of all care or of one line; and a stay in a home for which payment is deferred."""
    for revision in draw(st.lists(REVISIONS, max_size=2)):
        since = draw(moments)
        free = {"exempt_from": since, "exempt_to": draw(st.sampled_from([None, _after(since, 9)]))}
        line = draw(st.sampled_from([None, "L-1"]))
        said = {"exemption": "EX-1", "revision": revision, "kind": "section_117", "line": line, **free}
        yield told.an_event("charging_exemption.decided.v1", person, _without_none(said))
    if draw(st.sampled_from([False, False, True])):
        since = draw(near_days)
        yield told.a_care_package(
            person,
            told.a_care_home("1000.00", since, collector=draw(st.sampled_from(["council", "provider"]))),
            package="CP-3",
        )
        pension = told.an_income("occupational_pension", "250.00")
        capital = [told.savings("30000.00")]
        yield told.an_assessment(person, pension, effective_from=since, capital=capital, assessment="FA-3")
        for revision in draw(st.lists(REVISIONS, min_size=1, max_size=2)):
            begins = draw(moments)
            said = {
                "agreement": "DPA-1",
                "revision": revision,
                "effective_from": begins,
                "ends_on": draw(st.sampled_from([None, _after(begins, 24)])),
                "defers_weekly_at_most": draw(st.sampled_from([None, "100.01"])),
            }
            yield told.an_event("deferred_payment.agreed.v1", person, _without_none(said))


def _without_none(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _deaths(draw: Draw, person: str) -> Iterable[Event]:
    for report in ("DEATH-1", "DEATH-2")[: draw(st.sampled_from([0, 0, 1, 1, 2]))]:
        builder = draw(st.sampled_from([told.a_death, told.a_verified_death]))
        on = draw(moments)
        yield builder(person, date_of_death=on, report=report, revision=draw(REVISIONS), reported_on=_after(on, 10))
        if draw(st.booleans()):
            yield told.a_withdrawn_death(person, report=report, revision=draw(REVISIONS))


def _stops(draw: Draw, person: str) -> Iterable[Event]:
    for kind in draw(st.lists(st.sampled_from(sorted(told.STOPS)), max_size=2)):
        yield told.a_stop(
            kind,
            person,
            started_on=draw(days),
            ends_on=draw(st.one_of(st.none(), days)),
            revision=draw(REVISIONS),
        )
        if draw(st.booleans()):
            yield told.the_end_of_a_stop(kind, person, ended_on=draw(days), revision=draw(REVISIONS))


def _recovery(draw: Draw, person: str) -> Iterable[Event]:
    t, e = f"T-{person}", f"E-{person}"
    if draw(st.booleans()):
        for revision in draw(st.lists(REVISIONS, min_size=1, max_size=2)):
            yield told.a_tracing_decision(person, referral=t, revision=revision, decided_on=draw(days))
    if draw(st.sampled_from([False, False, True])):
        yield told.a_tracing_decision(person, referral=t, decision="DEC-6", decided_on=draw(days))
    if draw(st.booleans()):
        floor = draw(st.sampled_from([None, "100.00"]))
        yield told.an_enforcement_decision(person, referral=e, decided_on=draw(days), minimum_debt=floor)
    if draw(st.booleans()):
        which = draw(st.sampled_from([t, e]))
        yield told.a_decision("recall_referral", person, decision="DEC-3", referral=which, decided_on=draw(days))
    for of in draw(st.lists(st.sampled_from(["sent", "recalled"]), max_size=2, unique=True)):
        yield told.an_acknowledgement(
            t, person=person, of=of, version=draw(st.integers(1, 3)), acknowledged_on=draw(days)
        )
    if draw(st.booleans()):
        outcome = draw(st.sampled_from(["found", "part_paid", "deceased"]))
        which, agent = draw(st.sampled_from([(t, told.TRACING_AGENT), (e, told.ENFORCEMENT_AGENT)]))
        yield told.an_answer(which, person=person, agent=agent, outcome=outcome, answered_on=draw(days))
    if draw(st.sampled_from([False, False, True])):
        yield told.a_handback(t, person=person)


def _closed_tasks(draw: Draw, person: str) -> Iterable[Event]:
    """An officer answers a task; its name follows from its cause, as it does for the hub."""
    causes = [
        ("charging", "assessment_missing"),
        ("person", "estate"),
        ("charging", "large_change:2026-05-04"),
        ("money", f"represent_or_contact:RET-{person}-0-0"),
    ]
    if draw(st.booleans()):
        scope, key = draw(st.sampled_from(causes))
        name = told.task_name(person, scope, key)
        yield told.a_decision("close_task", person, decision="DEC-4", task=name, decided_on=draw(days))


def _uprated_too_far(draw: Draw) -> Iterable[Event]:
    """A notice, put right or wrong again, may raise a pensioner further than the policy lets it; some release it."""
    person, since, notice = "P-0009", "2026-03-02", "UPRATING-2"
    pension = told.an_income("state_pension", "230.25", benefit_rate="state_pension_new_full")
    yield told.a_person(person)
    yield told.a_care_package(person, told.a_line("500.00", since), effective_from=since)
    yield told.an_assessment(person, pension, effective_from=since)
    for revision in draw(st.lists(REVISIONS, min_size=1, max_size=3)):
        yield told.a_notice(
            notice=notice,
            effective_from=draw(st.sampled_from(["2026-03-30", "2026-04-06", "2026-05-11"])),
            rates={"state_pension_new_full": draw(st.sampled_from(["241.30", "361.30", "541.30"]))},
            revision=revision,
        )
    if draw(st.booleans()):
        yield told.an_award(person, "attendance_allowance", "110.40", effective_from=draw(moments))
    if draw(st.booleans()):
        yield told.the_end_of_care(person, draw(moments))
    for revision in draw(st.lists(REVISIONS, max_size=2)):
        if draw(st.booleans()):
            seen = draw(st.sampled_from([1, 3]))
            yield told.a_release(notice, person, notice_revision=seen, revision=revision, decided_on=draw(days))
        else:
            task = told.task_name(person, "charging", f"uprating_held:{notice}:{draw(REVISIONS)}")
            yield told.a_decision("close_task", person, decision="DEC-5", task=task, revision=revision)


def _everybody(draw: Draw) -> Iterable[Event]:
    for revision in draw(st.lists(REVISIONS, max_size=2)):
        yield told.a_notice(
            effective_from=draw(st.sampled_from(["2026-04-06", "2026-05-11"])),
            rates=draw(
                st.sampled_from([{"attendance_allowance_lower": "76.70", "state_pension_new_full": "241.30"}, {}])
            ),
            rises={"occupational_pension": draw(st.sampled_from(["3.8", "4.1"]))},
            revision=revision,
        )
    yield from (told.an_opened_day(day) for day in draw(st.lists(days, max_size=6, unique=True)))


@st.composite
def histories(draw: DrawFn) -> History:
    """Whole histories of one to three people, with business days and notices among them."""
    events: list[Event] = list(_everybody(draw))
    for number in range(1, draw(st.integers(1, 3)) + 1):
        person, reference = f"P-000{number}", f"TESTA000{number}"
        events += _ordinary(draw, person, reference)
        events += _people(draw, person, reference)
        for part in (_care, _means, _free_or_deferred, _deaths, _stops, _recovery, _closed_tasks):
            events += part(draw, person)
        events += _money(draw, person, reference)
    if draw(st.sampled_from([True, True, True, False])):
        events += _uprated_too_far(draw)
    events.append(told.an_opened_day("2026-09-07"))
    return History(tuple(draw(st.permutations(events))))
