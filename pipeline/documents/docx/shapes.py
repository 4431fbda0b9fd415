"""Drawings beside the text: pictures, text boxes, watermarks, charts, diagrams, and the words about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from pipeline.documents.blocks import (
    Block,
    Cell,
    Figure,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)
from pipeline.documents.docx.atoms import Drawing
from pipeline.documents.docx.chart import read_words, shapes_of
from pipeline.documents.docx.chart_data import Series, read_data
from pipeline.documents.docx.container import Container
from pipeline.documents.docx.diagram import drawing_of, read_points
from pipeline.documents.docx.drawing import described_by, is_described
from pipeline.documents.docx.drawn import read_drawn
from pipeline.documents.docx.flow import Flow, build_flow, core_of
from pipeline.documents.docx.gathering import BlockReader, Gathering, Known
from pipeline.documents.docx.nodes import Node, read_tree
from pipeline.documents.inline import Opaque
from pipeline.documents.literals import literal_content
from pipeline.documents.tidy import collapse
from pipeline.documents.walking import iter_texts


class Shapes(Struct):
    """Reads what stands in drawings."""

    gathering: Gathering
    _counts: Counter[str] = field(default_factory=Counter)
    _done: set[str] = field(default_factory=set)

    def figure(self, drawing: Drawing, into: Container, inside: bool = False) -> None:
        """A picture as a block; ``inside`` the list item that is open."""
        assert drawing.resource is not None
        self.gathering.pictures.setdefault(drawing.resource)
        alt = self.alternative(drawing.described, f"{into.role('figure')}, alternative text")
        _add(Figure(drawing.resource, alt), into, inside)

    def drawing(self, drawing: Drawing, into: Container, blocks: BlockReader, *, inside: bool) -> None:
        """A drawing that stands beside the text: its picture, its words, its text boxes.

        ``blocks`` reads what stands in these.
        """
        charts = (
            [] if drawing.boxes else [name for one in drawing.charts if (name := self._part(one, "r:id"))]
        )
        if charts:
            self._charts(charts, drawing, into, inside)
        elif drawing.resource is not None and not drawing.boxes and not drawing.shadows:
            self.figure(drawing, into, inside)
        else:
            text = self.alternative(drawing.described, "Alternative text of a shape")
            if text is not None:
                self.gathering.add_extra(text)
        self._art(drawing)
        for one in drawing.diagrams:
            self._diagram(one, into, inside)
        if drawing.drawn:
            lines = self._paragraphs(drawing.drawn, f"Drawing {self._next('drawing')}")
            _add(Quote(lines), into, inside) if lines else None
        with self.gathering.recorded() as known:
            for box in drawing.boxes:
                again = self.gathering.known is not None
                number = self._counts["box"] if again else self._next("box")
                container = Container(f"Text box {number}")
                self._box(box, container, blocks)
                if found := container.finish():
                    _add(Quote(found), into, inside)
        for box in drawing.shadows:
            # The same words for programs that do not know the newer form.
            with self.gathering.again(Container(f"Text box {self._counts['box']}"), known) as container:
                self._box(box, container, blocks)

    def alternative(self, described: Iterable[Node], role: str) -> Text | None:
        """The alternative text of a drawing, wherever its forms say it; other words in it are extras."""
        gathering = self.gathering
        found: dict[str, Text] = {}
        first: Text | None = None
        for node in described:
            for name in described_by(node):
                words = node.get(f" {name}")
                if not words or not (shown := collapse(words).strip(" ")):
                    continue
                if node.name.endswith(":cNvPr") and shown not in found:
                    continue  # the name of the picture's file, say; no reader sees it
                if shown not in found:
                    main = first is None and name in ("descr", "alt")
                    own = role if main else f"{role}, {'hint' if name == 'tooltip' else 'title'}"
                    found[shown] = text = gathering.text(literal_content(shown), own)
                    if main:
                        first = text
                    else:
                        gathering.add_extra(text)
                gathering.visitor.words(node, name, found[shown].index)
        return first

    def _art(self, drawing: Drawing) -> None:
        """Words drawn as a shape in the older form: a watermark."""
        for node in drawing.described:
            if node.name == "v:textpath":
                self.gathering.words(node, "string", "Words drawn as a shape")

    def _box(self, node: Node, into: Container, blocks: BlockReader) -> None:
        with self.gathering.deeper():
            for child in node.children:
                blocks.read(child, into)

    # ---- parts of their own

    def _charts(self, names: list[str], drawing: Drawing, into: Container, inside: bool) -> None:
        """Charts: no exporter can draw one; a leaflet has its alternative text, title and numbers instead."""
        alt = self.alternative(drawing.described, "Alternative text of a chart")
        for place, name in enumerate(names):
            title, numbers = self._chart(name)
            if title is not None or (alt is not None and place == 0):
                _add(Figure(name, alt if place == 0 else None, title), into, inside)
            if numbers is not None:
                _add(numbers, into, inside)

    def _chart(self, name: str) -> tuple[Text | None, Table | None]:
        """Read a chart's part; returns the first line of its title, and its data."""
        if name in self._done:
            return None, None
        self._done.add(name)
        title: Text | None = None
        role = f"Chart {self._next('chart')}"
        strings: dict[int, Text] = {}  # by the identity of the element that holds them
        with self.gathering.alike({}), self.gathering.reading(name) as data:
            root = read_tree(data, name)
            for words in read_words(root):
                fresh = words.main and title is None
                own = f"{role}, {words.role}"
                if not words.rich:
                    text = self.gathering.string(words.node, own, fresh=fresh)
                    if text is not None and not fresh:
                        strings[id(words.node)] = text
                elif (text := self._line(words.node, own, fresh=fresh)) is not None and not fresh:
                    self.gathering.add_extra(text)
                title = text if fresh else title
            table = self._numbers(root, strings, role)
            inside = () if table is None else tuple(text.index for text in iter_texts((table,)))
            for text in strings.values():
                if text.index not in inside:
                    self.gathering.add_extra(text)
            for one in shapes_of(root):
                if (found := self._target(one)) is not None:
                    self._drawn_part(found, f"{role}, drawing over it")
        return title, table

    def _numbers(self, root: Node, strings: dict[int, Text], role: str) -> Table | None:
        """The data of a chart as a table."""
        data = read_data(root)
        if data is None:
            return None
        names = [None if one.name is None else strings.get(id(one.name)) for one in data.series]
        rows = [(number, strings.get(id(node))) for number, node in sorted(data.categories.items())]
        used = [text.index for text in (*names, *(text for _, text in rows)) if text is not None]
        if len(set(used)) < len(used) or any(text is None for _, text in rows):
            return None  # one name for two things: it would be one text in two places

        def value(number: int, series: Series) -> Cell:
            if number not in series.values:
                return Cell(())
            content = (Opaque("1", series.values[number]),)
            text = self.gathering.text(content, f"{role}, value", fresh=True)
            return Cell((Paragraph(text),), align="end")

        def named(text: Text | None) -> Cell:
            return Cell(() if text is None else (Paragraph(text),), header=True)

        head = (Row((Cell(()), *map(named, names))),) if any(names) else ()
        body = tuple(
            Row((named(text), *(value(number, one) for one in data.series))) for number, text in rows
        )
        return Table(head, body)

    def _diagram(self, node: Node, into: Container, inside: bool) -> None:
        """A diagram: a list of its points, in a leaflet; and the same words as they were last drawn."""
        name = self._part(node, "r:dm")
        if name is None or name in self._done:
            return
        self._done.add(name)
        role = f"Diagram {self._next('diagram')}"
        levels: list[list[list[Block]]] = [[]]  # for each level that is open, the items so far
        seen: Known = {}
        with self.gathering.reading(name) as data:
            model = read_tree(data, name)
            for point in read_points(model):
                blocks = self._paragraphs(point.paragraphs, role)
                for text in iter_texts(blocks):
                    seen.setdefault(text.content, text.index)
                if blocks:
                    _close(levels, point.depth)
                    if len(levels) <= point.depth and levels[-1]:
                        levels.append([])
                    levels[-1].append([*blocks])
            self._described(model, role)
        drawn = drawing_of(model)
        if drawn is not None and (found := self._target(drawn)) is not None:
            with self.gathering.alike(seen):
                self._drawn_part(found, role)
        _close(levels, 0)
        if levels[0]:
            _add(Quote((_list(levels[0]),)), into, inside)

    def _drawn_part(self, name: str, role: str) -> None:
        """Words of a part that draws: those that are known already, and extras."""
        if name in self._done:
            return
        self._done.add(name)
        first = self.gathering.count
        with self.gathering.reading(name) as data:
            root = read_tree(data, name)
            for node in root.walk():
                if node.name == "a:noAutofit":
                    self.gathering.visitor.unfitted(node)
                elif node.name == "a:p":
                    text = self._line(node, role)
                    if text is not None and text.index >= first:
                        self.gathering.add_extra(text)
            self._described(root, role)

    def _described(self, root: Node, role: str) -> None:
        for node in root.walk():
            if is_described(node):
                for name in described_by(node):
                    self.gathering.words(node, name, f"{role}, alternative text")

    def _paragraphs(self, nodes: Iterable[Node], role: str) -> tuple[Block, ...]:
        return tuple(Paragraph(text) for node in nodes if (text := self._line(node, role)) is not None)

    def _line(self, node: Node, role: str, *, fresh: bool = False) -> Text | None:
        """One paragraph of DrawingML."""
        flow = self._flow(node)
        if flow is None:
            return None
        text = self.gathering.text(flow.content, role, fresh=fresh)
        self.gathering.visitor.drawn(node, flow, text.index)
        return text

    def _flow(self, node: Node) -> Flow | None:
        atoms = read_drawn(node, self.gathering.target)
        core = core_of(atoms)
        if core[0] == core[1]:
            return None
        return build_flow(atoms, core, plain=True, alternative=lambda _: ((), None))

    def _part(self, node: Node, attribute: str) -> str | None:
        return self._target(node.get(attribute) or "")

    def _target(self, id: str) -> str | None:
        found = self.gathering.target(id)
        if found is None or found[1] or not self.gathering.package.has(found[0]):
            return None
        return found[0]

    def _next(self, kind: str) -> int:
        self._counts[kind] += 1
        return self._counts[kind]


def _add(block: Block, into: Container, inside: bool) -> None:
    if inside:
        into.add_inside(block)
    else:
        into.add(block)


def _close(levels: list[list[list[Block]]], depth: int) -> None:
    """Put the lists that are deeper than ``depth`` into the items that they belong to."""
    while len(levels) > depth + 1:
        items = levels.pop()
        levels[-1][-1].append(_list(items))


def _list(items: list[list[Block]]) -> ListBlock:
    return ListBlock(None, tuple(ListItem(tuple(blocks)) for blocks in items))
