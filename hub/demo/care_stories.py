"""Lives with a story about care or means: what is told late, differently, or in the wrong order."""

from datetime import date

from hub.demo.facts import (
    FIRST_DAY,
    UPRATED,
    Data,
    assessed,
    benefit,
    care,
    care_home,
    declined,
    light_touch,
    occupational_pension,
    package,
    savings,
)
from hub.demo.lives import Life, Note, Pays, Told
from hub.demo.ordinary import COMPLETED, DECLINED, HOUR_OF_CARE, LIGHT_TOUCH, pension_age_incomes, working_age_incomes
from hub.demo.words import ASSESSMENTS, Event, event, reference_of

FULL_COST = "Full cost: Care Act 2014, s.14(4), and SI 2014/2672, reg 10(1) or 12"
DIFFERENCE = "What should have been charged, less what was: only the difference is posted"

BORN = date(1941, 3, 14)
"""The birthday of everybody here whose age makes no difference: long past pension age."""


def care_stories() -> list[Life]:
    """Everybody here, by number."""
    return [
        _uprated(1),
        _more_hours_told_late(28),
        _fewer_hours_told_late(36),
        _in_hospital(49),
        _into_a_care_home(56),
        _with_a_child(63),
        _capital_spent(70),
        _light_touch(77),
        _assessed_late(84),
        _continuing_healthcare(91),
        _nursing_home(106),
        _one_of_a_couple(112),
        _home_sold(133),
        _in_the_wrong_order(147),
        _bad_date(154),
    ]


def _told(day: date, number: int, name: str, data: Data, *, label: str = "2") -> Told:
    source = ASSESSMENTS if name.startswith(("financial", "capital", "property")) else None
    said = event(name, reference_of(number), day, data, label=label)
    return Told(day, {**said, "source": source} if source else said)


def _changed(day: date, number: int, *lines: Data, since: date, revision: int = 2) -> Told:
    data = package(number, lines, revision=revision, since=since)
    return _told(day, number, "care_package.changed", data, label=str(revision))


def _declining(number: int, hours: int, pays: Pays) -> Life:
    return Life(number, BORN, (care(hours * HOUR_OF_CARE),), (DECLINED, declined(number)), pays)


def _uprated(number: int) -> Life:
    means = assessed(
        number,
        pension_age_incomes("higher", 200_00),
        disability_related_expenditure=[{"kind": "cleaner", "weekly": "12.50"}],
    )
    life = Life(number, BORN, (care(24 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_DIRECT_DEBIT)
    return life.knowing(
        Note(
            "uprating",
            date(2026, 2, 26),
            "The yearly notice raises pensions and benefits from 6 April",
            "Incomes follow the notice, the guaranteed minimum follows the published rates of 2026/27",
            ("day-opened-2026-03-09",),
        )
    )


def _more_hours_told_late(number: int) -> Life:
    changed_on = date(2026, 3, 16)
    ended: Data = {"ends_on": date(2026, 3, 15).isoformat()}
    later = _changed(
        date(2026, 4, 20),
        number,
        care(12 * HOUR_OF_CARE, **ended),
        care(16 * HOUR_OF_CARE, changed_on, line="L-2"),
        since=changed_on,
    )
    return _declining(number, 12, Pays.BY_TRANSFER).knowing(
        Note(
            "back-dated care",
            date(2026, 4, 20),
            "16 hours a week instead of 12, since 16 March",
            f"{DIFFERENCE}. {FULL_COST}",
        ),
        later=[later],
    )


def _fewer_hours_told_late(number: int) -> Life:
    changed_on = date(2026, 3, 2)
    means = assessed(number, pension_age_incomes("lower"), capital=savings(40_000_00))
    life = Life(number, BORN, (care(16 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_DIRECT_DEBIT)
    later = _changed(
        date(2026, 4, 1),
        number,
        care(16 * HOUR_OF_CARE, ends_on=date(2026, 3, 1).isoformat()),
        care(12 * HOUR_OF_CARE, changed_on, line="L-2"),
        since=changed_on,
    )
    return life.knowing(
        Note(
            "back-dated care",
            date(2026, 4, 1),
            "12 hours a week instead of 16, since 2 March; savings of 40,000.00",
            f"{DIFFERENCE}. {FULL_COST}",
        ),
        later=[later],
    )


def _in_hospital(number: int) -> Life:
    stay: Data = {"suspended_from": "2026-03-09", "suspended_to": "2026-03-22", "reason": "hospital"}
    means = assessed(number, pension_age_incomes("higher"))
    line = care(18 * HOUR_OF_CARE)
    life = Life(number, BORN, (line,), (COMPLETED, means), Pays.BY_DIRECT_DEBIT)
    later = _changed(date(2026, 4, 22), number, {**line, "suspensions": [stay]}, since=date(2026, 3, 9))
    return life.knowing(
        Note(
            "back-dated care",
            date(2026, 4, 22),
            "No care on 9 to 22 March, in hospital",
            f"{DIFFERENCE}; what was paid already is used for the next cycle",
        ),
        later=[later],
    )


def _into_a_care_home(number: int) -> Life:
    moved_on = date(2026, 3, 23)
    means = assessed(number, pension_age_incomes(None, 420_00), capital=savings(9_000_00))
    life = Life(number, BORN, (care(10 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_DIRECT_DEBIT)
    later = _changed(
        date(2026, 3, 27),
        number,
        care(10 * HOUR_OF_CARE, ends_on=date(2026, 3, 22).isoformat()),
        care_home(895_00, moved_on),
        since=moved_on,
    )
    return life.knowing(
        Note(
            "care home",
            date(2026, 3, 27),
            "In a care home since 23 March, at 895.00 a week",
            "At home the minimum income guarantee is kept, in a care home the personal expenses allowance "
            "(SI 2014/2672, regs 6 and 7)",
        ),
        later=[later],
    )


def _with_a_child(number: int) -> Life:
    means = assessed(
        number, working_age_incomes("enhanced"), lone_parent=True, children_count=1, premiums=["disability"]
    )
    life = Life(number, date(1986, 5, 20), (care(14 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_TRANSFER)
    return life.knowing(
        Note(
            "missing figure",
            date(2026, 2, 6),
            "A lone parent with one child, living at home",
            "No amount for a child was found for 2026/27, and the council gives none: nothing is guessed, and nothing "
            "is charged from 6 April until there is one",
            ("day-opened-2026-04-06",),
        )
    )


def _one_of_a_couple(number: int) -> Life:
    means = assessed(number, pension_age_incomes(None, 500_00), household="couple")
    life = Life(number, BORN, (care(14 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_TRANSFER)
    return life.knowing(
        Note(
            "council's figure",
            date(2026, 2, 26),
            "One of a couple, living at home, when the yearly notice comes",
            "No guarantee for couples was found for 2026/27: the council's own file of rates completes it, with a "
            "training figure that the working names as such",
            ("day-opened-2026-03-09",),
        )
    )


def _capital_spent(number: int) -> Life:
    means = assessed(number, pension_age_incomes("lower"), capital=savings(30_000_00))
    life = Life(number, BORN, (care(16 * HOUR_OF_CARE),), (COMPLETED, means), Pays.BY_TRANSFER)
    since = date(2026, 3, 30)
    statement = {"statement": "CS-1", "revision": 1, "effective_from": since.isoformat(), "capital": savings(20_000_00)}
    return life.knowing(
        Note(
            "capital",
            date(2026, 4, 15),
            "Savings are 20,000.00 since 30 March, no longer 30,000.00",
            "Over 23,250.00 the full cost; below it income, with 1.00 a week for each 250.00 over 14,250.00 "
            "(SI 2014/2672, regs 12 and 25)",
        ),
        later=[_told(date(2026, 4, 15), number, "capital.changed", statement, label="1")],
    )


def _light_touch(number: int) -> Life:
    life = Life(
        number, BORN, (care(5 * HOUR_OF_CARE),), (LIGHT_TOUCH, light_touch(number, 45_00)), Pays.BY_DIRECT_DEBIT
    )
    return life.knowing(
        Note(
            "light touch",
            date(2026, 2, 6),
            "45.00 a week agreed without a full assessment",
            "Light-touch assessment with consent: SI 2014/2672, reg 10(2) and (3)",
            ("day-opened-2026-03-09",),
        )
    )


def _assessed_late(number: int) -> Life:
    life = Life(number, BORN, (care(15 * HOUR_OF_CARE),), None, Pays.BY_TRANSFER)
    means = assessed(number, pension_age_incomes("lower", 300_00))
    return life.knowing(
        Note(
            "late assessment",
            date(2026, 3, 18),
            "Assessed for the first time, back to 9 February",
            "Without an assessment nothing is charged (Care Act 2014, s.17), and a task asks for one; then the "
            "difference is posted",
        ),
        later=[_told(date(2026, 3, 18), number, COMPLETED, means, label="1")],
    )


def _continuing_healthcare(number: int) -> Life:
    means = assessed(number, pension_age_incomes(None, 600_00), capital=savings(11_000_00))
    life = Life(number, BORN, (care_home(940_00),), (COMPLETED, means), Pays.BY_TRANSFER)
    data = {"funding": "NHS-1", "revision": 1, "kind": "chc", "funded_from": "2026-03-23"}
    return life.knowing(
        Note(
            "nhs",
            date(2026, 4, 15),
            "The NHS pays for all of the care since 23 March",
            "NHS continuing healthcare is free: nothing may be charged (National Health Service Act 2006, s.1(4))",
        ),
        later=[_told(date(2026, 4, 15), number, "nhs_funding.decided", data, label="1")],
    )


def _nursing_home(number: int) -> Life:
    line = care_home(1_180_00, service="nursing", nursing_fee_basis="gross", provider="HOME-2")
    funding = {"funding": "NHS-1", "revision": 1, "kind": "fnc_standard", "funded_from": FIRST_DAY.isoformat()}
    funded: Event = event("nhs_funding.decided", reference_of(number), FIRST_DAY, funding)
    life = Life(number, BORN, (line,), (DECLINED, declined(number)), Pays.BY_TRANSFER, beside=(funded,))
    return life.knowing(
        Note(
            "nhs",
            date(2026, 2, 6),
            "A nursing home at 1,180.00 a week, of which the NHS pays its rate for nursing; no means disclosed",
            "NHS-funded nursing care, 254.06 a week to 31 March and 267.68 from 1 April, is not the person's to pay",
            ("day-opened-2026-03-09", "day-opened-2026-04-06"),
        )
    )


def _home_sold(number: int) -> Life:
    home = {"capital": "K-2", "kind": "main_home", "value": "180000.00", "disregarded": True}
    incomes = [benefit("state_pension", "state_pension_basic_category_a"), occupational_pension(380_00)]
    means = assessed(number, incomes, capital=[*savings(6_000_00), home])
    life = Life(number, BORN, (care_home(910_00),), (COMPLETED, means), Pays.BY_STANDING_ORDER)
    data = {"sale": "SALE-1", "revision": 1, "completed_on": "2026-04-20", "net_proceeds": "172400.00"}
    return life.knowing(
        Note(
            "capital",
            date(2026, 4, 24),
            "The former home was sold on 20 April",
            "The home was disregarded, its proceeds are capital over 23,250.00: the full cost from that day "
            "(SI 2014/2672, reg 12)",
            ("day-opened-2026-05-04",),
        ),
        later=[_told(date(2026, 4, 24), number, "property.sale_notified", data, label="1")],
    )


def _in_the_wrong_order(number: int) -> Life:
    first = care(8 * HOUR_OF_CARE, ends_on=date(2026, 4, 5).isoformat())
    newest = _changed(
        date(2026, 4, 13), number, first, care(10 * HOUR_OF_CARE, UPRATED, line="L-2"), since=UPRATED, revision=3
    )
    older = _changed(date(2026, 4, 15), number, first, care(14 * HOUR_OF_CARE, UPRATED, line="L-2"), since=UPRATED)
    return _declining(number, 8, Pays.BY_TRANSFER).knowing(
        Note(
            "wrong order",
            date(2026, 4, 13),
            "Revision 3 of the care package, 10 hours; 15 Apr: revision 2, 14 hours",
            "The highest revision stands, whatever order they came in",
        ),
        later=[newest, older],
    )


def _bad_date(number: int) -> Life:
    wrong = _changed(date(2026, 3, 12), number, care(20 * HOUR_OF_CARE, line="L-2"), since=date(2026, 3, 16))
    wrong.event["data"]["lines"][0]["starts_on"] = "20026-03-16"
    return _declining(number, 6, Pays.BY_DIRECT_DEBIT).knowing(later=[wrong])
