"""The style of a PO file: where lines are folded, how they end, whether a byte order mark stands first."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pipeline.catalogs.reading import Layout

BOM = codecs.BOM_UTF8
GNU_WIDTH = 79
"""Columns at which msgcat, msgmerge and most editors fold."""

_NARROWEST, _WIDEST = 40, 1000
_STRING_LINE = re.compile(r'(#~\|? |#\| )?([a-z_]+(?:\[[0-9]+\])? )?"(.*)"', re.DOTALL)
_CONTINUED = re.compile(r'\n[ \t]*+(?:#~?\|? ?|#~ )?"')
_WORD = re.compile(r"[^ ]+ *| +")


class Style(Struct, frozen=True):
    """How a file is laid out.

    Attributes:
        width: columns at which strings and references are folded, or None for never.
        crlf: whether lines end in CR LF.
        bom: whether a UTF-8 byte order mark stands first.
    """

    width: int | None = None
    crlf: bool = False
    bom: bool = False


def detect_style(data: bytes, layout: Layout) -> Style:
    """The style of a file, from its bytes and what was read of them."""
    crlf = data.count(b"\r\n")
    return Style(_width(layout), crlf * 2 > layout.text.count("\n"), data.startswith(BOM))


def _width(layout: Layout) -> int | None:
    """The width that strings are folded at; None if none is broken but at a line end inside it."""
    longest = count = 0
    body = layout.header[1] - 1 if layout.header else 0  # where a line of the header ends
    if _CONTINUED.search(layout.text, body) is None:
        return None
    for start, end in layout.places:
        before: str | None = None
        for line in layout.text[start:end].split("\n"):
            match = _STRING_LINE.fullmatch(line.strip(" \t\r"))
            if match is None:
                before = None
                continue
            if before is not None and match[2] is None:
                count += 1
                longest = max(longest, columns(before))
            before = None if match[3] == "" or match[3].endswith("\\n") else match[0]
    if not count:
        return None
    # A few short lines say little, and a word too long to break stands on a line beyond the width.
    if count < 10 or 70 <= longest <= GNU_WIDTH + 1:
        return GNU_WIDTH
    return min(max(longest, _NARROWEST), _WIDEST)


def columns(text: str) -> int:
    """How many columns a terminal gives ``text``: two for a wide character (Unicode, UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def fold(line: str, width: int) -> list[str]:
    """Break a string line of a PO file after spaces so that it fits ``width``, if it can be."""
    if len(line) * 2 <= width or columns(line) <= width:
        return [line]
    match = _STRING_LINE.fullmatch(line)
    if match is None:
        return [line]
    prefix, keyword, text = match[1] or "", match[2] or "", match[3]
    lines = [f'{prefix}{keyword}""'] if keyword else []
    for piece in _fill(_WORD.findall(text), width - len(prefix) - 2):
        lines.append(f'{prefix}"{piece}"')
    return lines


def fold_words(start: str, words: Iterable[str], width: int | None) -> list[str]:
    """Lines that begin with ``start`` and hold ``words`` with spaces between."""
    if width is None:
        return [" ".join([start, *words])]
    return [
        f"{start} {piece.rstrip()}" for piece in _fill([f"{word} " for word in words], width - len(start))
    ]


def _fill(words: Iterable[str], room: int) -> list[str]:
    pieces: list[str] = []
    line: list[str] = []
    used = 0
    for word in words:
        size = columns(word)
        if line and used + size > room:
            pieces.append("".join(line))
            line, used = [], 0
        line.append(word)
        used += size
    return [*pieces, "".join(line)]
