"""The runs of a translated text, in the looks that its source had."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.documents.docx.atoms import DIRECTION_MARKS, Anchor, Atom
from pipeline.documents.docx.flow import STRUCK_BEGINS, STRUCK_ENDS, Flow
from pipeline.documents.docx.items import Item, cut, find_anchors, read_items, turned_spans
from pipeline.documents.docx.looks import Looks, restyled
from pipeline.documents.docx.nodes import inner_start
from pipeline.documents.docx.properties import RUN, Properties, escape
from pipeline.documents.docx.symbols import is_symbol_font
from pipeline.documents.docx.tongue import Tongue
from pipeline.documents.inline import Break, Image, Inline, NoteMark, Opaque
from pipeline.language.unbroken import cut_at_hyphens

Patched = Callable[[int, int], bytes]
"""The bytes of a range of the part, with what is translated inside it."""

_SPECIAL = re.compile("[\u2011\u00ad]")


class Composer:
    """Writes one text. ``prefix`` is that of Word's namespace in the part, with its colon."""

    def __init__(
        self, flow: Flow, data: bytes, prefix: bytes, tongue: Tongue | None, patched: Patched, rtl: bool
    ) -> None:
        self._flow = flow
        self._data = data
        self._prefix = prefix
        self._tongue = tongue
        self._patched = patched
        self._rtl = rtl
        self._struck = False
        self._has_struck = any(atom.name == STRUCK_BEGINS for atom in flow.pieces.values())
        self._looks = Looks(flow, self._worded, lambda raw, had, wanted: restyled(raw, had, wanted, prefix))

    def extent(self) -> tuple[int, int]:
        """The range of bytes that is written anew: whole runs and what stands round them, no more."""
        atoms = [part for atom in self._flow.core for part in _underlying(atom)]
        common = atoms[0].path
        for atom in atoms:
            length = 0
            for one, other in zip(common, atom.path, strict=False):
                if one is not other:
                    break
                length += 1
            common = common[:length]
        wrappers = {id(atom.anchor.wrapper) for atom in atoms if atom.anchor and atom.anchor.wrapper}
        depth = next((place for place, node in enumerate(common) if id(node) in wrappers), len(common))
        chains = [(*atom.path, atom.run if atom.run is not None else atom.node) for atom in atoms]
        return (
            min(chain[depth].start for chain in chains),
            max(chain[depth].end for chain in chains),
        )

    def write(self, content: tuple[Inline, ...], extent: tuple[int, int]) -> bytes:
        """The bytes for that range.

        Raises:
            DocumentError: the content has a link, a style or a piece that the source has not, lacks a piece,
                or has characters that XML cannot hold.
        """
        flow = self._flow
        out = [self.raw(atom) for atom in flow.before if atom.node.start >= extent[0]]
        marks = [atom for atom in flow.core if atom.kind == "mark"]
        out += [self.raw(atom) for atom in marks if not _is_end(atom)]
        out += self._written(content)
        out += [self.raw(atom) for atom in marks if _is_end(atom)]
        out += [self.raw(atom) for atom in flow.after if atom.node.start < extent[1]]
        return b"".join(out)

    def raw(self, atom: Atom) -> bytes:
        """An atom as it stood in the source, in a run of its own."""
        if atom.kind == "noise":
            return b""
        if atom.parts:
            return b"".join(map(self.raw, atom.parts))
        raw = self._patched(atom.node.start, atom.node.end)
        return raw if atom.run is None else self._run(self._properties(atom), raw)

    # ---- the target

    def _written(self, content: tuple[Inline, ...]) -> list[bytes]:
        flow = self._flow
        found = read_items(content, self._tongue, flow.pieces, flow.lead, flow.trail)
        items = found.items
        anchors = find_anchors(found.links, flow.core)
        spans = turned_spans(items, self._tongue, self._rtl)
        cuts = sorted({place for start, (end, _) in spans.items() for place in (start, end)})
        out: list[bytes] = []
        at, link = 0, 0
        end, direction = -1, ""  # of the span that is open

        def close() -> None:
            nonlocal direction
            if direction:
                out.append(self._mark(direction) + b"</" + self._prefix + b"dir>")
                direction = ""

        for item in items:
            if item.link != link:
                close()
                if link:
                    out.append(self._link_end(anchors[link]))
                link = item.link
                if link:
                    out.append(self._link_start(anchors[link]))
            anchor = anchors.get(link)
            for piece in cut(item.text, at, cuts) if item.is_text else [item.text]:
                # What has no characters may stand before a link in which the next ones are.
                if piece and not direction and at in spans:
                    end, direction = spans.pop(at)
                    value = f'<{self._prefix.decode()}dir {self._prefix.decode()}val="{direction}">'
                    out.append(value.encode() + self._mark(direction))
                if item.is_text:
                    out.append(self._text(piece, item, anchor, direction))
                else:
                    out.append(self._piece(item, anchor, direction))
                at += len(piece)
                if at >= end:
                    close()
        close()
        if link:
            out.append(self._link_end(anchors[link]))
        return out

    def _mark(self, direction: str) -> bytes:
        """A mark at the end of an embedding: LibreOffice 7.4 and older programs do not know ``w:dir``."""
        return self._run(b"", _t(self._prefix.decode(), DIRECTION_MARKS[direction]).encode())

    # ---- runs

    def _text(self, text: str, item: Item, anchor: Anchor | None, inside: str) -> bytes:
        if not text:
            return b""
        properties = self._adapted(self._looks.of(anchor, item.styles), item, inside)
        # LibreOffice 7.4 ends lines within a number that is turned and has such a hyphen in it.
        return self._run(properties, self._characters(text, joined=inside != "ltr"))

    def _characters(self, text: str, *, joined: bool) -> bytes:
        """Text of a run; if ``joined``, hyphens in numbers end no line, in a text of a known language."""
        if joined and self._tongue is not None:
            text = "\u2011".join(cut_at_hyphens(text))
        prefix = self._prefix.decode()
        out: list[str] = []
        done = 0
        for match in _SPECIAL.finditer(text):
            if match.start() > done:
                out.append(_t(prefix, text[done : match.start()]))
            out.append(f"<{prefix}{'noBreakHyphen' if match[0] == chr(0x2011) else 'softHyphen'}/>")
            done = match.end()
        if done < len(text):
            out.append(_t(prefix, text[done:]))
        return "".join(out).encode()

    def _piece(self, item: Item, anchor: Anchor | None, inside: str) -> bytes:
        if isinstance(item.node, Break):
            raw = b"<" + self._prefix + b"br/>"
            return self._run(self._adapted(self._looks.of(anchor, item.styles), item, inside), raw)
        assert isinstance(item.node, Opaque | Image | NoteMark)
        atom = self._flow.pieces[item.node.id]
        if atom.name in (STRUCK_BEGINS, STRUCK_ENDS):
            self._struck = atom.name == STRUCK_BEGINS
            return b""
        return self.raw(atom)

    def _adapted(self, raw: bytes, item: Item, inside: str) -> bytes:
        if self._has_struck:
            properties = Properties(raw, "rPr", self._prefix, RUN)
            properties.remove("strike", "dstrike")
            if self._struck:
                properties.set("strike")
            elif properties.get("rStyle") is not None:
                properties.set("strike", {"val": "0"})
            raw = properties.written() if properties.children else b""
        if item.tongue is None:
            return raw
        rtl = inside == "rtl" if inside else self._rtl
        return item.tongue.adapt_run(raw, self._prefix, rtl=rtl, mark=item.foreign)

    def _run(self, properties: bytes, inner: bytes) -> bytes:
        return b"<" + self._prefix + b"r>" + properties + inner + b"</" + self._prefix + b"r>"

    def _link_start(self, anchor: Anchor) -> bytes:
        if anchor.wrapper is None:
            return b"".join(map(self.raw, anchor.before))
        return self._patched(anchor.wrapper.start, inner_start(self._data, anchor.wrapper))

    def _link_end(self, anchor: Anchor) -> bytes:
        if anchor.wrapper is None:
            return b"".join(map(self.raw, anchor.after))
        name = "hyperlink" if anchor.wrapper.name == "hyperlink" else "fldSimple"
        return b"</" + self._prefix + name.encode() + b">"

    # ---- looks

    def _worded(self, atom: Atom) -> bytes | None:
        """The properties of words; none where the font shows pictures for letters."""
        assert atom.run is not None
        properties = atom.run.child("rPr")
        fonts = None if properties is None else properties.child("rFonts")
        return None if fonts is not None and is_symbol_font(fonts.get("ascii")) else self._properties(atom)

    def _properties(self, atom: Atom) -> bytes:
        node = None if atom.run is None else atom.run.child("rPr")
        return b"" if node is None else self._data[node.start : node.end]


def _underlying(atom: Atom) -> list[Atom]:
    """The atoms whose bytes an atom stands for, with the fields round its link."""
    atoms = list(atom.parts) if atom.parts else [atom]
    if atom.anchor is not None:
        atoms += [*atom.anchor.before, *atom.anchor.after]
    return atoms


_ENDS = frozenset(["bookmarkEnd", "commentRangeEnd", "permEnd", "commentReference"])


def _is_end(atom: Atom) -> bool:
    """Whether a mark closes something: such come after the text, all others before it."""
    return atom.node.name in _ENDS or atom.node.get("fldCharType") == "end"


def _t(prefix: str, text: str) -> str:
    space = ' xml:space="preserve"' if text[0] == " " or text[-1] == " " else ""
    return f"<{prefix}t{space}>{escape(text)}</{prefix}t>"
