"""Texts are met in one order and numbered in another: blocks first, then extras."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.documents.blocks import Block, Text
from pipeline.documents.inline import Image, Inline, Link, Styled
from pipeline.documents.walking import iter_texts, replace_text, replace_texts, with_attached


def final_numbers(blocks: tuple[Block, ...], extras: Sequence[Text], count: int) -> tuple[int, ...]:
    """For each of ``count`` texts in the order they were met its number in the document, -1 for none."""
    numbers = [-1] * count
    found = [*iter_texts(blocks), *(one for text in extras for one in with_attached(text))]
    for place, text in enumerate(found):
        numbers[text.index] = place
    return tuple(numbers)


def renumbered(
    blocks: tuple[Block, ...], extras: Sequence[Text], numbers: tuple[int, ...]
) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """The blocks and extras with those numbers."""
    if all(place == number for place, number in enumerate(numbers)):
        return blocks, tuple(extras)

    def new(text: Text) -> Text:
        content = _content(text.content, numbers) if text.attached else text.content
        return text.with_content(content, index=numbers[text.index])

    return replace_texts(blocks, new), tuple(replace_text(text, new) for text in extras)


def _content(content: tuple[Inline, ...], numbers: tuple[int, ...]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Image(_, _, _, index) if index is not None:
                nodes.append(replace(node, alt_index=numbers[index]))
            case Styled(_, children) | Link(_, children):
                nodes.append(replace(node, children=_content(children, numbers)))
            case _:
                nodes.append(node)
    return tuple(nodes)
