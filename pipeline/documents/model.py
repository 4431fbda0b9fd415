"""The Document: typed blocks of inline content, with spans into the original bytes.

A reader (one module a format) turns bytes into a Document; its writer puts translated texts back at their
spans, so whatever is not translated keeps its bytes. The same block types make up an Edition, where each
``Text`` holds target content.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from pipeline.documents.inline import Foreign, Image, Inline, Link, Placeholder, Styled, read_notation
from pipeline.language.locale import Locale


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
        content: the inline nodes; white space that only wraps lines is one space here. A text made by
            ``of_notation`` makes them when they are first asked for.
        role: what it is in words for a translator, such as "Title" or "Paragraph 2".
        span: where its bytes stand, in plain text (of no part in equality).
        line: the line it starts on, counted from 1 (of no part in equality).
        context: a ``msgctxt`` that the author gave by directive.
        note: a note for translators that the author gave by directive.
        attached: texts that hang on this one without being part of it, in order: the alternative texts of its
            images, the titles of its links. Their numbers follow its own.
    """

    index: int
    content: tuple[Inline, ...]
    role: str
    span: Span = field(default=Span(0, 0), compare=False)
    line: int = field(default=1, compare=False)
    context: str | None = None
    note: str | None = None
    attached: tuple[Text, ...] = ()
    notation: str | None = field(init=False, repr=False, compare=False)
    """``content`` in the inline notation, where a reader knew it at once; else None."""

    @classmethod
    def of_notation(
        cls, index: int, notation: str, role: str, line: int, context: str | None, note: str | None
    ) -> Text:
        """A text of the words, styles and links of ``notation``, which has nothing opaque.

        A tenth of the size that the nodes have, and most texts are only ever seen by translators.
        """
        text = object.__new__(cls)
        for name, value in (
            ("index", index),
            ("notation", notation),
            ("role", role),
            ("span", _NOWHERE),
            ("line", line),
            ("context", context),
            ("note", note),
            ("attached", ()),
        ):
            object.__setattr__(text, name, value)
        return text

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """What has not been set: asked for once at most of ``content``."""
            if name == "notation":
                return None
            if name != "content" or self.notation is None:
                raise AttributeError(name)
            content = read_notation(self.notation, _nothing_opaque)
            object.__setattr__(self, "content", content)
            return content


_NOWHERE = Span(0, 0)


def _nothing_opaque(id: str) -> Placeholder:
    raise AssertionError(f'<x id="{id}"/> in a text that was said to have none')


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
    """One item of a list: paragraphs and further lists.

    Attributes:
        checked: of an item with a box to tick, whether it is ticked; None for any other.
    """

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; ``start`` is the first number of an ordered one, None for bullets."""

    start: int | None
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, or blocks that are set in like one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines to show exactly as they are, not for translating: a program, a form of words in a fixed layout.

    Attributes:
        text: the lines, each ended by LF.
        language: of a program, as the author named it, or empty.
    """

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn between blocks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that is a block of its own.

    Attributes:
        resource: the name of a ``Resource``, or an address that no resource has.
        alt: what stands for it where it cannot be seen; None for a picture that only decorates.
        caption: what is written under it.
    """

    resource: str
    alt: Text | None = None
    caption: Text | None = None


Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        blocks: a plain cell has one paragraph, an empty one has none.
        header: whether it names its row or column.
        align: where its lines stand, or None where the author did not say. A table that says "left" means
            "start" in a left-to-right document.
        columns, rows: how many it spans.
    """

    blocks: tuple[Block, ...]
    header: bool = False
    align: Align | None = None
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the cells that begin in it."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        header: the rows at its head, repeated on each page.
        rows: all others.
        caption: its title.
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Text | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks under a line that opens and closes them; on paper they are open."""

    summary: Text | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote; ``inline.NoteMark`` leads to it by ``label``. ``number`` is what a reader sees."""

    label: str
    number: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Footnotes:
    """All footnotes of the document, in the order of their numbers; its last block."""

    notes: tuple[Footnote, ...]


Block = (
    Title | Heading | Paragraph | ListBlock | Quote | Verbatim | Rule | Figure | Table | Details | Footnotes
)


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that belongs to the document: a picture.

    Attributes:
        name: how blocks and inline content name it: the address as written, or the part of a DOCX.
        media_type: such as "image/png"; empty where it is not known.
        data: its bytes; None where only its address is known and nothing has read it.
    """

    name: str
    media_type: str = ""
    data: bytes | None = field(default=None, repr=False)


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
        blocks: in reading order, with at most one Title (the first, unless something stands above it).
        metadata: see Metadata.
        extras: texts to translate that are not part of the leaflet's body: a description for search engines,
            the head and foot of Word's pages. Only ``rebuild`` shows them.
        resources: the pictures that the blocks name; no two of one name.
        locale: the language that the document says it is in, as written, or None.
        private: what the format keeps for ``rebuild`` (of no part in equality; nothing else looks at it).
    """

    format: str
    data: bytes = field(repr=False)
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    extras: tuple[Text, ...] = ()
    resources: tuple[Resource, ...] = ()
    locale: str | None = None
    private: object = field(default=None, repr=False, compare=False)

    @property
    def texts(self) -> tuple[Text, ...]:
        """All texts: those of the blocks in reading order, then the extras; ``texts[i].index == i``."""
        return (*iter_texts(self.blocks), *(one for text in self.extras for one in with_attached(text)))


def with_attached(text: Text) -> Iterator[Text]:
    """Yield ``text`` and the texts attached to it."""
    yield text
    for one in text.attached:
        yield from with_attached(one)


def iter_texts(blocks: tuple[Block, ...]) -> Iterator[Text]:
    """Yield the texts of ``blocks`` and of all blocks inside them, in reading order, with those attached."""
    pending: list[Part | Text] = list(reversed(blocks))
    while pending:
        node = pending.pop()
        if isinstance(node, Paragraph):
            node = node.text
        if not isinstance(node, Text):
            pending += reversed(parts_of(node))
        elif node.attached:
            yield from with_attached(node)
        else:
            yield node


Part = Block | Row | Cell | ListItem | Footnote


def parts_of(node: Part) -> tuple[Part | Text, ...]:
    """What stands directly inside a block, row, cell, item or footnote, in reading order."""
    match node:
        case Title(text) | Heading(_, text) | Paragraph(text):
            return (text,)
        case ListBlock(_, items):
            return items
        case ListItem(blocks) | Quote(blocks) | Cell(blocks) | Footnote(_, _, blocks):
            return blocks
        case Figure(_, alt, caption):
            return tuple(text for text in (alt, caption) if text is not None)
        case Row(cells):
            return cells
        case Table(header, rows, caption):
            return (*((caption,) if caption is not None else ()), *header, *rows)
        case Details(summary, blocks):
            return (*((summary,) if summary is not None else ()), *blocks)
        case Footnotes(notes):
            return notes
        case Verbatim() | Rule():
            return ()


def iter_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield ``blocks`` and all blocks inside them, in reading order."""
    pending: list[Part | Text] = list(reversed(blocks))
    while pending:
        node = pending.pop()
        if isinstance(node, Text):
            continue
        if not isinstance(node, ListItem | Row | Cell | Footnote):
            yield node
        pending += reversed(parts_of(node))


def map_texts(blocks: tuple[Block, ...], contents: Mapping[int, tuple[Inline, ...]]) -> tuple[Block, ...]:
    """Return ``blocks`` with the content of text ``i`` replaced by ``contents[i]`` where it is given.

    The ``alt`` of an image within a content is taken from the text that it stands for.
    """

    def new(text: Text) -> Text:
        content = contents.get(text.index, text.content)
        return replace(
            text,
            content=_with_alts(content, contents) if text.attached else content,
            attached=tuple(map(new, text.attached)),
        )

    return replace_texts(blocks, new)


def replace_texts(blocks: tuple[Block, ...], new: Callable[[Text], Text]) -> tuple[Block, ...]:
    """Return ``blocks`` with each text replaced by ``new`` of it (which sees to those attached)."""

    def maybe(text: Text | None) -> Text | None:
        return None if text is None else new(text)

    def walk_row(row: Row) -> Row:
        return Row(tuple(replace(cell, blocks=walk_all(cell.blocks)) for cell in row.cells))

    def walk_all(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(walk, blocks))

    def walk(block: Block) -> Block:
        match block:
            case Title(text):
                return Title(new(text))
            case Heading(level, text):
                return Heading(level, new(text))
            case Paragraph(text):
                return Paragraph(new(text))
            case ListBlock(start, items):
                return ListBlock(start, tuple(replace(item, blocks=walk_all(item.blocks)) for item in items))
            case Quote(inner):
                return Quote(walk_all(inner))
            case Figure(resource, alt, caption):
                return Figure(resource, maybe(alt), maybe(caption))
            case Table(header, rows, caption):
                return Table(tuple(map(walk_row, header)), tuple(map(walk_row, rows)), maybe(caption))
            case Details(summary, inner):
                return Details(maybe(summary), walk_all(inner))
            case Footnotes(notes):
                return Footnotes(tuple(replace(note, blocks=walk_all(note.blocks)) for note in notes))
            case Verbatim() | Rule():
                return block

    return walk_all(blocks)


def _with_alts(content: tuple[Inline, ...], contents: Mapping[int, tuple[Inline, ...]]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Image(_, _, _, index) if index is not None and index in contents:
                nodes.append(replace(node, alt=contents[index]))
            case Styled(_, children) | Link(_, children) | Foreign(_, children):
                nodes.append(replace(node, children=_with_alts(children, contents)))
            case _:
                nodes.append(node)
    return tuple(nodes)


class DocumentFormat(Protocol):
    """A format that documents are written in (one module each; see ``documents.registry``)."""

    name: str
    suffixes: tuple[str, ...]

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:
        """Read a document.

        Args:
            locale: the language that the document is in if it does not say so itself. Where a format marks
                parts as being in another language, they are left out.

        Raises:
            DocumentError: the bytes are not what the format wants; says the line or byte offset.
        """
        ...

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,
    ) -> bytes:
        """Write ``document`` with the texts named in ``contents`` replaced; all other bytes stay.

        Args:
            contents: target content by text index; one equal to the source's stays as its bytes are.
            locale: of the contents; where the format can say its language and direction, they are set.
                None leaves them alone.

        Raises:
            DocumentError: the format cannot hold one of the contents; its ``text_index`` says which.
        """
        ...

    def with_banner(self, data: bytes, heading: str, text: str, locale: Locale) -> bytes:
        """Return ``data``, a rebuilt document, with a draft's banner at its top.

        Args:
            heading, text: of the banner; ``text`` may be empty.
            locale: the language they are in.
        """
        ...
