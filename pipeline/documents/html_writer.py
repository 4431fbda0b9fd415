"""Writes texts as HTML, with the tags that the source has."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from pipeline.documents.flow import AttributeText, Flow
from pipeline.documents.html_attributes import primary
from pipeline.documents.html_languages import LanguageMark
from pipeline.documents.html_tokens import Attribute
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
    plain_text,
)
from pipeline.documents.rebuilding import Edit, Supply
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.unbroken import unbroken

_ELEMENTS = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub", "code": "code"}


_WHOLE = (b'<span style="white-space:nowrap">', b"</span>")
# What must stand in one line, alone between marks that keep its order: these belong to it.
_ISOLATED = re.compile(  # U+2066 to U+2068, and U+2069
    rb"(\xe2\x81[\xa6-\xa8])(%b)([^<>]*)(%b)(\xe2\x81\xa9)" % tuple(map(re.escape, _WHOLE))
)


def write_flow(_index: int, flow: Flow, content: tuple[Inline, ...], supply: Supply) -> bytes:
    """The bytes of one text. Nothing in it can become a tag that the source does not have."""
    return _written(flow, content, supply, escape)


def write_laid_out(_index: int, flow: Flow, content: tuple[Inline, ...], supply: Supply) -> bytes:
    """``write_flow`` with marks round what must stand in one line (``language/unbroken.py``)."""
    return _written(flow, content, supply, _held)


def _written(
    flow: Flow, content: tuple[Inline, ...], supply: Supply, characters: Callable[[str], bytes]
) -> bytes:
    if flow.place == "bare":
        return escape(plain_text(content))
    parts: list[bytes] = []
    _write(content, supply, characters, parts)
    return b"".join(parts)


def _held(text: str) -> bytes:
    pieces = (escape(piece).join(_WHOLE) if whole else escape(piece) for piece, whole in unbroken(text))
    return _ISOLATED.sub(rb"\2\1\3\5\4", b"".join(pieces))


def escape(text: str) -> bytes:
    """Characters of an element's content."""
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;").encode("utf-8", "surrogatepass")


def write_attribute(place: AttributeText, text: str) -> bytes:
    """Words where an attribute's value stands, or as an element's whole content."""
    text = " ".join(text.split("\n"))
    if place.quote == "element":
        return escape(text)
    value = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    value = value.replace("'", "&#39;") if place.quote == "'" else value.replace('"', "&quot;")
    value = value.replace("\u00a0", "&nbsp;")
    return (value if place.quote else f'"{value}"').encode()


def language_edits(marks: Sequence[LanguageMark], locale: Locale) -> list[Edit]:
    """What sets ``lang`` and ``dir`` where the source says them; on ``<html>`` also where it does not."""
    edits: list[Edit] = []
    for mark in marks:
        tag = mark.tag
        if mark.page:
            edits += _page_language(mark, locale)
            continue
        found = [_filled(tag.get("lang")), _filled(tag.get("xml:lang"))]
        edits += [_value(one, locale.tag) for one in found if one is not None]
        said = any(one is not None for one in found)
        direction = _filled(tag.get("dir"))
        if direction is not None and (said or mark.root or tag.name == "body"):
            edits.append(_value(direction, locale.direction))
        if mark.root:
            new = "" if said else f' lang="{locale.tag}"'
            if direction is None and locale.direction == "rtl":
                new += ' dir="rtl"'
            if new:
                place = tag.start + 1 + len(tag.name)
                edits.append(Edit(place, place, new.encode()))
    return edits


def _page_language(mark: LanguageMark, locale: Locale) -> list[Edit]:
    """What makes a ``<meta>`` tag say ``locale``, or takes it out where it cannot.

    ``og:locale`` is "language_TERRITORY" (Open Graph protocol, "Optional Metadata"); of a locale without a
    country it says nothing, unless the source's is of its language already.
    """
    content = _filled(mark.tag.get("content"))
    if content is None:
        return []
    if mark.page != "og:locale":
        return [_value(content, locale.tag)]
    if locale.territory is not None and locale.territory.isalpha():
        return [_value(content, f"{locale.language}_{locale.territory}")]
    if primary(content.value) == locale.language:
        return []
    return [Edit(mark.tag.start, mark.tag.end, b"")]


def _value(attribute: Attribute, text: str) -> Edit:
    return Edit(attribute.start, attribute.end, (text if attribute.quote else f'"{text}"').encode())


def _filled(attribute: Attribute | None) -> Attribute | None:
    """An attribute with a value; of one without, a new one before it takes the place (13.2.5.33)."""
    return attribute if attribute is not None and (attribute.quote or attribute.value) else None


def _write(
    content: tuple[Inline, ...], supply: Supply, characters: Callable[[str], bytes], parts: list[bytes]
) -> None:
    for node in content:
        match node:
            case Run(text) | Isolate(text, _):
                parts.append(characters(text))
            case Styled(style, children):
                pair = supply.style(style)
                element = _ELEMENTS[style]
                parts.append(supply.read(pair[0].start, pair[0].end) if pair else f"<{element}>".encode())
                _write(children, supply, characters, parts)
                parts.append(supply.read(pair[1].start, pair[1].end) if pair else f"</{element}>".encode())
            case Link(href, children):
                pair = supply.link(href)
                address = html.escape(href, quote=True)
                parts.append(
                    supply.read(pair[0].start, pair[0].end) if pair else f'<a href="{address}">'.encode()
                )
                _write(children, supply, characters, parts)
                parts.append(supply.read(pair[1].start, pair[1].end) if pair else b"</a>")
            case Break():
                parts.append(supply.next_break() or b"<br>")
            case Foreign(tag, children):
                locale = parse_locale(tag)
                parts.append(f'<span lang="{locale.tag}" dir="{locale.direction}">'.encode())
                _write(children, supply, characters, parts)
                parts.append(b"</span>")
            case Opaque(id) | Image(id) | NoteMark(id):
                pair = supply.piece(id)
                if pair is not None:
                    parts.append(supply.read(pair[0].start, pair[1].end))
                elif isinstance(node, Opaque):
                    parts.append(escape(node.equivalent))


def banner(heading: str, text: str, locale: Locale) -> bytes:
    """A draft's banner; its style is its own, so that no style sheet of the page hides it."""
    style = "margin:0 0 1em;padding:.6em .9em;border:3px solid #8a3b00;background:#fff4e5;color:#3d1c00"
    body = f"<br>{html.escape(text)}" if text else ""
    return (
        f'<div role="note" lang="{locale.tag}" dir="{locale.direction}" style="{style}">'
        f"<strong>{html.escape(heading)}</strong>{body}</div>\n"
    ).encode()
