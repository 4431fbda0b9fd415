"""A paragraph of Word as a flat row of atoms.

Word cuts a sentence into runs at every correction, spelling error and language; here only what a reader sees
tells atoms apart, so the cuts leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.documents.docx.atoms import DIRECTION_MARKS, Anchor, Atom, Atoms, Facts, Kind
from pipeline.documents.docx.drawing import read_drawing
from pipeline.documents.docx.fields import field_kind, join_fields
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import Style, read_look
from pipeline.documents.docx.symbols import is_symbol_font, symbol
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

_TRANSPARENT = frozenset(["smartTag", "customXml", "bdo"])
_NOISE = frozenset(["proofErr", "lastRenderedPageBreak", "rPr", "pPr"])
_FIXED_FIELDS = frozenset(["dropDownList", "date", "w14:checkbox", "picture"])
_EMPTY: frozenset[InlineStyle] = frozenset()


def read_atoms(paragraph: Node, style: Style, facts: Facts) -> Atoms:
    """Read one paragraph."""
    reader = _Reader(style, facts)
    reader.children(paragraph, (), None)
    found = reader.found
    if any(atom.kind == "field" for atom in found.atoms):
        found.atoms = join_fields(found.atoms)
        for atom in found.atoms:
            if atom.name == "field FORMTEXT":
                reader.fill(atom.parts)
    return found


class _Reader:
    def __init__(self, style: Style, facts: Facts) -> None:
        self.style = style
        self.facts = facts
        self.found = Atoms()
        self.add = self.found.atoms.append

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
                shown = "".join(node.text for node in child.walk() if node.name == "m:t")
                self.add(Atom("piece", shown, child, None, path, anchor=anchor, name="formula"))
            elif name == "mc:AlternateContent":
                inner = next(
                    (one for one in child.children if one.name in ("mc:Choice", "mc:Fallback")), child
                )
                self._whole(child, inner, path, anchor, "")
            elif name == "subDoc":
                raise DocumentError(
                    "the document takes in another one (subdocument)", "put its text into this one, in Word"
                )
            else:
                self.add(Atom("mark", "", child, None, path))

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
        if properties is not None:
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
        inner = _Reader(self.style, self.facts)
        inner.children(content, (), None)
        shown = "".join(atom.text for atom in inner.found.atoms if atom.kind not in ("mark", "field"))
        kind: Kind = "piece" if shown.strip() or not inner.found.drawings else "mark"
        atom = Atom(kind, shown, node, None, path, anchor=anchor, edge=edge, name=name)
        self.add(atom)
        self.found.drawings += [(drawing, atom) for drawing, _ in inner.found.drawings]
        self.found.forms += inner.found.forms
        return inner.found.atoms

    def fill(self, atoms: Iterable[Atom]) -> None:
        """Note the words that stand in a field to fill in: those of the author, not of a program."""
        words = tuple(atom for atom in atoms if atom.kind == "text" and atom.node.name == "t")
        if any(char.isalpha() for atom in words for char in atom.text):
            self.found.filled.append(tuple(atom.node for atom in words))

    def run(self, run: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        properties = run.child("rPr")
        styles, hidden, struck = self._look(properties, anchor) if properties is not None else self._plain()
        font = None
        if properties is not None and (fonts := properties.child("rFonts")) is not None:
            font = fonts.get("ascii")
            font = font if is_symbol_font(font) else None
        add = self.add
        for child in run.children:
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
            elif name == "sym":
                shown = _symbol(child)
                if "\ufffd" in shown:
                    add(Atom("piece", shown, child, run, path, anchor=anchor, name="symbol"))
                else:
                    add(Atom("text", shown, child, run, path, styles, anchor, struck=struck))
            elif name in ("fldChar", "instrText"):
                add(Atom("field", "", child, run, path, anchor=anchor))
                if (form := child.child("ffData")) is not None:
                    self.found.forms.append(form)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(child, run, path, anchor)
            elif name == "mc:AlternateContent" and (shown := _characters(child)):
                add(Atom("text", shown, child, run, path, styles, anchor, struck=struck))
            elif name in ("drawing", "pict", "object", "mc:AlternateContent"):
                self._drawing(child, run, path, anchor)
            elif name == "ruby":
                base = child.child("rubyBase")
                shown = "" if base is None else "".join(one.text for one in base.walk() if one.name == "t")
                add(Atom("piece", shown, child, run, path, anchor=anchor, name="text with its reading"))
            elif name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"):
                add(Atom("piece", "", child, run, path, anchor=anchor, name=name))
            else:
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

    def _drawing(self, node: Node, run: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        drawing = read_drawing(node, self.facts)
        if drawing.resource is not None and drawing.inline and not drawing.boxes:
            atom = Atom("image", "", node, run, path, anchor=anchor, name=drawing.resource)
        elif drawing.inline:
            # A shape or an object that stands in the line like a character.
            atom = Atom("piece", "", node, run, path, anchor=anchor, edge=True, name="drawing")
        else:
            atom = Atom("mark", "", node, run, path)
        self.add(atom)
        self.found.drawings.append((drawing, atom))


def _characters(alternate: Node) -> str:
    """The characters that stand for themselves in several forms, an emoji for one; nothing for a drawing."""
    if any(one.name in ("drawing", "pict", "object") for one in alternate.walk()):
        return ""
    forms = (form for form in reversed(alternate.children) if form.name in ("mc:Choice", "mc:Fallback"))
    shown = ("".join(one.text for one in form.children if one.name == "t") for form in forms)
    return next((text for text in shown if text), "")


def _symbol(node: Node) -> str:
    code = node.get("char") or ""
    try:
        return symbol(node.get("font") or "", int(code, 16))
    except ValueError:
        return "\ufffd"
