"""Puts translated texts, and what Word must know of their language, into the bytes of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pipeline.documents.docx.alternates import alternates_in, rewrapped
from pipeline.documents.docx.compose import Composer
from pipeline.documents.docx.compose_drawn import embedded, turned_drawn, written_drawn
from pipeline.documents.docx.edits import Edit, applied, placed
from pipeline.documents.docx.flow import Flow
from pipeline.documents.docx.forms import binding_of
from pipeline.documents.docx.items import check_characters
from pipeline.documents.docx.nodes import Node, inner_start, prefix_of
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.properties import PARAGRAPH, SECTION, TABLE, Properties, attribute_span, escape
from pipeline.documents.docx.reader import Reader
from pipeline.documents.docx.settings import language_parts
from pipeline.documents.docx.styles import Style
from pipeline.documents.docx.tongue import Tongue
from pipeline.documents.inline import Foreign, Inline, Opaque, Run, plain_text
from pipeline.errors import DocumentError


class Writer:
    """Goes through a document after the reader, and notes what changes.

    Args:
        contents: by the number of the text in its document; those that stay as they are left out.
        numbers: for each text in the order the reader meets them, its number in the document.
        tongue: of the contents, or None to leave what the document says of its language.
    """

    def __init__(
        self, contents: Mapping[int, tuple[Inline, ...]], numbers: tuple[int, ...], tongue: Tongue | None
    ) -> None:
        self._contents = contents
        self._numbers = numbers
        self._tongue = tongue
        self._edits: list[Edit] = []
        self._data = b""
        self.parts: dict[str, tuple[bytes, list[Edit]]] = {}

    def written(self) -> dict[str, bytes]:
        """The parts that have changed."""
        return {
            name: applied(data, edits, 0, len(data)) for name, (data, edits) in self.parts.items() if edits
        }

    # ---- as the reader goes

    def part(self, name: str, data: bytes) -> None:
        self._data, self._edits = self.parts.setdefault(name, (data, []))

    def paragraph(self, node: Node, style: Style, flows: Sequence[tuple[Flow, int]]) -> None:
        inner = self._inside(node)
        properties = node.child("pPr")
        rtl = self._is_rtl(properties, style)
        if any(self._content(number) is not None for _, number in flows):
            inner = self._rewritten(node, flows, inner, self._tongue.rtl if self._tongue is not None else rtl)
        if self._tongue is not None and rtl != self._tongue.rtl:
            inner = self._turned(node, properties, inner)
        self._edits += inner

    def _rewritten(
        self, node: Node, flows: Sequence[tuple[Flow, int]], inner: list[Edit], rtl: bool
    ) -> list[Edit]:
        """The edits inside a paragraph, with those of its text in each of its forms."""
        data = self._data

        def patched(start: int, end: int) -> bytes:
            return applied(data, inner, start, end)

        edits: list[Edit] = []
        prefix = prefix_of(data, node)
        composers = [Composer(flow, data, prefix, self._tongue, patched, rtl) for flow, _ in flows]
        for extent, places in _joined([composer.extent() for composer in composers]):
            if all(self._content(flows[place][1]) is None for place in places):
                continue
            written: list[bytes] = []
            for place in places:
                flow, number = flows[place]
                content = self._content(number)
                with self._naming(number):
                    written.append(
                        composers[place].write(flow.content if content is None else content, extent)
                    )
            edits.append((*extent, rewrapped(data, alternates_in(node, *extent), written)))
        return [
            *(edit for edit in inner if not any(a <= edit[0] and edit[1] <= b for a, b, _ in edits)),
            *edits,
        ]

    def drawn(self, node: Node, flow: Flow, number: int) -> None:
        content = self._content(number)
        if content is not None:
            with self._naming(number):
                self._edits.append(
                    written_drawn(flow, content, self._data, prefix_of(self._data, node), self._tongue)
                )
        if self._tongue is not None:
            self._edits += turned_drawn(self._data, node, self._tongue)

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        content = self._content(number)
        if content is None:
            return
        text = self._plain(content, number)
        if attribute is None:
            self._put(node, text)
        else:
            self._put_into(node, attribute, text)

    def counter(self, node: Node, number: int) -> None:
        content = self._content(number)
        if content is not None:
            self._put_into(node, "val", self._plain(_with_counters(content), number))

    def _put_into(self, node: Node, attribute: str, text: str) -> None:
        """Text instead of that of an attribute."""
        at = node.start
        span = attribute_span(self._data[at : inner_start(self._data, node)], attribute)
        if span is not None:
            self._edits.append((at + span[0], at + span[1], escape(text).encode()))

    def string(self, node: Node, number: int) -> None:
        content = self._content(number)
        if content is not None:
            with self._naming(number):
                self._put(node, embedded(content, self._tongue))

    def spread(self, nodes: tuple[Node, ...], number: int) -> None:
        content = self._content(number)
        if content is None:
            return
        for place, node in enumerate(nodes):
            self._put(node, "" if place else self._plain(content, number))

    def _plain(self, content: tuple[Inline, ...], number: int) -> str:
        text = plain_text(content).replace("\n", " ")
        with self._naming(number):
            check_characters(text)
        return text

    def _put(self, node: Node, text: str) -> None:
        """Text instead of that of an element."""
        start = inner_start(self._data, node)
        end = self._data.rfind(b"</", start, node.end)
        if end >= 0:
            self._edits.append((start, end, escape(text).encode()))

    def unfitted(self, node: Node) -> None:
        # The size was reckoned for the source's words; longer ones would stand beyond the shape.
        if self._contents:
            fitted = b"<" + prefix_of(self._data, node) + b"normAutofit/>"
            self._edits.append((node.start, node.end, fitted))

    def control(self, properties: Node) -> None:
        if self._contents and (binding := binding_of(properties)) is not None:
            self._edits.append((binding.start, binding.end, b""))

    def table(self, node: Node) -> None:
        if self._tongue is None:
            return
        child = node.child("tblPr")
        self._switch(node, child, "tblPr", TABLE, "bidiVisual")

    def section(self, node: Node) -> None:
        if self._tongue is None:
            return
        properties = Properties(
            self._data[node.start : node.end], "sectPr", prefix_of(self._data, node), SECTION
        )
        if (properties.is_on("bidi") is True) != self._tongue.rtl:
            _set_switch(properties, "bidi", self._tongue.rtl)
            self._edits.append((node.start, node.end, properties.written()))

    # ---- what it does

    def _content(self, number: int | None) -> tuple[Inline, ...] | None:
        if number is None or not 0 <= number < len(self._numbers):
            return None
        return self._contents.get(self._numbers[number])

    @contextmanager
    def _naming(self, number: int | None) -> Iterator[None]:
        """An error in here is one of this text."""
        try:
            yield
        except DocumentError as error:
            assert number is not None
            raise error.of_text(self._numbers[number]) from None

    def _inside(self, node: Node) -> list[Edit]:
        """Take back the edits inside an element: they are the last ones, as it is done after all in it."""
        place = len(self._edits)
        while place and self._edits[place - 1][0] >= node.start:
            place -= 1
        inner = self._edits[place:]
        del self._edits[place:]
        return inner

    @staticmethod
    def _is_rtl(properties: Node | None, style: Style) -> bool:
        flag = None if properties is None else properties.flag("bidi")
        return style.bidi if flag is None else flag

    def _turned(self, node: Node, child: Node | None, inner: list[Edit]) -> list[Edit]:
        """Give a paragraph the direction of the language."""
        assert self._tongue is not None
        prefix = prefix_of(self._data, node)
        if child is not None:
            raw = applied(self._data, inner, child.start, child.end)
            rest = [edit for edit in inner if not (child.start <= edit[0] and edit[1] <= child.end)]
        else:
            raw, rest = b"", inner
        properties = Properties(raw, "pPr", prefix, PARAGRAPH)
        properties.set("bidi", {} if self._tongue.rtl else {"val": "0"})
        return [*rest, placed(self._data, node, child, properties.written())]

    def _switch(self, node: Node, child: Node | None, name: str, order: list[str], switch: str) -> None:
        assert self._tongue is not None
        raw = b"" if child is None else self._data[child.start : child.end]
        properties = Properties(raw, name, prefix_of(self._data, node), order)
        if (properties.is_on(switch) is True) != self._tongue.rtl:
            _set_switch(properties, switch, self._tongue.rtl)
            self._edits.append(placed(self._data, node, child, properties.written()))


def _joined(extents: list[tuple[int, int]]) -> list[tuple[tuple[int, int], list[int]]]:
    """Ranges that do not lie over each other, each with the places of the extents that are in it."""
    found: list[tuple[tuple[int, int], list[int]]] = []
    for place in sorted(range(len(extents)), key=extents.__getitem__):
        start, end = extents[place]
        if found and start < found[-1][0][1]:
            (first, last), places = found[-1]
            found[-1] = (first, max(last, end)), sorted([*places, place])
        else:
            found.append(((start, end), [place]))
    return found


def _with_counters(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """What stands before one item of a list, with Word's counters for its numbers."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Opaque(_, _, source):
                nodes.append(Run(source))
            case Foreign(_, children):
                nodes += _with_counters(children)
            case _:
                nodes.append(node)
    return tuple(nodes)


def _set_switch(properties: Properties, name: str, on: bool) -> None:
    if on:
        properties.set(name)
    else:
        properties.remove(name)


def rebuilt(
    package: Package,
    contents: Mapping[int, tuple[Inline, ...]],
    numbers: tuple[int, ...],
    tongue: Tongue | None,
) -> bytes:
    """The document with some texts replaced, and told its language.

    Raises:
        DocumentError: one of the contents cannot be written; its ``text_index`` says which.
    """
    if not contents and tongue is None:
        return package.data
    writer = Writer(contents, numbers, tongue)
    Reader(package, writer).read()
    parts = writer.written()
    if tongue is not None:
        for name, data in language_parts(package, tongue, parts).items():
            parts[name] = data
    changed = {name: data for name, data in parts.items() if data != package.read(name)}
    return package.replaced(changed)
