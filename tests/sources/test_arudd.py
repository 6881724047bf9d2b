"""Bacs ARUDD: the real report and constructed ones, and what is refused with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from producers.sources.registry import read_file
from tests.sources.real_files import (
    assert_events_keep_their_contracts,
    content_of,
    data_of,
    faults_of,
    figures_of,
    names_of,
    read_sample,
)
from tests.sources.writers import Item, arudd_file

REPORTED_ON = date(2026, 11, 3)
PROCESSED_ON = date(2026, 10, 30)
ITEM = Item("CARE0000101", 21240, "0", PROCESSED_ON)
ACCOUNTS = "/BACSDocument/Data/ARUDD/Advice/OriginatingAccountRecords/OriginatingAccountRecord"
REPORT = content_of("arudd", "constructed-arudd-three-reasons.xml").decode("ascii")


def faults_after(old: str, new: str) -> list[tuple[str, str]]:
    """The faults of the constructed report with the first of one text put in the place of another."""
    assert old in REPORT
    return faults_of(read_file("arudd", REPORT.replace(old, new, 1).encode("ascii"), "report.xml"))


@pytest.mark.parametrize("name", names_of("arudd"))
def test_a_sample_report_is_read_to_the_figures_expected_of_it(name: str) -> None:
    read = read_sample("arudd", name)
    expected = figures_of("arudd", name)
    control = read.control
    assert control["found_count"] == control["declared_count"] == len(read.events) == expected["items"]
    assert control["found_total"] == control["declared_total"] == expected["sum"]
    assert [[str(control["account_1_declared_count"]), control["account_1_declared_total"]]] == expected["declared"]
    assert [control["service_user_number"]] == expected["sun"]
    told = data_of(read)
    assert [each["reason_code"] for each in told] == expected["codes"]
    assert sum(Decimal(each["amount"]) for each in told) == Decimal(expected["sum"])
    assert_events_keep_their_contracts(read)


def test_the_real_report_tells_each_return_with_its_reference_sum_and_days() -> None:
    read = read_sample("arudd", "glabs-sample.xml")
    assert [(each["payer_reference"], each["amount"]) for each in data_of(read)] == [
        ("X01234", "65.00"),
        ("X02345", "60.00"),
        ("X03456", "100.00"),
    ]
    assert {each["originally_processed_on"] for each in data_of(read)} == {"2017-01-12"}
    assert {each["returned_on"] for each in data_of(read)} == {"2017-01-16"}
    assert {event["type"] for event in read.events} == {"direct_debit.returned.v1"}
    assert {event["time"] for event in read.events} == {"2017-01-16T00:00:00Z"}
    assert read.control["account_1"] == "01-02-03 12345678"


def test_every_originating_account_is_read_and_counted_by_itself() -> None:
    other = Item("CARE0000202", 8500, "1", PROCESSED_ON)
    read = read_file("arudd", arudd_file([[ITEM], [other, ITEM], []], REPORTED_ON), "report.xml")
    assert [each["payer_reference"] for each in data_of(read)] == ["CARE0000101", "CARE0000202", "CARE0000101"]
    assert read.control["originating_account_count"] == 3
    assert [read.control[f"account_{ordinal}_found_count"] for ordinal in (1, 2, 3)] == [1, 2, 0]
    assert read.control["account_2_declared_total"] == "297.40"
    assert read.control["declared_total"] == read.control["found_total"] == "509.80"


def test_totals_that_are_wrong_by_account_and_right_together_are_refused() -> None:
    """A penny too much in one account and too little in the other still is two wrong accounts."""
    more = Item("CARE0000101", 21241, "0", PROCESSED_ON)
    less = Item("CARE0000101", 21239, "0", PROCESSED_ON)
    content = arudd_file([[ITEM], [ITEM]], REPORTED_ON, declared=[[more], [less]])
    assert faults_of(read_file("arudd", content, "report.xml")) == [
        (f"{ACCOUNTS}[1]/Totals", "@valueOf"),
        (f"{ACCOUNTS}[2]/Totals", "@valueOf"),
    ]


def test_a_reference_padded_with_blanks_is_told_without_them_in_upper_case() -> None:
    content = arudd_file([[Item("care0000101", 21240, "0", PROCESSED_ON)]], REPORTED_ON)
    assert b'"care0000101       "' in content
    assert data_of(read_file("arudd", content, "report.xml"))[0]["payer_reference"] == "CARE0000101"


def test_without_a_reference_on_the_item_the_payers_own_is_told() -> None:
    content = REPORT.replace('Item ref="CARE0000101"', 'Item ref=" "', 1).encode("ascii")
    assert data_of(read_file("arudd", content, "report.xml"))[0]["payer_reference"] == "CARE0000101"


def test_a_return_code_of_one_character_is_a_reason_without_a_day() -> None:
    content = arudd_file([[Item("CARE0000101", 21240, "B", PROCESSED_ON, dated_reason=False)]], REPORTED_ON)
    assert data_of(read_file("arudd", content, "report.xml"))[0]["reason_code"] == "B"


@pytest.mark.parametrize("day", [date(2016, 2, 29), date(2016, 12, 31), date(2025, 12, 31), date(2026, 1, 1)])
def test_the_day_of_the_year_is_counted_in_leap_years_and_others(day: date) -> None:
    read = read_file("arudd", arudd_file([[Item("CARE0000101", 1, "0", day)]], day), "report.xml")
    assert data_of(read)[0]["originally_processed_on"] == day.isoformat()


@pytest.mark.parametrize(
    ("old", "new", "place", "field"),
    [
        pytest.param('"0303"', '"0304"', "/ReturnedDebitItem[1]", "@returnCode", id="the day after"),
        pytest.param('"0303"', '"0302"', "/ReturnedDebitItem[1]", "@returnCode", id="the day before"),
        pytest.param('"0303"', '"03033"', "/ReturnedDebitItem[1]", "@returnCode", id="a code too long"),
        pytest.param('"0303"', '""', "/ReturnedDebitItem[1]", "@returnCode", id="no code"),
        pytest.param("2026-10-30", "2026-11-31", "/ReturnedDebitItem[1]", "@originalProcessingDate", id="no such day"),
        pytest.param("2026-10-30", "1899-10-30", "/ReturnedDebitItem[1]", "@originalProcessingDate", id="a slip"),
        pytest.param("2026-10-30", "2026-11-04", "/ReturnedDebitItem[1]", "@originalProcessingDate", id="too late"),
        pytest.param('"GBP"', '"EUR"', "/ReturnedDebitItem[1]", "@currency", id="euros"),
        pytest.param('numberOf="3"', 'numberOf="2"', "/Totals", "@numberOf", id="a count too small"),
        pytest.param('numberOf="3"', 'numberOf="-3"', "/Totals", "@numberOf", id="a negative count"),
        pytest.param('valueOf="1340.57"', 'valueOf="1340.58"', "/Totals", "@valueOf", id="a penny too much"),
        pytest.param('valueOf="1340.57"', 'valueOf="1340.571"', "/Totals", "@valueOf", id="a fraction of a penny"),
        pytest.param('valueOf="1340.57"', 'valueOf="1,340.57"', "/Totals", "@valueOf", id="thousands with a comma"),
        pytest.param('1340.57" currency="GBP"', '1340.57" currency="EUR"', "/Totals", "@currency", id="euros in all"),
        pytest.param('sortCode="01-02-03"', 'sortCode="010203"', "/OriginatingAccount", "@sortCode", id="a sort code"),
    ],
)
def test_a_report_with_one_thing_wrong_is_refused_whole_with_its_place_and_field(
    old: str, new: str, place: str, field: str
) -> None:
    assert faults_after(old, new) == [(ACCOUNTS + place, field)]


@pytest.mark.parametrize("amount", ["-212.40", "212.4O", "2.124E2", "", "٢١٢.٤٠"])
def test_an_amount_that_is_no_amount_is_named_and_the_total_with_it(amount: str) -> None:
    content = REPORT.replace('"212.40"', f'"{amount}"', 1).replace("ISO-8859-1", "UTF-8").encode()
    assert faults_of(read_file("arudd", content, "report.xml")) == [
        (f"{ACCOUNTS}/ReturnedDebitItem[1]", "@valueOf"),
        (f"{ACCOUNTS}/Totals", "@valueOf"),
    ]


def test_every_faulty_item_is_named_and_not_only_the_first() -> None:
    wrong = [Item("CARE0000101", 0, "0", PROCESSED_ON), ITEM, Item("CARE_1", 100, "0", PROCESSED_ON)]
    assert faults_of(read_file("arudd", arudd_file([wrong], REPORTED_ON), "report.xml")) == [
        (f"{ACCOUNTS}/ReturnedDebitItem[1]", "@valueOf"),
        (f"{ACCOUNTS}/ReturnedDebitItem[3]", "@ref"),
    ]


def test_an_item_outside_an_account_is_not_lost_in_silence() -> None:
    stray = '<ReturnedDebitItem ref="CARE0000404"/></Advice>'
    assert faults_after("</Advice>", stray) == [("/BACSDocument", "ReturnedDebitItem")]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('userNumber="123456"', 'userNumber="12345"', "@userNumber"),
        ('adviceNumber="000"', "", "@adviceNumber"),
        ('currentProcessingDate="2026-11-03"', 'currentProcessingDate="20261103"', "@currentProcessingDate"),
    ],
)
def test_a_report_that_does_not_say_what_it_is_is_refused(old: str, new: str, field: str) -> None:
    assert [fault for _, fault in faults_after(old, new)] == [field]


def test_a_report_without_any_account_is_refused() -> None:
    content = arudd_file([], REPORTED_ON)
    assert faults_of(read_file("arudd", content, "report.xml")) == [
        ("/BACSDocument/Data/ARUDD", "OriginatingAccountRecord")
    ]


def test_a_fault_never_tells_what_was_found() -> None:
    content = REPORT.replace('"0303"', '"X999"', 1).replace('"1340.57"', '"7654.32"', 1).encode("ascii")
    told = str(read_file("arudd", content, "report.xml").as_json()["rejected"])
    for found in ("X999", "7654.32", "1340.57", "A PAYER", "CARE0000101"):
        assert found not in told
