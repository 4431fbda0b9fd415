"""A paragraph of Word as a flat row of atoms.

Word cuts a sentence into runs at every correction, spelling error and language; here only what a reader sees
tells atoms apart, so the cuts leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pipeline.documents.docx.alternates import has_drawing, has_words, picked, readings_of, refuse_stray
from pipeline.documents.docx.atoms import DIRECTION_MARKS, Anchor, Atom, Atoms, Facts, Kind
from pipeline.documents.docx.drawing import read_drawing
from pipeline.documents.docx.equations import equation
from pipeline.documents.docx.fields import field_kind, join_fields
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import Style, read_look
from pipeline.documents.docx.symbols import is_symbol_font, symbol
from pipeline.documents.formulas import beside
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

_TRANSPARENT = frozenset(["smartTag", "customXml", "bdo"])
_NOISE = frozenset(["proofErr", "lastRenderedPageBreak", "rPr", "pPr"])
_FIXED_FIELDS = frozenset(["dropDownList", "date", "w14:checkbox", "picture"])
_EMPTY: frozenset[InlineStyle] = frozenset()

RunLook = tuple[frozenset[InlineStyle], bool, bool, str | None]
"""The styles of a run, whether it is hidden, whether it is struck through, and its font of symbols."""


def read_paragraph(paragraph: Node, style: Style, facts: Facts) -> list[Atoms]:
    """Read one paragraph: once, or once more for each other form of some of its words (see ``alternates``).

    What stands beside the words of a paragraph is told by the first of the readings that meets it.
    """
    met: set[int] = set()
    read = [_read(paragraph, _Reader(style, facts, met))]
    if read[0].alternates:
        more = range(1, readings_of(paragraph))
        read += [_read(paragraph, _Reader(style, facts, met, reading)) for reading in more]
    return read


def _read(paragraph: Node, reader: _Reader) -> Atoms:
    reader.children(paragraph, (), None)
    found = reader.found
    if any(atom.kind == "field" for atom in found.atoms):
        found.atoms = join_fields(found.atoms)
        for atom in found.atoms:
            if atom.name == "field FORMTEXT":
                reader.fill(atom.parts)
    return found


class _Reader:
    """Reads a paragraph.

    Args:
        met: the identities of the elements beside the words that have been told, in earlier readings too.
        reading: the number of the reading.
    """

    def __init__(self, style: Style, facts: Facts, met: set[int], reading: int = 0) -> None:
        self.style = style
        self.facts = facts
        self.found = Atoms()
        self.add = self.found.atoms.append
        self.met = met
        self.reading = reading
        self.form: Node | None = None  # that is being read, the outermost

    def children(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        for child in node.children:
            name = child.name
            if name == "r":
                self.run(child, path, anchor)
            elif name in _NOISE:
                pass
            elif name == "hyperlink":
                self.hyperlink(child, path, anchor)
            elif name in _TRANSPARENT:
                self.children(child, (*path, child), anchor)
            elif name == "sdt":
                self.control(child, path, anchor)
            elif name == "dir":
                self.embedding(child, path, anchor)
            elif name == "fldSimple":
                self.simple_field(child, path, anchor)
            elif name in ("m:oMath", "m:oMathPara"):
                before = self.found.atoms[-1].text if self.found.atoms else ""
                shown = beside(before, equation(child))
                self.add(Atom("piece", shown, child, None, path, anchor=anchor, name="formula"))
            elif name == "mc:AlternateContent":
                if has_words(child):
                    with self.one_form(child) as form:
                        self.children(form, (*path, child, form), anchor)
                elif has_drawing(child):
                    self._drawing(child, None, path, anchor)
                else:
                    self.add(Atom("mark", "", child, None, path))
            elif name == "subDoc":
                raise DocumentError(
                    "the document takes in another one (subdocument)", "put its text into this one, in Word"
                )
            else:
                refuse_stray(child)
                self.add(Atom("mark", "", child, None, path))

    @contextmanager
    def one_form(self, node: Node) -> Iterator[Node]:
        """The form of some words that this reading goes into."""
        outer = self.reading, self.form
        form, self.reading = picked(node, self.reading)
        if self.form is None:
            self.found.alternates.append(node)
            self.form = form
        yield form
        self.reading, self.form = outer

    def is_new(self, node: Node) -> bool:
        """Whether an element is met for the first time."""
        if id(node) in self.met:
            return False
        self.met.add(id(node))
        return True

    def hyperlink(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        id, place = node.get("r:id"), node.get("anchor")
        href = ""
        if id is not None and (target := self.facts.target(id)) is not None:
            href = target[0]
        if place:
            href += f"#{place}"
        if not href or href.startswith("#_Toc") or anchor is not None:
            self.children(node, (*path, node), anchor)
            return
        self.children(node, (*path, node), Anchor(href, node))

    def embedding(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        """Text with a direction of its own; marks at both its ends are no part of it (see ``compose``)."""
        place = len(self.found.atoms)
        self.children(node, (*path, node), anchor)
        mark = DIRECTION_MARKS.get(node.get("val") or "ltr")
        words = [atom for atom in self.found.atoms[place:] if atom.kind == "text"]
        if len(words) > 2 and words[0].text == mark == words[-1].text:
            words[0].kind = words[-1].kind = "noise"

    def control(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        properties, content = node.child("sdtPr"), node.child("sdtContent")
        if properties is not None and self.is_new(properties):
            self.found.forms.append(properties)
        if content is None:
            self.add(Atom("mark", "", node, None, path))
        elif properties is not None and any(one.name in _FIXED_FIELDS for one in properties.children):
            inner = self._whole(node, content, path, anchor, "a field to fill in")
            if properties.child("dropDownList") is not None:
                self.fill(inner)
        else:
            self.children(content, (*path, node, content), anchor)

    def simple_field(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        code = node.get("instr") or ""
        kind, href = field_kind(code)
        if kind == "HYPERLINK" and href and not href.startswith("#_Toc") and anchor is None:
            self.children(node, (*path, node), Anchor(href, node))
        elif kind in ("HYPERLINK", "TOC"):
            self.children(node, (*path, node), anchor)
        else:
            self._whole(node, node, path, anchor, f"field {kind}", edge=kind == "PAGEREF")

    def _whole(
        self,
        node: Node,
        content: Node,
        path: tuple[Node, ...],
        anchor: Anchor | None,
        name: str,
        edge: bool = False,
    ) -> list[Atom]:
        """All that is in ``node`` as one piece; returns the atoms that it is made of."""
        inner = _Reader(self.style, self.facts, self.met, self.reading)
        inner.children(content, (), None)
        shown = "".join(atom.text for atom in inner.found.atoms if atom.kind not in ("mark", "field"))
        kind: Kind = "piece" if shown.strip() or not inner.found.drawings else "mark"
        atom = Atom(kind, shown, node, None, path, anchor=anchor, edge=edge, name=name)
        self.add(atom)
        self.found.drawings += [(drawing, atom) for drawing, _ in inner.found.drawings]
        self.found.forms += inner.found.forms
        self.found.alternates += inner.found.alternates
        return inner.found.atoms

    def fill(self, atoms: Iterable[Atom]) -> None:
        """Note the words that stand in a field to fill in: those of the author, not of a program."""
        words = tuple(atom for atom in atoms if atom.kind == "text" and atom.node.name == "t")
        if any(char.isalpha() for atom in words for char in atom.text) and self.is_new(words[0].node):
            self.found.filled.append(tuple(atom.node for atom in words))

    def run(self, run: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        properties = run.child("rPr")
        styles, hidden, struck = self._look(properties, anchor) if properties is not None else self._plain()
        font = None
        if properties is not None and (fonts := properties.child("rFonts")) is not None:
            font = fonts.get("ascii")
            font = font if is_symbol_font(font) else None
        self.inside(run, run, path, anchor, (styles, hidden, struck, font))

    def inside(
        self, node: Node, run: Node, path: tuple[Node, ...], anchor: Anchor | None, look: RunLook
    ) -> None:
        """What stands in a run, or in one of the forms of a part of it."""
        styles, hidden, struck, font = look
        add = self.add
        for child in node.children:
            name = child.name
            if name in _NOISE:
                continue
            if hidden:
                kind: Kind = "field" if name in ("fldChar", "instrText") else "mark"
                add(Atom(kind, "", child, run, path, anchor=anchor))
            elif name == "t":
                text = child.text
                if child.get("xml:space") != "preserve":
                    text = text.strip(" \t\r\n")
                if font is not None:
                    text = "".join(symbol(font, ord(char)) for char in text)
                if text:
                    add(Atom("text", text, child, run, path, styles, anchor, struck=struck))
            elif name == "tab" or name == "ptab":
                add(Atom("piece", "\t", child, run, path, anchor=anchor, edge=True, name="tab"))
            elif name == "br" or name == "cr":
                if child.get("type") in ("page", "column"):
                    add(Atom("piece", "\n", child, run, path, anchor=anchor, edge=True, name="page break"))
                else:
                    add(Atom("break", "\n", child, run, path, anchor=anchor, edge=True))
            elif name == "noBreakHyphen":
                add(Atom("text", "\u2011", child, run, path, styles, anchor))
            elif name == "softHyphen":
                add(Atom("text", "\u00ad", child, run, path, styles, anchor))
            elif name == "sym" or name == "w16se:symEx":
                shown = _symbol(child) if name == "sym" else _emoji(child)
                if "\ufffd" in shown:
                    add(Atom("piece", shown, child, run, path, anchor=anchor, name="symbol"))
                else:
                    add(Atom("text", shown, child, run, path, styles, anchor, struck=struck))
            elif name in ("fldChar", "instrText"):
                add(Atom("field", "", child, run, path, anchor=anchor))
                if (form := child.child("ffData")) is not None and self.is_new(form):
                    self.found.forms.append(form)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(child, run, path, anchor)
            elif name == "mc:AlternateContent" and has_words(child):
                with self.one_form(child) as form:
                    self.inside(form, run, path, anchor, look)
            elif name in ("drawing", "pict", "object", "mc:AlternateContent"):
                self._drawing(child, run, path, anchor)
            elif name == "ruby":
                base = child.child("rubyBase")
                shown = "" if base is None else "".join(one.text for one in base.walk() if one.name == "t")
                add(Atom("piece", shown, child, run, path, anchor=anchor, name="text with its reading"))
            elif name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"):
                add(Atom("piece", "", child, run, path, anchor=anchor, name=name))
            else:
                refuse_stray(child)
                add(Atom("mark", "", child, run, path))

    def _plain(self) -> tuple[frozenset[InlineStyle], bool, bool]:
        return _EMPTY, self.style.look.hidden is True, self.style.look.struck is True

    def _look(self, properties: Node, anchor: Anchor | None) -> tuple[frozenset[InlineStyle], bool, bool]:
        """The styles of a run, as its paragraph does not have them, whether it is hidden, and struck."""
        if not properties.children:
            return self._plain()
        base = self.style.look
        named = self.facts.sheet.look(properties.value("rStyle"))
        own = read_look(properties)
        styles: set[InlineStyle] = set()
        if not base.bold and (own.bold if own.bold is not None else named.bold):
            styles.add("b")
        if not base.italic and (own.italic if own.italic is not None else named.italic):
            styles.add("i")
        underline = own.underline if own.underline is not None else named.underline
        if not base.underline and underline and anchor is None:
            styles.add("u")
        raised = own.raised if own.raised is not None else named.raised
        if raised == "superscript":
            styles.add("sup")
        elif raised == "subscript":
            styles.add("sub")
        if named.code:
            styles.add("code")
        hidden = own.hidden if own.hidden is not None else named.hidden or base.hidden
        struck = own.struck if own.struck is not None else named.struck or base.struck
        return (frozenset(styles) if styles else _EMPTY), hidden is True, struck is True

    def _note(self, node: Node, run: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        kind = "footnote" if node.name == "footnoteReference" else "endnote"
        id = node.get("id") or ""
        shown = self.facts.number(kind, id)
        if not shown:
            self.add(Atom("mark", "", node, run, path))
            return
        self.add(Atom("note", shown, node, run, path, anchor=anchor, name=f"{kind} {id}"))

    def _drawing(self, node: Node, run: Node | None, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        drawing = read_drawing(node, self.facts)
        if drawing.resource is not None and drawing.inline and not drawing.boxes:
            atom = Atom("image", "", node, run, path, anchor=anchor, name=drawing.resource)
        elif drawing.inline:
            # A shape or an object that stands in the line like a character.
            atom = Atom("piece", "", node, run, path, anchor=anchor, edge=True, name="drawing")
        else:
            atom = Atom("mark", "", node, run, path)
        self.add(atom)
        if self.is_new(node) or atom.kind == "image":  # that of an image is a part of the text
            self.found.drawings.append((drawing, atom))


def _emoji(node: Node) -> str:
    """A character of a font of emojis ([MS-DOCX], 2.6.5.1)."""
    try:
        code = int(node.get("w16se:char") or "", 16)
    except ValueError:
        return "\ufffd"
    return chr(code) if 0x20 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _symbol(node: Node) -> str:
    code = node.get("char") or ""
    try:
        return symbol(node.get("font") or "", int(code, 16))
    except ValueError:
        return "\ufffd"
