"""XML as small trees that know where their bytes stand, one top-level block at a time.

Word's XML is read with expat, which tells the byte offset of every tag, so a translation can be put into the
original bytes and all other markup stays as it is. A document type declaration, and with it any entity, is
refused. A part is never held as one tree: each block is handed over when it ends, and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from pipeline.errors import DocumentError

MAX_DEPTH = 200
"""Of elements in each other; text boxes within text boxes need about fifteen each."""

MAX_PART = 100_000_000
"""Bytes of one XML part."""

MAX_ELEMENTS = 1_000_000
"""Of one tree: of a table, say, or of a small part. Each takes a quarter of a kilobyte while it is read."""

MAX_TEXT = 1_000_000
"""Characters directly in one element."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHORT = {
    _W: "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c:",
    "http://schemas.microsoft.com/office/drawing/2012/chart": "c15:",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm:",
    "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://schemas.microsoft.com/office/word/2015/wordml/symex": "w16se:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,9})\s*")


def whole(value: str | None) -> int | None:
    """The whole number that an attribute gives (ST_DecimalNumber, ECMA-376-1, 17.18.10); None for what is
    none, and for more digits than any program that writes Word's files gives."""
    match = None if value is None else _WHOLE.fullmatch(value)
    return None if match is None else int(match[1])


class _Names(dict[str, str]):
    """Names as expat gives them, by the short ones used here: no prefix for Word's own main namespace."""

    def __missing__(self, full: str) -> str:
        space, _, local = full.rpartition(" ")
        short = f"{_SHORT.get(space, '?:')}{local}" if space else f" {local}"
        if len(self) < 10_000:
            self[full] = short
        return short


_NAMES = _Names()


class Node:
    """One element.

    Attributes:
        name: short ("p", "mc:Choice"); one of a namespace that is not known here begins with "?:".
        attributes: as expat gives them; read them with ``get``.
        children: the elements in it.
        text: the characters directly in it.
        start, end: where its bytes stand in the part.
    """

    __slots__ = ("attributes", "children", "end", "name", "start", "text")

    def __init__(self, name: str, attributes: dict[str, str], start: int) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""
        self.start = start
        self.end = start

    def get(self, name: str) -> str | None:
        """An attribute by its short name; " name" has no namespace."""
        for full, value in self.attributes.items():
            if _NAMES[full] == name:
                return value
        return None

    def child(self, name: str) -> Node | None:
        for node in self.children:
            if node.name == name:
                return node
        return None

    def value(self, name: str) -> str | None:
        """The attribute ``val`` of a child."""
        node = self.child(name)
        return None if node is None else node.get("val")

    def flag(self, name: str) -> bool | None:
        """Whether a child that switches something is there and on; None if it is not there."""
        node = self.child(name)
        if node is None:
            return None
        return node.get("val") not in ("0", "false", "off", "none")

    def walk(self) -> Iterator[Node]:
        """This element and all in it, in order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending += reversed(node.children)


REFUSED = {
    "ins": "an insertion",
    "del": "a deletion",
    "moveFrom": "a moved text",
    "moveTo": "a moved text",
    "delText": "a deletion",
    "delInstrText": "a deletion",
    "rPrChange": "a change of format",
    "pPrChange": "a change of format",
    "sectPrChange": "a change of format",
    "tblPrChange": "a change of format",
    "tblPrExChange": "a change of format",
    "tblGridChange": "a change of format",
    "trPrChange": "a change of format",
    "tcPrChange": "a change of format",
    "numberingChange": "a change of numbers",
    "cellIns": "an inserted cell",
    "cellDel": "a deleted cell",
    "cellMerge": "a merged cell",
    "customXmlInsRangeStart": "an insertion",
    "customXmlDelRangeStart": "a deletion",
    "customXmlMoveFromRangeStart": "a moved text",
    "customXmlMoveToRangeStart": "a moved text",
    "w14:conflictIns": "an insertion by two authors",
    "w14:conflictDel": "a deletion by two authors",
    "w14:customXmlConflictInsRangeStart": "an insertion by two authors",
    "w14:customXmlConflictDelRangeStart": "a deletion by two authors",
}
"""Elements of tracked changes (ECMA-376-1, 17.13.5; [MS-DOCX], 2.6.1)."""

_SPACE = "http://www.w3.org/XML/1998/namespace space"
_PROCESSED = re.compile(rb"""[\s:]ProcessContent\s*=\s*["']\s*[^"'\s]""")


def read_part(
    data: bytes,
    name: str,
    *,
    block: Callable[[Node], None],
    containers: frozenset[str],
    changes: bool = True,
    whole: bool = False,
) -> Node:
    """Read a part, and hand over each block as it ends.

    Args:
        name: of the part, for errors.
        block: called with each element that stands directly in the root or a container.
        containers: names of elements, in the root or one another, that are too large to be blocks.
        changes: whether tracked changes are refused.
        whole: whether the blocks are kept, so that all together must not be too many elements.

    Returns:
        the root, without the blocks.

    Raises:
        DocumentError: the part is not well-formed, not UTF-8, nested too deep or too large, has a document
            type, or tracked changes.
    """
    if len(data) > MAX_PART:
        raise DocumentError(f'the part "{name}" has more than {MAX_PART} bytes', "it is no leaflet")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _bad(name, "is UTF-16")
    if b"ProcessContent" in data and _PROCESSED.search(data):
        raise _bad(name, "has words in elements of another program (mc:ProcessContent)")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names = _NAMES
    stack: list[Node] = []
    root: list[Node] = []
    level = 0  # how many containers are open, from the root on
    count = 0  # of the elements that are kept
    refused = REFUSED if changes else {}
    spaced = 0  # how many elements stand round the outermost that keeps the white space in all its texts

    def start(full: str, attributes: dict[str, str]) -> None:
        nonlocal level, count, spaced
        short = names[full]
        if short in refused:
            raise DocumentError(
                f"the document has tracked changes ({refused[short]} in {name})",
                "accept or reject them all: in Word, Review, Accept, Accept All Changes and Stop Tracking;"
                " in LibreOffice, Edit, Track Changes, Accept All",
            )
        if short == "t":
            if spaced:
                attributes.setdefault(_SPACE, "preserve")
        elif attributes and not spaced and attributes.get(_SPACE) == "preserve":
            spaced = len(stack) + 1
        node = Node(short, attributes, parser.CurrentByteIndex)
        if not stack:
            root.append(node)
            level = 1
        elif len(stack) == level and short in containers:
            level += 1
        else:
            if len(stack) > MAX_DEPTH:
                raise _bad(name, f"has elements more than {MAX_DEPTH} deep in each other")
            if len(stack) > level:
                stack[-1].children.append(node)
            count += 1
            if count > MAX_ELEMENTS:
                raise _bad(name, f"has a table, say, of more than {MAX_ELEMENTS} elements")
        stack.append(node)

    def end(_: str) -> None:
        nonlocal level, count, spaced
        node = stack.pop()
        if len(stack) < spaced:
            spaced = 0
        at = parser.CurrentByteIndex
        if not node.children and not node.text and data[at - 2 : at] == b"/>":
            node.end = at
        else:
            node.end = data.find(b">", at) + 1
        depth = len(stack)
        if depth == level:
            count = count if whole else 0
            block(node)
        elif depth < level:
            level = depth

    def characters(text: str) -> None:
        if len(stack) > level:
            node = stack[-1]
            node.text += text
            if len(node.text) > MAX_TEXT:
                raise _bad(name, f"has more than {MAX_TEXT} characters in one piece")

    def declaration(_version: str, encoding: str | None, _: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            raise _bad(name, f"is not UTF-8 but {encoding}")

    def doctype(*_: object) -> None:
        raise _bad(name, "has a document type declaration, which no Word document needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _bad(
            name, f"is not well-formed ({expat.ErrorString(error.code)}, line {error.lineno})"
        ) from None
    finally:
        # They hold the parser that holds them, and with it all that was read.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.XmlDeclHandler = parser.StartDoctypeDeclHandler = None
    return root[0]


def read_tree(data: bytes, name: str, *, changes: bool = False) -> Node:
    """Read a small part as one tree; its root has all that stands in it."""
    found: list[Node] = []
    root = read_part(data, name, block=found.append, containers=frozenset(), changes=changes, whole=True)
    root.children = found
    return root


_START = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")


def inner_start(data: bytes, node: Node) -> int:
    """Where the start tag of an element ends."""
    match = _START.match(data, node.start)
    assert match is not None  # the parser has read it
    return match.end()


def is_empty_tag(data: bytes, node: Node) -> bool:
    """Whether the element is one tag, ``<p/>``."""
    return inner_start(data, node) == node.end


def prefix_of(data: bytes, node: Node) -> bytes:
    """The namespace prefix that an element is written with, with its colon: ``b"w:"``."""
    match = re.compile(rb"<([^\s/>:]+:)?").match(data, node.start)
    assert match is not None
    return match[1] or b""


def _bad(name: str, what: str) -> DocumentError:
    return DocumentError(
        f'the part "{name}" {what}', "open the document in Word or LibreOffice and save it again"
    )
