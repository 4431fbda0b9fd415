"""Bytes of a plain text as lines that know where they stand."""

from __future__ import annotations

import codecs
import re
import unicodedata

from msgspec import Struct

from pipeline.documents.limits import check_size
from pipeline.errors import DocumentError

_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_TAB = 4


class Line(Struct, frozen=True):
    """One line without its end.

    Attributes:
        number: counted from 1.
        start: byte offset of its first character that is not blank (of its end, if all are).
        indent: the column of that character; a tab goes to the next multiple of four.
        text: its characters without the blanks at both ends.
        gap: whether blanks stand at its end.
    """

    number: int
    start: int
    indent: int
    text: str
    gap: bool = False


def read_lines(data: bytes) -> list[Line]:
    """Return the lines of a UTF-8 text, with or without a BOM, that end in LF, CRLF or CR.

    Raises:
        DocumentError: not UTF-8, or too large; says the byte offset.
    """
    check_size(data)
    start = _refuse_other_charsets(data)
    lines: list[Line] = []
    position = start
    for line in data[start:].splitlines(keepends=True):
        lines.append(_line(len(lines) + 1, position, line.rstrip(b"\r\n").decode()))
        position += len(line)
    return lines


def _line(number: int, start: int, whole: str) -> Line:
    text = whole.strip()
    if len(text) == len(whole):
        return Line(number, start, 0, text)
    body = whole.lstrip()
    leading = whole[: len(whole) - len(body)]
    gap = len(text) < len(body)
    return Line(number, start + len(leading.encode()), display_width(leading.expandtabs(_TAB)), text, gap)


def _refuse_other_charsets(data: bytes) -> int:
    """Return the offset after the BOM, if there is one."""
    hint = "save the file as UTF-8"
    if data.startswith(_UTF16):
        raise DocumentError("the file is UTF-16 or UTF-32, not UTF-8 (at byte offset 0)", hint)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        what = f"byte 0x{data[error.start]:02x} at byte offset {error.start} is not UTF-8"
        raise DocumentError(what, hint, line=_line_number(data, error.start)) from None
    nul = data.find(b"\0")
    if nul >= 0:
        raise DocumentError(
            f"a NUL at byte offset {nul}: the file is not a plain text", hint, line=_line_number(data, nul)
        )
    return len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0


def _line_number(data: bytes, offset: int) -> int:
    before = data[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def line_end(data: bytes) -> str:
    """The first line end in ``data``; LF where there is none."""
    match = _LINE.match(data)
    return match[2].decode() if match and match[2] else "\n"


def display_width(text: str) -> int:
    """Columns that ``text`` takes in a fixed-width font: two for wide ones, none for marks (UAX #11)."""
    if text.isascii():
        return len(text)
    width = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width
