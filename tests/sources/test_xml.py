"""XML from strangers: nothing is expanded, fetched or believed, and every refusal names a place."""

from pathlib import Path

import pytest
from lxml import etree

from producers.sources.errors import Fault, Faulty
from producers.sources.reading import LARGEST_FILE
from producers.sources.registry import read_file
from producers.sources.xml import HARDENED, Node, parse
from tests.sources.real_files import content_of

LAUGHS = "".join(f'<!ENTITY lol{depth} "{f"&lol{depth - 1};" * 10}">' for depth in range(1, 10))
BOMB = f'<!DOCTYPE a [<!ENTITY lol0 "lol">{LAUGHS}]>'
REPORT = content_of("arudd", "glabs-sample.xml")


def refusal_of(content: bytes, root: str = "a") -> Fault:
    with pytest.raises(Faulty) as refused:
        parse(content, root)
    return refused.value.fault


def root_of(content: str) -> Node:
    return parse(content.encode(), "a").root


@pytest.mark.parametrize(
    "prologue",
    [
        pytest.param("<!DOCTYPE a>", id="a plain document type"),
        pytest.param('<!DOCTYPE a SYSTEM "http://sample.invalid/a.dtd">', id="one to fetch"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]>', id="an entity"),
        pytest.param(BOMB, id="a billion laughs"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_whatever_it_holds_and_however_it_is_encoded(prologue: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}<a>1</a>'.encode(encoding)
    assert refusal_of(content) == Fault("/", "DOCTYPE", "expected no document type")


@pytest.mark.parametrize("place", ["<a>&lol9;</a>", '<a b="&lol9;"/>'])
def test_a_billion_laughs_are_refused_before_the_first(place: str) -> None:
    assert refusal_of((BOMB + place).encode()).field == "DOCTYPE"


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for you")
    content = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'.encode()
    with pytest.raises(Faulty) as refused:
        parse(content, "a")
    assert refused.value.fault.field == "DOCTYPE"
    assert "not for you" not in str(refused.value)


def test_an_external_parameter_entity_reads_no_file_either(tmp_path: Path) -> None:
    declarations = tmp_path / "declarations"
    declarations.write_text('<!ENTITY b "c">')
    content = f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{declarations.as_uri()}"> %p;]><a>&b;</a>'.encode()
    assert refusal_of(content).field == "DOCTYPE"


@pytest.mark.parametrize("declared", ['"c"', 'SYSTEM "{file}"'])
def test_the_parser_itself_expands_no_entity_even_without_that_first_look(tmp_path: Path, declared: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("c")
    content = f"<!DOCTYPE a [<!ENTITY b {declared.format(file=secret.as_uri())}>]><a>&b;</a>".encode()
    element = etree.fromstring(content, etree.XMLParser(**HARDENED))
    assert all("c" not in str(text) for text in element.itertext())


@pytest.mark.parametrize("content", [b"", b" ", b"not xml", b"<a>", b"<a/><a/>", b"<a>&b;</a>", b"<a>\x00</a>"])
def test_what_is_not_one_whole_document_is_refused(content: bytes) -> None:
    fault = refusal_of(content)
    assert fault.field in {"document", "size"}
    assert "expected" in fault.message


def test_a_file_cut_short_anywhere_is_refused_with_the_line_where_it_ends() -> None:
    content = REPORT.rstrip()
    for length in range(1, len(content), 97):
        fault = refusal_of(content[:length], "BACSDocument")
        assert fault.field == "document"
        assert fault.where.startswith("line ")


def test_bytes_that_are_not_of_the_declared_encoding_are_refused_with_their_line() -> None:
    content = b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\xe9</a>'
    assert refusal_of(content).where.startswith("line 2")


def test_an_encoding_nobody_knows_is_refused() -> None:
    assert refusal_of(b'<?xml version="1.0" encoding="SAMPLE"?><a/>').field == "document"


def test_latin_letters_are_read_when_they_are_declared() -> None:
    document = parse('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("iso-8859-1"), "a")
    assert document.root.text == "é"


def test_another_root_is_refused_by_the_name_of_the_one_expected() -> None:
    assert refusal_of(b"<b/>") == Fault("/", "root", "expected a")


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert refusal_of(b"<a>" + bytes(LARGEST_FILE)).field == "size"


def test_elements_nested_without_end_are_refused() -> None:
    assert refusal_of(b"<a>" * 257 + b"</a>" * 257).field == "document"


def test_a_comment_inside_an_amount_changes_nothing() -> None:
    """A reader that took the text before the comment would book a hundredth of the money."""
    assert root_of("<a><b>1<!-- 0 -->00<?c d?>.00</b></a>").field("b").pence() == 10000


def test_places_are_named_as_paths_and_counted_where_there_are_several() -> None:
    root = root_of('<a xmlns="urn:sample"><b><c/></b><b><c/><c/></b></a>')
    assert [node.where for node in root.every("b", "c")] == ["/a/b[1]/c", "/a/b[2]/c[1]", "/a/b[2]/c[2]"]


def test_elements_of_another_namespace_are_not_taken_for_ours() -> None:
    root = root_of('<a xmlns="urn:sample"><b>1</b><o:b xmlns:o="urn:other">2</o:b></a>')
    assert [node.text for node in root.every("b")] == ["1"]


@pytest.mark.parametrize(("inside", "field"), [("<b>1</b><b>2</b>", "b"), ("<b><c/></b>", "text")])
def test_a_field_that_is_there_twice_or_holds_elements_is_refused(inside: str, field: str) -> None:
    with pytest.raises(Faulty) as refused:
        root_of(f"<a>{inside}</a>").field("b")
    assert refused.value.fault.field == field


@pytest.mark.parametrize("format_name", ["arudd", "camt053"])
def test_a_bomb_sent_as_a_report_or_a_statement_is_refused_and_says_nothing(format_name: str) -> None:
    read = read_file(format_name, (BOMB + "<a>&lol9;</a>").encode(), "bomb.xml")
    assert read.events == ()
    assert [(fault.where, fault.field) for fault in read.rejected] == [("/", "DOCTYPE")]
