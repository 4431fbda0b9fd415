"""Ways through blocks: their texts, the blocks inside them, and the same blocks with other texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

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
        return text.with_content(_with_alts(content, contents) if text.attached else content)

    return replace_texts(blocks, new)


Change = Callable[[Text], Text]
"""Makes another text of one; those attached to it are changed beside it."""


def replace_texts(blocks: tuple[Block, ...], new: Change) -> tuple[Block, ...]:
    """Return ``blocks`` with each text replaced by ``new`` of it, those attached to others too."""
    return tuple(_replaced(block, new) for block in blocks)


def replace_text(text: Text, new: Change) -> Text:
    """Return ``new`` of a text, with that of each text attached to it."""
    one = new(text)
    if not one.attached:
        return one
    return replace(one, attached=tuple(replace_text(inner, new) for inner in one.attached))


# Functions of the module, as one function in another that calls itself is a circle of objects.


def _replaced(block: Block, new: Change) -> Block:
    match block:
        case Title(text, mark):
            return Title(replace_text(text, new), _maybe(mark, new))
        case Heading(level, text, mark):
            return Heading(level, replace_text(text, new), _maybe(mark, new))
        case Paragraph(text):
            return Paragraph(replace_text(text, new))
        case ListBlock(start, items):
            return ListBlock(start, tuple(_item(item, new) for item in items))
        case Quote(inner):
            return Quote(replace_texts(inner, new))
        case Figure(resource, alt, caption):
            return Figure(resource, _maybe(alt, new), _maybe(caption, new))
        case Table(header, rows, caption):
            return Table(
                tuple(_row(row, new) for row in header),
                tuple(_row(row, new) for row in rows),
                _maybe(caption, new),
            )
        case Details(summary, inner):
            return Details(_maybe(summary, new), replace_texts(inner, new))
        case Footnotes(notes):
            return Footnotes(tuple(replace(note, blocks=replace_texts(note.blocks, new)) for note in notes))
        case Verbatim() | Rule():
            return block


def _item(item: ListItem, new: Change) -> ListItem:
    return replace(item, blocks=replace_texts(item.blocks, new), mark=_maybe(item.mark, new))


def _row(row: Row, new: Change) -> Row:
    return Row(tuple(replace(cell, blocks=replace_texts(cell.blocks, new)) for cell in row.cells))


def _maybe(text: Text | None, new: Change) -> Text | None:
    return None if text is None else replace_text(text, new)


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
