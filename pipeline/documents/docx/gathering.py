"""What is gathered on the way through a document: its texts with their numbers, and where the reader is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.blocks import Block, Text
from pipeline.documents.docx.container import Container
from pipeline.documents.docx.drawn import EMBEDDINGS
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.visitor import Visitor
from pipeline.documents.inline import Inline
from pipeline.documents.literals import literal_content
from pipeline.documents.tidy import collapse
from pipeline.documents.walking import iter_texts
from pipeline.errors import DocumentError

_WITHOUT_EMBEDDINGS = dict.fromkeys(map(ord, EMBEDDINGS))

MAX_NESTING = 28
"""How deep lists, quotes and tables may stand in each other: exporters lay out 32 levels, styles included."""

Known = dict[tuple[Inline, ...], int]
"""The numbers of texts by their content."""


class BlockReader(Protocol):
    """Who reads what stands in a cell or a text box.

    It is handed along with each call: whom it keeps may not keep it, which would be a circle of objects.
    """

    def read(self, node: Node, into: Container) -> None:
        """Read one block."""

    def control(self, properties: Node) -> None:
        """Read the properties of a content control."""


class Gathering(Struct):
    """The texts of one document, in the order they are met.

    Attributes:
        visitor: is told of each place.
        part: the one that is being read.
        extras: texts that are no part of the body.
        pictures: the names of resources, in order.
        line: the number of the paragraph that is being read.
        known: where the same words stand in several places that must stay the same, their texts' numbers.
    """

    package: Package
    parts: Parts
    visitor: Visitor
    part: str = ""
    extras: list[Text] = field(default_factory=list)
    pictures: dict[str, None] = field(default_factory=dict)
    count: int = 0
    line: int = 0
    known: Known | None = None
    _met: Known | None = None
    _kept: set[int] = field(default_factory=set)
    _data: bytes = b""
    _depth: int = 0

    @contextmanager
    def reading(self, name: str) -> Iterator[bytes]:
        """Go into a part, and afterwards back to the one before."""
        before = self.part, self._data
        self.part, self._data = name, self.package.read(name)
        self.visitor.part(name, self._data)
        yield self._data
        self.part, self._data = before
        if self.part:
            self.visitor.part(*before)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Into a table or text box."""
        self._depth += 1
        if self._depth > MAX_NESTING // 2:
            raise DocumentError(
                f"tables or text boxes stand more than {MAX_NESTING // 2} deep in each other",
                "take some out of one another",
            )
        yield
        self._depth -= 1

    @contextmanager
    def alike(self, known: Known) -> Iterator[None]:
        """What has the same words here is one text."""
        outer = self.known
        self.known = {**(outer or {}), **known}
        yield
        self.known = outer

    @contextmanager
    def recorded(self) -> Iterator[Known]:
        """The texts that are met in here."""
        outer = self._met
        met: Known = {}
        self._met = met
        yield met
        self._met = outer
        for content, number in met.items():
            self._meet(content, number)

    @contextmanager
    def again(self, container: Container, known: Known) -> Iterator[Container]:
        """What was read before, which are the texts ``known``, stands there once more in another form.

        It is read into ``container``. The same words are the same texts, others are extras. Nothing counts
        twice: no items of lists, and no pictures, as only the first form is laid out.
        """
        first = self.count
        pictures = dict(self.pictures)
        with self.alike(known), self.parts.numbering.aside():
            yield container
        self.pictures = pictures
        self.add_extras(container.finish(), first)

    def _meet(self, content: tuple[Inline, ...], number: int) -> None:
        if self._met is not None:
            self._met.setdefault(content, number)

    def target(self, id: str) -> tuple[str, bool] | None:
        """What a relationship of this part leads to, and whether that is outside the document."""
        return self.parts.target(self.part, id)

    def next(self) -> int:
        """The number of a new text."""
        self.count += 1
        return self.count - 1

    def text(self, content: tuple[Inline, ...], role: str, *, fresh: bool = False) -> Text:
        """A text, or unless it must be ``fresh`` the one that is known to have this content."""
        if not fresh and self.known is not None and (known := self.known.get(content)) is not None:
            return Text(known, content, role, line=max(self.line, 1))
        text = Text(self.next(), content, role, line=max(self.line, 1))
        self._meet(content, text.index)
        if not fresh and self.known is not None:
            self.known[content] = text.index
        return text

    def numbered(self, number: int, content: tuple[Inline, ...]) -> int:
        """The number of a text that was given ``number`` before its content was read."""
        if self.known is not None and self.count == number + 1:
            known = self.known.get(content)
            if known is not None:
                self.count = number
                return known
        self._meet(content, number)
        return number

    def add_extra(self, text: Text) -> None:
        """Keep a text that is no part of the body, once."""
        if text.index not in self._kept:
            self._kept.add(text.index)
            self.extras.append(text)

    def add_extras(self, blocks: tuple[Block, ...], first: int = 0) -> None:
        """Keep the texts of blocks that are no part of the body, from the number ``first`` on."""
        for text in iter_texts(blocks):
            if text.index >= first:
                self.add_extra(replace(text, attached=()))

    def words(self, node: Node, attribute: str | None, role: str) -> Text | None:
        """Take words, as an extra, from an attribute of ``node`` (with no namespace, or Word's own) or from
        its text."""
        words = node.text if attribute is None else node.get(f" {attribute}") or node.get(attribute)
        shown = collapse(words or "").strip(" ")
        if not shown:
            return None
        text = self.text(literal_content(shown), role)
        self.add_extra(text)
        self.visitor.words(node, attribute, text.index)
        return text

    def string(self, node: Node, role: str, *, fresh: bool = False) -> Text | None:
        """Take the words of an element that are shown as they stand: the writer isolates numbers in them.

        The caller puts them into a block, or makes them an extra.
        """
        shown = collapse(node.text.translate(_WITHOUT_EMBEDDINGS)).strip(" ")
        if not shown:
            return None
        text = self.text(literal_content(shown), role, fresh=fresh)
        self.visitor.string(node, text.index)
        return text

    def spread(self, nodes: Sequence[Node], role: str) -> None:
        """Take words that several elements hold together."""
        shown = collapse("".join(node.text for node in nodes)).strip(" ")
        text = self.text(literal_content(shown), role)
        self.add_extra(text)
        self.visitor.spread(tuple(nodes), text.index)
