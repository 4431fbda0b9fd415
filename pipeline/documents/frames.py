"""The containers that are open while blocks are built: lists, tables and the like, and what is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Align,
    Block,
    Cell,
    Details,
    Figure,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)


class Counting(Struct, frozen=True):
    """How an ordered list counts.

    Attributes:
        start: its first number; None where nothing says it.
        form: a counter style by its name in CSS.
        reversed: whether it counts down.
    """

    start: int | None = None
    form: str = "decimal"
    reversed: bool = False

    def numbers(self, values: Sequence[int | None]) -> list[int]:
        """The number of each item; ``values`` are those that items say themselves (HTML, 4.4.8)."""
        step = -1 if self.reversed else 1
        number = self.start if self.start is not None else len(values) if self.reversed else 1
        out: list[int] = []
        for value in values:
            out.append(number if value is None else value)
            number = out[-1] + step
        return out


Container = Literal["list", "item", "quote", "table", "row", "cell", "details", "figure", "footnote"]


class Frame(Struct):
    """One open container.

    Attributes:
        kind: what it is; the document itself is as of ``details``.
        name: what translators are told of it, such as "Table 1, row 2".
        blocks: what stands in it so far.
        counting: of an ordered list, None for bullets.
        value, form: the number, and the counter style, that an item says itself.
        checked, header, align, columns, rows: see ``ListItem``, ``Cell``.
        label: of a footnote.
        caption: of a table or a figure; the summary of ``Details``.
        items, head_rows, body_rows, cells: of a list, a table, a row.
        values, forms: what the items say of their numbers and counter styles.
        counts: how many of each kind it has had, for their names.
    """

    kind: Container
    name: str
    blocks: list[Block] = field(default_factory=list)
    counting: Counting | None = None
    value: int | None = None
    form: str | None = None
    checked: bool | None = None
    header: bool = False
    align: Align | None = None
    columns: int = 1
    rows: int = 1
    label: str = ""
    caption: Text | None = None
    items: list[ListItem] = field(default_factory=list)
    values: list[int | None] = field(default_factory=list)
    forms: list[str | None] = field(default_factory=list)
    head_rows: list[Row] = field(default_factory=list)
    body_rows: list[Row] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, frame: Frame) -> None:
        """Take in what a container directly inside this one has become; a footnote is not for here."""
        blocks = tuple(frame.blocks)
        match frame.kind:
            case "item" if self.kind == "list":
                self.items.append(ListItem(blocks, frame.checked))
                self.values.append(frame.value)
                self.forms.append(frame.form)
            case "cell" if self.kind == "row":
                self.cells.append(Cell(blocks, frame.header, frame.align, frame.columns, frame.rows))
            case "row" if self.kind == "table":
                if frame.cells:
                    heads = frame.header or (not self.head_rows and all(c.header for c in frame.cells))
                    into = self.head_rows if heads and not self.body_rows else self.body_rows
                    into.append(Row(tuple(frame.cells)))
                self.blocks += blocks
            case "list":
                if frame.items:
                    numbers = frame.counting.numbers(frame.values) if frame.counting is not None else [None]
                    self.blocks.append(ListBlock(numbers[0], tuple(frame.items)))
                self.blocks += blocks
            case "table":
                # What stands in a table but in no cell comes before it, as browsers show it.
                self.blocks += blocks
                if frame.head_rows or frame.body_rows:
                    self.blocks.append(Table(tuple(frame.head_rows), tuple(frame.body_rows), frame.caption))
                elif frame.caption is not None:
                    self.blocks.append(Paragraph(frame.caption))
            case "quote" if blocks:
                self.blocks.append(Quote(blocks))
            case "details" if blocks or frame.caption is not None:
                self.blocks.append(Details(frame.caption, blocks))
            case "figure":
                self._add_figure(frame)
            case _:
                self.blocks += blocks

    def _add_figure(self, frame: Frame) -> None:
        """One picture with a caption is a figure; anything else keeps its blocks."""
        if len(frame.blocks) == 1 and isinstance(only := frame.blocks[0], Figure) and only.caption is None:
            self.blocks.append(replace(only, caption=frame.caption))
            return
        self.blocks += frame.blocks
        if frame.caption is not None:
            self.blocks.append(Paragraph(frame.caption))

    # ---- names for translators

    def name_text(self, kind: str, document: Frame) -> str:
        """What translators are told of a text that begins here; ``document`` is the outermost frame."""
        if kind == "title":
            return "Title"
        if kind in ("caption", "summary"):
            return f"{self.name}, {kind}" if self.name else kind.capitalize()
        if kind == "heading" and not self.name:
            document.counts["heading"] += 1
            return f"Heading {document.counts['heading']}"
        self.counts[kind] += 1
        count = self.counts[kind]
        if not self.name:
            return f"{kind.capitalize()} {count}"
        return self.name if count == 1 and kind == "paragraph" else f"{self.name}, {kind} {count}"

    def name_container(self, kind: Container, document: Frame) -> str:
        """What translators are told of a container that begins here."""
        self.counts[kind] += 1
        count = self.counts[kind]
        if kind in ("item", "row"):
            return f"{self.name}, {kind} {count}"
        if kind == "cell":
            return f"{self.name}, column {count}"
        if kind == "footnote":
            document.counts["note"] += 1
            return f"Footnote {document.counts['note']}"
        return f"{self.name}, {kind} {count}" if self.name else f"{kind.capitalize()} {count}"
