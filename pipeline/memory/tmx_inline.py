"""Inline tags of TMX 1.4b as the inline notation of Polyleaf, and back.

    <bpt>/<ept>   a pair of tags: a style or a link where that can be told, else two opaque pieces
    <ph>          a line break, or an opaque piece
    <it> <ut>     an opaque piece
    <hi>          a style if its type names one; its text stays
    <sub>         text inside a tag: goes with it

What a tag is, is told first by the native code that it holds (``<b>``, ``<strong>``, ``<a href="…">``,
``<br/>``, Polyleaf's own), then by its attribute ``type``. Opaque pieces are counted from 1 through all
languages of a unit, so that source and target agree on them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pipeline.documents.inline import TAG
from pipeline.errors import ExchangeError
from pipeline.memory.xml import line_of, local_name

_STYLES = {
    **{name: name for name in ("b", "i", "u", "sup", "sub", "code")},
    "strong": "b",
    "bold": "b",
    "em": "i",
    "italic": "i",
    "ulined": "u",
    "underlined": "u",
    "superscript": "sup",
    "subscript": "sub",
}
_OPENING = re.compile(r"\s{0,9}<([A-Za-z]{1,10})(?:\s[^<>]{0,2000})?>\s{0,9}")
_HREF = re.compile(r"""\shref\s{0,9}=\s{0,9}(?:"([^"<>]*)"|'([^'"<>]*)')""")
_BREAK = re.compile(r"\s{0,9}<br\s{0,9}/?>\s{0,9}", re.IGNORECASE)
_OWN = re.compile(r'<x id="[1-9][0-9]{0,8}"/>')

MAX_TAGS = 500
"""Most inline tags in one segment."""


OpaqueNumbers: TypeAlias = dict[tuple[str, str], int]
"""The numbers of the opaque pieces of one unit, in all its languages, by kind and place."""


def read_segment(segment: etree._Element, numbers: OpaqueNumbers) -> str:
    """The content of a ``<seg>`` in the inline notation.

    Args:
        numbers: one dict for all segments of a unit, empty at first.

    Raises:
        ExchangeError: an entity, an unknown tag, or too many; says the line.
    """
    before = dict(numbers)
    read = _Segment(numbers, styled=True)
    read.walk(segment)
    if not read.is_nested:
        numbers.clear()
        numbers.update(before)
        read = _Segment(numbers, styled=False)
        read.walk(segment)
    return "".join(read.parts)


class _Segment:
    """One pass over a segment; ``styled`` tells whether pairs of tags may become tags of the notation."""

    def __init__(self, numbers: OpaqueNumbers, *, styled: bool) -> None:
        self.parts: list[str] = []
        self._numbers = numbers
        self._styled = styled
        self._seen: Counter[str] = Counter()
        self._open: list[tuple[str, str]] = []  # the attribute i of a pair, and what closes it
        self._crossed = False
        self._tags = 0

    @property
    def is_nested(self) -> bool:
        return not self._open and not self._crossed

    def walk(self, element: etree._Element) -> None:
        self.parts.append(element.text or "")
        for child in element:
            self._tags += 1
            if self._tags > MAX_TAGS:
                raise ExchangeError(
                    f"more than {MAX_TAGS} tags in a segment", "split it", line=line_of(child)
                )
            self._tag(child)
            self.parts.append(child.tail or "")

    def _tag(self, tag: etree._Element) -> None:
        kind = local_name(tag)
        match kind:
            case "hi":
                style = _STYLES.get((tag.get("type") or "").lower()) if self._styled else None
                if style:
                    self.parts.append(f"<{style}>")
                    self._open.append(("hi", f"</{style}>"))
                self.walk(tag)
                if style:
                    self._close("hi")
            case "bpt":
                opening = _opening(tag) if self._styled else None
                self._seen["bpt"] += 1
                if opening is None:
                    self._opaque("bpt", tag)
                else:
                    name = "a" if opening.startswith("<a ") else opening[1:-1]
                    self.parts.append(opening)
                    self._open.append((tag.get("i") or "", f"</{name}>"))
            case "ept":
                if any(place == (tag.get("i") or "") for place, _ in self._open):
                    self._close(tag.get("i") or "")
                else:
                    self._opaque("ept", tag)
            case "ph" | "it" | "ut":
                code = _code(tag)
                if kind == "ph" and (_BREAK.fullmatch(code) or (not code and tag.get("type") == "lb")):
                    self.parts.append("<br/>")
                elif _OWN.fullmatch(code):
                    self.parts.append(code)
                else:
                    self._opaque(kind, tag)
            case "":
                raise ExchangeError(
                    f"the entity {tag.text} is not read", "write the character itself", line=line_of(tag)
                )
            case _:
                raise ExchangeError(f"<{kind}> is no tag of TMX 1.4", "export it again", line=line_of(tag))

    def _close(self, place: str) -> None:
        wanted, closing = self._open.pop()
        self._crossed = self._crossed or wanted != place
        self.parts.append(closing)

    def _opaque(self, kind: str, tag: etree._Element) -> None:
        self._seen[kind] += 1
        place = tag.get("x") or (tag.get("i") if kind in ("bpt", "ept") else None) or f"n{self._seen[kind]}"
        number = self._numbers.setdefault((kind, place), len(self._numbers) + 1)
        self.parts.append(f'<x id="{number}"/>')


def _opening(tag: etree._Element) -> str | None:
    """The tag of the notation that a ``<bpt>`` stands for, or None."""
    code = _code(tag)
    found = _OPENING.fullmatch(code)
    if found:
        name = found[1].lower()
        if name == "a" and (href := _HREF.search(code)):
            address = (href[1] if href[1] is not None else href[2]).replace('"', "&quot;")
            return f'<a href="{address}">'
        return f"<{_STYLES[name]}>" if name in _STYLES else None
    style = _STYLES.get((tag.get("type") or "").lower())
    return f"<{style}>" if style else None


def _code(tag: etree._Element) -> str:
    """The native code in a tag, without the text of subflows."""
    return (tag.text or "") + "".join(child.tail or "" for child in tag)


def tagged(source: str, target: str) -> tuple[str, str]:
    """Two texts in the inline notation as the content of ``<seg>``; tags that belong together share ``x``."""
    places: dict[tuple[str, int], int] = {}
    return "".join(_tagged(source, places)), "".join(_tagged(target, places))


def _tagged(text: str, places: dict[tuple[str, int], int]) -> Iterator[str]:
    done = pair = 0
    seen: Counter[str] = Counter()
    opened: list[int] = []
    for match in TAG.finditer(text):
        yield escape(text[done : match.start()])
        done = match.end()
        code = escape(match[0])
        if match["end"] or match["end_link"]:
            # A closing tag without an opening one is kept for what it is: a text in a catalog may be wrong.
            yield f'<ept i="{opened.pop()}">{code}</ept>' if opened else f'<it pos="end">{code}</it>'
            continue
        seen[match[0]] += 1
        x = places.setdefault((match[0], seen[match[0]]), len(places) + 1)
        if match["line"] or match["x"]:
            yield f'<ph x="{x}"{" type=" + chr(34) + "lb" + chr(34) if match["line"] else ""}>{code}</ph>'
        else:
            pair += 1
            opened.append(pair)
            yield f'<bpt i="{pair}" x="{x}" type="{_TYPES.get(match["style"], "link")}">{code}</bpt>'
    yield escape(text[done:])
    # What is never closed must still be a whole pair of tags.
    yield from (f'<ept i="{number}"></ept>' for number in reversed(opened))


_TYPES = {"b": "bold", "i": "italic", "u": "ulined", "sup": "x-sup", "sub": "x-sub", "code": "x-code"}


def escape(text: str) -> str:
    """Text as it stands in XML, in an attribute too."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = text.replace(character, entity)
    return text
