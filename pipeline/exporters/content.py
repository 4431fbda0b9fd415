"""What every exporter asks of an edition's blocks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

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
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
    children_of,
)
from pipeline.documents.walking import parts_of
from pipeline.editions.model import Edition
from pipeline.errors import ExportError
from pipeline.exporters.characters import check_characters
from pipeline.language.unbroken import may_end_lines

_MAX_DEPTH = 32
"""Of lists in lists with styles in styles: more than any leaflet has, less than a layout engine's limit."""


Edge = tuple[str, str]
"""The letters and signs that stand right before and after a text, so that no line may end between them."""

_HOLDING = frozenset(["", "%", "٪", "‰", "*", "†", "‡", "["])
"""Punctuation that belongs to a number, the mark of a footnote too. No line begins with any other, whatever
stands before it."""

_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"))


def edges_of(content: tuple[Inline, ...]) -> Iterator[Edge]:
    """Yield what stands beside each piece of ``content`` that has nothing in it, in reading order."""
    leaves = [leaf.translate(_UNSEEN) for leaf in _leaves(content)]
    before, befores = "", []
    for leaf in leaves:
        befores.append(before)
        before = leaf[-1:] or before
    after, afters = "", []
    for leaf in reversed(leaves):
        afters.append(after)
        after = leaf[:1] or after
    for one, other in zip(befores, reversed(afters), strict=True):
        yield _holding(one), _holding(other)


def _holding(character: str) -> str:
    """The character if no line may end between it and a number; by UAX #14, in short."""
    if character in _HOLDING:
        return character
    free = character.isspace() or may_end_lines(character) or unicodedata.category(character)[0] == "P"
    return "" if free else character


def _leaves(content: tuple[Inline, ...]) -> Iterator[str]:
    for node in content:
        match node:
            case Run(text) | Isolate(text, _) | Opaque(_, text):
                yield text
            case NoteMark():
                yield "["
            case Break() | Image():
                yield " "
            case _:
                yield from _leaves(children_of(node))


def check_edition(edition: Edition) -> None:
    """See that ``edition`` can be laid out as it stands; every exporter asks this first.

    Raises:
        ExportError: it is nested too deep, or holds characters that no output may hold.
    """
    pending: list[tuple[Part | Text | Inline, int]] = [(block, 1) for block in edition.blocks]
    pending += [(node, 1) for fact in edition.facts for node in fact.value]
    while pending:
        node, depth = pending.pop()
        if depth > _MAX_DEPTH:
            raise ExportError(
                f"{edition.domain} in {edition.locale} is nested more than {_MAX_DEPTH} levels deep",
                "take some lists or styles out of one another",
            )
        pending += [(child, depth + 1) for child in _children(node)]
    check_characters(edition)


def _children(node: Part | Text | Inline) -> tuple[Part | Text | Inline, ...]:
    match node:
        case Text():
            return node.content
        case (
            Title()
            | Heading()
            | Paragraph()
            | ListBlock()
            | ListItem()
            | Quote()
            | Verbatim()
            | Rule()
            | Figure()
            | Table()
            | Row()
            | Cell()
            | Details()
            | Footnotes()
            | Footnote()
        ):
            return parts_of(node)
        case _:
            return children_of(node)


def whole_locale(content: tuple[Inline, ...]) -> str | None:
    """The locale that all of ``content`` is in where it is not the edition's own, else None.

    Such a block takes that locale's direction as a whole: English paragraphs in an Arabic draft start left.
    """
    locales = set()
    for node in content:
        match node:
            case Foreign(locale, _):
                locales.add(locale)
            case Run(text) if not text.strip():
                pass
            case _:
                return None
    return locales.pop() if len(locales) == 1 else None


def with_mark(mark: Text | None, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """``content`` of a heading or an item's first paragraph with its mark before it, on the same line."""
    if mark is None:
        return content
    lead = (*mark.content, Run(" "))
    first = content[0] if content else None
    if isinstance(first, Foreign) and whole_locale(content) is not None and not _has_words(mark.content):
        # A number alone is in the language of what it numbers, and goes in its direction.
        return (replace(first, children=(*lead, *first.children)), *content[1:])
    return (*lead, *content)


def marked_inside(item: ListItem) -> ListItem:
    """``item`` with its mark as the first words of its first paragraph."""
    if item.mark is None:
        return item
    match item.blocks:
        case (Paragraph(text), *rest):
            first = text.with_content(with_mark(item.mark, text.content))
        case rest:
            first = item.mark
    return replace(item, blocks=(Paragraph(first), *rest), mark=None)


def _has_words(content: tuple[Inline, ...]) -> bool:
    return any(isinstance(node, Run | Foreign) for node in content)


def without_gaps(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """``blocks`` with heading levels that never skip one (WCAG 1.3.1, PDF/UA-1 7.4.2) and lie in 2…6."""
    depth = 1

    def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
        nonlocal depth
        for block in blocks:
            match block:
                case Heading(level, _):
                    depth = max(2, min(level, depth + 1, 6))
                    yield replace(block, level=depth)
                case ListBlock(start, items):
                    yield ListBlock(
                        start, tuple(replace(item, blocks=tuple(walk(item.blocks))) for item in items)
                    )
                case Quote(inner) | Details(_, inner):
                    yield replace(block, blocks=tuple(walk(inner)))
                case _:
                    yield block

    return tuple(walk(blocks))


def without_links(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """``content`` with the words of its links, but not the links, for what has no links inside links."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Link(_, children):
                nodes.extend(without_links(children))
            case Styled(style, children):
                nodes.append(Styled(style, without_links(children)))
            case Foreign(locale, children):
                nodes.append(Foreign(locale, without_links(children)))
            case _:
                nodes.append(node)
    return tuple(nodes)
