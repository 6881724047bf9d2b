"""camt.053: the sample statements, constructed ones, and what is refused with its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

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
from tests.sources.writers import NAMESPACE, Entry, camt_file

MESSAGE = "/Document/BkToCstmrStmt"
STATEMENT = f"{MESSAGE}/Stmt"
DAY = date(2026, 4, 12)
CREDIT = Entry(21240, DAY, "CARE0000101")
BATCH = Entry(30000, DAY, parts=((10000, "CARE0000101"), (20000, "CARE0000202")))
DUPLICATES = content_of("camt053", "bsp-camt053_duplicate_same_day.xml")
STATEMENTS = [name for name in names_of("camt053") if "camt052" not in name and "camt054" not in name]
NOTICES = sorted(set(names_of("camt053")) - set(STATEMENTS))
REFUSED = {
    # An account in Swedish kronor: it adds up, and is not money of ours.
    "bsp-camt.053.001.02.xml": [(f"{STATEMENT}/Ntry[{ordinal}]", "Amt/@Ccy") for ordinal in (1, 2, 3)],
    "bsp-camt053_duplicate_same_day.xml": [(f"{STATEMENT}/Ntry[{ordinal}]", "Amt/@Ccy") for ordinal in (1, 2)],
    # 1.01 + 8.85 is not 4.04.
    "genkgo-camt053.v2.all-balance-types.xml": [(f"{STATEMENT}/Ntry", "Amt/@Ccy"), (STATEMENT, "Bal[CLBD]/Amt")],
    # It opens in euros and closes in kronor.
    "genkgo-camt053.v2.minimal.xml": [(f"{STATEMENT}/Ntry", "Amt/@Ccy"), (STATEMENT, "Bal[CLBD]/Amt/@Ccy")],
    "genkgo-camt053.v4.xml": [(f"{STATEMENT}/Ntry", "Amt/@Ccy"), (STATEMENT, "Bal[CLBD]/Amt/@Ccy")],
}


def payments_in(content: bytes) -> list[dict[str, Any]]:
    return data_of(read_file("camt053", content, "statement.xml"))


def payment_of(entry: Entry) -> dict[str, Any]:
    (payment,) = payments_in(camt_file([entry]))
    return payment


def details(inside: str) -> str:
    return f"<NtryDtls><TxDtls>{inside}</TxDtls></NtryDtls>"


def remittance(*references: str) -> str:
    return "<RmtInf>" + "".join(f"<Ustrd>{reference}</Ustrd>" for reference in references) + "</RmtInf>"


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_sample_statement_is_counted_to_the_figures_expected_of_it(name: str) -> None:
    read = read_sample("camt053", name)
    expected = figures_of("camt053", name)
    control = read.control
    assert control["statement_count"] == expected["statements"]
    assert control["entry_count"] == expected["entries"]
    assert Decimal(str(control["credit_total"])) == Decimal(expected["credit"])
    assert Decimal(str(control["debit_total"])) == Decimal(expected["debit"])
    assert control["currencies"] == ", ".join(expected["ccy"])
    ties = bool(expected.get("opening_plus_entries_equals_closing"))
    assert control["statement_tied_count"] == ties
    stated = {kind: Decimal(amount) * (1 if sign == "CRDT" else -1) for kind, sign, amount in expected["balances"]}
    for kind, end in (("OPBD", "opening"), ("CLBD", "closing")):
        balance = control.get(f"statement_1_{end}")
        assert (balance and Decimal(str(balance).split()[0])) == stated.get(kind)
    assert_events_keep_their_contracts(read)


@pytest.mark.parametrize(("name", "faults"), REFUSED.items(), ids=REFUSED)
def test_a_sample_statement_not_in_sterling_or_not_adding_up_is_refused_with_every_reason(
    name: str, faults: list[tuple[str, str]]
) -> None:
    assert faults_of(read_sample("camt053", name)) == faults


@pytest.mark.parametrize("name", NOTICES)
def test_a_report_or_notice_is_no_statement_and_would_count_the_same_money_twice(name: str) -> None:
    assert faults_of(read_sample("camt053", name)) == [("/Document", "xmlns")]


def test_every_sample_is_either_refused_or_read_here() -> None:
    assert set(STATEMENTS) - set(REFUSED) == {"bsp-camt053_no_namespace.xml"}
    assert len(NOTICES) == 2


def test_the_sample_without_a_namespace_is_one_payment_with_what_the_bank_wrote() -> None:
    (payment,) = data_of(read_sample("camt053", "bsp-camt053_no_namespace.xml"))
    assert payment | {"payment": ""} == {
        "payment": "",
        "amount": "250.00",
        "received_on": "2026-04-12",
        "method": "other",
        "payer_reference": "CONSULTING FEE",
        "bank_text": "JANE CLIENT; Consulting fee",
    }


def test_two_equal_entries_on_one_day_are_two_payments() -> None:
    """The sample of two equal debits, made into credits in sterling."""
    content = DUPLICATES.replace(b"DBIT", b"CRDT").replace(b"EUR", b"GBP")
    read = read_file("camt053", content, "statement.xml")
    assert [(each["amount"], each["received_on"]) for each in data_of(read)] == [("4.50", "2026-04-07")] * 2
    assert_events_keep_their_contracts(read)


@pytest.mark.parametrize("version", ["02", "03", "04", "06", "08", "13"])
def test_version_02_and_every_later_one_are_read(version: str) -> None:
    assert len(payments_in(camt_file([CREDIT], namespace=f"{NAMESPACE[:-2]}{version}"))) == 1


@pytest.mark.parametrize("namespace", [f"{NAMESPACE[:-2]}01", "urn:sample", f"{NAMESPACE}1"])
def test_another_namespace_is_refused(namespace: str) -> None:
    read = read_file("camt053", camt_file([CREDIT], namespace=namespace), "statement.xml")
    assert faults_of(read) == [("/Document", "xmlns")]


def test_debits_and_reversals_are_counted_and_become_no_payments() -> None:
    reversal = "<RvslInd>true</RvslInd>"
    entries = [CREDIT, Entry(500, DAY, is_credit=False), Entry(700, DAY, extra=reversal)]
    read = read_file("camt053", camt_file(entries), "statement.xml")
    assert [each["amount"] for each in data_of(read)] == ["212.40"]
    control = read.control
    assert (control["credit_count"], control["credit_total"]) == (2, "219.40")
    assert (control["debit_count"], control["debit_total"]) == (1, "5.00")
    assert (control["reversal_count"], control["payment_count"], control["statement_tied_count"]) == (1, 1, 1)


def test_an_entry_that_is_only_announced_is_counted_and_not_booked() -> None:
    content = camt_file([CREDIT, CREDIT], declared=[CREDIT]).replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>", 1)
    read = read_file("camt053", content, "statement.xml")
    assert len(data_of(read)) == 1
    assert (read.control["not_booked_count"], read.control["statement_tied_count"]) == (1, 1)


def test_an_entry_of_nothing_is_no_payment() -> None:
    assert payments_in(camt_file([Entry(0, DAY)])) == []


def test_the_largest_amount_that_may_travel_is_told() -> None:
    read = read_file("camt053", camt_file([Entry(99_999_999_999, DAY)]), "statement.xml")
    assert data_of(read)[0]["amount"] == "999999999.99"
    assert_events_keep_their_contracts(read)


def test_a_batch_that_adds_up_is_one_payment_for_each_part() -> None:
    payments = payments_in(camt_file([BATCH]))
    assert [(each["amount"], each["payer_reference"]) for each in payments] == [
        ("100.00", "CARE0000101"),
        ("200.00", "CARE0000202"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b'"GBP">100.00', b'"GBP">100.01'), id="parts that come to a penny more"),
        pytest.param((b'<Amt Ccy="GBP">100.00</Amt>', b""), id="a part without an amount"),
        pytest.param((b'"GBP">100.00', b'"EUR">100.00'), id="a part in another currency"),
        pytest.param((b"</Amt></TxDtls>", b"</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>"), id="a part the other way"),
    ],
)
def test_a_batch_that_does_not_add_up_is_one_payment_as_the_bank_booked_it(change: tuple[bytes, bytes]) -> None:
    """The entry is what moved. Nobody's reference is put to the whole, and what the bank wrote is kept."""
    content = camt_file([BATCH])
    assert change[0] in content
    read = read_file("camt053", content.replace(*change, 1), "statement.xml")
    (payment,) = data_of(read)
    assert (payment["amount"], payment["payer_reference"]) == ("300.00", None)
    assert payment["bank_text"] == "CARE0000101; CARE0000202"
    assert read.control["batch_as_one_count"] == 1


def test_the_parts_of_version_02_keep_their_amounts_elsewhere() -> None:
    content = camt_file([BATCH], namespace=f"{NAMESPACE[:-2]}02")
    for amount in (b"100.00", b"200.00"):
        part = b'<Amt Ccy="GBP">' + amount + b"</Amt>"
        content = content.replace(part, b"<AmtDtls><TxAmt>" + part + b"</TxAmt></AmtDtls>", 1)
    assert [each["amount"] for each in payments_in(content)] == ["100.00", "200.00"]


def test_the_only_details_of_an_entry_are_its_own_whatever_they_say_it_comes_to() -> None:
    entry = Entry(21240, DAY, extra=details('<Amt Ccy="GBP">1.00</Amt>' + remittance("CARE0000101")))
    assert (payment_of(entry)["amount"], payment_of(entry)["payer_reference"]) == ("212.40", "CARE0000101")


@pytest.mark.parametrize(
    ("inside", "reference"),
    [
        pytest.param("<Refs><EndToEndId>E2E-1</EndToEndId></Refs>" + remittance("TEXT"), "E2E-1", id="end to end"),
        pytest.param(
            "<Refs><EndToEndId>NotProvided</EndToEndId></Refs>" + remittance("TEXT"), "TEXT", id="none provided"
        ),
        pytest.param(
            "<Refs><EndToEndId>E2E-1</EndToEndId></Refs>"
            "<RmtInf><Strd><CdtrRefInf><Ref>RF18CARE1</Ref></CdtrRefInf></Strd><Ustrd>TEXT</Ustrd></RmtInf>",
            "RF18CARE1",
            id="a structured reference comes first",
        ),
        pytest.param(remittance("  care 101/a "), "CARE 101/A", id="trimmed and in upper case"),
        pytest.param(remittance("A REFERENCE OF MORE THAN 18", "CARE0000101"), "CARE0000101", id="too long, then one"),
        pytest.param(remittance("CARE_0000101"), None, id="a character that Bacs does not know"),
        pytest.param(remittance("\u017fARE0000101"), None, id="a letter that only looks like ours in upper case"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_payers_reference_is_the_first_that_could_be_one(inside: str, reference: str | None) -> None:
    assert payment_of(Entry(100, DAY, extra=details(inside)))["payer_reference"] == reference


def test_what_the_bank_wrote_is_kept_where_no_reference_could_be_read() -> None:
    said = details(
        "<RltdPties><Dbtr><Nm>Testa  Person-0042</Nm></Dbtr></RltdPties>"
        + remittance("for mother's care, April", "for mother's care, April")
    )
    payment = payment_of(Entry(100, DAY, extra=said + "<AddtlNtryInf>FPI</AddtlNtryInf>"))
    assert payment["payer_reference"] is None
    assert payment["bank_text"] == "Testa Person-0042; for mother's care, April; FPI"


def test_a_text_longer_than_the_contract_allows_is_cut_and_not_refused() -> None:
    text = payment_of(Entry(100, DAY, extra=details(remittance("x" * 140, "y" * 140, "z" * 140, "w" * 140))))
    assert len(text["bank_text"]) == 500


def test_an_entry_without_details_is_told_by_its_own_text() -> None:
    payment = payment_of(Entry(100, DAY, extra="<AddtlNtryInf>CARE0000101</AddtlNtryInf>"))
    assert (payment["payer_reference"], payment["bank_text"]) == ("CARE0000101", "CARE0000101")


@pytest.mark.parametrize(
    ("family", "subfamily", "method"),
    [
        ("RCDT", "DMCT", "bank_transfer"),
        ("RCHQ", "CCHQ", "cheque"),
        ("MCRD", "POSP", "card"),
        ("IDDT", "PMDD", "direct_debit"),
        ("CNTR", "CDPT", "cash"),
        ("CNTR", "CHKD", "other"),
    ],
)
def test_the_banks_transaction_code_says_how_it_was_paid(family: str, subfamily: str, method: str) -> None:
    code = (
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{subfamily}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    )
    assert payment_of(Entry(100, DAY, extra=code))["method"] == method


def test_the_day_is_the_one_the_bank_wrote_in_its_own_offset() -> None:
    content = camt_file([CREDIT]).replace(b"<Dt>2026-04-12</Dt>", b"<DtTm>2026-04-12T00:15:00+01:00</DtTm>")
    assert payments_in(content)[0]["received_on"] == "2026-04-12"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param('"GBP">212.40', '"EUR">212.40', "Amt/@Ccy", id="euros"),
        pytest.param(' Ccy="GBP">212.40', ">212.40", "@Ccy", id="no currency"),
        pytest.param("212.40", "-212.40", "Amt", id="a sign"),
        pytest.param("212.40", "212.401", "Amt", id="a fraction of a penny"),
        pytest.param("212.40", "1000000000.00", "Amt", id="a thousand million"),
        pytest.param("<Dt>2026-04-12</Dt>", "<Dt>2026-04-31</Dt>", "BookgDt/Dt", id="no such day"),
        pytest.param("<Dt>2026-04-12</Dt>", "<Dt>20025-04-12</Dt>", "BookgDt/Dt", id="a slip of the keyboard"),
        pytest.param("<Dt>2026-04-12</Dt>", "<Dt>2200-04-12</Dt>", "BookgDt/Dt", id="a day too far away"),
        pytest.param("<Dt>2026-04-12</Dt>", "", "BookgDt/Dt", id="no day"),
        pytest.param(
            "<Dt>2026-04-12</Dt>", "<DtTm>2026-04-12T25:00:00Z</DtTm>", "BookgDt/DtTm", id="an hour that is none"
        ),
        pytest.param("<Cd>BOOK</Cd>", "<Cd>SENT</Cd>", "Sts/Cd", id="a status that is none"),
        pytest.param("<BookgDt>", "<RvslInd>yes</RvslInd><BookgDt>", "RvslInd", id="a flag that is none"),
    ],
)
def test_an_entry_with_one_thing_wrong_refuses_the_whole_statement(old: str, new: str, field: str) -> None:
    good = camt_file([Entry(100, DAY), CREDIT]).decode()
    assert old in good
    place = good.rindex(old)
    content = good[:place] + new + good[place + len(old) :]
    faults = faults_of(read_file("camt053", content.encode(), "statement.xml"))
    assert (faults[0][0].removesuffix("/Amt"), faults[0][1]) == (f"{STATEMENT}/Ntry[2]", field)


@pytest.mark.parametrize("direction", ["DBIT", "CREDIT", ""])
def test_an_entry_the_other_way_unties_the_balances_and_one_without_a_way_is_refused(direction: str) -> None:
    content = camt_file([Entry(100, DAY)]).replace(b"CRDT</CdtDbtInd><Sts>", direction.encode() + b"</CdtDbtInd><Sts>")
    (fault,) = faults_of(read_file("camt053", content, "statement.xml"))
    expected = (STATEMENT, "Bal[CLBD]/Amt") if direction == "DBIT" else (f"{STATEMENT}/Ntry", "CdtDbtInd")
    assert fault == expected


def test_an_overdrawn_account_ties_too() -> None:
    entries = [Entry(300, DAY), Entry(900, DAY, is_credit=False)]
    assert (
        read_file("camt053", camt_file(entries, opening=-500), "s.xml").control["statement_1_closing"] == "-11.00 GBP"
    )


@pytest.mark.parametrize("missing", ["OPBD", "CLBD"])
def test_a_statement_without_one_of_the_balances_is_read_and_counted_as_not_tied(missing: str) -> None:
    content = camt_file([CREDIT], declared=[]).replace(missing.encode(), b"INFO")
    read = read_file("camt053", content, "statement.xml")
    assert len(data_of(read)) == 1
    assert read.control["statement_tied_count"] == 0


def test_the_closing_balance_of_the_day_before_opens_where_no_opening_balance_is_stated() -> None:
    wrong = camt_file([CREDIT], declared=[]).replace(b"OPBD", b"PRCD")
    assert faults_of(read_file("camt053", wrong, "statement.xml")) == [(STATEMENT, "Bal[CLBD]/Amt")]


def test_a_statement_of_several_days_opens_with_its_first_and_closes_with_its_last() -> None:
    def balance(kind: str, amount: str, day: str) -> str:
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">{amount}</Amt>'
            f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    between = balance("OPBD", "1.00", "2026-05-01") + balance("CLBD", "1.00", "2026-04-01")
    assert len(payments_in(camt_file([CREDIT], extra=between))) == 1


def test_balances_in_another_currency_than_the_entries_cannot_tie() -> None:
    content = camt_file([CREDIT])
    for amount in (b"1000.00", b"1212.40"):
        content = content.replace(b'"GBP">' + amount, b'"EUR">' + amount)
    assert faults_of(read_file("camt053", content, "s.xml")) == [(STATEMENT, "Bal[OPBD]/Amt/@Ccy")]


@pytest.mark.parametrize(
    ("group", "count", "total", "field"),
    [
        ("TtlNtries", 3, "217.40", None),
        ("TtlCdtNtries", 2, "212.40", None),
        ("TtlDbtNtries", 1, "5.00", None),
        ("TtlNtries", 4, "217.40", "NbOfNtries"),
        ("TtlCdtNtries", 2, "212.41", "Sum"),
        ("TtlDbtNtries", 1, "5", None),
        ("TtlDbtNtries", 0, "0", "NbOfNtries"),
    ],
)
def test_what_a_statement_sums_up_of_its_entries_is_counted_again(
    group: str, count: int, total: str, field: str | None
) -> None:
    summary = f"<TxsSummry><{group}><NbOfNtries>{count}</NbOfNtries><Sum>{total}</Sum></{group}></TxsSummry>"
    entries = [Entry(20000, DAY), Entry(1240, DAY), Entry(500, DAY, is_credit=False)]
    read = read_file("camt053", camt_file(entries, extra=summary), "statement.xml")
    assert [fault.field for fault in read.rejected] == ([field] if field else [])


def two_statements(second: str) -> bytes:
    content = camt_file([CREDIT]).decode()
    start, end = content.index("<Stmt>"), content.index("</BkToCstmrStmt>")
    again = content[start:end].replace("STMT-1", second)
    return (content[:end] + again + content[end:]).encode()


def test_several_statements_in_one_message_are_all_read() -> None:
    read = read_file("camt053", two_statements("STMT-2"), "statement.xml")
    assert len(data_of(read)) == 2
    assert (read.control["statement_count"], read.control["statement_tied_count"]) == (2, 2)
    assert_events_keep_their_contracts(read)


def test_a_statement_that_is_in_one_message_twice_is_refused() -> None:
    read = read_file("camt053", two_statements("STMT-1"), "statement.xml")
    assert faults_of(read) == [(f"{STATEMENT}[2]", "Id")]


def test_an_entry_outside_a_statement_is_not_lost_in_silence() -> None:
    content = camt_file([CREDIT]).replace(b"</BkToCstmrStmt>", b"<Ntry/></BkToCstmrStmt>")
    assert faults_of(read_file("camt053", content, "statement.xml")) == [("/Document", "Ntry")]
