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
    """

    id: str
    equivalent: str


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


Inline = Run | Styled | Link | Break | Opaque | Isolate | Foreign


def children_of(node: Inline) -> tuple[Inline, ...]:
    """The nodes inside ``node``, or none."""
    match node:
        case Styled(_, children) | Link(_, children) | Foreign(_, children):
            return children
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
    return "".join(parts)
