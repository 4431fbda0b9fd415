"""Inline content: what stands inside a block of text, whatever format it came from.

A tree of frozen nodes. Catalogs hold the same content as a string in the inline notation
(``segmentation.notation``); exporters render the nodes and never see a string of markup, so that text
from a catalog can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["b", "i", "u", "sup", "sub", "code"]

TAG = re.compile(
    r'<(?P<end>/?)(?P<style>b|i|u|sup|sub|code)>|(?P<end_link></a>)|<a href="(?P<href>[^"<>]*)">'
    r'|(?P<line><br/>)|<x id="(?P<x>[1-9][0-9]{0,8})"/>'
)
"""The exact forms of a tag in the inline notation; any other ``<``, ``>`` or ``&`` is text.

It stands here because readers of documents must know it too: text that happens to look like a tag is kept as
an ``Opaque`` (``documents.literals``), as a ``Run`` of it would turn into a tag in a catalog. No tag holds
another ``<`` or ``>``, so what stands beside a tag can never become part of one.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Text in a style: bold, italic, underlined, raised, lowered or code."""

    style: Style
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``href`` is as written, exporters decide whether it is safe to keep."""

    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author wrote inside a block."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A piece that stands in the document but is not for translating (``<x id="1"/>``).

    Attributes:
        id: the number a translator sees, unique within its text, counted from 1.
        equivalent: what a reader sees of it, possibly nothing.
        source: what it is in the source, such as ``<span class="note">``, where that says more to a
            translator than ``equivalent``.
    """

    id: str
    equivalent: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the flow of a text (``<x id="1"/>`` in a catalog).

    Attributes:
        id: as of ``Opaque``; the two count together.
        resource: the name of a ``model.Resource``, or an address that no resource has.
        alt: what stands for it where it cannot be seen, in the language of the text around; empty for a
            picture that only decorates.
        alt_index: the number of the ``Text`` that ``alt`` is the content of (one attached to the text around
            it), or None. ``model.map_texts`` fills ``alt`` from it.
    """

    id: str
    resource: str
    alt: tuple[Inline, ...] = ()
    alt_index: int | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote (``<x id="1"/>`` in a catalog).

    Attributes:
        id: as of ``Opaque``; the two count together.
        label: of the ``model.Footnote`` it leads to.
        number: what a reader sees, such as "1".
    """

    id: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class Isolate:
    """Text whose order of characters must hold whatever stands around it (made by ``editions``).

    Attributes:
        text: the characters, in reading order.
        direction: of the text inside.
    """

    text: str
    direction: Literal["ltr", "rtl"] = "ltr"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Content in another locale than the edition's: a sentence without a translation in a draft."""

    locale: str
    children: tuple[Inline, ...]


Placeholder = Opaque | Image | NoteMark
"""What a catalog knows as ``<x id="1"/>``."""

Inline = Run | Styled | Link | Break | Opaque | Image | NoteMark | Isolate | Foreign


def children_of(node: Inline) -> tuple[Inline, ...]:
    """The nodes inside ``node``, or none."""
    match node:
        case Styled(_, children) | Link(_, children) | Foreign(_, children):
            return children
        case Image(_, _, alt, _):
            return alt
        case _:
            return ()


def plain_text(content: Iterable[Inline]) -> str:
    """What a reader sees of ``content`` without styles; a break is a line end."""
    parts: list[str] = []
    for node in content:
        match node:
            case Run(text) | Isolate(text, _):
                parts.append(text)
            case Styled(_, children) | Link(_, children) | Foreign(_, children):
                parts.append(plain_text(children))
            case Break():
                parts.append("\n")
            case Opaque(_, equivalent):
                parts.append(equivalent)
            case Image(_, _, alt, _):
                parts.append(plain_text(alt))
            case NoteMark(_, _, number):
                parts.append(f"[{number}]")
    return "".join(parts)


def placeholders(content: Iterable[Inline]) -> dict[str, Placeholder]:
    """The pieces of ``content`` that a catalog knows by number, by that number."""
    found: dict[str, Placeholder] = {}
    pending = list(content)
    while pending:
        node = pending.pop()
        if isinstance(node, Opaque | Image | NoteMark):
            found[node.id] = node
        else:
            pending += children_of(node)
    return found
