"""Puts blocks into a body, a cell, a text box or a note: nests lists, and names texts for translators."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Block,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Table,
    Text,
    Title,
)


class _List(Struct):
    level: int
    key: str
    number: int | None
    ordinal: str
    items: list[list[Block]] = field(default_factory=list)
    lists: int = 0
    marks: list[Text | None] = field(default_factory=list)


class Container:
    """Blocks in the order they come; ``name`` is of the container, empty for the body."""

    def __init__(self, name: str = "", counts: Counter[str] | None = None) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.counts: Counter[str] = Counter() if counts is None else counts
        self._lists: list[_List] = []
        self._quote: list[Block] | None = None
        self._caption: Text | None = None

    def role(self, kind: str) -> str:
        """The name of the next text of a kind."""
        self.counts[kind] += 1
        count = self.counts[kind]
        if not self.name:
            return f"{kind.capitalize()} {count}"
        return self.name if kind == "paragraph" and count == 1 else f"{self.name}, {kind} {count}"

    def next_name(self, kind: str) -> str:
        """The name of the next container inside this one."""
        self.counts[kind] += 1
        count = self.counts[kind]
        return f"{self.name}, {kind} {count}" if self.name else f"{kind.capitalize()} {count}"

    def other_form(self) -> Container:
        """A container for what stands in this one once more, in another form."""
        other = Container(self.next_name("other form"))
        other.counts["header"] = self.counts["header"]
        return other

    def add(self, block: Block) -> None:
        """Add a block that is no list item."""
        self._close(0)
        self._end_quote()
        if self._caption is not None:
            if isinstance(block, Table):
                block = replace(block, caption=self._caption)
            else:
                self.blocks.append(Paragraph(self._caption))
            self._caption = None
        self.blocks.append(block)

    def add_inside(self, block: Block) -> None:
        """Add a block to the list item that is open, or like any other."""
        if self._lists:
            self._lists[-1].items[-1].append(block)
        else:
            self.add(block)

    def quote(self, text: Text) -> None:
        """Add a paragraph of a quotation."""
        self._close(0)
        self._end_caption()
        if self._quote is None:
            self._quote = []
        self._quote.append(Paragraph(text))

    def caption(self, text: Text) -> None:
        """Add a caption: of the picture before it, or of the table after it."""
        self._close(0)
        self._end_quote()
        self._end_caption()
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Figure) and last.caption is None:
            self.blocks[-1] = replace(last, caption=text)
        else:
            self._caption = text

    def item_role(self, key: str, level: int, number: int | None) -> str:
        """Open or go on with the list that an item belongs to; returns the item's name."""
        self._end_quote()
        self._end_caption()
        while self._lists and self._lists[-1].level > level:
            self._close(len(self._lists) - 1)
        top = self._lists[-1] if self._lists else None
        if top is not None and top.level == level:
            same = (top.number is None) == (number is None)
            if not same or (number is not None and top.key != key) or not _follows(top, number):
                self._close(len(self._lists) - 1)
                self._open(level, key, number)
        else:
            self._open(level, key, number)
        top = self._lists[-1]
        top.items.append([])
        top.marks.append(None)
        return f"{top.ordinal}, item {len(top.items)}"

    def mark(self, text: Text) -> None:
        """Give a mark to the item that ``item_role`` has opened."""
        self._lists[-1].marks[-1] = text

    def item(self, block: Block) -> None:
        """Put a block into the item that ``item_role`` has opened."""
        self._lists[-1].items[-1].append(block)

    def finish(self) -> tuple[Block, ...]:
        self._close(0)
        self._end_quote()
        self._end_caption()
        return tuple(self.blocks)

    def _open(self, level: int, key: str, number: int | None) -> None:
        if self._lists:
            outer = self._lists[-1]
            outer.lists += 1
            ordinal = f"{outer.ordinal}, item {len(outer.items)}, list {outer.lists}"
        else:
            ordinal = self.next_name("list")
        self._lists.append(_List(level, key, number, ordinal))

    def _close(self, depth: int) -> None:
        while len(self._lists) > depth:
            done = self._lists.pop()
            block = ListBlock(
                done.number,
                tuple(
                    ListItem(tuple(blocks), mark=mark)
                    for blocks, mark in zip(done.items, done.marks, strict=True)
                ),
            )
            if self._lists:
                self._lists[-1].items[-1].append(block)
            else:
                self.blocks.append(block)

    def _end_quote(self) -> None:
        if self._quote is not None:
            self.blocks.append(Quote(tuple(self._quote)))
            self._quote = None

    def _end_caption(self) -> None:
        if self._caption is not None:
            self.blocks.append(Paragraph(self._caption))
            self._caption = None


def _follows(top: _List, number: int | None) -> bool:
    return number is None or top.number is None or number == top.number + len(top.items)


def with_levels(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings with their final levels: the title is level 1, and no level is left out.

    Headings come with Word's level plus one. Where Word's own Title is used its "Heading 1" is level 2; else
    the first "Heading 1" is the title, and if it is the only one, "Heading 2" is level 2.
    """
    has_title = any(isinstance(block, Title) for block in blocks)
    tops = sum(isinstance(block, Heading) and block.level == 2 for block in blocks)
    shift = 0 if has_title or tops > 1 else 1
    out: list[Block] = []
    last = 1
    for block in blocks:
        if isinstance(block, Heading):
            if not has_title and block.level == 2:
                has_title = True
                block = Title(replace(block.text, role="Title"), block.mark)
            else:
                last = max(2, min(block.level - shift, last + 1, 6))
                block = replace(block, level=last)
        out.append(block)
    return tuple(out)
