"""Which text is the alternative text of which image, where images stand within a text."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.documents.inline import Image, Inline, Link, Styled, children_of


def images_in(content: tuple[Inline, ...]) -> list[Image]:
    found: list[Image] = []
    for node in content:
        if isinstance(node, Image):
            found.append(node)
        else:
            found += images_in(children_of(node))
    return found


def with_alts(content: tuple[Inline, ...], by_image: dict[str, int]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Image():
                nodes.append(replace(node, alt_index=by_image.get(node.id)))
            case Styled(_, children) | Link(_, children):
                nodes.append(replace(node, children=with_alts(children, by_image)))
            case _:
                nodes.append(node)
    return tuple(nodes)


def renumbered_alts(content: tuple[Inline, ...], number: dict[int, int]) -> tuple[Inline, ...]:
    by_image = {
        image.id: number[image.alt_index] for image in images_in(content) if image.alt_index is not None
    }
    return with_alts(content, by_image)
