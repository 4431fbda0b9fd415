"""Writes texts as Markdown: whatever would become markup is escaped.

``**`` and ``*`` open and close only beside the right characters (CommonMark 6.2, "left-flanking delimiter
run"), which Chinese, Japanese and Thai often do not offer: there the elements of HTML take their place, which
CommonMark passes through. ``careful`` writes all styles so and escapes everything that could ever be markup,
for a text that did not read back as it should.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from msgspec import Struct

from pipeline.documents import html_writer
from pipeline.documents.flow import AttributeText, Flow, Pair, Place
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
from pipeline.documents.rebuilding import Supply

_MARKS = {"b": "**", "i": "*"}
_ELEMENTS = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub", "code": "code"}

# Escaped wherever they stand. "<" and "&" only where they would begin something.
_SPECIAL = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)")
_CAREFUL = re.compile(r"[!-/:-@\[-`{-~]")
_LINE_START = re.compile(r"(?=[#>+=:|-])|(\d{1,9})(?=[.)])")
_SPACES = re.compile(r"[ \t\r\n\f]+")


class _Mark(Struct):
    """A delimiter, to be settled when its neighbours are known."""

    kind: Literal["open", "close"]
    delimiter: str
    element: str
    partner: int = -1


_Part = str | _Mark


def write_flow(flow: Flow, content: tuple[Inline, ...], supply: Supply, *, careful: bool) -> bytes:
    """The bytes of one text."""
    parts: list[_Part] = []
    _Writer(flow.place, supply, careful).write(content, parts)
    return _settled(parts, careful).encode("utf-8", "surrogatepass")


def write_attribute(place: AttributeText, text: str) -> bytes:
    """Words in brackets or quotes of Markdown, or in an attribute of HTML."""
    text = _SPACES.sub(" ", text)
    if place.quote == "alt":
        return (_escaped(text, "cell", at_start=False, careful=False) + place.after).encode()
    if place.quote == "title":
        escaped = re.sub(r'["\\|<]|&(?=#?[A-Za-z0-9]{1,32};)', r"\\\g<0>", text)
        return f'"{escaped}"'.encode()
    return html_writer.write_attribute(place, text)


def escape_line(text: str) -> str:
    """``text`` so that it reads as plain text at the start of a paragraph."""
    return _escaped(_SPACES.sub(" ", text), "paragraph", at_start=True, careful=False)


# A "#" at the end of a heading would close it; after an odd number of backslashes it is escaped already.
_UNESCAPED_END = re.compile(r"(?<!\\)(?:\\\\)*#\Z")


class _Writer:
    def __init__(self, place: Place, supply: Supply, careful: bool) -> None:
        self._place = place
        self._supply = supply
        self._careful = careful
        self._at_start = True

    def write(self, content: tuple[Inline, ...], parts: list[_Part]) -> None:
        for number, node in enumerate(content):
            last = number == len(content) - 1
            match node:
                case Run(text) | Isolate(text, _):
                    parts.append(self._text(text, last))
                case Styled("code", children):
                    self._code(children, parts)
                case Styled(style, children):
                    self._style(style, children, parts)
                case Link(href, children):
                    self._link(href, children, parts)
                case Break():
                    parts.append(self._break())
                    continue
                case Foreign(_, children):
                    self.write(children, parts)
                case Opaque(id) | Image(id) | NoteMark(id):
                    parts.append(self._piece(node, id))
            self._at_start = False

    def _text(self, text: str, last: bool) -> str:
        text = _SPACES.sub(" ", text)
        written = _escaped(text, self._place, at_start=self._at_start, careful=self._careful)
        if last and self._place == "heading" and _UNESCAPED_END.search(written):
            written = f"{written[:-1]}\\#"
        return written

    def _break(self) -> str:
        source = self._supply.next_break()
        written = source.decode() if source is not None else "<br>"
        if self._place in ("heading", "cell") and "\n" in written and self._place == "cell":
            written = "<br>"
        self._at_start = "\n" in written or "\r" in written
        return written

    def _piece(self, node: Inline, id: str) -> str:
        pair = self._supply.piece(id)
        if pair is not None:
            written = self._read(pair[0].start, pair[1].end)
            if self._careful and written in ("~", "~~"):
                return "<del>" if pair[0].kind == "open" else "</del>"
            return written
        shown = node.equivalent if isinstance(node, Opaque) else ""
        return _escaped(shown, self._place, at_start=self._at_start, careful=self._careful)

    def _style(self, style: str, children: tuple[Inline, ...], parts: list[_Part]) -> None:
        pair = self._supply.style(style)
        opened = self._read(pair[0].start, pair[0].end) if pair else ""
        if pair is not None and opened.startswith("<"):
            parts.append(opened)
            self._at_start = False
            self.write(children, parts)
            parts.append(self._read(pair[1].start, pair[1].end))
            return
        element = _ELEMENTS[style]
        if style not in _MARKS:
            parts.append(f"<{element}>")
            self._at_start = False
            self.write(children, parts)
            parts.append(f"</{element}>")
            return
        delimiter = opened if opened and opened.strip("*_") == "" else _MARKS[style]
        place = len(parts)
        parts.append(_Mark("open", delimiter, element))
        self._at_start = False
        self.write(children, parts)
        close = _Mark("close", delimiter, element, place)
        first = parts[place]
        assert isinstance(first, _Mark)
        first.partner = len(parts)
        parts.append(close)

    def _code(self, children: tuple[Inline, ...], parts: list[_Part]) -> None:
        pair = self._supply.style("code")
        opened = self._read(pair[0].start, pair[0].end) if pair else "`"
        plain = plain_text(children)
        simple = all(isinstance(child, Run | Isolate) for child in children)
        if opened.startswith("<") or not simple or not plain or "\n" in plain or self._careful:
            parts.append(opened if opened.startswith("<") else "<code>")
            self._at_start = False
            self.write(children, parts)
            closed = self._read(pair[1].start, pair[1].end) if pair else ""
            parts.append(closed if closed.startswith("<") else "</code>")
            return
        longest = max((len(run) for run in re.findall("`+", plain)), default=0)
        runs = {len(run) for run in re.findall("`+", plain)}
        size = next(size for size in range(1, longest + 2) if size not in runs)
        padded = plain[0] in "` " or plain[-1] in "` "
        space = " " if padded and plain.strip(" ") else ""
        text = plain.replace("|", "\\|") if self._place == "cell" else plain
        parts.append(f"{'`' * size}{space}{text}{space}{'`' * size}")

    def _link(self, href: str, children: tuple[Inline, ...], parts: list[_Part]) -> None:
        pair = self._supply.link(href)
        if pair is not None and pair[0].name.startswith("auto "):
            address = self._read(pair[0].start, pair[1].end)
            if plain_text(children) == address[1:-1]:
                parts.append(address)
                return
            pair = None
        opened, closed = self._link_marks(href, pair)
        parts.append(opened)
        self._at_start = False
        self.write(children, parts)
        parts.append(closed)

    def _link_marks(self, href: str, pair: Pair | None) -> tuple[str, str]:
        if pair is None:
            safe = re.sub(r"[<>\\]", r"\\\g<0>", href).replace("\n", "%0A")
            safe = safe.replace("|", "%7C") if self._place == "cell" else safe
            return "[", f"](<{safe}>)"
        opened = self._read(pair[0].start, pair[0].end)
        closed = pair[1].text or self._read(pair[1].start, pair[1].end)
        return opened, closed

    def _read(self, start: int, end: int) -> str:
        return self._supply.read(start, end).decode(errors="replace")


def _escaped(text: str, place: Place, *, at_start: bool, careful: bool) -> str:
    if careful:
        return _CAREFUL.sub(r"\\\g<0>", text)
    first = ""
    if at_start and (match := _LINE_START.match(text)):
        if match[1]:
            first, text = f"{match[1]}\\{text[match.end()]}", text[match.end() + 1 :]
        else:
            first, text = f"\\{text[0]}", text[1:]
    written = _SPECIAL.sub(r"\\\g<0>", text)
    if place == "cell":
        written = written.replace("|", "\\|")
    return first + written


def _settled(parts: list[_Part], careful: bool) -> str:
    """All parts as one text, each delimiter as it is where it works, else as an element."""
    elements: set[int] = set()
    for index, part in enumerate(parts):
        if isinstance(part, _Mark) and part.kind == "open" and (careful or not _works(parts, index)):
            elements |= {index, part.partner}
    written: list[str] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            written.append(part)
        elif index in elements:
            written.append(f"<{part.element}>" if part.kind == "open" else f"</{part.element}>")
        else:
            written.append(part.delimiter)
    return "".join(written)


def _works(parts: list[_Part], opened: int) -> bool:
    """Whether a pair of delimiters would read as one."""
    mark = parts[opened]
    assert isinstance(mark, _Mark)
    closed = mark.partner
    before, after = _neighbour(parts, opened, -1), _neighbour(parts, opened, 1)
    inner, outer = _neighbour(parts, closed, -1), _neighbour(parts, closed, 1)
    if None in (before, after, inner, outer):
        return False  # beside another delimiter: better not
    assert before is not None and after is not None and inner is not None and outer is not None
    if after.isspace() or inner.isspace() or not after or not inner:
        return False
    if _is_punctuation(after) and not (_is_free(before)):
        return False
    if _is_punctuation(inner) and not (_is_free(outer)):
        return False
    return not ("_" in mark.delimiter and not (_is_free(before) and _is_free(outer)))


def _neighbour(parts: list[_Part], index: int, step: int) -> str | None:
    """The character beside a delimiter, "" at the ends of the text, None where another delimiter stands."""
    index += step
    while 0 <= index < len(parts):
        part = parts[index]
        if isinstance(part, _Mark):
            return None
        if part:
            return part[0] if step > 0 else part[-1]
        index += step
    return ""


def _is_free(character: str) -> bool:
    return not character or character.isspace() or _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"
