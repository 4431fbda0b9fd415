"""A paragraph of Word as a flat row of atoms: characters with their look, breaks, pieces, invisible marks.

Word cuts a sentence into runs at every correction, spelling error and language; here only what a reader sees
tells atoms apart, so the cuts leave no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import Style, StyleSheet, read_look
from pipeline.documents.docx.symbols import is_symbol_font, symbol
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

Kind = Literal["text", "break", "piece", "image", "note", "mark", "field", "noise"]


@dataclass(slots=True)
class Anchor:
    """A link as Word holds it.

    Attributes:
        href: its address.
        wrapper: the element round its runs; None where fields stand before and after them.
        before, after: those fields.
    """

    href: str
    wrapper: Node | None = None
    before: list[Atom] = field(default_factory=list)
    after: list[Atom] = field(default_factory=list)


@dataclass(slots=True)
class Atom:
    """One thing in a paragraph.

    Attributes:
        kind: "mark" is nothing that a reader sees in the line (a bookmark, hidden text, the anchor of a text
            box) but must stay; "noise" may go; "field" is a field's character until fields are put together.
        text: what a reader sees of it.
        node: the element that it is.
        run: the run that it stands in, or None where it stands beside runs.
        path: the elements round the run that belong to the file, from the outermost.
        styles: of the notation.
        anchor: the link that it is in.
        edge: whether it belongs to the file, not to the text, where it stands at one of the text's ends.
        parts: the atoms that a piece is made of, if it is not one element.
        name: the resource of an image, the label of a note, what a piece is for translators.
        struck: whether it is struck through.
    """

    kind: Kind
    text: str
    node: Node
    run: Node | None
    path: tuple[Node, ...]
    styles: frozenset[InlineStyle] = frozenset()
    anchor: Anchor | None = None
    edge: bool = False
    parts: tuple[Atom, ...] = ()
    name: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands in a drawing, an old picture, or an embedded object."""

    node: Node
    inline: bool
    resource: str | None
    described: tuple[Node, ...]
    boxes: tuple[Node, ...]
    shadows: tuple[Node, ...]


@dataclass
class Facts:
    """What the atoms of a paragraph depend on beyond its own bytes.

    Attributes:
        target: the address of a relationship by its id, and whether it is outside the document.
        number: what the mark of a note shows, by "footnote" or "endnote" and its id.
    """

    sheet: StyleSheet
    target: Callable[[str], tuple[str, bool] | None]
    number: Callable[[str, str], str]


@dataclass
class Atoms:
    """The atoms of one paragraph, and the drawings among them."""

    atoms: list[Atom] = field(default_factory=list)
    drawings: list[tuple[Drawing, Atom]] = field(default_factory=list)


_TRANSPARENT = frozenset(["smartTag", "customXml", "bdo"])
DIRECTION_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
"""What stands at both ends of an embedding for programs that do not know it."""

_NOISE = frozenset(["proofErr", "lastRenderedPageBreak", "rPr", "pPr"])
_FIXED_FIELDS = frozenset(["dropDownList", "date", "w14:checkbox", "picture"])
_EMPTY: frozenset[InlineStyle] = frozenset()


def read_atoms(paragraph: Node, style: Style, facts: Facts) -> Atoms:
    """Read one paragraph."""
    reader = _Reader(style, facts)
    reader.children(paragraph, (), None)
    found = reader.found
    if any(atom.kind == "field" for atom in found.atoms):
        found.atoms = _join_fields(found.atoms)
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
        if content is None:
            self.add(Atom("mark", "", node, None, path))
        elif properties is not None and any(one.name in _FIXED_FIELDS for one in properties.children):
            self._whole(node, content, path, anchor, "a field to fill in")
        else:
            self.children(content, (*path, node, content), anchor)

    def simple_field(self, node: Node, path: tuple[Node, ...], anchor: Anchor | None) -> None:
        code = node.get("instr") or ""
        kind, href = _field_kind(code)
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
    ) -> None:
        """All that is in ``node`` as one piece."""
        inner = _Reader(self.style, self.facts)
        inner.children(content, (), None)
        shown = "".join(atom.text for atom in inner.found.atoms if atom.kind not in ("mark", "field"))
        kind: Kind = "piece" if shown.strip() or not inner.found.drawings else "mark"
        atom = Atom(kind, shown, node, None, path, anchor=anchor, edge=edge, name=name)
        self.add(atom)
        self.found.drawings += [(drawing, atom) for drawing, _ in inner.found.drawings]

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
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(child, run, path, anchor)
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


def read_drawing(node: Node, facts: Facts) -> Drawing:
    """Look through a drawing for its picture, its words, and its text boxes."""
    inline = False
    resource: str | None = None
    described: list[Node] = []
    boxes: list[Node] = []
    shadows: list[Node] = []
    floating = False
    pending: list[tuple[Node, bool]] = [(node, False)]
    while pending:
        one, fallback = pending.pop()
        name = one.name
        if name == "txbxContent":
            (shadows if fallback else boxes).append(one)
            continue
        if name == "wp:inline":
            inline = True
        elif name == "wp:anchor":
            floating = True
        elif name == "a:blip" and resource is None:
            resource = _picture(one.get("r:embed") or one.get("r:link"), facts)
        elif name == "v:imagedata" and resource is None:
            resource = _picture(one.get("r:id"), facts)
        if name == "wp:docPr" or name.endswith(":cNvPr") or name.startswith("v:"):
            described.append(one)
            if name.startswith("v:") and "position:absolute" in (one.get(" style") or ""):
                floating = True
        inner = one.children
        if name == "mc:AlternateContent" and any(child.name == "mc:Choice" for child in inner):
            first = next(child for child in inner if child.name == "mc:Choice")
            pending += [(child, fallback or child is not first) for child in reversed(inner)]
        else:
            pending += [(child, fallback) for child in reversed(inner)]
    if not inline and not floating:
        inline = node.name in ("pict", "object") and (resource is not None or not boxes)
    return Drawing(node, inline and not floating, resource, tuple(described), tuple(boxes), tuple(shadows))


def _picture(id: str | None, facts: Facts) -> str | None:
    target = facts.target(id) if id else None
    return None if target is None else target[0]


def _symbol(node: Node) -> str:
    code = node.get("char") or ""
    try:
        return symbol(node.get("font") or "", int(code, 16))
    except ValueError:
        return "\ufffd"


def _field_kind(code: str) -> tuple[str, str]:
    """The name of a field in capitals, and the address of a link."""
    words = _words(code)
    if not words:
        return "", ""
    kind = words[0].upper()
    if kind != "HYPERLINK":
        return kind, ""
    href, place = "", ""
    rest = iter(words[1:])
    for word in rest:
        if word == "\\l":
            place = next(rest, "")
        elif word in ("\\o", "\\t"):
            next(rest, "")
        elif not word.startswith("\\") and not href:
            href = word
    return kind, f"{href}#{place}" if place else href


def _words(code: str) -> list[str]:
    """The words of a field's code; quotes hold words together, a backslash in them stands for itself."""
    words: list[str] = []
    rest = code.strip()
    while rest and len(words) < 50:
        if rest[0] in '"“”':
            end = next((at for at in range(1, len(rest)) if rest[at] in '"“”'), len(rest))
            words.append(rest[1:end].replace("\\\\", "\\"))
            rest = rest[end + 1 :].lstrip()
        else:
            word, _, rest = rest.partition(" ")
            words.append(word)
            rest = rest.lstrip()
    return words


def _join_fields(atoms: Sequence[Atom]) -> list[Atom]:
    """Fields that begin and end in the paragraph: links of their results, all others as one piece.

    A field that goes on into other paragraphs (a table of contents) leaves only marks; its results are text.
    """
    out: list[Atom] = []
    waiting: list[tuple[int, int]] = []  # for each open field: where it begins, where its results do
    for atom in atoms:
        kind = atom.node.get("fldCharType") if atom.kind == "field" and atom.node.name == "fldChar" else None
        out.append(atom)
        if kind == "begin":
            waiting.append((len(out) - 1, -1))
        elif kind == "separate" and waiting:
            waiting[-1] = (waiting[-1][0], len(out) - 1)
        elif kind == "end" and waiting:
            begin, separate = waiting.pop()
            inner = out[begin:]
            code = "".join(
                one.node.text
                for one in inner[: separate - begin if separate >= 0 else None]
                if one.node.name == "instrText"
            )
            out[begin:] = _joined_field(inner, code, separate - begin if separate >= 0 else -1)
    for atom in out:
        if atom.kind == "field":
            atom.kind = "mark"
    return out


def _joined_field(inner: list[Atom], code: str, separate: int) -> list[Atom]:
    kind, href = _field_kind(code)
    results = inner[separate + 1 : -1] if separate >= 0 else []
    if kind in ("HYPERLINK", "TOC"):
        if href and not href.startswith("#_Toc") and not any(one.anchor for one in results):
            anchor = Anchor(href, None, inner[: separate + 1], [inner[-1]])
            for one in results:
                one.anchor = anchor
                one.styles -= {"u"}
            return results
        for one in (*inner[: separate + 1], inner[-1]):
            one.kind = "mark"
        return [*inner[: separate + 1], *results, inner[-1]]
    first = inner[0]
    shown = "".join(one.text for one in results if one.kind != "mark")
    if kind == "FORMCHECKBOX" and not shown:
        ticked = any(
            box.flag("checked") or (box.child("checked") is None and box.flag("default"))
            for one in inner
            for box in one.node.walk()
            if box.name == "checkBox"
        )
        shown = "☒" if ticked else "☐"
    elif separate < 0 or not (shown or kind):
        for one in inner:
            one.kind = "mark"
        return inner
    return [
        Atom(
            "piece",
            shown,
            first.node,
            first.run,
            first.path,
            anchor=first.anchor,
            edge=kind == "PAGEREF",
            parts=tuple(inner),
            name=f"field {kind}",
        )
    ]
