"""The short way for plain texts of Markdown: words, bold, italics, code and links.

Most texts are no more than that. Their inline notation is written while the parser's events go by, without
a token, a node or a range of bytes for each. Whatever the short way does not know for sure it leaves to the
long one (``flow``, ``tidy``), which defines the outcome; the tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pipeline.documents.inline import escape_address
from pipeline.documents.plain import plain_notation

Event = tuple[Any, Any]
"""As the parser gives it: what it is, and the range of bytes."""

_STARTS = {"Emphasis": "<i>", "Strong": "<b>"}
_ENDS = {"Emphasis": "</i>", "Strong": "</b>", "Link": "</a>"}
_LINKS = frozenset(["Inline", "Reference", "Collapsed", "Shortcut", "Autolink"])
_INLINE = frozenset(["Strikethrough", "Image", "Link"])


def begins_text(event: Any) -> bool:
    """Whether a text may begin with this event and be a plain one."""
    if isinstance(event, str):
        return False
    if "Text" in event or "Code" in event:
        return True
    start = event.get("Start")
    return start in _STARTS if isinstance(start, str) else start is not None and "Link" in start


def read_plain(first: Event, events: Iterator[Event], taken: list[Event]) -> str | None:
    """The inline notation of the text that begins with ``first``; None if the long way must find it.

    Args:
        first: see ``begins_text``.
        events: what follows. They are read up to the first that ends the text or is not known here.
        taken: gets what was read, ``first`` included.
    """
    parts: list[str] = []
    inside = False  # a style or a link
    for pair in chain((first,), events):
        taken.append(pair)
        event = pair[0]
        if type(event) is str:
            if event != "SoftBreak":
                return plain_notation("".join(parts)) if event == "Rule" else None
            parts.append(" ")
        elif (text := event.get("Text")) is not None:
            if "<" in text or (inside and text[:1] == " "):
                return None
            parts.append(text)
        elif (tag := event.get("End")) is not None:
            end = _ENDS.get(tag) if type(tag) is str else None
            if end is None:
                return None if inside else plain_notation("".join(parts))
            if not inside:  # a tag of HTML has ended the text that it was opened in
                return None
            parts.append(end)
            inside = False
        elif (tag := event.get("Start")) is not None:
            opening = _STARTS.get(tag) if type(tag) is str else _link(tag.get("Link"))
            if opening is None:
                unknown = tag if type(tag) is str else next(iter(tag))
                return None if unknown in _INLINE else plain_notation("".join(parts))
            if inside:
                return None
            parts.append(opening)
            inside = True
        elif (text := event.get("Code")) is not None:
            if inside or "<" in text or text[:1] == " " or text[-1:] == " " or not text.strip():
                return None
            parts.append(f"<code>{text}</code>")
        else:
            return None
    return None


def _link(value: Any) -> str | None:
    if (
        value is None
        or value["link_type"] not in _LINKS
        or (value["title"] and value["link_type"] == "Inline")
    ):
        return None
    return f'<a href="{escape_address(value["dest_url"])}">'
