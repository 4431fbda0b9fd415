"""What similar texts share: words, pairs of neighbouring words, and of short texts runs of three characters.

Features are numbers (CRC-32): a rare collision costs one needless comparison and nothing else.
"""

from __future__ import annotations

import re
from zlib import crc32

COMPARED = 4_000
"""Characters of a text that are looked at: likeness costs the product of two lengths."""

SHORT_INDEXED, SHORT_ASKED = 40, 24
"""Up to how many characters a text is also known by its runs of three. Texts whose likeness is 0.75 differ in
length by a factor of 5/3 at most, so whatever a short question can find is indexed by its runs."""

# Words end at white space and at ASCII, Latin-1, general, CJK, full-width, Arabic and Indic punctuation.
# Marks stay inside: to \w the vowel signs of Hindi would be ends of words.
_WORD = re.compile(
    r"[^\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
    r"\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362-\u1368]+"
)
# Scripts written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han. In a run that
# holds one of these each pair of characters counts as a word.
_UNSPACED = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)


def features(text: str, *, short: int) -> set[int]:
    """The features of ``text``; ``short`` is one of the two ``SHORT_…``."""
    text = text[:COMPARED].casefold()
    words = [word.encode("utf-8", "surrogatepass") for word in _words(text)]
    found = [crc32(word) for word in words]
    found += [crc32(word, before) for before, word in zip(found, words[1:], strict=False)]
    if len(text) <= short:
        framed = f" {text} "
        found += [
            crc32(framed[i : i + 3].encode("utf-8", "surrogatepass"), 3) for i in range(len(framed) - 2)
        ]
    return set(found)


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    if text.isascii() or not _UNSPACED.search(text):
        return words
    parts: list[str] = []
    for word in words:
        if len(word) > 2 and _UNSPACED.search(word):
            parts += (word[i : i + 2] for i in range(len(word) - 1))
        else:
            parts.append(word)
    return parts
