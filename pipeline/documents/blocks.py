"""Blocks: what a document and an edition are made of, each with texts of inline content.

Frozen types and nothing else, whatever format they came from. In a Document a ``Text`` holds what the author
wrote, in an Edition the same text in the reader's language. ``walking`` goes through them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.documents.inline import Inline, Placeholder, read_notation


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
    """The title of the leaflet.

    Attributes:
        mark: what its author's program numbers it with, such as "1.", or None.
    """

    text: Text
    mark: Text | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the leaflet; level 2 is the highest, as the title is level 1.

    Attributes:
        mark: what its author's program numbers it with, such as "2.1" or "Part 2:", or None.
    """

    level: int
    text: Text
    mark: Text | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: paragraphs and further lists.

    Attributes:
        checked: of an item with a box to tick, whether it is ticked; None for any other.
        mark: what stands before it, such as "b)" or "Step 2:", where that is more than a bullet or its number
            in 0-9. Its words are for translating; a number is opaque.
    """

    blocks: tuple[Block, ...]
    checked: bool | None = None
    mark: Text | None = None


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

Part = Block | Row | Cell | ListItem | Footnote
"""What has further parts inside it, down to the texts."""
