"""What must keep its left-to-right order inside right-to-left text.

In plain right-to-left text "0800 123 456" shows as "456 123 0800", "38.5 °C" as "C° 38.5" and "(20 mg)" as
"(mg 20)", in every engine, since the bidirectional algorithm (Unicode UAX #9) orders runs and knows no
meaning. These spans are what a layout wraps in U+2066 … U+2069 or ``<bdi dir="ltr">``.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pipeline.language.quantities.model import Interval
from pipeline.language.quantities.recognise import find_quantities
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.locale import Locale
    from pipeline.language.quantities.model import Quantity

# A run of words in letters that go left to right, with digits and the punctuation between them.
_LTR_LETTERS = "A-Za-z\u00aa\u00ba\u00c0-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1fffµ"
# Raised and lowered signs, and fractions of one sign: "CO₂", "kg/m²", "1½" belong together.
_SIGNS = "\u00b2\u00b3\u00b9\u2070-\u208e\u00bc-\u00be\u2150-\u215e"
_CORE = rf"{_LTR_LETTERS}{_SIGNS}\d"
_RUN = regex(
    rf"(?:(?<!\w)[+\-−±<>≤≥~≈$€£])?[{_CORE}]"
    rf"(?:[{_CORE}]|[ \u00a0\u202f\u2009.,:;'’/\-‐‑–—+&%×=@_#]{{1,2}}(?=[{_CORE}]))*[+%℃℉]?"
)
_LETTER = regex(f"[{_LTR_LETTERS}]")
_MIXED = regex(r"(?<![\w.,])[0-9]+[ \u00a0\u202f\u2009]?[\u00bc-\u00be\u2150-\u215e]")
_BRACKETS = {"(": ")", "[": "]"}


def isolate_spans(text: str, locale: Locale) -> tuple[tuple[int, int], ...]:
    """The spans (start, end), in order and apart, to be shown left-to-right whatever surrounds them.

    A quantity with letters of a right-to-left script in it ("20 ملغ") is left to its own order, and so is
    one plain run of digits, which cannot go wrong.
    """
    spans: list[tuple[int, int]] = []
    for quantity in find_quantities(text, locale):
        written = text[quantity.start : quantity.end]
        if _is_native_range(quantity, written):
            continue
        if not _has_rtl_letter(written):
            spans.append((quantity.start, quantity.end))
        else:
            spans += _inner_numbers(text, quantity.start, quantity.end)
    spans += [m.span() for m in _RUN.finditer(text) if _LETTER.search(m[0])]
    spans += [m.span() for m in _MIXED.finditer(text)]
    return tuple((start, end) for start, end in _joined(text, spans) if not _is_plain_number(text[start:end]))


_NUMERIC = regex(r"(?:(?<!\w)[+\-−±])?\d+(?:(?:[.,٫٬:/\-‐‑–—]|[ \u00a0\u202f\u2009](?=\d))+\d+)*[%٪]?")


def _inner_numbers(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The numbers of a measure whose unit is in right-to-left letters ("10–20 ملغ")."""
    return [m.span() for m in _NUMERIC.finditer(text, start, end)]


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping or touching spans made one, and brackets round a whole span taken in."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    widened: list[tuple[int, int]] = []
    for start, end in out:
        # A comparison would be mirrored on the other side of its number.
        while start and text[start - 1] in "≤≥<>±~≈" and (not widened or start > widened[-1][1]):
            start -= 1
        if start and _BRACKETS.get(text[start - 1]) == text[end : end + 1] and end < len(text):
            start, end = start - 1, end + 1
        widened.append((start, end))
    return widened


def _is_native_range(quantity: Quantity, written: str) -> bool:
    """A range in Arabic-Indic digits is read from right to left, as the line is."""
    value = getattr(quantity, "value", None)
    return isinstance(value, Interval) and all(
        unicodedata.bidirectional(c) == "AN" for c in written if c.isdecimal()
    )


def _is_plain_number(written: str) -> bool:
    return written.isdecimal()


def _has_rtl_letter(written: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in written)
