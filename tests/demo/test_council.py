"""The council of the demo: many kinds of people, all of them plainly fictional, and files like those of the banks."""

import re
from collections import Counter
from datetime import date
from typing import Any

import orjson
import pytest
from lxml import etree

from contracts.inbound.care_packages import Setting
from hub.demo.bank_files import Credit, Returned, arudd, bankline, camt053
from hub.demo.council import council, notice_for, records_of
from hub.demo.facts import UPRATED, almanac
from hub.errors import Refused
from hub.reading import Delivery, read
from producers.sources.registry import read_file
from tests.sources.real_files import content_of

DAY = date(2026, 3, 24)
CREDITS = (Credit(432_20, "CARE0000005", "T PERSON-0005"), Credit(12_34, "", "A SAMPLE PAYER"))
RETURNED = tuple(
    Returned(432_20 + number, f"CARE000000{number}", "T PERSON", date(2026, 3, 20), code)
    for number, code in enumerate("01AB")
)


def records() -> list[dict[str, Any]]:
    return list(records_of(council()))


def data_of(event_type: str) -> list[dict[str, Any]]:
    return [event["data"] for event in records() if event["type"] == event_type]


def test_two_hundred_people_live_there_and_are_always_the_same() -> None:
    assert [life.person for life in council()] == [f"P-{number:04d}" for number in range(1, 201)]
    assert records() == records()


def test_everybody_is_plainly_fictional() -> None:
    for details in data_of("person.registered.v1"):
        assert details["given_name"] == "Testa"
        assert re.fullmatch(r"Person-[0-9]{4}", details["family_name"])
        if "address" in details:
            assert details["address"]["postcode"] == "ZZ1 1ZZ"
    for representative in data_of("representative.appointed.v1"):
        assert representative["name"].startswith("Sample ")


def test_every_kind_of_care_and_of_means_is_there() -> None:
    lines = [line for package in data_of("care_package.changed.v1") for line in package["lines"]]
    settings = Counter(line["setting"] for line in lines)
    assert min(settings[Setting.COMMUNITY], settings[Setting.CARE_HOME]) >= 20
    assert {"home_care", "day_care", "supported_living", "residential", "nursing", "reablement"} <= {
        line["service"] for line in lines
    }
    assert "provider" in {line["collector"] for line in lines}
    assessed = data_of("financial_assessment.completed.v1")
    savings = [int(its["value"][:-3]) for assessment in assessed for its in assessment.get("capital", ())]
    assert sum(value > 23_250 for value in savings) >= 3
    assert sum(14_250 < value <= 23_250 for value in savings) >= 3
    assert sum(assessment["household"] == "couple" for assessment in assessed) >= 3
    assert len(data_of("financial_assessment.declined.v1")) >= 3
    assert len(data_of("financial_assessment.light_touch.v1")) >= 3
    assert len(data_of("representative.appointed.v1")) >= 10


def test_everything_that_is_told_fits_its_contract_but_the_two_bad_messages() -> None:
    later = [told.event for life in council() for told in life.later]
    refused = []
    for event in (*records(), *later):
        try:
            read(Delivery(orjson.dumps(event)))
        except Refused as refusal:
            refused.append((event["id"], refusal.field))
    assert sorted(refused) == [
        ("care_package.changed:P-0154:2", "data.lines.0.starts_on"),
        ("payment.received:P-0161:1", "data.amount"),
    ]


def test_the_notice_tells_every_rate_that_somebody_is_paid_at_as_it_is_published() -> None:
    told = {its["benefit_rate"]: its["weekly"] for its in notice_for(council())["rates"]}
    paid = {
        income["benefit_rate"]
        for assessment in data_of("financial_assessment.completed.v1")
        for income in assessment["incomes"]
        if "benefit_rate" in income
    }
    assert paid <= told.keys()
    assert told["state_pension_new_full"] == "241.30"
    for rate, weekly in told.items():
        assert int(weekly.replace(".", "")) == almanac().pence(rate, UPRATED)


def test_a_report_of_returns_says_what_came_back_and_its_source_reads_it() -> None:
    found = read_file("arudd", arudd(DAY, RETURNED), "report.xml")
    assert found.rejected == ()
    assert [event["data"]["reason_code"] for event in found.events] == ["0", "1", "A", "B"]
    assert [event["data"]["amount"] for event in found.events] == ["432.20", "432.21", "432.22", "432.23"]
    assert found.control["declared_total"] == "1728.86"


@pytest.mark.parametrize(
    ("form", "content"), [("camt053", camt053(DAY, 1_000_00, CREDITS)), ("bankline", bankline(DAY, CREDITS))]
)
def test_a_statement_of_the_bank_says_what_was_paid_and_its_source_reads_it(form: str, content: bytes) -> None:
    found = read_file(form, content, "statement")
    assert found.rejected == ()
    assert [(its["data"]["amount"], its["data"].get("payer_reference")) for its in found.events] == [
        ("432.20", "CARE0000005"),
        ("12.34", None),
    ]
    assert {event["data"]["received_on"] for event in found.events} == {DAY.isoformat()}


def test_the_report_of_returns_has_the_shape_of_a_real_one() -> None:
    ours, real = shape_of(arudd(DAY, RETURNED)), shape_of(content_of("arudd", "glabs-sample.xml"))
    assert ours == real


def shape_of(document: bytes) -> set[tuple[str, tuple[str, ...]]]:
    """Every element by its path, with the names of its attributes."""
    tree = etree.fromstring(document, etree.XMLParser(remove_comments=True)).getroottree()
    return {
        (
            re.sub(r"\[\d+\]", "", tree.getpath(element)),
            tuple(sorted(str(name) for name in element.attrib if "}" not in str(name))),
        )
        for element in tree.iter(etree.Element)
    }
