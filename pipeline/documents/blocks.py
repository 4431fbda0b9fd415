"""Blocks: what a document and an edition are made of, each with texts of inline content.

Frozen types and nothing else, whatever format they came from. In a Document a ``Text`` holds what the author
wrote, in an Edition the same text in the reader's language. ``walking`` goes through them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from pipeline.documents.inline import Inline, Placeholder, read_notation


class Span(Struct, frozen=True):
    """Half-open range of byte offsets in the original file."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class Text(Struct, frozen=True, eq=False):
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
        notation: ``content`` in the inline notation, where a reader knew it at once; else None.
    """

    index: int
    _content: tuple[Inline, ...] | None
    role: str
    span: Span = NOWHERE
    line: int = 1
    context: str | None = None
    note: str | None = None
    attached: tuple[Text, ...] = ()
    notation: str | None = None

    @classmethod
    def of_notation(
        cls, index: int, notation: str, role: str, line: int, context: str | None, note: str | None
    ) -> Text:
        """A text of the words, styles and links of ``notation``, which has nothing opaque.

        A tenth of the size that the nodes have, and most texts are only ever seen by translators.
        """
        return cls(index, None, role, NOWHERE, line, context, note, (), notation)

    @property
    def content(self) -> tuple[Inline, ...]:
        content = self._content
        if content is None:
            assert self.notation is not None
            content = read_notation(self.notation, _nothing_opaque)
            force_setattr(self, "_content", content)
        return content

    @property
    def said(self) -> tuple[object, ...]:
        """All of it but where it stands in the file."""
        return (self.index, self.content, self.role, self.context, self.note, self.attached)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Text) and self.said == other.said)

    def __hash__(self) -> int:
        return hash(self.said)

    def __repr__(self) -> str:
        return f"Text{self.said!r}"

    def with_content(self, content: tuple[Inline, ...], *, index: int | None = None) -> Text:
        """The same text with other content, and maybe another number."""
        return Text(
            self.index if index is None else index,
            content,
            self.role,
            self.span,
            self.line,
            self.context,
            self.note,
            self.attached,
        )


def _nothing_opaque(id: str) -> Placeholder:
    raise AssertionError(f'<x id="{id}"/> in a text that was said to have none')


class Title(Struct, frozen=True):
    """The title of the leaflet.

    Attributes:
        mark: what its author's program numbers it with, such as "1.", or None.
    """

    text: Text
    mark: Text | None = None


class Heading(Struct, frozen=True):
    """A heading inside the leaflet; level 2 is the highest, as the title is level 1.

    Attributes:
        mark: what its author's program numbers it with, such as "2.1" or "Part 2:", or None.
    """

    level: int
    text: Text
    mark: Text | None = None


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    text: Text


class ListItem(Struct, frozen=True):
    """One item of a list: paragraphs and further lists.

    Attributes:
        checked: of an item with a box to tick, whether it is ticked; None for any other.
        mark: what stands before it, such as "b)" or "Step 2:", where that is more than a bullet or its number
            in 0-9. Its words are for translating; a number is opaque.
    """

    blocks: tuple[Block, ...]
    checked: bool | None = None
    mark: Text | None = None


class ListBlock(Struct, frozen=True):
    """A list; ``start`` is the first number of an ordered one, None for bullets."""

    start: int | None
    items: tuple[ListItem, ...]


class Quote(Struct, frozen=True):
    """A quotation, or blocks that are set in like one."""

    blocks: tuple[Block, ...]


class Verbatim(Struct, frozen=True):
    """Lines to show exactly as they are, not for translating: a program, a form of words in a fixed layout.

    Attributes:
        text: the lines, each ended by LF.
        language: of a program, as the author named it, or empty.
    """

    text: str
    language: str = ""


class Rule(Struct, frozen=True):
    """A line drawn between blocks."""


class Figure(Struct, frozen=True):
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


class Cell(Struct, frozen=True):
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


class Row(Struct, frozen=True):
    """One row of a table: the cells that begin in it."""

    cells: tuple[Cell, ...]


class Table(Struct, frozen=True):
    """A table.

    Attributes:
        header: the rows at its head, repeated on each page.
        rows: all others.
        caption: its title.
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Text | None = None


class Details(Struct, frozen=True):
    """Blocks under a line that opens and closes them; on paper they are open."""

    summary: Text | None
    blocks: tuple[Block, ...]


class Footnote(Struct, frozen=True):
    """One footnote; ``inline.NoteMark`` leads to it by ``label``. ``number`` is what a reader sees."""

    label: str
    number: str
    blocks: tuple[Block, ...]


class Footnotes(Struct, frozen=True):
    """All footnotes of the document, in the order of their numbers; its last block."""

    notes: tuple[Footnote, ...]


Block = (
    Title | Heading | Paragraph | ListBlock | Quote | Verbatim | Rule | Figure | Table | Details | Footnotes
)

Part = Block | Row | Cell | ListItem | Footnote
"""What has further parts inside it, down to the texts."""
