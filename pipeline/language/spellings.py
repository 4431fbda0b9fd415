"""How a word is spelled in code points: composed, decomposed, and with the letters that stay apart in both.

"ড়" is one code point (U+09DC) or two (U+09A1 U+09BC), and neither normal form has the one: such letters are
composition exclusions (Unicode Standard Annex 15, section 5). Keyboards type both.
"""

from __future__ import annotations

import functools
import unicodedata

# Letters with a nukta: Devanagari, Bengali, Gurmukhi, Oriya.
_APART = (
    *range(0x0958, 0x0960),
    0x09DC,
    0x09DD,
    0x09DF,
    0x0A33,
    0x0A36,
    *range(0x0A59, 0x0A5C),
    0x0A5E,
    0x0B5C,
    0x0B5D,
)


def spellings(word: str) -> tuple[str, ...]:
    """The different sequences of code points that show ``word``, none twice."""
    composed, decomposed = unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)
    joined = composed
    if not word.isascii():
        for two, one in _pairs():
            joined = joined.replace(two, one)
    return tuple(dict.fromkeys((composed, decomposed, joined)))


@functools.cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((unicodedata.normalize("NFD", chr(code)), chr(code)) for code in _APART)
