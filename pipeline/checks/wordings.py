"""How the checks of terms find a term in a text: as a word, inflected, or within a script without spaces."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from pipeline.checks.model import Side, Span
from pipeline.language.locale import Locale
from pipeline.language.quantities.facts import UNSPACED, WORD
from pipeline.language.regex import regex

_LONGEST = 20_000
# An inflected word keeps its beginning: all but the last two letters of it, and at least this share.
_STEM = 0.7
_SHORTEST_STEM = 3
# Letters that inflection puts before a word: articles, conjunctions and class prefixes.
_PREFIXES = {
    "ar": r"(?:[وفبكل]{0,2}(?:ال|لل)?)",
    "he": r"[והבכלמש]{0,3}",
    "sw": rf"[{WORD}]{{0,5}}",
    "rw": rf"[{WORD}]{{0,5}}",
    "zu": rf"[{WORD}]{{0,5}}",
    "tl": rf"[{WORD}]{{0,5}}",
    "id": r"(?:me[nm]?[gy]?|pe[nm]?[gy]?|di|ber|ter|ke|se)?",
}


def occurs_exactly(term: str, side: Side, locale: Locale) -> Iterator[Span]:
    """Where ``term`` stands as written; an ending may follow it in languages other than its own."""
    pattern = _exact(_normal(term), locale.likely_script in UNSPACED)
    for match in pattern.finditer(side.plain[:_LONGEST]):
        yield side.span(match.start(), match.end())


def occurs(term: str, side: Side, locale: Locale) -> Iterator[Span]:
    """Where ``term`` stands in any of its forms, capitals aside."""
    pattern = _inflected(_normal(term), locale.language, locale.likely_script in UNSPACED)
    for match in pattern.finditer(side.plain[:_LONGEST]):
        yield side.span(match.start(), match.end())


def begins_words(locale: Locale) -> bool:
    """Whether a term of this language stands at the beginning of a word, if anywhere."""
    return locale.language not in _PREFIXES and locale.likely_script not in UNSPACED


def _normal(term: str) -> str:
    return unicodedata.normalize("NFC", " ".join(term.split()))


@functools.lru_cache(maxsize=8192)
def _exact(term: str, unspaced: bool) -> re.Pattern[str]:
    source = re.escape(term).replace(r"\ ", r"[\s\u00a0\u202f]{1,3}")
    if unspaced or not term[:1].isascii():
        return regex(source)
    return regex(rf"(?<![A-Za-z\d]){source}(?![A-Za-z\d])")


@functools.lru_cache(maxsize=8192)
def _inflected(term: str, language: str, unspaced: bool) -> re.Pattern[str]:
    """The words of the term in their order, each with another ending, and little between them."""
    if unspaced:
        return regex(re.escape(term).replace(r"\ ", r"\s{0,3}"), re.IGNORECASE)
    words = term.split(" ")
    prefix = _PREFIXES.get(language, "")
    between = rf"[\s\u00a0\u202f,-]{{1,3}}(?:[{WORD}'’]{{1,4}}[\s\u00a0]{{1,3}})?"
    source = between.join(_word(word, prefix, language) for word in words)
    return regex(rf"(?<![{WORD}]){source}", re.IGNORECASE)


def _word(word: str, prefix: str, language: str) -> str:
    if any(map(str.isdecimal, word)) or word.isupper() or len(word) <= _SHORTEST_STEM:
        plural = (
            "(?:e?s)?(?!-[A-Za-z])"
            if language == "en"
            else rf"[{WORD}'’-]{{0,4}}"
            if not word.isascii()
            else ""
        )
        return rf"{prefix}{re.escape(word)}{plural}(?![{WORD}])"
    if language == "en":
        return rf"{_english(word)}(?:['’]s?)?(?![{WORD}])"
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    if language in ("sw", "rw", "zu"):
        word = word[2:] if len(word) > 5 else word[1:]
    keep = max(_SHORTEST_STEM, min(len(word) - 1, round(len(word) * _STEM)))
    return rf"{prefix}{re.escape(word[:keep])}[{WORD}'’\u200c-]{{0,12}}"


def _english(word: str) -> str:
    """A word with the endings of English nouns and verbs."""
    if word.endswith("y"):
        return rf"{re.escape(word[:-1])}(?:y|ies|ied|ying|ys)"
    if word.endswith("e"):
        return rf"{re.escape(word[:-1])}(?:e|es|ed|ing)"
    return rf"{re.escape(word)}(?:s|es|ed|ing)?"
