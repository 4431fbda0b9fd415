"""How large a document may be, and that it is UTF-8."""

from __future__ import annotations

import array
import bisect
from itertools import accumulate

from pipeline.errors import DocumentError

MAX_BYTES = 50_000_000
"""Of a source document; what is larger is no leaflet."""


def check_size(data: bytes) -> None:
    """Refuse what is too large.

    Raises:
        DocumentError: more than ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"the file has {len(data)} bytes, more than {MAX_BYTES}", "is it really a leaflet? split it"
        )


def check_utf8(data: bytes) -> None:
    """Refuse what is not UTF-8, or holds a NUL.

    Raises:
        DocumentError: says the byte offset and the line.
    """
    hint = "save the file as UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        raise DocumentError("the file is UTF-16 or UTF-32, not UTF-8 (at byte offset 0)", hint)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        what = f"byte 0x{data[error.start]:02x} at byte offset {error.start} is not UTF-8"
        raise DocumentError(what, hint, line=line_of(data, error.start)) from None
    nul = data.find(b"\0")
    if nul >= 0:
        what = f"a NUL at byte offset {nul}: the file is not a text"
        raise DocumentError(what, hint, line=line_of(data, nul))


def line_of(data: bytes, offset: int) -> int:
    """The line, counted from 1, that a byte stands on; lines end in LF, CRLF or CR."""
    before = data[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


class Lines:
    """Lines of many offsets of one file, each looked up in logarithmic time."""

    def __init__(self, data: bytes) -> None:
        lines = data.splitlines(keepends=True)  # of bytes, at LF, CRLF and CR alone
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            lines.pop()
        self._ends = array.array("I", accumulate(map(len, lines)))

    def __call__(self, offset: int) -> int:
        return bisect.bisect_right(self._ends, offset) + 1
