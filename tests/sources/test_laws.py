"""Laws of every format, tried on files that nobody chose: what was written is read, and a contradiction refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.sources.registry import FORMATS, read_file
from tests.sources.real_files import assert_events_keep_their_contracts, content_of, data_of, faults_of, names_of
from tests.sources.writers import Detail, Entry, Item, arudd_file, bankline_file, camt_file, pounds

TRIES = settings(max_examples=80, deadline=None)
REPORTED_ON = date(2026, 11, 3)
# A total record has as many columns as a detail, so the details must leave it room.
MOST = 9_999_999_999
PENCE = st.integers(1, MOST)
DAYS = st.dates(REPORTED_ON - timedelta(days=90), REPORTED_ON)
REFERENCES = st.from_regex(r"[A-Z0-9]([A-Z0-9./\-]{0,16}[A-Z0-9])?", fullmatch=True).filter(
    lambda reference: reference != "NOTPROVIDED"
)

items = st.builds(Item, REFERENCES, PENCE, st.sampled_from("0123456789BC"), DAYS, dated_reason=st.booleans())
accounts = st.lists(st.lists(items, max_size=4), min_size=1, max_size=3)


def batch(parts: list[tuple[int, str]], day: date) -> Entry:
    return Entry(sum(pence for pence, _ in parts), day, parts=tuple(parts))


entries = st.lists(
    st.builds(Entry, PENCE, DAYS, REFERENCES, is_credit=st.booleans())
    | st.builds(batch, st.lists(st.tuples(st.integers(1, MOST // 4), REFERENCES), min_size=2, max_size=4), DAYS),
    max_size=6,
)
details = st.lists(
    st.builds(Detail, PENCE, DAYS, REFERENCES, st.sampled_from(["99", "93", "RA", "03", "17", "U7"])), max_size=6
)


def told(format_name: str, content: bytes, *fields: str) -> list[tuple[Any, ...]]:
    read = read_file(format_name, content, "file")
    assert_events_keep_their_contracts(read)
    return [tuple(data[field] for field in fields) for data in data_of(read)]


@TRIES
@given(accounts)
def test_every_item_written_into_a_report_is_read(written: list[list[Item]]) -> None:
    assert told(
        "arudd", arudd_file(written, REPORTED_ON), "payer_reference", "amount", "reason_code", "originally_processed_on"
    ) == [
        (item.reference, pounds(item.pence), item.reason, item.processed_on.isoformat())
        for account in written
        for item in account
    ]


@TRIES
@given(entries, st.integers(-MOST, MOST))
def test_every_credit_written_into_a_statement_is_read(written: list[Entry], opening: int) -> None:
    payments = [
        (reference, pounds(pence), entry.booked_on.isoformat())
        for entry in written
        if entry.is_credit
        for pence, reference in entry.parts or ((entry.pence, entry.reference),)
    ]
    content = camt_file(written, opening=opening)
    assert told("camt053", content, "payer_reference", "amount", "received_on") == payments


@TRIES
@given(details, st.booleans())
def test_every_credit_written_into_fixed_columns_is_read(written: list[Detail], with_total_records: bool) -> None:
    content = bankline_file(written, with_total_records=with_total_records)
    assert told("bankline", content, "payer_reference", "amount", "received_on") == [
        (detail.reference, pounds(detail.pence), detail.booked_on.isoformat()) for detail in written if detail.is_credit
    ]


def other_amount(data: st.DataObject, pence: int) -> int:
    return data.draw(PENCE.filter(lambda other: other != pence), "other amount")


@TRIES
@given(accounts.filter(any), st.data())
def test_a_report_in_which_any_one_amount_was_changed_is_refused_whole(
    declared: list[list[Item]], data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([number for number, account in enumerate(declared) if account]), "account")
    place = data.draw(st.integers(0, len(declared[number]) - 1), "item")
    item = declared[number][place]
    written = [list(account) for account in declared]
    written[number][place] = replace(item, pence=other_amount(data, item.pence))
    faults = faults_of(read_file("arudd", arudd_file(written, REPORTED_ON, declared), "report"))
    assert [field for _, field in faults] == ["@valueOf"]


@TRIES
@given(entries.filter(bool), st.data())
def test_a_statement_in_which_any_one_entry_was_changed_is_refused_whole(
    declared: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(declared) - 1), "entry")
    written = list(declared)
    written[place] = replace(declared[place], pence=other_amount(data, declared[place].pence))
    faults = faults_of(read_file("camt053", camt_file(written, declared), "statement"))
    assert [field for _, field in faults] == ["Bal[CLBD]/Amt"]


@TRIES
@given(entries.filter(lambda written: any(entry.parts for entry in written)), st.data())
def test_a_batch_in_which_any_one_part_was_changed_is_told_as_the_bank_booked_it(
    declared: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from([place for place, entry in enumerate(declared) if entry.parts]), "batch")
    parts = list(declared[place].parts)
    changed = data.draw(st.integers(0, len(parts) - 1), "part")
    parts[changed] = (other_amount(data, parts[changed][0]), parts[changed][1])
    written = list(declared)
    written[place] = replace(declared[place], parts=tuple(parts))
    payments = told("camt053", camt_file(written), "payer_reference", "amount")
    assert (None, pounds(declared[place].pence)) in payments
    before = sum(len(entry.parts) or 1 for entry in declared if entry.is_credit)
    assert len(payments) == before - len(parts) + 1


@TRIES
@given(details.filter(bool), st.booleans(), st.data())
def test_fixed_columns_in_which_any_one_amount_was_changed_are_refused_whole(
    declared: list[Detail], with_total_records: bool, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(declared) - 1), "detail")
    written = list(declared)
    written[place] = replace(declared[place], pence=other_amount(data, declared[place].pence))
    content = bankline_file(written, declared, with_total_records=with_total_records)
    side = "credit" if declared[place].is_credit else "debit"
    fields = {field for _, field in faults_of(read_file("bankline", content, "statement"))}
    assert fields == ({"amount", f"{side}_total"} if with_total_records else {f"{side}_total"})


@pytest.mark.parametrize("format_name", FORMATS)
@TRIES
@given(data=st.data())
def test_whatever_becomes_of_a_file_on_its_way_it_is_read_or_refused_and_never_fails(
    format_name: str, data: st.DataObject
) -> None:
    content = bytearray(content_of(format_name, data.draw(st.sampled_from(names_of(format_name)), "sample")))
    changes: Sequence[tuple[int, bytes]] = data.draw(
        st.lists(st.tuples(st.integers(0, len(content)), st.binary(max_size=4)), min_size=1, max_size=6), "changes"
    )
    for place, piece in changes:
        content[place : place + 2] = piece
    read = read_file(format_name, bytes(content), "file")
    assert not (read.events and read.rejected)
    assert_events_keep_their_contracts(read)
