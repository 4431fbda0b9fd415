"""A translated text as runs of DrawingML, in the looks that its source had."""

from __future__ import annotations

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.docx.edits import Edit, placed
from pipeline.documents.docx.flow import STRUCK_BEGINS, STRUCK_ENDS, Flow
from pipeline.documents.docx.items import Item, cut, find_anchors, read_items, turned_spans
from pipeline.documents.docx.looks import Looks, Styles
from pipeline.documents.docx.nodes import Node, prefix_of
from pipeline.documents.docx.properties import (
    attribute,
    escape,
    with_attributes,
)
from pipeline.documents.docx.tongue import Tongue
from pipeline.documents.inline import Break, Inline, Opaque
from pipeline.errors import DocumentError

_OPENERS = {"ltr": "\u202a", "rtl": "\u202b"}
_CLOSER = "\u202c"


def written_drawn(
    flow: Flow, content: tuple[Inline, ...], data: bytes, prefix: bytes, tongue: Tongue | None
) -> Edit:
    """The runs of ``content`` instead of those of ``flow``; ``prefix`` is that of DrawingML in the part.

    Raises:
        DocumentError: the content has a link, a style or a piece that the source has not, lacks a piece, or
            has characters that XML cannot hold.
    """
    return _Composer(flow, data, prefix, tongue).edit(content)


def turned_drawn(data: bytes, node: Node, tongue: Tongue) -> list[Edit]:
    """What gives a paragraph the direction of the language; one that starts left is to start right."""
    properties = node.child("a:pPr")
    rtl = properties is not None and properties.get(" rtl") in ("1", "true")
    if rtl == tongue.rtl:
        return []
    prefix = prefix_of(data, node)
    raw = b"<" + prefix + b"pPr/>" if properties is None else data[properties.start : properties.end]
    sides = ("l", "r") if tongue.rtl else ("r", "l")
    wanted = {"rtl": "1" if tongue.rtl else "0"}
    if attribute(raw, "algn") == sides[0]:
        wanted["algn"] = sides[1]
    return [placed(data, node, properties, with_attributes(raw, b"", wanted))]


def embedded(content: tuple[Inline, ...], tongue: Tongue | None) -> str:
    """Plain text in which what must keep its own direction stands in an embedding.

    Raises:
        DocumentError: the content has characters that XML cannot hold.
    """
    items = read_items(content, tongue, ()).items
    text = "".join(item.text for item in items).replace("\n", " ")
    out: list[str] = []
    done = 0
    for start, (end, direction) in sorted(
        turned_spans(items, tongue, tongue is not None and tongue.rtl).items()
    ):
        out += (text[done:start], _OPENERS[direction], text[start:end], _CLOSER)
        done = end
    return "".join(out) + text[done:]


class _Composer:
    def __init__(self, flow: Flow, data: bytes, prefix: bytes, tongue: Tongue | None) -> None:
        self._flow = flow
        self._data = data
        self._prefix = prefix
        self._tongue = tongue
        self._looks = Looks(flow, self._properties, self._restyled)

    def edit(self, content: tuple[Inline, ...]) -> Edit:
        flow = self._flow
        found = read_items(content, self._tongue, flow.pieces, flow.lead, flow.trail)
        anchors = find_anchors(found.links, flow.core)
        rtl = self._tongue is not None and self._tongue.rtl
        spans = turned_spans(found.items, self._tongue, rtl)
        cuts = sorted({place for start, (end, _) in spans.items() for place in (start, end)})
        out = [self._raw(atom) for atom in flow.core if atom.kind == "mark"]
        at, end = 0, -1
        for item in found.items:
            anchor = anchors.get(item.link)
            for piece in cut(item.text, at, cuts) if item.is_text else [item.text]:
                if piece and at in spans and end < 0:
                    end, direction = spans.pop(at)
                    out.append(self._run(b"", _OPENERS[direction]))
                out.append(self._text(piece, item, anchor) if item.is_text else self._piece(item))
                at += len(piece)
                if 0 <= end <= at:
                    out.append(self._run(b"", _CLOSER))
                    end = -1
        elements = [atom.run or atom.node for atom in flow.core]
        return elements[0].start, elements[-1].end, b"".join(out)

    def _text(self, text: str, item: Item, anchor: Anchor | None) -> bytes:
        if not text:
            return b""
        raw = self._looks.of(anchor, item.styles)
        if item.tongue is not None and (item.foreign or attribute(raw, "lang") is not None):
            raw = with_attributes(raw or b"<" + self._prefix + b"rPr/>", b"", {"lang": item.tongue.tag})
        return self._run(raw, text)

    def _piece(self, item: Item) -> bytes:
        if isinstance(item.node, Break):
            return b"<" + self._prefix + b"br/>"
        assert isinstance(item.node, Opaque)
        atom = self._flow.pieces[item.node.id]
        return b"" if atom.name in (STRUCK_BEGINS, STRUCK_ENDS) else self._raw(atom)

    def _raw(self, atom: Atom) -> bytes:
        return self._data[atom.node.start : atom.node.end]

    def _run(self, properties: bytes, text: str) -> bytes:
        prefix = self._prefix
        inner = b"<" + prefix + b"t>" + escape(text).encode() + b"</" + prefix + b"t>"
        return b"<" + prefix + b"r>" + properties + inner + b"</" + prefix + b"r>"

    def _properties(self, atom: Atom) -> bytes:
        node = None if atom.run is None else atom.run.child("a:rPr")
        return b"" if node is None else self._data[node.start : node.end]

    def _restyled(self, raw: bytes, had: Styles, wanted: Styles) -> bytes:
        if "code" in wanted - had:
            raise DocumentError("the source has no <code> here", "use the tags of the source")
        values: dict[str, str] = {}
        for style, name, on, off in (("b", "b", "1", "0"), ("i", "i", "1", "0"), ("u", "u", "sng", "none")):
            if (style in wanted) != (style in had):
                values[name] = on if style in wanted else off
        for style, value in (("sup", "30000"), ("sub", "-25000")):
            if style in wanted - had:
                values["baseline"] = value
            elif style in had - wanted:
                values.setdefault("baseline", "0")
        return with_attributes(raw or b"<" + self._prefix + b"rPr/>", b"", values) if values else raw
