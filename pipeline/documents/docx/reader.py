"""From the parts of a Word document to its blocks and texts.

One reader goes through the document in reading order. It serves ``parse``, which keeps the blocks, and
``rebuild``, which goes the same way again and is told of each place as it passes (``Visitor``), so that
nothing has to be kept between the two but the numbers of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.documents.date_lines import take_date_lines
from pipeline.documents.docx.atoms import Anchor, Atom, Drawing, Facts, read_atoms
from pipeline.documents.docx.container import Container, with_levels
from pipeline.documents.docx.flow import Flow, build_flow, core_of
from pipeline.documents.docx.nodes import Node, read_part, read_tree
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.styles import Style, read_list, read_outline
from pipeline.documents.inline import Image, Inline, Link, Run, Styled
from pipeline.documents.literals import literal_content
from pipeline.documents.model import (
    Align,
    Block,
    Cell,
    Document,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    Metadata,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Title,
    iter_texts,
    replace_texts,
    with_attached,
)
from pipeline.documents.tidy import collapse
from pipeline.errors import DocumentError

MAX_NESTING = 28
"""How deep lists, quotes and tables may stand in each other: exporters lay out 32 levels, styles included."""


class Visitor(Protocol):
    """Who wants to know the places of texts. ``number`` is that of a text in the order they were met."""

    def part(self, name: str, data: bytes) -> None:
        """What follows is in this part."""

    def paragraph(self, node: Node, style: Style, flow: Flow | None, number: int | None) -> None:
        """A paragraph is done, and all that stands in it."""

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        """Words stand in an attribute of an element, or are all of its text."""

    def table(self, node: Node) -> None:
        """A table is done, and all that stands in it."""

    def section(self, node: Node) -> None:
        """The properties of a section."""


class _NoVisitor:
    def part(self, name: str, data: bytes) -> None:
        pass

    def paragraph(self, node: Node, style: Style, flow: Flow | None, number: int | None) -> None:
        pass

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        pass

    def table(self, node: Node) -> None:
        pass

    def section(self, node: Node) -> None:
        pass


@dataclass
class _Found:
    """What goes on through the whole document."""

    extras: list[Text] = field(default_factory=list)
    pictures: dict[str, None] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    note_counts: Counter[str] = field(default_factory=Counter)
    count: int = 0
    paragraphs: int = 0


class Reader:
    """Reads one document. ``package`` holds it; ``visitor`` is told of each place."""

    def __init__(self, package: Package, visitor: Visitor | None = None) -> None:
        self._parts = Parts(package)
        self._package = package
        self._visitor: Visitor = visitor if visitor is not None else _NoVisitor()
        self._found = _Found()
        self._sections: list[Node] = []
        self._known: dict[tuple[Inline, ...], int] | None = None
        self._title: Text | None = None
        self._depth = 0
        self._boxes = 0
        self._part = self._parts.main
        self._facts = Facts(self._parts.sheet, self._target, self._note_number)

    # ---- the document

    def read(self) -> tuple[Document, tuple[int, ...]]:
        """Read it.

        Returns:
            the document, and for each text in the order they were met its number in it, -1 for a date line.
        """
        parts = self._parts
        body = Container()
        self._story(parts.main, lambda node: self._block(node, body), frozenset(["body"]))
        blocks = [*body.finish()]
        blocks += self._footnotes()
        headers = dict.fromkeys(
            (kind, target)
            for section in self._sections
            for kind, id in _references(section)
            if (target := parts.target(parts.main, id)) is not None
        )
        done: set[str] = set()
        for kind, (name, outside) in headers:
            if not outside and name not in done and self._package.has(name):
                done.add(name)
                self._page_part(kind, name)
        self._properties()
        published, kept = take_date_lines(blocks)
        metadata = Metadata(published)
        levelled = with_levels(tuple(kept))
        numbers = self._numbers(levelled)
        return self._renumbered(levelled, numbers, metadata), numbers

    def _story(self, name: str, block: Callable[[Node], None], containers: frozenset[str]) -> None:
        data = self._package.read(name)
        before, self._part = self._part, name
        self._visitor.part(name, data)
        read_part(data, name, block=block, containers=containers)
        self._part = before

    def _page_part(self, kind: str, name: str) -> None:
        """A header or footer: its texts are extras."""
        container = Container(f"Page {kind}", Counter())
        self._story(name, lambda node: self._block(node, container), frozenset())
        for text in _texts_of(container.finish()):
            if any(isinstance(node, Run | Link | Styled) for node in text.content) or text.attached:
                self._found.extras.append(text)

    def _footnotes(self) -> list[Block]:
        """The notes that the text refers to, in the order of the numbers it shows."""
        listed: list[Footnote] = []
        for kind in ("footnote", "endnote"):
            name = self._parts.part_of_type(f"{kind}s")
            wanted = {id: number for (one, id), number in self._found.notes.items() if one == kind}
            if name is None or not wanted:
                continue
            read: dict[str, tuple[Block, ...]] = {}

            def note(
                node: Node,
                kind: str = kind,
                wanted: dict[str, str] = wanted,
                read: dict[str, tuple[Block, ...]] = read,
            ) -> None:
                id = node.get("id") or ""
                if node.name == kind and id in wanted:
                    container = Container(f"{kind.capitalize()} {wanted[id]}")
                    for child in node.children:
                        self._block(child, container)
                    read[id] = container.finish()

            self._story(name, note, frozenset())
            listed += [
                Footnote(f"{kind} {id}", number, read[id]) for id, number in wanted.items() if id in read
            ]
        return [Footnotes(tuple(listed))] if listed else []

    def _properties(self) -> None:
        name = self._parts.properties
        if name is None:
            return
        data = self._package.read(name)
        self._visitor.part(name, data)
        for node in read_tree(data, name).children:
            label = {"dc:title": "title", "dc:subject": "subject", "dc:description": "description"}.get(
                node.name
            )
            text = collapse(node.text).strip(" ")
            if label is not None and text:
                one = self._add(literal_content(text), f"Document property: {label}")
                self._found.extras.append(one)
                self._visitor.words(node, None, one.index)

    # ---- blocks

    def _block(self, node: Node, into: Container) -> None:
        match node.name:
            case "p":
                self._paragraph(node, into)
            case "tbl":
                self._table(node, into)
            case "sdt":
                content = node.child("sdtContent")
                for child in () if content is None else content.children:
                    self._block(child, into)
            case "customXml":
                for child in node.children:
                    self._block(child, into)
            case "mc:AlternateContent":
                first = next((one for one in node.children if one.name in ("mc:Choice", "mc:Fallback")), node)
                for child in first.children:
                    self._block(child, into)
            case "sectPr":
                self._section(node)
            case "altChunk" | "subDoc":
                raise DocumentError(
                    "the document takes in another file, which Word reads when it opens it",
                    "open it in Word and save it again",
                )
            case _:
                pass

    def _section(self, node: Node) -> None:
        self._sections.append(node)
        self._visitor.section(node)

    def _paragraph(self, node: Node, into: Container) -> None:
        self._found.paragraphs += 1
        line = self._found.paragraphs
        sheet = self._parts.sheet
        properties = node.child("pPr")
        style = sheet.paragraph if properties is None else sheet.of(properties.value("pStyle"))
        outline, numbers = style.outline, style.list
        if properties is not None:
            outline = read_outline(properties, outline)
            numbers = read_list(properties, numbers)
        read = read_atoms(node, style, self._facts)
        core = core_of(read.atoms)
        flow: Flow | None = None
        number: int | None = None
        heading = style.is_title or outline is not None
        if core[0] < core[1]:
            lone = self._lone_picture(read.atoms, core)
            if lone is not None:
                drawing = next(one for one, atom in read.drawings if atom is lone)
                self._figure(drawing, into, heading or numbers is not None)
                read.drawings = [pair for pair in read.drawings if pair[1] is not lone]
            else:
                # Roles are only counted where there is a text.
                add = self._place(into, style, heading, outline, numbers)
                flow, text = self._text(read.atoms, core, read.drawings, into, heading, add.role, line)
                number = text.index
                add(text)
        elif (
            not read.drawings
            and properties is not None
            and (border := properties.child("pBdr")) is not None
            and (border.child("bottom") is not None or border.child("top") is not None)
            and not any(atom.kind != "mark" for atom in read.atoms)
            and not into.name
        ):
            into.add(Rule())
        elif numbers is not None and not heading:
            self._parts.numbering.item(*numbers)  # Word numbers an empty item too
        for drawing, _ in read.drawings:
            self._drawing(drawing, into, inside=number is not None and numbers is not None and not heading)
        if properties is not None and (section := properties.child("sectPr")) is not None:
            self._section(section)
        self._visitor.paragraph(node, style, flow, number)

    def _place(
        self,
        into: Container,
        style: Style,
        heading: bool,
        outline: int | None,
        numbers: tuple[str, int] | None,
    ) -> _Place:
        """Where a paragraph with text belongs."""
        if style.is_title and self._title is None and not into.name:
            return _Place("Title", lambda text: self._take_title(into, text))
        if heading:
            level = 2 if outline is None or style.is_title else min(outline + 2, 7)
            role = into.role("heading")
            if into.name:
                level = min(level, 6)
            return _Place(role, lambda text: into.add(Heading(level, text)))
        if numbers is not None:
            item = self._parts.numbering.item(*numbers)
            if item is not None:
                role = into.item_role(item[0], numbers[1], item[1])
                return _Place(role, lambda text: into.item(Paragraph(text)))
        if style.is_caption:
            return _Place(into.role("caption"), into.caption)
        role = into.role("paragraph")
        if style.is_quote:
            return _Place(role, into.quote)
        return _Place(role, lambda text: into.add(Paragraph(text)))

    def _take_title(self, into: Container, text: Text) -> None:
        self._title = text
        into.add(Title(text))

    def _text(
        self,
        atoms: list[Atom],
        core: tuple[int, int],
        drawings: list[tuple[Drawing, Atom]],
        into: Container,
        heading: bool,
        role: str,
        line: int,
    ) -> tuple[Flow, Text]:
        index = self._next()
        attached: list[Text] = []
        alternatives: dict[int, tuple[tuple[Inline, ...], int | None]] = {}
        inner = atoms[core[0] : core[1]]
        images = 0
        by_atom = {id(atom): drawing for drawing, atom in drawings}
        for atom in inner:
            if atom.kind == "image":
                images += 1
                self._found.pictures.setdefault(atom.name)
                text = self._alternative(by_atom[id(atom)], f"{role}, image {images}, alternative text")
                if text is not None:
                    attached.append(text)
                    alternatives[id(atom)] = (text.content, text.index)
        drawings[:] = [pair for pair in drawings if pair[1].kind != "image"]
        for anchor in _anchors(inner):
            if anchor.wrapper is not None and (words := anchor.wrapper.get("tooltip")) and words.strip():
                text = self._add(literal_content(collapse(words).strip(" ")), f"{role}, title of a link")
                attached.append(text)
                self._visitor.words(anchor.wrapper, "tooltip", text.index)
        flow = build_flow(
            atoms,
            core,
            plain=heading or into.counts["header"] > 0,
            alternative=lambda atom: alternatives.get(id(atom), ((), None)),
        )
        if self._known is not None and not attached and (known := self._known.get(flow.content)) is not None:
            self._found.count -= 1
            index = known
        return flow, Text(index, flow.content, role, line=line, attached=tuple(attached))

    def _next(self) -> int:
        self._found.count += 1
        return self._found.count - 1

    def _add(self, content: tuple[Inline, ...], role: str) -> Text:
        if self._known is not None and content in self._known:
            return Text(self._known[content], content, role, line=self._found.paragraphs)
        return Text(self._next(), content, role, line=max(self._found.paragraphs, 1))

    # ---- drawings

    @staticmethod
    def _lone_picture(atoms: list[Atom], core: tuple[int, int]) -> Atom | None:
        inner = [atom for atom in atoms[core[0] : core[1]] if atom.kind not in ("mark", "noise")]
        return inner[0] if len(inner) == 1 and inner[0].kind == "image" else None

    def _figure(self, drawing: Drawing, into: Container, inside: bool = False) -> None:
        assert drawing.resource is not None
        self._found.pictures.setdefault(drawing.resource)
        alt = self._alternative(drawing, f"{into.role('figure')}, alternative text")
        figure = Figure(drawing.resource, alt)
        if inside:
            into.add_inside(figure)
        else:
            into.add(figure)

    def _drawing(self, drawing: Drawing, into: Container, *, inside: bool) -> None:
        """A drawing that stands beside the text: its picture and its text boxes."""
        if drawing.resource is not None and not drawing.boxes and not drawing.shadows:
            self._figure(drawing, into, inside)
        else:
            text = self._alternative(drawing, "Alternative text of a shape")
            if text is not None:
                self._found.extras.append(text)
        self._art(drawing)
        seen: dict[tuple[Inline, ...], int] = {}
        for box in drawing.boxes:
            blocks = self._box(box)
            for one in iter_texts(blocks):
                seen.setdefault(one.content, one.index)
            if blocks and inside:
                into.add_inside(Quote(blocks))
            elif blocks:
                into.add(Quote(blocks))
        outer = self._known
        self._known = {**(outer or {}), **seen}
        for box in drawing.shadows:
            # The same words for programs that do not know the newer form; other words are texts of their own.
            old = self._box(box)
            for one in iter_texts(old):
                if one.content not in self._known:
                    self._known[one.content] = one.index
                    self._found.extras.append(replace(one, attached=()))
        self._known = outer

    def _box(self, node: Node) -> tuple[Block, ...]:
        if self._known is None:
            self._boxes += 1
        container = Container(f"Text box {self._boxes}")
        with _Deeper(self):
            for child in node.children:
                self._block(child, container)
        return container.finish()

    def _alternative(self, drawing: Drawing, role: str) -> Text | None:
        """The alternative text of a drawing, wherever its forms say it; other words in it are extras."""
        found: dict[str, Text] = {}
        first: Text | None = None
        for node in drawing.described:
            names = (" alt",) if node.name.startswith("v:") else (" descr", " title")
            for name in names:
                words = node.get(name)
                if not words or not (text := collapse(words).strip(" ")):
                    continue
                if node.name.endswith(":cNvPr") and text not in found:
                    continue  # the name of the picture's file, say; no reader sees it
                if text not in found:
                    main = first is None and name != " title"
                    found[text] = one = self._add(literal_content(text), role if main else f"{role}, title")
                    if main:
                        first = one
                    else:
                        self._found.extras.append(one)
                self._visitor.words(node, name[1:], found[text].index)
        return first

    def _art(self, drawing: Drawing) -> None:
        """Words drawn as a shape in the older form: a watermark."""
        for node in drawing.described:
            if node.name == "v:textpath" and (words := node.get(" string")) and words.strip():
                text = self._add(literal_content(collapse(words).strip(" ")), "Words drawn as a shape")
                if all(text.index != one.index for one in self._found.extras):
                    self._found.extras.append(text)
                self._visitor.words(node, "string", text.index)

    # ---- tables

    def _table(self, node: Node, into: Container) -> None:
        name = into.next_name("table")
        header: list[Row] = []
        rows: list[Row] = []
        spans: list[list[tuple[int, int]]] = []  # for each row: the columns where a merged cell goes on
        with _Deeper(self):
            for place, row in enumerate(_rows(node)):
                properties = row.child("trPr")
                is_header = properties is not None and properties.flag("tblHeader") is True
                cells = self._row(row, f"{name}, row {place + 1}", is_header, spans)
                (header if is_header and not rows else rows).append(cells)
        header, rows = _merged(header, rows, spans)
        self._visitor.table(node)
        if any(row.cells for row in (*header, *rows)):
            into.add(Table(tuple(header), tuple(rows)))

    def _row(self, row: Node, name: str, is_header: bool, spans: list[list[tuple[int, int]]]) -> Row:
        cells: list[Cell] = []
        merges: list[tuple[int, int]] = []
        column = 0
        for node in _cells(row):
            properties = node.child("tcPr")
            columns = 1
            going_on = False
            starts = False
            if properties is not None:
                span = properties.value("gridSpan") or ""
                columns = min(max(int(span), 1), 1000) if span.isdecimal() and len(span) < 5 else 1
                merge = properties.child("vMerge")
                starts = merge is not None and merge.get("val") == "restart"
                going_on = merge is not None and not starts
            container = Container(f"{name}, column {column + 1}")
            if is_header:
                container.counts["header"] = 1
            for child in node.children:
                self._block(child, container)
            if going_on:
                merges.append((column, -1))
            else:
                if starts:
                    merges.append((column, len(cells)))
                cells.append(Cell(container.finish(), is_header, _align(node), columns))
            column += columns
        spans.append(merges)
        return Row(tuple(cells))

    # ---- the end

    def _numbers(self, blocks: tuple[Block, ...]) -> tuple[int, ...]:
        numbers = [-1] * self._found.count
        found = [
            *iter_texts(blocks),
            *(one for text in self._found.extras for one in with_attached(text)),
        ]
        for place, text in enumerate(found):
            numbers[text.index] = place
        return tuple(numbers)

    def _renumbered(
        self, blocks: tuple[Block, ...], numbers: tuple[int, ...], metadata: Metadata
    ) -> Document:
        extras = tuple(self._found.extras)
        if any(place != number for place, number in enumerate(numbers)):

            def new(text: Text) -> Text:
                content = _renumbered(text.content, numbers) if text.attached else text.content
                index = numbers[text.index]
                return replace(text, index=index, content=content, attached=tuple(map(new, text.attached)))

            blocks = replace_texts(blocks, new)
            extras = tuple(map(new, extras))
        return Document(
            "docx",
            self._package.data,
            blocks,
            metadata,
            extras,
            tuple(self._parts.resource(name) for name in self._found.pictures),
            self._parts.sheet.language,
            private=numbers,
        )

    # ---- what atoms ask

    def _target(self, id: str) -> tuple[str, bool] | None:
        return self._parts.target(self._part, id)

    def _note_number(self, kind: str, id: str) -> str:
        if self._part != self._parts.main:
            return ""
        notes = self._found.notes
        if (kind, id) not in notes:
            self._found.note_counts[kind] += 1
            count = self._found.note_counts[kind]
            notes[kind, id] = str(count) if kind == "footnote" else _roman(count)
        return notes[kind, id]


class _Place:
    """Where a text goes, and what it is called."""

    def __init__(self, role: str, add: Callable[[Text], None]) -> None:
        self.role = role
        self._add = add

    def __call__(self, text: Text) -> None:
        self._add(text)


class _Deeper:
    """Counts how deep tables and text boxes stand in each other."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> None:
        self._reader._depth += 1
        if self._reader._depth > MAX_NESTING // 2:
            raise DocumentError(
                f"tables or text boxes stand more than {MAX_NESTING // 2} deep in each other",
                "take some out of one another",
            )

    def __exit__(self, *_: object) -> None:
        self._reader._depth -= 1


def _texts_of(blocks: tuple[Block, ...]) -> list[Text]:
    """The texts of blocks, those attached left with them."""
    attached = {id(one) for text in iter_texts(blocks) for one in text.attached}
    return [text for text in iter_texts(blocks) if id(text) not in attached]


def _anchors(atoms: list[Atom]) -> list[Anchor]:
    found: list[Anchor] = []
    for atom in atoms:
        if atom.anchor is not None and (not found or found[-1] is not atom.anchor):
            found.append(atom.anchor)
    return found


def _references(section: Node) -> list[tuple[str, str]]:
    return [
        (node.name.removesuffix("Reference"), node.get("r:id") or "")
        for node in section.children
        if node.name in ("headerReference", "footerReference")
    ]


_ROW_WRAPPERS = frozenset(["sdt", "sdtContent", "customXml"])


def _inside(node: Node, wanted: str) -> list[Node]:
    found: list[Node] = []
    pending = list(reversed(node.children))
    while pending:
        one = pending.pop()
        if one.name == wanted:
            found.append(one)
        elif one.name in _ROW_WRAPPERS:
            pending += reversed(one.children)
    return found


def _rows(table: Node) -> list[Node]:
    return _inside(table, "tr")


def _cells(row: Node) -> list[Node]:
    return _inside(row, "tc")


def _align(cell: Node) -> Align | None:
    for node in cell.children:
        if node.name == "p":
            properties = node.child("pPr")
            value = None if properties is None else properties.value("jc")
            aligns: dict[str | None, Align] = {"center": "center", "right": "end", "end": "end"}
            return aligns.get(value)
    return None


def _merged(
    header: list[Row], rows: list[Row], spans: list[list[tuple[int, int]]]
) -> tuple[list[Row], list[Row]]:
    """Rows whose cells know how many rows they go over."""
    if not any(spans):
        return header, rows
    every = [*header, *rows]
    starts: dict[int, tuple[int, int]] = {}
    heights: dict[tuple[int, int], int] = {}
    for place, merges in enumerate(spans):
        here = set()
        for column, cell in merges:
            here.add(column)
            if cell >= 0:
                starts[column] = (place, cell)
                heights[place, cell] = 1
            elif column in starts:
                heights[starts[column]] += 1
        starts = {column: start for column, start in starts.items() if column in here}
    for (place, cell), height in heights.items():
        cells = list(every[place].cells)
        cells[cell] = replace(cells[cell], rows=height)
        every[place] = Row(tuple(cells))
    return every[: len(header)], every[len(header) :]


def _renumbered(content: tuple[Inline, ...], numbers: tuple[int, ...]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Image(_, _, _, index) if index is not None:
                nodes.append(replace(node, alt_index=numbers[index]))
            case Styled(_, children) | Link(_, children):
                nodes.append(replace(node, children=_renumbered(children, numbers)))
            case _:
                nodes.append(node)
    return tuple(nodes)


def _roman(number: int) -> str:
    out = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        out += letters * (number // value)
        number %= value
    return out
