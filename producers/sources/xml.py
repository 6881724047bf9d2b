"""Reading XML that strangers send: no entity, no network, no document type, and a name for every place.

This is the only module that knows lxml. The readers see `Node`, which finds children by their plain names and
knows its own path, so that every fault can say where it is.
"""

from dataclasses import dataclass
from typing import Any, NoReturn

from lxml import etree

from producers.sources.errors import Faulty
from producers.sources.fields import Field
from producers.sources.reading import within_limits

# Comments and instructions are left out by the parser itself, so that a value with one inside is still one text.
HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(slots=True, frozen=True)
class Node:
    """An element and its path from the root, such as `/Document/BkToCstmrStmt/Stmt/Ntry[2]`."""

    element: etree._Element
    where: str

    def every(self, *path: str) -> list["Node"]:
        """Every descendant by this path of child names, in the order of the document."""
        nodes = [self]
        for name in path:
            nodes = [child for node in nodes for child in node._children(name)]
        return nodes

    def maybe(self, *path: str) -> "Node | None":
        """The one descendant by this path, or None.

        Raises:
            Faulty: there are several.
        """
        found = self.every(*path)
        if len(found) > 1:
            raise Faulty(self.where, "/".join(path), "expected at most one")
        return found[0] if found else None

    def only(self, *path: str) -> "Node":
        """The one descendant by this path.

        Raises:
            Faulty: there is none, or there are several.
        """
        found = self.every(*path)
        if len(found) != 1:
            raise Faulty(self.where, "/".join(path), "expected exactly one")
        return found[0]

    def field(self, *path: str) -> Field:
        """The text by this path, without surrounding blanks; empty if absent.

        Raises:
            Faulty: there are several, or elements where text was expected.
        """
        found = self.maybe(*path)
        return Field(self.where, "/".join(path), "" if found is None else found.text)

    def texts(self, *path: str) -> list[str]:
        """Every text by this path that is not blank."""
        return [text for node in self.every(*path) if (text := node.text)]

    def attribute(self, name: str) -> Field:
        """An attribute, without surrounding blanks; empty if absent."""
        return Field(self.where, f"@{name}", (self.element.get(name) or "").strip())

    @property
    def text(self) -> str:
        """Its text, without surrounding blanks.

        Raises:
            Faulty: there are elements inside.
        """
        if len(self.element):
            raise Faulty(self.where, "text", "expected text and no elements")
        return (self.element.text or "").strip()

    def count(self, name: str) -> int:
        """How many elements of this name there are anywhere below."""
        return sum(1 for _ in self.element.iter(name))

    def _children(self, name: str) -> "list[Node]":
        children = list(self.element.iterchildren(name))
        if len(children) == 1:
            return [Node(children[0], f"{self.where}/{name}")]
        return [Node(child, f"{self.where}/{name}[{ordinal}]") for ordinal, child in enumerate(children, 1)]


@dataclass(slots=True, frozen=True)
class Document:
    """A parsed document: its root, and the namespace it was in, empty if none."""

    root: Node
    namespace: str


def parse(content: bytes, root_name: str) -> Document:
    """The document in a file, with the names of its own namespace made plain.

    Raises:
        Faulty: too large, a document type, not well-formed, not in the encoding it declares, or another root.
    """
    within_limits(content)
    try:
        _refuse_document_type(content)
        element = etree.fromstring(content, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        line, column = error.position
        where = f"line {line}, column {column}"
        raise Faulty(where, "document", "expected whole, well-formed XML in the encoding it declares") from None
    name = etree.QName(element)
    if name.localname != root_name:
        raise Faulty("/", "root", f"expected {root_name}")
    namespace = name.namespace or ""
    _make_plain(element, namespace)
    return Document(Node(element, f"/{root_name}"), namespace)


def _make_plain(root: etree._Element, namespace: str) -> None:
    if not namespace:
        return
    prefix = f"{{{namespace}}}"
    for element in root.iter(f"{prefix}*"):
        element.tag = str(element.tag).removeprefix(prefix)


def _refuse_document_type(content: bytes) -> None:
    """Look at what comes before the root, and at nothing else, so that no entity is ever declared to the reader."""
    try:
        etree.fromstring(content, etree.XMLParser(target=_PROLOGUE, **HARDENED))
    except _RootReached:
        return


class _RootReached(Exception):
    """The prologue is over and held no document type."""


class _Prologue:
    """A parser target that ends the parse at the first thing it hears."""

    def doctype(self, *_: object) -> NoReturn:
        raise Faulty("/", "DOCTYPE", "expected no document type")

    def start(self, *_: object) -> NoReturn:
        raise _RootReached

    def close(self) -> None:
        """Nothing is kept."""


# The stubs ask for every method that a target may have, the parser only for those that it has.
_PROLOGUE: Any = _Prologue()
