"""The Document: typed blocks of inline content, with spans into the original bytes.

A reader (one module a format) turns bytes into a Document; its writer puts translated texts back at their
spans, so whatever is not translated keeps its bytes. The same block types make up an Edition, where each
``Text`` holds target content.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.documents.inline import Inline


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of byte offsets in the original file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The translatable inline content of one block.

    Attributes:
        index: its number in the document, counted from 0 in reading order.
        content: the inline nodes; white space that only wraps lines is one space here.
        role: what it is in words for a translator, such as "Title" or "Paragraph 2".
        span: where its bytes stand (of no part in equality).
        line: the line it starts on, counted from 1 (of no part in equality).
        context: a ``msgctxt`` that the author gave by directive.
        note: a note for translators that the author gave by directive.
    """

    index: int
    content: tuple[Inline, ...]
    role: str
    span: Span = field(default=Span(0, 0), compare=False)
    line: int = field(default=1, compare=False)
    context: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the leaflet."""

    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the leaflet; level 2 is the highest, as the title is level 1."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: paragraphs and further lists."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; ``start`` is the first number of an ordered one, None for bullets."""

    start: int | None
    items: tuple[ListItem, ...]


Block = Title | Heading | Paragraph | ListBlock


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself beside its text.

    Attributes:
        published: the publication date, or None.
    """

    published: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source document.

    Attributes:
        format: the key of its format in the registry, such as "text".
        data: the original bytes, whole.
        blocks: in reading order; the first is the Title where the document has one.
        metadata: see Metadata.
    """

    format: str
    data: bytes = field(repr=False)
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()

    @property
    def texts(self) -> tuple[Text, ...]:
        """All texts in reading order; ``texts[i].index == i``."""
        return tuple(iter_texts(self.blocks))


def iter_texts(blocks: tuple[Block, ...]) -> Iterator[Text]:
    """Yield the texts of ``blocks`` and of all blocks inside them, in reading order."""
    for block in blocks:
        match block:
            case Title(text) | Heading(_, text) | Paragraph(text):
                yield text
            case ListBlock(_, items):
                for item in items:
                    yield from iter_texts(item.blocks)


def map_texts(blocks: tuple[Block, ...], contents: Mapping[int, tuple[Inline, ...]]) -> tuple[Block, ...]:
    """Return ``blocks`` with the content of text ``i`` replaced by ``contents[i]`` where it is given."""

    def new(text: Text) -> Text:
        return replace(text, content=contents.get(text.index, text.content))

    def walk(block: Block) -> Block:
        match block:
            case Title(text):
                return Title(new(text))
            case Heading(level, text):
                return Heading(level, new(text))
            case Paragraph(text):
                return Paragraph(new(text))
            case ListBlock(start, items):
                return ListBlock(
                    start, tuple(ListItem(tuple(walk(b) for b in item.blocks)) for item in items)
                )

    return tuple(walk(block) for block in blocks)


class DocumentFormat(Protocol):
    """A format that documents are written in (one module each; see ``documents.registry``)."""

    name: str
    suffixes: tuple[str, ...]

    def parse(self, data: bytes) -> Document:
        """Read a document.

        Raises:
            DocumentError: the bytes are not what the format wants; says the line or byte offset.
        """
        ...

    def rebuild(self, document: Document, contents: Mapping[int, tuple[Inline, ...]]) -> bytes:
        """Write ``document`` with the texts named in ``contents`` replaced; all other bytes stay."""
        ...
