"""Digits that are part of a name: COVID-19, H1N1, IL-6, CD4+, 5-FU, 1.2.3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import WORD
from pipeline.language.quantities.model import Code
from pipeline.language.quantities.numerals import ascii_digits

if TYPE_CHECKING:
    from pipeline.language.quantities.scan import Scan

_HYPHENS = "-‐‑–"
# The longest name worth looking for on either side; keeps long lines linear.
_REACH = 32
_LATIN = "A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_LATIN_BEFORE = re.compile(rf"(?:[{_LATIN}][{_LATIN}\d]*[{_HYPHENS}]?)+$")
_OTHER_BEFORE = re.compile(rf"[^\W\d_{_LATIN}][{WORD}]*[{_HYPHENS}]$")
_AFTER = re.compile(
    rf"(?:[{_HYPHENS}]?(?:\d+[{_LATIN}]{{0,3}}|[A-ZА-Я][{_LATIN}]{{0,7}}\d*))*(?![{_LATIN}])\+?(?![\d])"
)
_DIGIT_FIRST = re.compile(
    r"\d{1,4}(?:[-‐‑][A-Z][A-Za-z]{0,5}(?:-[A-Z][A-Za-z]{0,4})?|[A-Z]{1,3}\d{0,2})(?![A-Za-z0-9])"
)
_CHAIN = re.compile(r"\d{1,4}(?:([-‐‑.])\d{1,4})(?:\1\d{1,4})+(?![\d])")
_PARTS = re.compile(r"\d+")


def code_at(scan: Scan, i: int, cursor: int) -> Code | None:
    """The name that holds number ``i``, or None. It begins at ``cursor`` or after."""
    text, token = scan.text, scan.tokens[i]
    if token.words or not text[token.start].isdecimal():
        return None
    window = max(cursor, token.start - _REACH)
    previous = text[token.start - 1 : token.start] if token.start > cursor else ""
    if previous and (previous.isalpha() or previous in _HYPHENS):
        before = text[window : token.start]
        match = _LATIN_BEFORE.search(before)
        if match:
            start = window + match.start()
            if start and text[start - 1].isalpha() and window == start:
                start = token.start - len(previous)
            if not (scan.facts.unit_first and scan.facts.unit_at.fullmatch(match[0])):
                after = _AFTER.match(text, _digits_end(text, token.start))
                return _code(text, start, after.end() if after else _digits_end(text, token.start))
        elif previous in _HYPHENS and (match := _OTHER_BEFORE.search(before)) and not scan.facts.unspaced:
            return _code(text, window + match.start(), _digits_end(text, token.start))
        elif (
            previous in _HYPHENS
            and match is None
            and scan.facts.unspaced
            and _OTHER_BEFORE.search(before[-3:])
        ):
            return _code(text, token.start - 2, _digits_end(text, token.start))
    if match := _CHAIN.match(text, token.start):
        if match[1] != "." or len({len(p) for p in match[0].split(".")[1:]} - {3}) > 0:
            return _code(text, token.start, match.end())
    if (match := _DIGIT_FIRST.match(text, token.start)) and not scan.unit_follows(
        _digits_end(text, token.start)
    ):
        return _code(text, token.start, match.end())
    return None


def _digits_end(text: str, start: int) -> int:
    match = _PARTS.match(text, start)
    return match.end() if match else start


def _code(text: str, start: int, end: int) -> Code:
    written = text[start:end]
    digits = tuple(ascii_digits(part) for part in _PARTS.findall(written))
    return Code(start=start, end=end, text=written, digits=digits)
