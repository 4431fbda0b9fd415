"""The short way for plain texts of HTML: words, styles and links, from one block's tag to the next.

Most texts are no more than that. One pattern finds the whole text, and its inline notation is written without
a token, a node or a range of bytes for each piece. Whatever the short way does not know for sure it leaves to
the long one (``html_tokens``, ``flow``, ``tidy``), which defines the outcome; the tests hold the two against
each other.
"""

from __future__ import annotations

import html
import re

from pipeline.documents import html_elements as facts
from pipeline.documents.inline import escape_address
from pipeline.documents.plain import plain_notation
from pipeline.documents.tidy import collapse

_WORDS = r"[^<\s](?:[^<]*[^<\s])?"  # of a style or link: no white space at its ends
_CODE = r"[^<&\s]++(?:[ ][^<&\s]++)*+"
_STYLES = "|".join(
    f"<{name}>{_CODE if style == 'code' else _WORDS}</{name}>" for name, style in facts.STYLES.items()
)
_TEXT = re.compile(rf"""(?:[^<]++|{_STYLES}|<a[ ]href="[^"<>&\s]*+">{_WORDS}</a>)++""".encode(), re.VERBOSE)
_BLOCK = re.compile(rb"</?([a-z][a-z0-9]*)[\s/>]")
_BLOCKS = frozenset(name.encode() for name in facts.BLOCKS - {"pre"})
_TAG = re.compile(r"(<[^<>]*>)")
_LINK = '<a href="'
_TAGS = {f"<{end}{name}>": f"<{end}{style}>" for name, style in facts.STYLES.items() for end in ("", "/")} | {
    "</a>": "</a>"
}


def plain_end(data: bytes, start: int, end: int) -> int | None:
    """Where a text ends that reaches up to the tag of a block; None if it is not surely a plain one.

    It takes linear time, and is to be tried once a block.
    """
    found = _TEXT.match(data, start, end)
    if found is None:
        return None
    block = _BLOCK.match(data, found.end(), end)
    return found.end() if block is not None and block[1] in _BLOCKS else None


def html_notation(text: str) -> str | None:
    """The inline notation of a text that ``plain_end`` has found; None if the long way must find it."""
    if "&" not in text and "<" not in text:
        text = collapse(text).strip(" ")
        return text or None
    pieces = _TAG.split(text)
    for place in range(0, len(pieces), 2):
        if "&" in (piece := pieces[place]):
            pieces[place] = piece = html.unescape(piece)
            if "<" in piece:
                return None
    for place in range(1, len(pieces), 2):
        tag = pieces[place]
        pieces[place] = _TAGS.get(tag) or f'{_LINK}{escape_address(tag[len(_LINK) : -2])}">'
    return plain_notation(collapse("".join(pieces)).strip(" "))
