"""The quick way to read a PO file: one expression an entry, for files as PO tools write them.

It reads a part of what ``scanner`` reads, and gives just the same; of anything it is not sure of it says None
and leaves the whole file to the scanner, which also words every error. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.catalogs import scanner

_STRING = r'"([^"\\\n]*+(?:\\[ntrbfva"\\][^"\\\n]*+)*+)"\n'
_MORE = r'((?:"(?:[^"\\\n]++|\\[ntrbfva"\\])*+"\n)*+)'


def _field(keyword: str, prefix: str = "") -> str:
    more = _MORE.replace('(?:"', f'(?:{re.escape(prefix)}"', 1) if prefix else _MORE
    return f"{re.escape(prefix)}{keyword} {_STRING}{more}"


_BLANK = r"\n*+"
_COMMENTS = r"((?:#(?![~|])[^\n]*+\n)*+)"
_PREVIOUS = f"(?:(?:{_field('msgctxt', '#| ')})?{_field('msgid', '#| ')})?"
_ENTRY = re.compile(
    f"{_BLANK}{_COMMENTS}{_PREVIOUS}(?:{_field('msgctxt')})?{_field('msgid')}{_field('msgstr')}(?=\n|#|msg|$)"
)
_OLD_PREVIOUS = _PREVIOUS.replace(re.escape("#| "), re.escape("#~| "))
_OBSOLETE = re.compile(
    f"{_BLANK}{_COMMENTS}{_OLD_PREVIOUS}(?:{_field('msgctxt', '#~ ')})?{_field('msgid', '#~ ')}"
    f"{_field('msgstr', '#~ ')}(?=\n|#|msg|$)"
)
_ESCAPE = re.compile(r"\\(.)")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\\": "\\", '"': '"'}
_TAIL = re.compile(r"(?:[ \t\f\v\r]*+\n)*+[ \t\f\v\r]*+\Z")


@dataclass(slots=True)
class QuickEntry:
    """One entry; as ``scanner.Entry``, with its texts put together."""

    start: int
    line: int
    end: int
    comments: str
    previous_context: str | None
    previous_source: str | None
    context: str | None
    source: str
    target: str
    obsolete: bool


def quick_scan(text: str) -> list[QuickEntry] | None:
    """The entries of ``text`` (without BOM), or None where it is not written in the usual way."""
    if "\r" in text or "\f" in text or "\v" in text:
        return None
    found: list[QuickEntry] = []
    for entry in _entries(text):
        if entry is None:
            return None
        found.append(entry)
    return found


def _entries(text: str) -> Iterator[QuickEntry | None]:
    at, number, size = 0, 1, len(text)
    match_entry, match_obsolete, count = _ENTRY.match, _OBSOLETE.match, text.count
    while at < size:
        match = match_entry(text, at)
        obsolete = match is None
        if match is None:
            match = match_obsolete(text, at)
            if match is None:
                if _TAIL.match(text, at) is None:
                    yield None
                return
        # Groups: comments, previous context, previous source, context, source, target; each text as its first
        # string and the strings below it.
        (comments, pc, pc_more, ps, ps_more, c, c_more, s, s_more, t, t_more) = match.groups()
        end = match.end()
        if end - at > scanner.MAX_STRING:  # maybe one of its texts is too long: the scanner will say
            yield None
            return
        start = match.start(1)
        first = number + count("\n", at, start)
        line = first + count("\n", start, match.start(6 if c is not None else 8))
        number = line + count("\n", match.start(6 if c is not None else 8), end)
        yield QuickEntry(
            first,
            line,
            number,
            comments,
            None if pc is None else _text(pc, pc_more),
            None if ps is None else _text(ps, ps_more),
            None if c is None else _text(c, c_more),
            _text(s, s_more),
            _text(t, t_more),
            obsolete,
        )
        at = end


def _text(first: str, more: str) -> str:
    if more:
        # Each further string has a line, maybe after "#| " or "#~ ": its quotes are the first and the last.
        first += "".join(line[line.index('"') + 1 : -1] for line in more.split("\n")[:-1])
    return _ESCAPE.sub(_plain, first) if "\\" in first else first


def _plain(match: re.Match[str]) -> str:
    return _SIMPLE[match[1]]
