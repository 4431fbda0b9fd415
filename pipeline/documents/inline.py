"""Inline content: what stands inside a block of text, whatever format it came from.

A tree of frozen nodes. Catalogs hold the same content as a string in the inline notation
(``segmentation.notation``); exporters render the nodes and never see a string of markup, so that text
from a catalog can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, cast

from msgspec import Struct

from pipeline.errors import InlineError

Style = Literal["b", "i", "u", "sup", "sub", "code", "s"]
"""Of these, "s" (struck through) is only in editions: ``editions.struck`` makes it of opaque pieces."""

TAG = re.compile(
    r'<(?P<end>/?)(?P<style>b|i|u|sup|sub|code)>|(?P<end_link></a>)|<a href="(?P<href>[^"<>]*)">'
    r'|(?P<line><br/>)|<x id="(?P<x>[1-9][0-9]{0,8})"/>'
)
"""The exact forms of a tag in the inline notation; any other ``<``, ``>`` or ``&`` is text.

It stands here because readers of documents must know it too: text that happens to look like a tag is kept as
an ``Opaque`` (``documents.literals``), as a ``Run`` of it would turn into a tag in a catalog. No tag holds
another ``<`` or ``>``, so what stands beside a tag can never become part of one.
"""

MAX_DEPTH = 32
"""How deep tags may stand in each other: more than any leaflet needs, far below Python's recursion limit."""

_ESCAPED = re.compile(r"&(amp|quot|lt|gt);")
_CHARACTERS = {"amp": "&", "quot": '"', "lt": "<", "gt": ">"}


class Run(Struct, frozen=True):
    """Plain text."""

    text: str


class Styled(Struct, frozen=True):
    """Text in a style: bold, italic, underlined, raised, lowered or code."""

    style: Style
    children: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """A link; ``href`` is as written, exporters decide whether it is safe to keep."""

    href: str
    children: tuple[Inline, ...]


class Break(Struct, frozen=True):
    """A line break that the author wrote inside a block."""


class Opaque(Struct, frozen=True):
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


class Image(Struct, frozen=True):
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


class NoteMark(Struct, frozen=True):
    """The mark of a footnote (``<x id="1"/>`` in a catalog).

    Attributes:
        id: as of ``Opaque``; the two count together.
        label: of the ``model.Footnote`` it leads to.
        number: what a reader sees, such as "1".
    """

    id: str
    label: str
    number: str


class Isolate(Struct, frozen=True):
    """Text whose order of characters must hold whatever stands around it (made by ``editions``).

    Attributes:
        text: the characters, in reading order.
        direction: of the text inside.
    """

    text: str
    direction: Literal["ltr", "rtl"] = "ltr"


class Foreign(Struct, frozen=True):
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


def read_notation(text: str, find: Callable[[str], Placeholder]) -> tuple[Inline, ...]:
    """The nodes that a string of the inline notation (``segmentation.notation``) stands for.

    Args:
        text: the notation.
        find: gives the opaque piece of an id.

    Raises:
        InlineError: a tag that is not closed, closed twice or crosses another, or tags more than
            ``MAX_DEPTH`` deep.
    """
    nodes: list[Inline] = []
    # What is open: the tag's name, its address, and the nodes that stood before it.
    stack: list[tuple[str, str, list[Inline]]] = []
    done = 0
    for match in TAG.finditer(text):
        if match.start() > done:
            nodes.append(Run(text[done : match.start()]))
        done = match.end()
        if match["href"] is not None or (match["style"] and not match["end"]):
            if len(stack) == MAX_DEPTH:
                raise too_deep()
            stack.append((match["style"] or "a", match["href"] or "", nodes))
            nodes = []
        elif match["style"] or match["end_link"]:
            name = match["style"] or "a"
            if not stack:
                raise InlineError(f"</{name}> closes nothing", f"put <{name}> before it or take it out")
            open_name, href, outer = stack.pop()
            if open_name != name:
                hint = f"close <{open_name}> with </{open_name}> first"
                raise InlineError(f"</{name}> stands inside <{open_name}>", hint)
            children = tuple(nodes)
            nodes = outer
            if name == "a":
                nodes.append(Link(unescape_address(href), children))
            else:
                nodes.append(Styled(cast(Style, name), children))
        elif match["x"]:
            nodes.append(find(match["x"]))
        else:
            nodes.append(Break())
    if stack:
        name = stack[-1][0]
        raise InlineError(f"<{name}> is not closed", f"put </{name}> where it ends")
    if done < len(text):
        nodes.append(Run(text[done:]))
    return tuple(nodes)


def too_deep() -> InlineError:
    return InlineError(f"tags stand more than {MAX_DEPTH} deep in each other", "use fewer")


def escape_address(href: str) -> str:
    """An address as it stands in a tag of the notation."""
    if "&" in href:
        href = _ESCAPED.sub(lambda match: f"&amp;{match[1]};", href)
    return href.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def unescape_address(href: str) -> str:
    return _ESCAPED.sub(lambda match: _CHARACTERS[match[1]], href) if "&" in href else href
