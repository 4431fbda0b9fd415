"""What several checks see in a text: its words, and the characters that have no shape of their own."""

from __future__ import annotations

import re

from pipeline.checks.model import Side
from pipeline.language.regex import regex
from pipeline.language.writing import Writing

# Marks that may stand around a word or at the end of a sentence.
CLOSERS = ")]}\"'”’“‘»«›‹」』）】》〉］｝*_"
INVISIBLE = regex(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_PRINTABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufe0e\ufe0f"
_EDGE = " \t\r\n\u00a0\u202f.,;:!?¿¡()[]{}<>\"'“”„‘’«»‹›…–—-*/\\|·•،؛؟۔।॥。、！？；：（）「」『』"


def words_of(side: Side) -> list[str]:
    """What stands between white space, punctuation included."""
    return side.memo("words", str.split)


def bare(word: str) -> str:
    """``word`` without the punctuation around it."""
    return word.strip(_EDGE)


def invisibles(side: Side) -> list[re.Match[str]]:
    """Characters without a shape: controls, joiners, marks of direction, tags; in order."""
    return side.memo("invisible", _find_invisible)


def foreign_letters(side: Side, writing: Writing) -> list[str]:
    """The letters that are not of the locale's scripts."""
    return side.memo("foreign", writing.foreign.findall)


def _find_invisible(text: str) -> list[re.Match[str]]:
    # Nearly all of them are unprintable to Python; looking for the others costs less than the pattern.
    if text.isprintable() and (text.isascii() or not any(map(text.__contains__, _PRINTABLE))):
        return []
    return list(INVISIBLE.finditer(text))
