"""The blocks of a story (a body, a header, a note, a cell): paragraphs as titles, headings, items, texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from pipeline.documents.blocks import Heading, Paragraph, Rule, Text, Title
from pipeline.documents.counters import NUMBER
from pipeline.documents.docx.alternates import forms_of, refuse_stray
from pipeline.documents.docx.atoms import Anchor, Atom, Atoms, Drawing, Facts
from pipeline.documents.docx.container import Container
from pipeline.documents.docx.flow import Flow, build_flow, core_of
from pipeline.documents.docx.forms import words_of
from pipeline.documents.docx.gathering import Gathering
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.numbering import Item
from pipeline.documents.docx.paragraph import read_paragraph
from pipeline.documents.docx.shapes import Shapes
from pipeline.documents.docx.styles import Style, read_list, read_outline
from pipeline.documents.docx.tables import Tables
from pipeline.documents.inline import Inline
from pipeline.documents.literals import literal_content
from pipeline.documents.tidy import collapse
from pipeline.errors import DocumentError


class _Place(Struct, frozen=True):
    """What a text is called, and what puts it where it belongs."""

    role: str
    put: Callable[[Text], None]


class Blocks:
    """Reads blocks into containers.

    Attributes:
        sections: the properties of each section, in order.
    """

    def __init__(self, gathering: Gathering, facts: Facts) -> None:
        self.sections: list[Node] = []
        self._gathering = gathering
        self._facts = facts
        self._numbering = gathering.parts.numbering
        self._visitor = gathering.visitor
        self._shapes = Shapes(gathering)
        self._tables = Tables(gathering, facts.sheet)
        self._has_title = False

    def read(self, node: Node, into: Container) -> None:
        """Read one block.

        Raises:
            DocumentError: it takes in another file, or words would be lost.
        """
        match node.name:
            case "p":
                self._paragraph(node, into)
            case "tbl":
                self._tables.read(node, into, self)
            case "sdt":
                content, properties = node.child("sdtContent"), node.child("sdtPr")
                for child in () if content is None else content.children:
                    self.read(child, into)
                if properties is not None:
                    self.control(properties)
            case "customXml":
                for child in node.children:
                    self.read(child, into)
            case "mc:AlternateContent":
                self._alternates(forms_of(node), into)
            case "sectPr":
                self._section(node)
            case "altChunk" | "subDoc":
                raise DocumentError(
                    "the document takes in another file, which Word reads when it opens it",
                    "open it in Word and save it again",
                )
            case _:
                refuse_stray(node)

    def _alternates(self, forms: list[Node], into: Container) -> None:
        """Blocks that stand there in several forms."""
        with self._gathering.recorded() as known:
            for child in forms[0].children if forms else ():
                self.read(child, into)
        for form in forms[1:]:
            with self._gathering.again(into.other_form(), known) as container:
                for child in form.children:
                    self.read(child, container)

    def _section(self, node: Node) -> None:
        self.sections.append(node)
        self._visitor.section(node)

    def control(self, properties: Node) -> None:
        """Read a content control's properties, or those of an older field to fill in."""
        for node, attribute, role in words_of(properties):
            self._gathering.words(node, attribute, role.capitalize())
        self._visitor.control(properties)

    # ---- paragraphs

    def _paragraph(self, node: Node, into: Container) -> None:
        self._gathering.line += 1
        sheet = self._facts.sheet
        properties = node.child("pPr")
        style = sheet.paragraph if properties is None else sheet.of(properties.value("pStyle"))
        outline, numbers = style.outline, style.list
        if properties is not None:
            outline = read_outline(properties, outline)
            numbers = read_list(properties, numbers)
        item: Item | None = None
        if numbers is not None:
            if properties is None or properties.child("numPr") is None:
                id = None if properties is None else properties.value("pStyle")
                numbers = numbers[0], self._numbering.level_of(*numbers, id)
            self._numbering.used.add(numbers)
        read, *others = read_paragraph(node, style, self._facts)
        heading = style.is_title or outline is not None
        if numbers is not None:
            item = self._numbering.item(*numbers)  # Word numbers an empty item or heading too

        flows: list[tuple[Flow, int]] = []
        with self._gathering.recorded() as known:
            core = core_of(read.atoms)
            lone = _lone_picture(read.atoms, core)
            if lone is not None:
                if item is not None and not heading:
                    self._open_item(item, into, numbers, style)
                self._figure(read, lone, into, heading or numbers is not None)
            elif core[0] < core[1]:
                # Roles are only counted where there is a text.
                place = self._place(into, style, heading, outline, numbers, item)
                flows.append(self._put(read, core, place, heading or into.counts["header"] > 0))
            elif _is_rule(properties, read) and not into.name:
                into.add(Rule())
            self._beside(read, into, inside=bool(flows) and numbers is not None and not heading)
        for other in others:
            with self._gathering.again(into.other_form(), known) as container:
                flows += self._other(other, container, heading)
        if properties is not None and (section := properties.child("sectPr")) is not None:
            self._section(section)
        self._visitor.paragraph(node, style, flows)

    def _other(self, read: Atoms, into: Container, heading: bool) -> Iterator[tuple[Flow, int]]:
        """The text of a paragraph in which some words stand in another form, if it has one then."""
        core = core_of(read.atoms)
        lone = _lone_picture(read.atoms, core)
        if lone is not None:
            self._figure(read, lone, into, False)
        elif core[0] < core[1]:
            place = _Place(into.role("paragraph"), lambda text: into.add(Paragraph(text)))
            yield self._put(read, core, place, heading or into.counts["header"] > 0)
        self._beside(read, into, inside=False)

    def _put(self, read: Atoms, core: tuple[int, int], place: _Place, plain: bool) -> tuple[Flow, int]:
        flow, text = self._text(read, core, place.role, plain)
        place.put(text)
        return flow, text.index

    def _figure(self, read: Atoms, lone: Atom, into: Container, inside: bool) -> None:
        drawing = next(one for one, atom in read.drawings if atom is lone)
        self._shapes.figure(drawing, into, inside)
        read.drawings = [pair for pair in read.drawings if pair[1] is not lone]

    def _beside(self, read: Atoms, into: Container, *, inside: bool) -> None:
        """What stands in a paragraph beside its text; ``inside`` the list item that is open."""
        for drawing, _ in read.drawings:
            self._shapes.drawing(drawing, into, self, inside=inside)
        for form in read.forms:
            self.control(form)
        for words in read.filled:
            self._gathering.spread(words, "Words in a field")

    def _place(
        self,
        into: Container,
        style: Style,
        heading: bool,
        outline: int | None,
        numbers: tuple[str, int] | None,
        item: Item | None,
    ) -> _Place:
        """Where a paragraph with text belongs."""
        mark: Text | None = None
        if heading and item is not None and (shown := item.shown) is not None:
            mark = self._mark(item, shown)
        if style.is_title and not self._has_title and not into.name:
            self._has_title = True
            return _Place("Title", lambda text: into.add(Title(text, mark)))
        if heading:
            level = 2 if outline is None or style.is_title else min(outline + 2, 7)
            role = into.role("heading")
            if into.name:
                level = min(level, 6)
            return _Place(role, lambda text: into.add(Heading(level, text, mark)))
        if item is not None:
            role = self._open_item(item, into, numbers, style)
            return _Place(role, lambda text: into.item(Paragraph(text)))
        if style.is_caption:
            return _Place(into.role("caption"), into.caption)
        role = into.role("paragraph")
        if style.is_quote:
            return _Place(role, into.quote)
        return _Place(role, lambda text: into.add(Paragraph(text)))

    def _open_item(self, item: Item, into: Container, numbers: tuple[str, int] | None, style: Style) -> str:
        """Open an item of a list; returns what it is called."""
        assert numbers is not None
        role = into.item_role(item.list, numbers[1] or style.depth, item.number)
        if item.mark is not None:
            into.mark(self._mark(item, item.mark))
        return role

    def _mark(self, item: Item, shown: tuple[Inline, ...]) -> Text:
        """The text of a mark; the first with words of a level is that which is written there again."""
        text = self._gathering.text(shown, NUMBER)
        if len(shown) > 1:
            self._numbering.marks.setdefault(item.level.key, text.index)
        return text

    def _text(self, read: Atoms, core: tuple[int, int], role: str, plain: bool) -> tuple[Flow, Text]:
        gathering = self._gathering
        line = gathering.line
        index = gathering.next()
        attached: list[Text] = []
        alternatives: dict[int, tuple[tuple[Inline, ...], int | None]] = {}
        inner = read.atoms[core[0] : core[1]]
        if read.drawings:
            attached += self._images(inner, read.drawings, role, alternatives)
            read.drawings = [pair for pair in read.drawings if pair[1].kind != "image"]
        for anchor in _anchors(inner):
            if anchor.wrapper is not None and (words := anchor.wrapper.get("tooltip")) and words.strip():
                shown = collapse(words).strip(" ")
                text = gathering.text(literal_content(shown), f"{role}, title of a link")
                attached.append(text)
                gathering.visitor.words(anchor.wrapper, "tooltip", text.index)
        flow = build_flow(
            read.atoms, core, plain=plain, alternative=lambda atom: alternatives.get(id(atom), ((), None))
        )
        index = gathering.numbered(index, flow.content)
        return flow, Text(index, flow.content, role, line=line, attached=tuple(attached))

    def _images(
        self,
        inner: list[Atom],
        drawings: list[tuple[Drawing, Atom]],
        role: str,
        alternatives: dict[int, tuple[tuple[Inline, ...], int | None]],
    ) -> list[Text]:
        """The alternative texts of pictures in the line, also by the number of their atom."""
        found: list[Text] = []
        by_atom = {id(atom): drawing for drawing, atom in drawings}
        images = [atom for atom in inner if atom.kind == "image"]
        for place, atom in enumerate(images, 1):
            self._gathering.pictures.setdefault(atom.name)
            described = by_atom[id(atom)].described
            text = self._shapes.alternative(described, f"{role}, image {place}, alternative text")
            if text is not None:
                found.append(text)
                alternatives[id(atom)] = (text.content, text.index)
        return found


def _lone_picture(atoms: list[Atom], core: tuple[int, int]) -> Atom | None:
    inner = [atom for atom in atoms[core[0] : core[1]] if atom.kind not in ("mark", "noise")]
    return inner[0] if len(inner) == 1 and inner[0].kind == "image" else None


def _is_rule(properties: Node | None, read: Atoms) -> bool:
    """Whether a paragraph without text is a line."""
    border = None if properties is None or read.drawings else properties.child("pBdr")
    return (
        border is not None
        and (border.child("bottom") is not None or border.child("top") is not None)
        and not any(atom.kind != "mark" for atom in read.atoms)
    )


def _anchors(atoms: list[Atom]) -> list[Anchor]:
    found: list[Anchor] = []
    for atom in atoms:
        if atom.anchor is not None and (not found or found[-1] is not atom.anchor):
            found.append(atom.anchor)
    return found
