"""Atoms: what a paragraph of Word is made of for a reader.

Characters with their look, breaks, pieces, pictures, marks that nobody sees. ``paragraph`` reads them from
Word's own paragraphs, ``drawn`` from those of drawings, ``flow`` makes texts of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct, field

from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import StyleSheet
from pipeline.documents.inline import Style as InlineStyle

Kind = Literal["text", "break", "piece", "image", "note", "mark", "field", "noise"]

DIRECTION_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
"""What stands at both ends of an embedding for programs that do not know it."""


class Anchor(Struct):
    """A link as Word holds it.

    Attributes:
        href: its address.
        wrapper: the element round its runs; None where fields stand before and after them, or in a drawing,
            where each run says it.
        before, after: those fields.
    """

    href: str
    wrapper: Node | None = None
    before: list[Atom] = field(default_factory=list)
    after: list[Atom] = field(default_factory=list)


class Atom(Struct):
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


class Drawing(Struct, frozen=True):
    """What stands in a drawing, an old picture, or an embedded object.

    Attributes:
        node: the element that it is.
        inline: whether it stands in the line like a character.
        resource: its picture.
        described: elements that may say words about it, in their attributes.
        boxes: the contents of its text boxes.
        shadows: the same for programs that do not know the newer form.
        drawn: paragraphs of DrawingML in it.
        charts, diagrams: elements that name a part with a chart or with a diagram (SmartArt).
    """

    node: Node
    inline: bool
    resource: str | None
    described: tuple[Node, ...]
    boxes: tuple[Node, ...]
    shadows: tuple[Node, ...]
    drawn: tuple[Node, ...] = ()
    charts: tuple[Node, ...] = ()
    diagrams: tuple[Node, ...] = ()


class Facts(Struct):
    """What the atoms of a paragraph depend on beyond its own bytes.

    Attributes:
        target: the address of a relationship by its id, and whether it is outside the document.
        number: what the mark of a note shows, by "footnote" or "endnote" and its id.
    """

    sheet: StyleSheet
    target: Callable[[str], tuple[str, bool] | None]
    number: Callable[[str, str], str]


class Atoms(Struct):
    """The atoms of one paragraph, and what stands among them.

    Attributes:
        drawings: each with its atom.
        forms: elements that say what a field to fill in is called, and what may be chosen in it.
        filled: for each such field that has words of the author in it, the elements that hold them.
        alternates: elements with several forms of some of its words (see ``alternates``).
    """

    atoms: list[Atom] = field(default_factory=list)
    drawings: list[tuple[Drawing, Atom]] = field(default_factory=list)
    forms: list[Node] = field(default_factory=list)
    filled: list[tuple[Node, ...]] = field(default_factory=list)
    alternates: list[Node] = field(default_factory=list)
