"""What each line of a plain text is, as people really write them.

A text is either wrapped (its paragraphs run over several lines, which end where the next word would not
have fitted) or has one paragraph a line; this is decided once, on the whole document. In a wrapped text a
line that ends early, though the next word would have fitted, ends there on purpose: an address, a verse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, field

from pipeline.documents.text_lines import Line, display_width

Joiner = Literal["", " ", "\n"]

_BULLETS = "-*•‣◦▪●○–·"
_MARKER = re.compile(rf"([{re.escape(_BULLETS)}]|\(?(\d{{1,3}})[.)]|\(?([a-zA-Z])\))(\s+)(?=\S)")
_UNDERLINE = re.compile(r"([=\-~_^*#])\1{2,}")
_RULE = re.compile(r"([=\-~_^*#—–·•.])(?:[ \t]*\1){2,}")
_FINAL = re.compile(r"[.!?:;…‥。！？：；؟۔।॥။។៕።፧།:][\"'”’»)\]」』）]*\Z")
_SPACELESS = re.compile(
    # Scripts written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han, wide forms.
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_LONGEST_HEADING = 120
_WIDEST_WRAP, _NARROWEST_WRAP = 120, 30


class Part(Struct):
    """A line, or what of it stands after a list marker, and how it joins to the part before."""

    line: Line
    text: str
    start: int
    joiner: Joiner = ""


class Marker(Struct):
    """A list marker: its column, the column of the text after it, and its number (None for a bullet).

    Attributes:
        shown: itself where it is a letter: a reader is told of it ("see b").
    """

    kind: str
    indent: int
    content: int
    number: int | None
    shown: str = ""


class Chunk(Struct):
    """One text of the document.

    Attributes:
        kind: "title", "heading", "item" (the first paragraph of a list item) or "paragraph".
        parts: its lines.
        marker: of an item.
        underline: the character under a heading.
        indent: the column of its first line.
        apart: whether an empty line stands before it.
    """

    kind: Literal["title", "heading", "item", "paragraph"]
    parts: list[Part] = field(default_factory=list)
    marker: Marker | None = None
    underline: str = ""
    indent: int = 0
    apart: bool = False


def is_rule(text: str) -> bool:
    """Whether a line holds nothing but a drawn rule."""
    return _RULE.fullmatch(text) is not None


def is_underline(text: str, above: str) -> bool:
    """Whether ``text`` underlines ``above``: one character, repeated over about its width."""
    if not _UNDERLINE.fullmatch(text) or not above or is_rule(above):
        return False
    width = display_width(above)
    return width <= _LONGEST_HEADING and width / 2 <= len(text) <= width * 1.5 + 4


def read_chunks(lines: Sequence[Line], skipped: frozenset[int]) -> list[Chunk]:
    """Return the texts of a document, in order.

    Args:
        lines: all its lines.
        skipped: indices of lines that are metadata.
    """
    return list(_Reader(lines, skipped).chunks())


def marker_of(line: Line) -> Marker | None:
    """The list marker that ``line`` begins with, or None."""
    match = _MARKER.match(line.text)
    if match is None:
        return None
    content = line.indent + display_width(match[0].expandtabs(4))
    if match[2]:
        return Marker(match[1].replace(match[2], "1"), line.indent, content, int(match[2]))
    if match[3]:
        return Marker(
            match[1].replace(match[3], "a"), line.indent, content, ord(match[3].lower()) - 96, match[1]
        )
    return Marker(match[1], line.indent, content, None)


class _Reader:
    """Goes through the lines once; holds the chunk that is open."""

    def __init__(self, lines: Sequence[Line], skipped: frozenset[int]) -> None:
        self.lines = lines
        self.kinds = _kinds(lines, skipped)
        self.width = _wrap_width(lines, self.kinds)
        self.open: Chunk | None = None
        self.previous: Chunk | None = None

    def chunks(self) -> Iterator[Chunk]:
        apart = False
        for line, kind in zip(self.lines, self.kinds, strict=True):
            if kind in ("blank", "skip"):
                yield from self._close()
                apart = apart or kind == "blank"
                continue
            if kind in ("title", "heading"):
                yield from self._close()
                chunk = Chunk("title" if kind == "title" else "heading", indent=line.indent, apart=apart)
                chunk.parts.append(Part(line, line.text, line.start))
                if kind == "heading":
                    chunk.underline = self.lines[line.number].text[0]
                self.open = chunk
                yield from self._close()
            else:
                yield from self._text(line, apart)
            apart = False
        yield from self._close()

    def _close(self) -> Iterator[Chunk]:
        if self.open is not None:
            self.previous = self.open
            yield self.open
            self.open = None

    def _text(self, line: Line, apart: bool) -> Iterator[Chunk]:
        marker = marker_of(line)
        if marker is not None and self._begins_item(line, marker):
            yield from self._close()
            match = _MARKER.match(line.text)
            assert match is not None
            part = Part(line, line.text[match.end() :], line.start + len(match[0].encode()))
            self.open = Chunk("item", [part], marker, indent=line.indent, apart=apart)
            return
        joiner = self._joiner(line) if self.open is not None else None
        if self.open is None or joiner is None:
            yield from self._close()
            self.open = Chunk(
                "paragraph", [Part(line, line.text, line.start)], indent=line.indent, apart=apart
            )
        else:
            self.open.parts.append(Part(line, line.text, line.start, joiner))

    def _begins_item(self, line: Line, marker: Marker) -> bool:
        """Whether a marker is one, and not a dash or a number that wrapping has put at a line's start."""
        chunk = self.open
        if chunk is None or self.width is None or chunk.kind not in ("paragraph", "item"):
            return True
        last = chunk.parts[-1].line
        if chunk.marker is not None:
            if marker.indent > chunk.marker.content - 1 and not _is_final(last.text):
                return not self._full(last, line)
            if marker.kind == chunk.marker.kind:
                return marker.number is None or marker.number == (chunk.marker.number or 0) + 1
        if _is_final(last.text) or not self._full(last, line):
            return marker.number is None or marker.number == 1 or chunk.marker is not None
        return False

    def _joiner(self, line: Line) -> Joiner | None:
        """How ``line`` continues the open chunk, or None if it does not."""
        chunk = self.open
        assert chunk is not None
        last = chunk.parts[-1]
        if chunk.marker is not None and line.indent > chunk.marker.indent:
            return _space(last, line)
        if self.width is None:
            return None
        if line.indent >= chunk.indent + 2 and chunk.marker is None and _is_final(last.text):
            return None
        starts_low = line.text[0].islower()
        if self._full(last.line, line) or (starts_low and not _is_final(last.text)):
            return _space(last, line)
        if chunk.marker is not None or _is_final(last.text):
            return None
        return "\n"

    def _full(self, line: Line, following: Line) -> bool:
        return self.width is not None and _is_full(line, following, self.width)


def _kinds(lines: Sequence[Line], skipped: frozenset[int]) -> list[str]:
    kinds: list[str] = []
    titled = False
    for index, line in enumerate(lines):
        if not line.text:
            kinds.append("blank")
        elif index in skipped or (
            index and kinds[-1] in ("title", "heading") and _is_underlined(lines, index - 1)
        ):
            kinds.append("skip")
        elif is_rule(line.text):
            kinds.append("blank")
        elif not titled:
            kinds.append("title")
            titled = True
        elif _is_underlined(lines, index):
            kinds.append("heading")
        else:
            kinds.append("text")
    return kinds


def _is_underlined(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and is_underline(lines[index + 1].text, lines[index].text)


def _wrap_width(lines: Sequence[Line], kinds: Sequence[str]) -> int | None:
    """The width that the document is wrapped at, or None if it has one paragraph a line."""
    joints = [
        (lines[index], lines[index + 1])
        for index in range(len(lines) - 1)
        if kinds[index] == kinds[index + 1] == "text" and marker_of(lines[index + 1]) is None
    ]
    if not joints:
        return None
    widths = sorted(line.indent + display_width(line.text[:1000]) for line, _ in joints)
    width = widths[int((len(widths) - 1) * 0.9)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    wrapped = [(a, b) for a, b in joints if _is_full(a, b, width) and not _is_final(a.text)]
    cased = [b for _, b in wrapped if b.text[0].lower() != b.text[0].upper()]
    low = sum(b.text[0].islower() for b in cased)
    if len(wrapped) < 0.3 * len(joints) or low < 0.25 * len(cased):
        return None
    return width


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted (roughly: people wrap by hand)."""
    first = following.text[0]
    word = first if _SPACELESS.match(first) else following.text[:60].split(maxsplit=1)[0]
    return line.indent + display_width(line.text[:1000]) + 1 + display_width(word) > 0.87 * width


def _is_final(text: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    return _FINAL.search(text[-20:]) is not None


def _space(last: Part, line: Line) -> Joiner:
    if not last.line.gap and _SPACELESS.match(last.text[-1:]) and _SPACELESS.match(line.text[:1]):
        return ""
    return " "
