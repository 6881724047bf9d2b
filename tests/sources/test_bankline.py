"""Bankline data services: the sample statements, constructed ones, and what is refused with its line and field."""

from datetime import date
from decimal import Decimal

import pytest

from producers.sources import bankline
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
from tests.sources.writers import ACCOUNT, Detail, bankline_file, pounds

DAY = date(2026, 4, 12)
OTHER_ACCOUNT = "01020387654321"
CREDIT = Detail(21240, DAY, "CARE0000101")
DEBIT = Detail(500, DAY, "REFUND", code="03")
REFUSED = {
    "mtp-testfile_incorrect_totals.txt": [("line 8", "debit_total"), ("line 8", "credit_total")],
    # In these four lines everything behind the second narrative has slipped by one column.
    "mtp-testfile_roll_number.txt": [(f"line {number}", "date") for number in (6, 7, 8, 9)],
}
READ = sorted(set(names_of("bankline")) - set(REFUSED))


@pytest.mark.parametrize("name", names_of("bankline"))
def test_a_sample_statement_is_counted_to_the_figures_expected_of_it(name: str) -> None:
    read = read_sample("bankline", name)
    expected = figures_of("bankline", name)
    control = read.control
    for side in ("debit", "credit"):
        count, pence = expected[side]
        assert (control[f"found_{side}_count"], control[f"found_{side}_total"]) == (count, pounds(pence))
    debit_pence, credit_pence, debit_count, credit_count, balance_count = expected["utl1"][0]
    assert (control["declared_debit_count"], control["declared_debit_total"]) == (debit_count, pounds(debit_pence))
    assert (control["declared_credit_count"], control["declared_credit_total"]) == (credit_count, pounds(credit_pence))
    assert control["declared_balance_count"] == int(balance_count)
    assert control["found_balance_count"] == expected["balance_recs"]
    assert control["found_total_record_count"] == expected["total_recs"]
    assert control["accounts"] == ", ".join(expected["accounts"])


@pytest.mark.parametrize("name", READ)
def test_a_sample_statement_that_adds_up_is_one_payment_for_each_credit(name: str) -> None:
    read = read_sample("bankline", name)
    expected = figures_of("bankline", name)
    told = data_of(read)
    assert [len(told), sum(int(Decimal(each["amount"]) * 100) for each in told)] == expected["credit"]
    assert {each["received_on"] for each in told} <= set(expected["dates"])
    assert_events_keep_their_contracts(read)


@pytest.mark.parametrize(("name", "faults"), REFUSED.items(), ids=REFUSED)
def test_a_sample_statement_that_contradicts_itself_is_refused_with_line_and_field(
    name: str, faults: list[tuple[str, str]]
) -> None:
    assert faults_of(read_sample("bankline", name)) == faults


def test_a_slipped_line_put_back_in_its_columns_is_read_with_its_roll_number() -> None:
    content = content_of("bankline", "mtp-testfile_roll_number.txt").replace(b" " * 22 + b"04036", b" " * 21 + b"04036")
    told = data_of(read_file("bankline", content, "statement.txt"))
    assert len(told) == 6
    assert {each["received_on"] for each in told} == {"2004-02-05"}
    assert told[2]["bank_text"] == "1234/12345678; A1234BY 09/12/86"


def test_the_first_sample_is_told_with_its_references_and_what_the_bank_wrote() -> None:
    told = data_of(read_sample("bankline", "mtp-testfile_1.txt"))
    assert [each | {"payment": ""} for each in told] == [
        {
            "payment": "",
            "amount": "89.39",
            "received_on": "2004-02-05",
            "method": "bank_transfer",
            "payer_reference": "A1234BY 09/12/86",
            "bank_text": "NORTHERN DIY E; A1234BY 09/12/86",
        },
        {
            "payment": "",
            "amount": "98.02",
            "received_on": "2004-02-05",
            "method": "other",
            "payer_reference": "B4321XZ 8/11/1992",
            "bank_text": "NW-EDINBURGH -0302; B4321XZ 8/11/1992",
        },
    ]


def test_every_account_of_the_sample_with_two_is_told_and_listed_unless_one_is_chosen() -> None:
    content = content_of("bankline", "mtp-testfile_multiple_accounts.txt")
    everything = bankline.read(content)
    assert [each["amount"] for each in data_of(everything)] == ["89.39", "98.02"]
    assert everything.control["account_12345667175315_credit_total"] == "98.02"
    assert everything.control["account_12345699887766_credit_total"] == "89.39"
    chosen = bankline.read(content, account="12345667175315")
    assert [each["amount"] for each in data_of(chosen)] == ["98.02"]
    assert chosen.control["other_account_12345699887766_credit_count"] == 1
    assert chosen.events[0]["id"] == everything.events[1]["id"]


@pytest.mark.parametrize("account", ["", "01-02-03 12345678", "0102031234567"])
def test_an_account_to_choose_must_be_written_in_fourteen_digits(account: str) -> None:
    with pytest.raises(ValueError, match="account: expected"):
        bankline.read(bankline_file([CREDIT]), account=account)


@pytest.mark.parametrize("with_total_records", [False, True])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_both_ways_of_counting_and_both_line_ends_are_read(with_total_records: bool, line_end: str) -> None:
    content = bankline_file([CREDIT, DEBIT], with_total_records=with_total_records, line_end=line_end)
    assert [each["amount"] for each in data_of(read_file("bankline", content, "s.txt"))] == ["212.40"]


def test_a_trailer_that_counts_details_alone_is_right_beside_total_records_too() -> None:
    content = bankline_file([CREDIT, DEBIT], with_total_records=True)
    alone = bankline_file([CREDIT, DEBIT])
    trailer = content.index(b"UTL1")
    assert len(data_of(read_file("bankline", content[:trailer] + alone[alone.index(b"UTL1") :], "s.txt"))) == 1


def test_a_total_record_that_is_not_the_sum_of_its_details_is_refused() -> None:
    content = bankline_file([CREDIT, DEBIT], with_total_records=True)
    wrong = content.replace(b"00000021240".rjust(15, b"0"), b"00000021241".rjust(15, b"0"))
    assert wrong != content
    faults = faults_of(read_file("bankline", wrong, "s.txt"))
    assert ("line 7", "amount") in faults


@pytest.mark.parametrize("code", ["86", "90", "93", "99", "Z4", "Z5", "RA"])
def test_every_code_of_money_in_is_a_payment(code: str) -> None:
    assert len(data_of(read_file("bankline", bankline_file([Detail(1, DAY, code=code)]), "s.txt"))) == 1


@pytest.mark.parametrize("code", ["01", "03", "11", "17", "18", "19", "U1", "U7", "U8", "U9"])
def test_every_code_of_money_out_is_counted_and_no_payment(code: str) -> None:
    read = read_file("bankline", bankline_file([Detail(1, DAY, code=code)]), "s.txt")
    assert data_of(read) == []
    assert read.control["found_debit_count"] == 1


def test_a_credit_of_nothing_is_no_payment() -> None:
    assert data_of(read_file("bankline", bankline_file([Detail(0, DAY)]), "s.txt")) == []


@pytest.mark.parametrize(
    ("written", "reference"),
    [("care0000101", "CARE0000101"), ("", None), ("CARE_101", None), (" CARE 0000101", "CARE 0000101")],
)
def test_the_second_narrative_is_the_reference_where_it_could_be_one(written: str, reference: str | None) -> None:
    (told,) = data_of(read_file("bankline", bankline_file([Detail(1, DAY, written)]), "s.txt"))
    assert told["payer_reference"] == reference
    assert told["bank_text"] == "; ".join(filter(None, ["TESTA PERSON", written.strip()]))


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1), date(2099, 1, 1)])
def test_a_day_is_read_from_year_and_day_of_the_year(day: date) -> None:
    (told,) = data_of(read_file("bankline", bankline_file([Detail(1, day)]), "s.txt"))
    assert told["received_on"] == day.isoformat()


@pytest.mark.parametrize("day", [b" 26000", b" 26366", b"126102", b"26102 ", b" 2610A"])
def test_a_day_that_is_none_or_not_in_its_columns_is_refused(day: bytes) -> None:
    content = bankline_file([CREDIT]).replace(b" 26102", day)
    assert faults_of(read_file("bankline", content, "s.txt")) == [("line 4", "date")]


def test_a_day_far_from_the_others_is_a_slip_and_one_of_the_same_quarter_is_not() -> None:
    far = [CREDIT, CREDIT, Detail(1, date(2026, 7, 14))]
    near = [CREDIT, CREDIT, Detail(1, date(2026, 7, 13))]
    assert (date(2026, 7, 13) - DAY).days == 92
    assert faults_of(read_file("bankline", bankline_file(far), "s.txt")) == [("line 6", "date")]
    assert len(data_of(read_file("bankline", bankline_file(near), "s.txt"))) == 3


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        pytest.param(ACCOUNT.encode() + b"099", ACCOUNT.encode() + b"077", [("line 4", "transaction_code")], id="code"),
        pytest.param(ACCOUNT.encode() + b"0", ACCOUNT[:13].encode() + b"X0", [("line 4", "account")], id="account"),
        pytest.param(b"00000021240TESTA", b"0000002124OTESTA", [("line 4", "amount")], id="a letter in the amount"),
        pytest.param(b"00000021240TESTA", b"-0000021240TESTA", [("line 4", "amount")], id="a sign"),
        pytest.param(b"TESTA", b"TEST\xc9", [("line 4", "text")], id="a character that is no ASCII"),
        pytest.param(b"TESTA", b"TEST\t", [("line 4", "text")], id="a tabulator, which is not one column"),
        pytest.param(b"UHL1 26100606005    00", b"UHL1 26100606005    01", [("line 3", "currency")], id="currency"),
        pytest.param(b"VOL1", b"VOL2", [("line 1", "label")], id="no volume label"),
        pytest.param(b"UHL1", b"HDR1", [("line 3", "label")], id="labels out of order"),
        pytest.param(b"00000010000000 ", b"00000020000000 ", [("line 5", "credit_count")], id="a count"),
        pytest.param(b"UTL1", b"UTL1X", [("line 5", "debit_total")], id="a trailer that slipped"),
    ],
)
def test_a_statement_with_one_thing_wrong_is_refused_whole_with_its_line_and_field(
    old: bytes, new: bytes, faults: list[tuple[str, str]]
) -> None:
    content = bankline_file([CREDIT])
    assert old in content
    found = faults_of(read_file("bankline", content.replace(old, new, 1), "s.txt"))
    assert found[: len(faults)] == faults


def test_a_count_of_balances_may_be_blank_but_not_wrong() -> None:
    content = bankline_file([CREDIT])
    assert len(data_of(read_file("bankline", content.replace(b"00000010000000 ", b"0000001        "), "s.txt"))) == 1
    wrong = content.replace(b"00000010000000 ", b"00000010000001 ")
    assert faults_of(read_file("bankline", wrong, "s.txt")) == [("line 5", "balance_count")]


def test_a_file_cut_short_anywhere_before_its_last_total_is_refused() -> None:
    content = bankline_file([CREDIT, DEBIT])
    last_column_of_totals = 44
    for length in range(content.index(b"UTL1") + last_column_of_totals):
        assert faults_of(read_file("bankline", content[:length], "s.txt"))


def test_a_line_behind_the_trailer_is_refused() -> None:
    content = bankline_file([CREDIT])
    detail = content.splitlines(keepends=True)[3]
    assert faults_of(read_file("bankline", content + detail, "s.txt")) == [("line 6", "label")]


def test_sections_with_headers_of_their_own_are_each_counted_against_their_own_trailer() -> None:
    first = bankline_file([CREDIT])
    second = bankline_file([Detail(8500, DAY, "CARE0000202", account=OTHER_ACCOUNT), DEBIT])
    section = second[second.index(b"HDR1") :]
    read = read_file("bankline", first + section, "s.txt")
    assert [each["amount"] for each in data_of(read)] == ["212.40", "85.00"]
    assert (read.control["declared_credit_count"], read.control["declared_credit_total"]) == (2, "297.40")
    wrong = section.replace(b"0000000008500", b"0000000008501")
    assert faults_of(read_file("bankline", first + wrong, "s.txt")) == [("line 10", "credit_total")]


def test_end_labels_before_the_trailer_are_read_over() -> None:
    content = bankline_file([CREDIT])
    trailer = content.index(b"UTL1")
    labels = b"EOF1".ljust(128) + b"\r\n" + b"EOF2".ljust(128) + b"\r\n"
    assert len(data_of(read_file("bankline", content[:trailer] + labels + content[trailer:], "s.txt"))) == 1
