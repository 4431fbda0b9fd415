"""HTML as tokens with exact byte offsets, by the tokenization rules of the HTML standard (13.2.5).

Own code, as no parser for Python gives the end of what it read: html.parser has starts only and differs from
one Python to the next, html5lib and lxml give at most lines. The tests hold it against html5lib's tokenizer.
Time is linear: each byte is looked at a fixed number of times.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from pipeline.documents.html_elements import BLOCKS
from pipeline.documents.html_plain import plain_end


class Attribute(Struct, frozen=True):
    """One attribute of a start tag; ``start`` and ``end`` are of its value without quotes."""

    name: str
    value: str
    start: int
    end: int
    quote: Literal['"', "'", ""]


class StartTag(Struct, frozen=True):
    """``<name …>``; of two attributes of one name, the first counts."""

    start: int
    end: int
    name: str
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False

    def get(self, name: str) -> Attribute | None:
        return next((one for one in self.attributes if one.name == name), None)


class EndTag(Struct, frozen=True):
    """``</name>``"""

    start: int
    end: int
    name: str


class Characters(Struct, frozen=True):
    """Text; ``raw`` where no character reference in it counts (scripts, styles)."""

    start: int
    end: int
    raw: bool = False


class Comment(Struct, frozen=True):
    """A comment of any kind, or a doctype; ``text`` is what stands in a ``<!-- … -->``."""

    start: int
    end: int
    text: str = ""
    doctype: bool = False


class Plain(Struct, frozen=True):
    """A whole text that needs no tokens of its own (``html_plain``)."""

    start: int
    end: int


Token = StartTag | EndTag | Characters | Comment

_OPEN = re.compile(rb"<(/?)([A-Za-z][^\t\n\f\r />\0]*)(>)?")
_SPACE = b"\t\n\f\r "
_ATTRIBUTE = re.compile(
    rb"""([^\t\n\f\r />][^\t\n\f\r />=]*)            # a name, which may begin with "="
         (?: [\t\n\f\r ]* = [\t\n\f\r ]*
             (?: "([^"]*)" | '([^']*)' | ([^\t\n\f\r >"'][^\t\n\f\r >]*) | (?=>) | (["']) )
         )?+""",
    re.VERBOSE,
)
_BETWEEN = re.compile(rb"[\t\n\f\r /]*")
_SECTION = b"<![CDATA["
_COMMENT_END = re.compile(rb"--!?>")
_RAW = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes"])
_ESCAPABLE = frozenset(["title", "textarea"])
_UNTIL_END = _RAW | _ESCAPABLE | {"plaintext"}
_RAW_END = {
    name: re.compile(rb"</" + name.encode() + rb"(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in (*_RAW, *_ESCAPABLE)
}
_SCRIPT_STEP = re.compile(rb"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{0,31};?)(?=(=|[A-Za-z0-9])?)")


def read_tokens(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of ``data[start:end]``, which is UTF-8; their ranges follow each other without a gap,
    but for a tag that the end of the file cuts off (HTML drops it, and so do we)."""
    end = len(data) if end is None else end
    for token in read_texts(data, start, end, plain=False):
        assert not isinstance(token, Plain)
        yield token


def read_texts(data: bytes, start: int, end: int, *, plain: bool = True) -> Iterator[Token | Plain]:
    """The same, but a text from one block's tag to the next is one ``Plain`` where that goes."""
    text = done = start
    foreign = 0  # how many pictures and formulas are open: only there are sections of characters (13.2.5.42)
    while done < end:
        done = data.find(b"<", done, end)
        if done < 0:
            break
        if foreign and data.startswith(_SECTION, done):
            if text < done:
                yield Characters(text, done)
            inner, close = done + len(_SECTION), data.find(b"]]>", done, end)
            close = end if close < 0 else close
            yield Comment(done, inner)
            if inner < close:
                yield Characters(inner, close, raw=True)
            text = done = min(close + 3, end)
            if close < done:
                yield Comment(close, done)
            continue
        match = _OPEN.match(data, done, end)
        token: Token | None
        if match is not None:
            token = _tag(data, match, end)
        else:
            token = _markup(data, done, end)
            if token is None:
                done += 1
                continue
        if text < done:
            yield Characters(text, done)
        if token is None:
            return
        yield token
        text = done = token.end
        if isinstance(token, Comment):
            continue
        if token.name in ("svg", "math"):
            foreign += -1 if isinstance(token, EndTag) and foreign else 1 if _opens(token) else 0
        if isinstance(token, StartTag) and token.name in _UNTIL_END:
            close = _end_of_raw(data, done, end, token.name)
            if close > done:
                yield Characters(done, close, raw=token.name not in _ESCAPABLE)
            text = done = close
        elif plain and token.name in BLOCKS and (found := plain_end(data, done, end)) is not None:
            yield Plain(done, found)
            text = done = found
    if text < end:
        yield Characters(text, end)


def _opens(token: StartTag | EndTag) -> bool:
    return isinstance(token, StartTag) and not token.closed


def decode_text(data: bytes, token: Characters) -> str:
    """The characters of a token, references resolved."""
    text = data[token.start : token.end].decode(errors="replace")
    return text if token.raw or "&" not in text else html.unescape(text)


def decode_value(text: str) -> str:
    """The value of an attribute, references resolved by the rule for attributes (13.2.5.73)."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(_resolve, text)


def _resolve(match: re.Match[str]) -> str:
    written = match[0]
    # "&copy=1" in an address is no copyright sign.
    if not written.startswith("&#") and not written.endswith(";") and match[1]:
        return written
    return html.unescape(written)


def _markup(data: bytes, start: int, end: int) -> Comment | None:
    """A comment, doctype or the like at a ``<``, or None where it is text."""
    following = data[start + 1 : start + 2]
    if following not in (b"!", b"?", b"/") or (following == b"/" and start + 2 >= end):
        return None
    if data.startswith(b"<!--", start):
        if data.startswith((b"<!-->", b"<!--->"), start):
            return Comment(start, data.index(b">", start) + 1)
        found = _COMMENT_END.search(data, start + 4, end)
        if found is None:
            return Comment(start, end, data[start + 4 : end].decode(errors="replace"))
        return Comment(start, found.end(), data[start + 4 : found.start()].decode(errors="replace"))
    close = data.find(b">", start, end)
    close = end if close < 0 else close + 1
    return Comment(start, close, doctype=data[start : start + 9].lower() == b"<!doctype")


def _tag(data: bytes, match: re.Match[bytes], end: int) -> StartTag | EndTag | None:
    """The tag that begins with ``match``, or None where the file ends within it."""
    name = match[2].decode(errors="replace").lower()
    place = match.end()
    if match[3]:
        return EndTag(match.start(), place, name) if match[1] else StartTag(match.start(), place, name)
    attributes: list[Attribute] = []
    seen: set[str] = set()
    while True:
        between = _BETWEEN.match(data, place, end)
        assert between is not None
        place = between.end()
        if place >= end:
            return None
        if data[place : place + 1] == b">":
            break
        found = _ATTRIBUTE.match(data, place, end)
        assert found is not None
        if found[5]:  # a quote that nothing closes
            return None
        attribute = _attribute(found)
        if attribute.name not in seen:
            seen.add(attribute.name)
            attributes.append(attribute)
        place = found.end()
    if match[1]:
        return EndTag(match.start(), place + 1, name)
    return StartTag(match.start(), place + 1, name, tuple(attributes), data[place - 1 : place] == b"/")


def _attribute(found: re.Match[bytes]) -> Attribute:
    name = found[1].decode(errors="replace").lower()
    group = found.lastindex or 1
    if group == 1:
        return Attribute(name, "", found.end(), found.end(), "")
    quote: Literal['"', "'", ""] = '"' if group == 2 else "'" if group == 3 else ""
    value = decode_value(found[group].decode(errors="replace"))
    return Attribute(name, value, found.start(group), found.end(group), quote)


def _end_of_raw(data: bytes, start: int, end: int, name: str) -> int:
    if name == "plaintext":
        return end
    if name == "script":
        return _end_of_script(data, start, end)
    found = _RAW_END[name].search(data, start, end)
    return found.start() if found else end


def _end_of_script(data: bytes, start: int, end: int) -> int:
    """A script that stands in ``<!-- <script> … </script> -->`` does not end the one around it."""
    escaped = doubly = False
    for step in _SCRIPT_STEP.finditer(data, start, end):
        what = step[0].lower()
        if what == b"<!--":
            escaped = True
        elif what == b"-->":
            escaped = doubly = False
        elif step[1]:
            if not doubly:
                return step.start()
            doubly = False
        elif escaped:
            doubly = True
    return end
