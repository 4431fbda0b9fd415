"""Ways through blocks: their texts, the blocks inside them, and the same blocks with other texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pipeline.documents.blocks import (
    Block,
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Part,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Title,
    Verbatim,
)
from pipeline.documents.inline import Foreign, Image, Inline, Link, Styled


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


def parts_of(node: Part) -> tuple[Part | Text, ...]:
    """What stands directly inside a block, row, cell, item or footnote, in reading order."""
    match node:
        case Paragraph(text):
            return (text,)
        case Title(text, mark) | Heading(_, text, mark):
            return (text,) if mark is None else (mark, text)
        case ListBlock(_, items):
            return items
        case ListItem(blocks, _, mark):
            return blocks if mark is None else (mark, *blocks)
        case Quote(blocks) | Cell(blocks) | Footnote(_, _, blocks):
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


def marks_of(blocks: tuple[Block, ...]) -> frozenset[int]:
    """The numbers of the texts that are marks of items and headings."""
    found: set[int] = set()
    for block in iter_blocks(blocks):
        owners = block.items if isinstance(block, ListBlock) else (block,)
        found.update(
            one.mark.index
            for one in owners
            if isinstance(one, ListItem | Title | Heading) and one.mark is not None
        )
    return frozenset(found)


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

    def walk_item(item: ListItem) -> ListItem:
        return replace(item, blocks=walk_all(item.blocks), mark=maybe(item.mark))

    def walk_all(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(walk, blocks))

    def walk(block: Block) -> Block:
        match block:
            case Title(text, mark):
                return Title(new(text), maybe(mark))
            case Heading(level, text, mark):
                return Heading(level, new(text), maybe(mark))
            case Paragraph(text):
                return Paragraph(new(text))
            case ListBlock(start, items):
                return ListBlock(start, tuple(map(walk_item, items)))
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
