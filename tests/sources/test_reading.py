"""What every format has in common: names, ids, envelopes, and refusing a file whole."""

from collections.abc import Callable
from datetime import date

import orjson
import pytest

from producers.sources.errors import SourceError, UnknownFormat
from producers.sources.reading import FileRead
from producers.sources.registry import FORMATS, read_file
from tests.sources.real_files import assert_events_keep_their_contracts, content_of, faults_of, names_of, read_sample
from tests.sources.writers import Detail, Entry, Item, arudd_file, bankline_file, camt_file

DAY = date(2026, 4, 12)
Write = Callable[[int], bytes]
EQUAL_RECORDS: dict[str, Write] = {
    "arudd": lambda count: arudd_file([[Item("CARE0000101", 21240, "0", DAY)] * count], DAY),
    "camt053": lambda count: camt_file([Entry(21240, DAY, "CARE0000101")] * count),
    "bankline": lambda count: bankline_file([Detail(21240, DAY, "CARE0000101")] * count),
}


def ids_of(read: FileRead) -> list[str]:
    assert read.rejected == ()
    return [event["id"] for event in read.events]


def test_every_format_is_listed_by_its_name_with_one_line_about_it() -> None:
    assert sorted(FORMATS) == ["arudd", "bankline", "camt053"]
    for name, source in FORMATS.items():
        assert source.format == name
        assert source.description
        assert "\n" not in source.description


def test_a_format_nobody_reads_is_refused_with_the_ones_that_are() -> None:
    with pytest.raises(UnknownFormat, match="format: expected one of arudd, bankline, camt053") as refused:
        read_file("pdf", b"", "report.pdf")
    assert isinstance(refused.value, SourceError)


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_read_twice_or_under_another_name_says_the_same(format_name: str) -> None:
    for name in names_of(format_name):
        content = content_of(format_name, name)
        once, again = read_file(format_name, content, name), read_file(format_name, content, "other")
        assert once.events == again.events
        assert (once.control["file"], again.control["file"]) == (name, "other")


@pytest.mark.parametrize(("format_name", "write"), EQUAL_RECORDS.items(), ids=EQUAL_RECORDS)
def test_equal_records_are_told_apart_and_keep_their_ids_when_more_follow(format_name: str, write: Write) -> None:
    three = read_file(format_name, write(3), "three")
    assert len(set(ids_of(three))) == 3
    assert_events_keep_their_contracts(three)
    assert ids_of(read_file(format_name, write(4), "four"))[:3] == ids_of(three)


@pytest.mark.parametrize(("format_name", "write"), EQUAL_RECORDS.items(), ids=EQUAL_RECORDS)
def test_an_event_and_what_it_tells_of_carry_one_reference(format_name: str, write: Write) -> None:
    (event,) = read_file(format_name, write(1), "one").events
    assert event["id"] == event["data"].get("payment", event["data"].get("returned"))
    assert event["id"].startswith(f"{format_name}-")


PAGE = b"<StmtPgntn><PgNb>%d</PgNb></StmtPgntn><Acct>"
MESSAGE_PAGE = b"<MsgPgntn><PgNb>%d</PgNb></MsgPgntn></GrpHdr>"


@pytest.mark.parametrize(
    ("format_name", "here", "there"),
    [
        pytest.param("arudd", b'adviceNumber="007"', b'adviceNumber="008"', id="another report"),
        pytest.param("arudd", b'userNumber="123456"', b'userNumber="123457"', id="another service user"),
        pytest.param("arudd", b'number="00000001"', b'number="00000002"', id="another originating account"),
        pytest.param("camt053", b"STMT-1", b"STMT-2", id="another statement"),
        pytest.param("camt053", b"31926819", b"31926820", id="another account"),
        pytest.param("camt053", b"<Acct>", PAGE % 2, id="another page of a statement"),
        pytest.param("camt053", b"</GrpHdr>", MESSAGE_PAGE % 2, id="another page of a message"),
        pytest.param("bankline", b"VOL1SERIAL", b"VOL1SERIA2", id="another volume"),
        pytest.param("bankline", b"UHL1 26100", b"UHL1 26101", id="another processing day"),
    ],
)
def test_the_same_record_elsewhere_is_another_one(format_name: str, here: bytes, there: bytes) -> None:
    content = EQUAL_RECORDS[format_name](1)
    assert here in content
    elsewhere = content.replace(here, there, 1)
    assert ids_of(read_file(format_name, content, "here")) != ids_of(read_file(format_name, elsewhere, "there"))


def test_payments_alike_but_for_the_banks_own_references_keep_their_ids_in_any_order() -> None:
    def sent(*references: str) -> list[str]:
        entries = [Entry(100, DAY, extra=f"<AcctSvcrRef>{reference}</AcctSvcrRef>") for reference in references]
        return ids_of(read_file("camt053", camt_file(entries), "statement"))

    assert sent("A", "B") == sent("B", "A")[::-1]


def test_a_statement_sent_again_in_another_message_says_the_same() -> None:
    """Banks do so after an outage; the money came once."""
    entry = Entry(21240, DAY, "CARE0000101")
    first = read_file("camt053", camt_file([entry], message="MSG-1"), "a")
    again = read_file("camt053", camt_file([entry], message="MSG-2"), "b")
    assert first.events == again.events


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_whole_is_plain_data_ready_for_json(format_name: str) -> None:
    for name in names_of(format_name):
        read = read_sample(format_name, name)
        plain = read.as_json()
        assert orjson.loads(orjson.dumps(plain)) == plain
        assert list(plain) == ["format", "control", "events", "rejected"]
        assert plain["format"] == format_name
        assert bool(plain["rejected"]) == bool(read.rejected)
        for fault in plain["rejected"]:
            assert list(fault) == ["where", "field", "message"]
            assert fault["message"].startswith("expected ")


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_empty_file_and_one_of_another_format_are_refused(format_name: str) -> None:
    assert faults_of(read_file(format_name, b"", "empty")) == [("file", "size")]
    for other in FORMATS:
        if other != format_name:
            assert faults_of(read_file(format_name, EQUAL_RECORDS[other](1), "other"))
