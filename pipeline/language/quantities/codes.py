"""Digits that are part of a name: COVID-19, H1N1, IL-6, CD4+, 5-FU, 1.2.3."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import WORD, data
from pipeline.language.quantities.model import Code
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.quantities.scan import Scan

_HYPHENS = "-‐‑–"
# The longest name worth looking for on either side; keeps long lines linear.
_REACH = 32
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff"
_LATIN_BEFORE = regex(rf"(?:[{_LATIN}][{_LATIN}\d]*[{_HYPHENS}]?)+$")
_OTHER_BEFORE = regex(rf"[^\W\d_{_LATIN}][{WORD}]*[{_HYPHENS}]$")
_AFTER = regex(
    rf"(?:[{_HYPHENS}]?(?:\d+[{_LATIN}]{{0,3}}|[A-ZА-Я][{_LATIN}]{{0,7}}\d*))*(?![{_LATIN}])\+?(?![\d])"
)
_ICD = regex(r"[A-Z]\d{2}\.\d{1,2}(?![A-Za-z0-9])")  # a code of the WHO's classification of diseases
_DIGIT_FIRST = regex(
    r"\d{1,4}(?:[-‐‑][A-Z][A-Za-z]{0,5}(?:-[A-Z][A-Za-z]{0,4})?|[A-Z]{1,3}\d{0,2})(?![A-Za-z0-9])"
)
_CHAIN = regex(r"\d{1,4}(?:([-‐‑.])\d{1,4})(?:\1\d{1,4})+(?![\d])")
# What both of them have after their first digits.
_GOING_ON = frozenset("-‐‑.ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PARTS = regex(r"\d+")
_SHORT_WORD = 3


def code_at(scan: Scan, i: int, cursor: int) -> Code | None:
    """The name that holds number ``i``, or None. It begins at ``cursor`` or after."""
    text, token = scan.text, scan.tokens[i]
    if token.words or not text[token.start].isdecimal():
        return None
    window = max(cursor, token.start - _REACH)
    near = text[max(cursor, token.start - 14) : token.start].rstrip(" \u00a0" + _HYPHENS)
    if (
        token.plain
        and len(token.digits) <= 2
        and near != text[max(cursor, token.start - 14) : token.start]
        and (name := _names().search(near))
    ):
        start = max(cursor, token.start - 14) + name.start()
        return _code(text, start, _digits_end(text, token.start))
    previous = text[token.start - 1 : token.start] if token.start > cursor else ""
    if previous and (previous.isalpha() or previous in _HYPHENS):
        before = text[window : token.start]
        latin, other = _LATIN_BEFORE.search(before), _OTHER_BEFORE.search(before)
        if latin:
            start = window + latin.start()
            # "mid-1960s" and "over-65" are words with a number; a name has a capital, or no hyphen.
            is_name = previous not in _HYPHENS or latin[0] != latin[0].lower() or _names().search(latin[0])
            # "miriyoni14,5" is a word that lost its space.
            if not token.plain and len(latin[0]) > _SHORT_WORD and latin[0].isalpha() and latin[0].islower():
                return None
            is_unit = scan.facts.unit_first and scan.facts.unit_at.fullmatch(latin[0])
            if is_name and not is_unit:
                if icd := _ICD.match(text, token.start - 1):
                    return _code(text, token.start - 1, icd.end())
                after = _AFTER.match(text, _digits_end(text, token.start))
                return _code(text, start, after.end() if after else _digits_end(text, token.start))
        elif other and previous in _HYPHENS:
            start = token.start - 2 if scan.facts.unspaced else window + other.start()
            return _code(text, start, _digits_end(text, token.start))
    following = text[token.end : token.end + 1]
    if token.plain and following not in _GOING_ON:
        return None  # a run of digits is matched whole
    match = _CHAIN.match(text, token.start)
    if match and (match[1] != "." or any(len(part) != 3 for part in match[0].split(".")[1:])):
        return _code(text, token.start, match.end())
    end = _digits_end(text, token.start)
    is_dimension = text.startswith("D", end)  # "3D" is not three days, which are "3 d"
    if (match := _DIGIT_FIRST.match(text, token.start)) and (is_dimension or not scan.unit_follows(end)):
        return _code(text, token.start, match.end())
    return None


@functools.cache
def _names() -> re.Pattern[str]:
    """Names that are written with their number after a space as well ("COVID 19")."""
    names = data("languages")["numbered_names"]
    return regex(f"(?<![A-Za-z])(?:{'|'.join(re.escape(name) for name in names)})-?$", re.IGNORECASE)


def _digits_end(text: str, start: int) -> int:
    match = _PARTS.match(text, start)
    return match.end() if match else start


def _code(text: str, start: int, end: int) -> Code:
    written = text[start:end]
    digits = tuple(ascii_digits(part) for part in _PARTS.findall(written))
    return Code(start=start, end=end, text=written, digits=digits)
