"""Where the titles of Markdown's links and link definitions stand."""

from __future__ import annotations

import html
import re

from pipeline.documents.flow import AttributeText

_TITLE = rb"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\))"""
LINK = re.compile(_TITLE + rb"[ \t\r\n]*\)\Z", re.DOTALL)
DEFINITION = re.compile(_TITLE + rb"\s*\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")


def find_title(
    data: bytes, start: int, end: int, title: str, pattern: re.Pattern[bytes]
) -> AttributeText | None:
    """Where a title stands, quotes included, in the end of a ``LINK`` or ``DEFINITION``; None if unsure."""
    match = pattern.search(data[start:end])
    if match is None:
        return None
    group = match.lastindex or 1
    if unescape(match[group].decode(errors="replace")) != title:
        return None
    return AttributeText(
        title, "title", start + match.start(group) - 1, start + match.end(group) + 1, "title"
    )


def unescape(text: str) -> str:
    """Characters of Markdown text with backslashes and character references resolved."""
    return _ESCAPE.sub(lambda match: match[1] or html.unescape(match[0]), text)
